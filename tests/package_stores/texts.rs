//! Licences that are recognised by their texts, and clarified by policy.

use std::sync::Arc;

use cullis::domain::digest::Digest;
use cullis::domain::license::{Clarification, Confidence};
use cullis::domain::limits::Limits;
use cullis::domain::place::Place;
use cullis::domain::ports::{Files, Packages};
use cullis::ecosystem::clarify;
use cullis::messages::{Language, say};
use cullis::packages::LocalPackages;
use cullis::walk::Root;

use super::{World, manifest, occurrence, shown};

/// The text that somebody read, and what it was taken for.
fn clarification(component: &str, text: &[u8]) -> Clarification {
    Clarification {
        component: Arc::from(component),
        versions: None,
        license: Arc::from("LicenseRef-Ours"),
        file: Arc::from("EULA.txt"),
        digest: Digest::of(text),
        place: Place::outside("policy.toml"),
    }
}

impl World {
    /// The licence of the only occurrence after the policy clarified it, and
    /// why clarifications don't hold.
    fn clarified(&self, clarifications: &[Clarification]) -> (String, Vec<String>) {
        let tree = Root::open(&self.folder.path().join("tree")).expect("a folder");
        let tree = tree.walk(&[] as &[&str], Limits::DEFAULT).expect("walked");
        let stores =
            LocalPackages::below(&self.folder.path().join("stores"), Limits::DEFAULT).expect("a folder");
        let world: (&dyn Files, &dyn Packages, &Limits) = (&tree, &stores, &Limits::DEFAULT);
        let facts = clarify(self.licenses(), &self.inventory, clarifications, world);
        let [Some(fact)] = facts.as_slice() else { return (format!("{facts:?}"), Vec::new()) };
        let void = fact.void.iter().map(|(_, reason)| say(reason, Language::English));
        (shown(fact), void.collect())
    }
}

/// A package of each store with a text of its own at its root.
fn packages_with(name: &str, text: &str) -> Vec<(&'static str, World)> {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best()));
    for (name, text) in [("Cargo.toml", manifest("").as_str()), (name, text), ("src/EULA.txt", "inner")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("left-1.0.0/{name}"), text.as_bytes()).expect("appended");
    }
    let archive = tar.into_inner().expect("finished").finish().expect("packed");
    let mut cargo = World::new();
    cargo.write("stores/cargo/cache/r/left-1.0.0.crate", &archive);
    cargo.declare(occurrence(
        "crates.io",
        "left",
        "1.0.0",
        Some(("sha256", Digest::of(&archive).to_string())),
    ));
    let mut sources = World::new();
    sources.write("stores/cargo/cache/r/x", b"");
    sources.write("stores/cargo/src/r/left-1.0.0/Cargo.toml", manifest("").as_bytes());
    sources.write(&format!("stores/cargo/src/r/left-1.0.0/{name}"), text.as_bytes());
    sources.declare(occurrence("crates.io", "left", "1.0.0", None));
    let mut nuget = World::new();
    nuget.write("stores/nuget/left/1.0.0/left.nuspec", b"<package><metadata/></package>");
    nuget.write(&format!("stores/nuget/left/1.0.0/{name}"), text.as_bytes());
    nuget.declare(occurrence("NuGet", "Left", "1.0.0", None));
    let mut python = World::new();
    python.write("stores/python/left-1.0.0.dist-info/METADATA", b"Name: left\n");
    python.write(&format!("stores/python/left-1.0.0.dist-info/{name}"), text.as_bytes());
    python.declare(occurrence("PyPI", "left", "1.0.0", None));
    let mut npm = World::new();
    npm.write("tree/web/node_modules/left/package.json", b"{\"version\": \"1.0.0\"}");
    npm.write(&format!("tree/web/node_modules/left/{name}"), text.as_bytes());
    npm.declare(occurrence("npm", "left", "1.0.0", None));
    vec![("crate", cargo), ("sources", sources), ("nuget", nuget), ("python", python), ("npm", npm)]
}

#[test]
fn a_package_that_states_nothing_is_known_by_its_text_as_surely_as_they_are_alike() {
    for (store, world) in packages_with("LICENSE.txt", include_str!("../../LICENSE")) {
        let said = world.license();
        assert_eq!(said.strip_suffix(", verified").unwrap_or(&said), "Apache-2.0", "{store}");
        assert_eq!(said.ends_with("verified"), store == "crate", "{store}");
        let facts = world.licenses();
        assert_eq!(facts[0].as_ref().and_then(|fact| fact.confidence), Some(Confidence(100)), "{store}");
    }
    let words = [("License", "Permit"), ("Work", "Opus"), ("perpetual", "temporary"), ("Contrib", "Don")];
    let apache = include_str!("../../LICENSE").to_owned();
    let changed = words.iter().fold(apache, |text, (from, to)| text.replace(from, to));
    for (store, world) in packages_with("LICENSE", &changed) {
        let said = world.license();
        assert!(said.starts_with("? the text of `LICENSE` is most like "), "{store}: {said}");
        assert!(said.contains("95 % are asked for"), "{store}: {said}");
    }
}

#[test]
fn a_clarification_holds_for_the_very_text_and_is_void_for_any_other() {
    let text = "do what the house says\n";
    for (store, world) in packages_with("EULA.txt", text) {
        let name = if store == "nuget" { "pkg:nuget/left" } else { "left" };
        let (said, void) = world.clarified(&[clarification(name, text.as_bytes())]);
        assert_eq!(said.strip_suffix(", verified").unwrap_or(&said), "LicenseRef-Ours", "{store}");
        assert_eq!((said.ends_with("verified"), void.len()), (store == "crate", 0), "{store}");
        // The first that holds counts, and what doesn't is told.
        let stale = clarification(name, b"do what you like\n");
        let (said, void) = world.clarified(&[stale.clone(), clarification(name, text.as_bytes())]);
        assert!(said.starts_with("LicenseRef-Ours") && void.len() == 1, "{store}: {said} {void:?}");
        let (said, void) = world.clarified(std::slice::from_ref(&stale));
        assert!(said.starts_with('?'), "{store}: {said}");
        assert!(void[0].contains("another text now: its digest is sha256:"), "{store}: {void:?}");
        let absent = Clarification { file: Arc::from("OTHER.txt"), ..stale.clone() };
        assert!(world.clarified(&[absent]).1[0].contains("there is no `OTHER.txt`"), "{store}");
        let later = Clarification { versions: Some(Arc::from(">1.0.0")), ..stale.clone() };
        let foreign = Clarification { component: Arc::from("right"), ..stale };
        assert_eq!(world.clarified(&[later, foreign]).1, Vec::<String>::new(), "{store}");
    }
}
