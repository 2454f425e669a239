//! `packages.lock.json`, versions 1 and 2: every entry of every target.
//!
//! Format: <https://github.com/NuGet/Home/wiki/Repeatable-build-using-lock-file-implementation>;
//! version 2 adds `CentralTransitive`. A target is a framework, or a framework
//! with a runtime (`net8.0/linux-x64`) that lists only what differs from the
//! framework's own. The same package in two targets is two occurrences. The
//! format doesn't tell development from runtime: every entry counts as runtime.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, Version,
};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::domain::place::TreePath;
use crate::ecosystem::{Reader, Surroundings};
use crate::messages::ecosystem as say;
use crate::source::json::{Document, Kind, Value};
use crate::source::{ReadError, SourceFile, shorten};

/// The newest version of the format that is known here.
const NEWEST: u64 = 2;

/// The row of this format.
pub static READER: Reader = Reader { id: "nuget/packages-lock", recognises, read };

/// `packages.lock.json`, or `packages.<project>.lock.json` where projects share
/// a folder. NuGet compares names of files without case.
fn recognises(path: &TreePath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    name.strip_prefix("packages.").is_some_and(|rest| rest == "lock.json" || rest.ends_with(".lock.json"))
}

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    let document = Document::parse(file, surroundings.limits)?;
    let root = document.root().as_object("packages.lock.json")?;
    let mut builder = Builder {
        ecosystem: Ecosystem::new(Ecosystem::NUGET),
        sha512: Arc::from("sha512"),
        reading: Reading::default(),
        targets: HashMap::new(),
    };
    builder.check_version(root);
    match root.get("dependencies") {
        Some(targets) => {
            for (name, target) in targets.as_object("dependencies")?.members() {
                match target.as_object("target framework") {
                    Ok(target) => builder.target(name, target),
                    Err(error) => builder.reading.gaps.push(error.into()),
                }
            }
        }
        None => return Err(root.error(say::nuget_without_dependencies())),
    }
    Ok(builder.reading)
}

/// Positions of a target's entries, by name without case.
type Names = HashMap<String, usize>;

struct Builder<'doc> {
    ecosystem: Ecosystem,
    sha512: Arc<str>,
    reading: Reading,
    /// The frameworks that were read, for the runtimes that refine them.
    targets: HashMap<Cow<'doc, str>, Names>,
}

impl<'doc> Builder<'doc> {
    fn check_version(&mut self, root: Value<'doc>) {
        let version = root.get("version");
        if version.and_then(Value::integer).is_some_and(|number| (1..=NEWEST).contains(&number)) {
            return;
        }
        let (place, found) = version.map_or((root.place(), "-".to_owned()), |it| (it.place(), it.found()));
        let message = say::nuget_version(found, NEWEST);
        self.reading.gaps.push(ReadError { place, message }.into());
    }

    fn target(&mut self, name: Value<'doc>, target: Value<'doc>) {
        let mut names = Names::new();
        let mut entries = Vec::new();
        for (key, entry) in target.members() {
            let package = key.text().unwrap_or_default();
            let position = self.reading.occurrences.len();
            match self.occurrence(&package, key, entry) {
                Ok(occurrence) => {
                    self.reading.occurrences.push(occurrence);
                    entries.push((position, entry));
                }
                Err(error) => {
                    self.reading.gaps.push(error.into());
                    continue;
                }
            }
            if names.insert(folded(&package), position).is_some() {
                let message = say::nuget_same_name(shorten(&package));
                self.reading.gaps.push(key.error(message).into());
            }
        }
        let target = name.text().unwrap_or_default();
        for (position, entry) in entries {
            self.edges(position, entry, &names, &target);
        }
        self.targets.insert(target, names);
    }

    fn occurrence(
        &mut self,
        package: &str,
        key: Value<'doc>,
        entry: Value<'doc>,
    ) -> Result<Occurrence, ReadError> {
        entry.as_object(package)?;
        let kind = entry.get("type").ok_or_else(|| key.error(say::nuget_type("-")))?;
        let (relation, is_project) = match kind.text().as_deref() {
            Some("Direct") => (Relation::Direct, false),
            Some("Transitive" | "CentralTransitive") => (Relation::Transitive, false),
            Some("Project") => (Relation::Direct, true),
            _ => {
                self.reading.gaps.push(kind.error(say::nuget_type(kind.found())).into());
                (Relation::Unstated, false)
            }
        };
        let resolved = entry.optional_text("resolved")?;
        // A project of the solution is built, not fetched: what has a version
        // or a hash is a package, whatever it calls itself.
        let is_project = is_project && resolved.is_none() && entry.get("contentHash").is_none();
        let occurrence = Occurrence {
            component: Component {
                ecosystem: self.ecosystem.clone(),
                name: Arc::from(package),
                version: resolved.map_or(Version::Unstated, |text| Version::Exact(Arc::from(&*text))),
            },
            place: key.place(),
            origin: if is_project { Origin::FirstParty } else { Origin::Registry { url: None } },
            scope: Scope::Runtime,
            relation,
            hashes: self.hash(entry)?.into_iter().collect(),
            license: None,
            dependencies: Vec::new(),
        };
        if !is_project && occurrence.component.version == Version::Unstated {
            self.reading.gaps.push(Gap {
                kind: GapKind::UnresolvedVersion,
                place: occurrence.place.clone(),
                reason: say::nuget_unresolved(shorten(package)),
                component: Some(occurrence.component.clone()),
            });
        }
        Ok(occurrence)
    }

    /// `contentHash` is a SHA-512 in base64: 88 characters.
    fn hash(&mut self, entry: Value<'doc>) -> Result<Option<IntegrityHash>, ReadError> {
        let Some(text) = entry.optional_text("contentHash")? else { return Ok(None) };
        let digits = text.strip_suffix("==").unwrap_or_default();
        let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
        if digits.len() == 86 && digits.bytes().all(is_digit) {
            return Ok(Some(IntegrityHash { algorithm: self.sha512.clone(), value: Arc::from(&*text) }));
        }
        let at = entry.get("contentHash").unwrap_or(entry);
        self.reading.gaps.push(at.error(say::nuget_content_hash(shorten(&text))).into());
        Ok(None)
    }

    fn edges(&mut self, position: usize, entry: Value<'doc>, names: &Names, target: &str) {
        let Some(dependencies) = entry.get("dependencies").filter(|it| it.kind() != Kind::Null) else {
            return;
        };
        if let Err(error) = dependencies.as_object("dependencies") {
            self.reading.gaps.push(error.into());
        }
        let framework = target.split_once('/').and_then(|(framework, _)| self.targets.get(framework));
        let mut found = Vec::new();
        let mut gaps: Vec<Gap> = Vec::new();
        for (key, _) in dependencies.members() {
            let dependency = key.text().unwrap_or_default();
            let name = folded(&dependency);
            if let Some(other) = names.get(&name).or_else(|| framework?.get(&name)) {
                found.push(*other);
                continue;
            }
            let from = self.reading.occurrences.get(position).map(|it| it.component.to_string());
            let from = shorten(&from.unwrap_or_default());
            gaps.push(key.error(say::lock_lacks_dependency(from, shorten(&dependency))).into());
        }
        self.reading.gaps.extend(gaps);
        if let Some(occurrence) = self.reading.occurrences.get_mut(position) {
            occurrence.dependencies = found;
        }
    }
}

/// NuGet compares names without case.
fn folded(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.to_lowercase() }
}
