//! Real lockfiles judged by real records, from the files to the findings.

#![expect(clippy::expect_used, clippy::disallowed_methods, reason = "a test reads the corpus where it lies")]

#[path = "support/shared.rs"]
mod shared;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use cullis::advisory::{Index, Summary, assess};
use cullis::domain::advisory::{Database, DatabaseState, SignatureState};
use cullis::domain::inventory::{Inventory, PassedOver};
use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::domain::ports::{FileError, Files};
use cullis::domain::record::HistoryState;
use cullis::ecosystem::take_inventory;
use cullis::rules::{self, Facts};
use cullis::store::database;

/// One file of a folder.
struct One {
    root: PathBuf,
    names: Vec<TreePath>,
}

impl Files for One {
    fn list(&self) -> &[TreePath] {
        &self.names
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        std::fs::read(self.root.join(path.as_str())).map_err(|_| FileError::Absent)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.names.contains(path)
    }
}

fn inventory(root: PathBuf, name: &str) -> Inventory {
    let files = One { root, names: vec![TreePath::new(name).expect("a sound path")] };
    take_inventory(&files, &Limits::DEFAULT, PassedOver::default())
}

fn state_of(summary: &Summary) -> DatabaseState {
    DatabaseState::Usable(Database {
        path: Arc::from("osv"),
        root: summary.root,
        sources: summary.sources.clone(),
        feeds: summary.feeds.clone(),
        namespaces: summary.namespaces,
        withdrawals: summary.withdrawals,
        signature: SignatureState::NotAsked,
    })
}

/// The rules' words for what the RustSec records say of the lockfile of uv.
/// cargo-audit names the same crates on the same data: three vulnerabilities
/// and five warnings.
#[test]
fn the_crates_of_uv_are_judged_as_cargo_audit_judges_them() {
    let Some(shared) = shared::shared("") else { return };
    let inventory = inventory(shared.join("corpus/uv"), "Cargo.lock");
    let bytes = database::open(&shared.join("osv/crates.io"), None, &Limits::DEFAULT).expect("a source");
    let mut index = Index::open(&*bytes).expect("an index");
    let ids: Vec<&'static str> = rules::infos().iter().map(|info| info.id).collect();
    let policy = cullis::policy::effective(&[], &ids).expect("the built-in profile is sound");
    let assessments = assess(&inventory, &policy, &mut index).expect("sound");
    let state = state_of(index.summary());
    let facts = Facts {
        inventory: &inventory,
        assessments: &assessments,
        licenses: &[],
        database: &state,
        threat_models: &[],
        policy: &policy,
        history: &HistoryState::Off,
        base: None,
        unwritten: &[],
        now: "2026-08-22T00:00:00Z".parse().expect("a moment"),
    };
    let findings = rules::find_all(&facts);
    let of = |rule: &str| -> BTreeSet<String> {
        let found = findings.iter().filter(|finding| finding.rule.id == rule);
        found
            .filter_map(|finding| {
                let component = finding.component.as_ref()?;
                let id = finding.aliases.iter().find(|id| id.starts_with("RUSTSEC-"))?;
                Some(format!("{component} {id}"))
            })
            .collect()
    };
    let expect = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<BTreeSet<_>>();
    let vulnerable = [
        "crossbeam-epoch 0.9.18 RUSTSEC-2026-0204",
        "h2 0.4.15 RUSTSEC-2026-0258",
        "rsa 0.9.10 RUSTSEC-2023-0071",
    ];
    assert_eq!(of("vulnerable-component"), expect(&vulnerable));
    let unsound = ["event-listener 5.4.1 RUSTSEC-2026-0221", "memmap2 0.9.10 RUSTSEC-2026-0186"];
    assert_eq!(of("unsound-component"), expect(&unsound));
    let unmaintained = [
        "proc-macro-error2 2.0.1 RUSTSEC-2026-0173",
        "rustybuzz 0.20.1 RUSTSEC-2026-0206",
        "ttf-parser 0.25.1 RUSTSEC-2026-0192",
    ];
    assert_eq!(of("unmaintained-component"), expect(&unmaintained));
    assert_eq!(of("advisory-notice"), BTreeSet::new());
    // Everything else was assessed in full, and nothing speaks against it.
    assert_eq!(of("unassessable-component"), BTreeSet::new());
    let epoch = findings.iter().find(|finding| finding.aliases.iter().any(|id| &**id == "RUSTSEC-2026-0204"));
    let epoch = epoch.expect("it is there");
    let path: Vec<String> = epoch.path.iter().map(ToString::to_string).collect();
    assert_eq!(path, ["ignore 0.4.31", "crossbeam-deque 0.8.6", "crossbeam-epoch 0.9.18"]);
    assert_eq!(epoch.fixed.iter().map(|version| &**version).collect::<Vec<_>>(), ["0.9.20"]);
}
