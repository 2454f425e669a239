//! What a starter says of a small tree, and that it is a sound model.

use super::{Seen, files};
use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::inventory::{Inventory, Reading};
use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::ports::{FileError, Files};
use crate::domain::threat::Decision;
use crate::messages::Language;
use crate::threat_model::read_all;

struct Tree {
    paths: Vec<TreePath>,
    texts: Vec<(&'static str, String)>,
}

impl Tree {
    fn of(texts: &[(&'static str, &str)]) -> Self {
        let paths = texts.iter().map(|(path, _)| TreePath::new(path).expect("sound")).collect();
        Self { paths, texts: texts.iter().map(|(path, text)| (*path, (*text).to_owned())).collect() }
    }
}

impl Files for Tree {
    fn list(&self) -> &[TreePath] {
        &self.paths
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        let found = self.texts.iter().find(|(name, _)| *name == path.as_str());
        found.map(|(_, text)| text.clone().into_bytes()).ok_or(FileError::Absent)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.read(path).is_ok()
    }
}

fn inventory(names: &[(&str, &str)]) -> Inventory {
    let occurrences = names.iter().map(|(ecosystem, name)| Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(ecosystem),
            name: (*name).into(),
            version: Version::Exact("1.0.0".into()),
        },
        place: Place::whole(TreePath::new("orders/package-lock.json").expect("sound")),
        origin: Origin::Registry { url: None },
        scope: Scope::Runtime,
        relation: Relation::Direct,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    });
    let mut inventory = Inventory::default();
    let reading = Reading { occurrences: occurrences.collect(), gaps: Vec::new() };
    inventory.add(TreePath::new("orders/package-lock.json").expect("sound"), "npm/package-lock", reading);
    inventory
}

const COMPOSE: &str = "services:\n  orders:\n    build: ./orders\n    ports: [\"8080:80\"]\n  \
    worker:\n    build: {context: worker}\n  db:\n    image: postgres:17\n  cache:\n    image: redis\n  \
    odd:\n    build: ../outside\n";

#[test]
fn services_ports_stores_and_components_are_seen() {
    let tree = Tree::of(&[
        ("compose.yaml", COMPOSE),
        ("orders/Dockerfile", "FROM scratch\nexpose 80 443/tcp\n"),
        ("worker/Dockerfile", "FROM scratch\n"),
    ]);
    let inventory = inventory(&[("npm", "express"), ("npm", "@xmldom/xmldom"), ("npm", "left-pad")]);
    let seen = Seen::of("The Shop!", &tree, &inventory);
    let services: Vec<(&str, &str, bool, usize)> = seen
        .services
        .iter()
        .map(|one| (one.name.as_str(), one.folder.as_str(), one.listens, one.components.len()))
        .collect();
    assert_eq!(
        services,
        [("odd", "", false, 0), ("orders", "orders", true, 2), ("worker", "worker", false, 0)]
    );
    let paths: Vec<&[String]> = seen.services.iter().map(|one| &*one.paths).collect();
    assert_eq!(paths, [&[][..], &["orders/**".to_owned()], &["worker/**".to_owned()]]);
    assert_eq!(seen.name, "the-shop");
    assert_eq!(seen.stores.iter().map(String::as_str).collect::<Vec<_>>(), ["cache", "db"]);
}

#[test]
fn a_service_at_the_root_is_where_its_code_is() {
    let tree =
        Tree::of(&[("Dockerfile", "EXPOSE 1\n"), ("app.py", ""), ("docs/a.md", ""), ("src/main.rs", "")]);
    let seen = Seen::of("till", &tree, &Inventory::default());
    assert_eq!(seen.services.iter().flat_map(|one| &one.paths).collect::<Vec<_>>(), ["src/**"]);
}

#[test]
fn the_model_is_short_sound_and_decides_nothing() {
    let trees = [
        Tree::of(&[]),
        Tree::of(&[("compose.yaml", COMPOSE), ("orders/Dockerfile", "EXPOSE 80\n")]),
        Tree::of(&[
            ("Dockerfile", "EXPOSE 1\u{7}#}{ 2\n"),
            ("k8s/a.yaml", "apiVersion: v1\nx: [\ncontainerPort: 1\n"),
        ]),
    ];
    for (tree, language) in trees.iter().zip([Language::English, Language::Chinese, Language::English]) {
        let seen = Seen::of("/", tree, &inventory(&[("npm", "express"), ("npm", "pg")]));
        let model = files(&seen, tree, language).into_iter().find(|file| file.path == "threat-model.yaml");
        let text = model.expect("a model").text;
        assert!(text.lines().count() <= 40, "{text}");
        let models = read_all(&Tree::of(&[("threat-model.yaml", &text)]), &Limits::DEFAULT);
        let [model] = models.as_slice() else { panic!("{models:?}") };
        assert_eq!(model.defects, [], "{text}");
        assert!(!model.threats.is_empty() && !model.elements.is_empty(), "{text}");
        assert!(model.threats.iter().all(|threat| threat.decision.value == Decision::Open), "{text}");
    }
}

#[test]
fn the_step_is_for_the_pipeline_that_is_there() {
    let step = |texts: &[(&'static str, &str)]| {
        let tree = Tree::of(texts);
        files(&Seen::default(), &tree, Language::English).last().map(|file| file.path)
    };
    assert_eq!(step(&[]), Some(".github/workflows/cullis.yml"));
    assert_eq!(step(&[(".gitlab-ci.yml", "")]), Some("cullis.gitlab-ci.yml"));
    assert_eq!(step(&[("Jenkinsfile", "")]), Some("cullis.jenkinsfile"));
}
