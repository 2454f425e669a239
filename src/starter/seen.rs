//! What a repository shows of its services without being run: images, ports,
//! stores, and the components that touch untrusted input.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::category::Categories;
use crate::domain::component::{Origin, Relation, Scope};
use crate::domain::inventory::Inventory;
use crate::domain::place::TreePath;
use crate::domain::ports::Files;

/// Something that runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Its folder; empty for the root.
    pub folder: String,
    /// Where its code is, as patterns: what a review of the model looks at.
    pub paths: Vec<String>,
    /// The ports that it opens, as written.
    pub ports: BTreeSet<String>,
    /// Whether it takes requests.
    pub listens: bool,
    /// The components of it that touch untrusted input, as package URLs.
    pub components: BTreeSet<String>,
}

/// What was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The system's name.
    pub name: String,
    /// What runs.
    pub services: Vec<Service>,
    /// What keeps data, by name.
    pub stores: BTreeSet<String>,
}

/// Images that keep data, by a part of their name.
const STORES: [&str; 16] = [
    "postgres",
    "mysql",
    "mariadb",
    "mongo",
    "redis",
    "valkey",
    "memcached",
    "elasticsearch",
    "opensearch",
    "rabbitmq",
    "kafka",
    "minio",
    "cassandra",
    "clickhouse",
    "mssql",
    "oracle",
];

/// Folders at the root in which one service keeps its code.
const CODE: [&str; 8] = ["api", "app", "cmd", "internal", "lib", "pkg", "server", "src"];

/// A file of compose or Kubernetes isn't longer than this.
const LONGEST: usize = 1 << 20;

impl Seen {
    /// Looks at a tree and its inventory.
    pub fn of(name: &str, files: &dyn Files, inventory: &Inventory) -> Self {
        let mut seen = Self { name: slug(name), ..Self::default() };
        for path in files.list() {
            let (file, folder) = (path.file_name(), path.folder());
            if is_dockerfile(file) {
                seen.dockerfile(folder.as_str(), &text_of(files, path));
            } else if is_compose(file) {
                seen.compose(folder.as_str(), &text_of(files, path));
            } else if [".yaml", ".yml"].iter().any(|ending| file.ends_with(ending)) {
                seen.kubernetes(&text_of(files, path));
            }
        }
        if seen.services.is_empty() {
            seen.services.push(Service { name: seen.name.clone(), ..Service::default() });
        }
        seen.paths(files);
        seen.components(inventory);
        seen.services.sort_by(|a, b| (&a.folder, &a.name).cmp(&(&b.folder, &b.name)));
        seen
    }

    /// The service of a folder, which is a new one when there is none.
    fn service(&mut self, folder: &str, name: &str) -> Option<&mut Service> {
        if let Some(at) = self.services.iter().position(|one| one.folder == folder) {
            return self.services.get_mut(at);
        }
        let name = if name.is_empty() { self.name.clone() } else { slug(name) };
        self.services.push(Service { name, folder: folder.to_owned(), ..Service::default() });
        self.services.last_mut()
    }

    fn dockerfile(&mut self, folder: &str, text: &str) {
        let name = folder.rsplit('/').next().unwrap_or_default().to_owned();
        let Some(service) = self.service(folder, &name) else { return };
        for line in text.lines() {
            let mut words = line.split_whitespace();
            if words.next().is_some_and(|word| word.eq_ignore_ascii_case("expose")) {
                service.ports.extend(words.map(str::to_owned));
                service.listens = true;
            }
        }
    }

    fn compose(&mut self, folder: &str, text: &str) {
        let parsed: Option<Value> = serde_saphyr::from_str(text).ok();
        let services = parsed.as_ref().and_then(|file| file.get("services")?.as_object());
        for (name, service) in services.into_iter().flatten() {
            let image = service.get("image").and_then(Value::as_str).unwrap_or_default().to_lowercase();
            let ports = service.get("ports").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            let build = service.get("build");
            if build.is_none() && STORES.iter().any(|store| image.contains(store)) {
                self.stores.insert(slug(name));
                continue;
            }
            let context = build.and_then(|build| build.as_str().or_else(|| build.get("context")?.as_str()));
            let Some(context) = context else { continue };
            let own = joined(folder, context);
            if let Some(service) = self.service(&own, name) {
                service.name = slug(name);
                service.listens |= !ports.is_empty();
                service.ports.extend(ports.iter().map(port_of));
            }
        }
    }

    /// Only ports: which of several workloads is which folder's, no manifest says.
    fn kubernetes(&mut self, text: &str) {
        if !text.contains("apiVersion:") || !text.contains("containerPort:") {
            return;
        }
        let ports: Vec<String> = text
            .lines()
            .filter_map(|line| line.split_once("containerPort:"))
            .map(|(_, port)| port.trim().trim_matches(['"', '\'']).to_owned())
            .filter(|port| port.bytes().all(|byte| byte.is_ascii_digit()) && !port.is_empty())
            .collect();
        if self.services.len() <= 1
            && let Some(service) = self.service("", "")
        {
            service.listens |= !ports.is_empty();
            service.ports.extend(ports);
        }
    }

    /// The folder of a service; of one at the root, the folders that code usually is in.
    fn paths(&mut self, files: &dyn Files) {
        let others: BTreeSet<String> = self.services.iter().map(|one| one.folder.clone()).collect();
        let is_there = |folder: &&&str| {
            let path = TreePath::new(folder);
            !others.contains(**folder) && path.is_some_and(|path| files.has_below(&path))
        };
        for service in &mut self.services {
            service.paths = match service.folder.as_str() {
                "" => CODE.iter().filter(is_there).map(|folder| format!("{folder}/**")).collect(),
                folder => vec![format!("{folder}/**")],
            };
        }
    }

    fn components(&mut self, inventory: &Inventory) {
        let categories = Categories::with(std::iter::empty());
        for (position, occurrence) in inventory.occurrences.iter().enumerate() {
            let is_direct = occurrence.relation != Relation::Transitive && occurrence.scope == Scope::Runtime;
            if !is_direct || occurrence.origin == Origin::FirstParty {
                continue;
            }
            let component = &occurrence.component;
            let Some(category) = categories.of(component) else { continue };
            let Some(url) = crate::purl::name_of(component) else { continue };
            let folder = inventory
                .manifest_of(position)
                .map_or_else(TreePath::root, |manifest| manifest.path.folder());
            if let Some(service) = self.nearest(folder.as_str()) {
                service.components.insert(url);
                service.listens |= category == "http-server";
            }
            if category == "database" && self.stores.is_empty() {
                self.stores.insert("database".to_owned());
            }
        }
    }

    /// The service whose folder is the nearest above; else the first.
    fn nearest(&mut self, folder: &str) -> Option<&mut Service> {
        let is_above = |own: &str| own.is_empty() || own == folder || folder.starts_with(&format!("{own}/"));
        let above = self.services.iter().enumerate().filter(|(_, service)| is_above(&service.folder));
        let at = above.max_by_key(|(_, service)| service.folder.len()).map_or(0, |(at, _)| at);
        self.services.get_mut(at)
    }
}

fn text_of(files: &dyn Files, path: &TreePath) -> String {
    let bytes = files.read(path).ok().filter(|bytes| bytes.len() <= LONGEST);
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn is_dockerfile(name: &str) -> bool {
    ["Dockerfile", "Containerfile"]
        .iter()
        .any(|kind| name == *kind || name.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.')))
        || name.ends_with(".Dockerfile")
}

fn is_compose(name: &str) -> bool {
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    stem.is_some_and(|stem| matches!(stem, "compose" | "docker-compose"))
}

/// The port inside: `8080:80`, `80/tcp`, or a table with `target`.
fn port_of(port: &Value) -> String {
    let port = port.get("target").unwrap_or(port);
    let text = port.as_str().map_or_else(|| port.to_string(), str::to_owned);
    let inside = text.rsplit(':').next().unwrap_or_default();
    inside.split('/').next().unwrap_or_default().to_owned()
}

/// A folder below another one: `./orders`, `.`. One that leads out is the root.
fn joined(folder: &str, below: &str) -> String {
    let parts: Vec<&str> =
        folder.split('/').chain(below.split('/')).filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.contains(&"..") { String::new() } else { parts.join("/") }
}

/// Lower case letters, digits and dashes; `system` when nothing is left.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.starts_with(|c: char| c.is_ascii_alphabetic()) {
        slug.to_owned()
    } else {
        format!("system{slug}")
    }
}
