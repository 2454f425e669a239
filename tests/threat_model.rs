//! Every case of `fixtures/threat_model/<format>/<case>/`.
//!
//! A case is a small tree and `expected.txt`, what the threat models of that
//! tree hold, one item or defect a line. To accept what is read now:
//! `CULLIS_ACCEPT=1 cargo test --test threat_model`, then read the difference.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test reads its own fixtures and says what differs"
)]

#[path = "support/files.rs"]
mod files;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cullis::domain::limits::Limits;
use cullis::domain::place::TreePath;
use cullis::domain::threat::{EvidenceKind, EvidenceState, Located, ThreatModel};
use cullis::messages::{Language, say};
use cullis::report::Style;
use cullis::report::text::render_threat_models;
use cullis::threat_model::read_all;
use files::MemoryFiles;
use proptest::prelude::{any, proptest};

const EXPECTED: &str = "expected.txt";

fn cases() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/threat_model")];
    for _ in 0..2 {
        let inside = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
        folders = inside.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    }
    folders.sort();
    folders
}

fn read(files: &MemoryFiles) -> Vec<ThreatModel> {
    read_all(files, &Limits::DEFAULT)
}

fn names(items: &[Located<Arc<str>>]) -> String {
    let names: Vec<&str> = items.iter().map(|item| &*item.value).collect();
    names.join(", ")
}

/// The models, one item or defect a line.
fn listing(models: &[ThreatModel]) -> String {
    let mut text = String::new();
    for model in models {
        let _ = writeln!(text, "{}  system {}", model.file, model.system);
        for element in &model.elements {
            let zone = element.zone.as_ref().map_or("", |zone| &zone.value);
            let input = if element.untrusted_input { "  untrusted input" } else { "" };
            let id = &element.id;
            let _ = writeln!(text, "{}  element {} in `{zone}`{input}", id.place, id.value);
        }
        for flow in &model.flows {
            let (id, from, to) = (&flow.id, &flow.from.value, &flow.to.value);
            let _ = writeln!(text, "{}  flow {} from {from} to {to}", id.place, id.value);
        }
        for threat in &model.threats {
            let (id, severity, decision) = (&threat.id, threat.severity.value, threat.decision.value);
            let (on, by) = (names(&threat.on), names(&threat.mitigations));
            let (severity, decision) = (severity.word(), decision.word());
            let _ =
                writeln!(text, "{}  threat {} {severity} {decision} on [{on}] by [{by}]", id.place, id.value);
        }
        for (mitigation, states) in model.mitigations.iter().zip(&model.evidence) {
            let (id, status) = (&mitigation.id, mitigation.status.value.word());
            let _ = writeln!(text, "{}  mitigation {} {status}", id.place, id.value);
            for (evidence, state) in mitigation.evidence.iter().zip(states) {
                let state = match state {
                    EvidenceState::Found => "found".to_owned(),
                    EvidenceState::Passed => "passed".to_owned(),
                    EvidenceState::Refuted(why, _) => format!("refuted: {}", say(why, Language::English)),
                    EvidenceState::Gone(why) => format!("gone: {}", say(why, Language::English)),
                    EvidenceState::NotChecked(why) => format!("not checked: {}", say(why, Language::English)),
                };
                let _ = writeln!(text, "{}  evidence {state}", evidence.kind.place);
            }
        }
        for defect in &model.defects {
            let message = say(&defect.message, Language::English);
            let _ = writeln!(text, "{}  {:?}: {message} [{}]", defect.place, defect.kind, defect.item);
            if let Some((place, why)) = &defect.related {
                let _ = writeln!(text, "    {place}  {}", say(why, Language::English));
            }
        }
    }
    let is_shown = |c: &char| *c == '\n' || !c.is_control() && *c != '\u{202e}';
    text.chars().map(|c| if is_shown(&c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}

/// The lines that differ: `-` expected, `+` found.
fn difference(expected: &str, found: &str) -> String {
    let (wanted, got): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let mut lines = String::new();
    for line in wanted.iter().filter(|line| !got.contains(line)) {
        let _ = writeln!(lines, "- {line}");
    }
    for line in got.iter().filter(|line| !wanted.contains(line)) {
        let _ = writeln!(lines, "+ {line}");
    }
    lines
}

#[test]
fn every_case_gives_what_it_expects() {
    let accept = std::env::var_os("CULLIS_ACCEPT").is_some();
    let mut failures = String::new();
    for case in cases() {
        let found = listing(&read(&MemoryFiles::of_folder(&case, EXPECTED)));
        let file = case.join(EXPECTED);
        let expected = std::fs::read_to_string(&file).unwrap_or_default();
        if expected == found && file.exists() {
            continue;
        }
        if accept {
            std::fs::write(&file, &found).expect("a writable fixture");
        } else {
            let _ = write!(failures, "{}\n{}", case.display(), difference(&expected, &found));
        }
    }
    assert!(failures.is_empty(), "\n{failures}to accept: CULLIS_ACCEPT=1 cargo test --test threat_model");
}

#[test]
fn a_model_cut_anywhere_is_read_or_refused() {
    for case in cases() {
        let whole = MemoryFiles::of_folder(&case, EXPECTED);
        for (path, bytes) in whole.all().filter(|(path, _)| path.file_name() == "threat-model.yaml") {
            for at in 0..bytes.len() {
                let cut = bytes.get(..at).unwrap_or_default().to_vec();
                let models = read(&whole.with(path, cut));
                let model = models.iter().find(|model| model.file == *path).expect("every model is told of");
                assert!(
                    !model.threats.is_empty() || !model.defects.is_empty() || at > 30,
                    "{path} cut at {at}"
                );
            }
        }
    }
}

/// The tables of `threat show`.
fn tables(models: &[ThreatModel], language: Language) -> String {
    let mut bytes = Vec::new();
    let style = Style::plain(language);
    render_threat_models(models, style, &mut bytes).expect("memory takes it");
    String::from_utf8(bytes).expect("text")
}

#[test]
fn a_model_is_shown_as_tables() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/threat_model/native/several");
    let models = read(&MemoryFiles::of_folder(&case, EXPECTED));
    let expected = "\
clearing  threat-model.yaml
  reviewed 2026-10-01 by Li Na (security-champion): nobody can tell whether it
  still holds, not signed

  element   zone   threats  input
  terminal  shops  2
  intake    edge   2        untrusted
  ledger    core   1

  flow       from      to      threats  boundary crossed
  authorise  terminal  intake  1        shops → edge
  book       intake    ledger  1        edge → core

  threat  severity  decision        by / until  on                 title
  T-1     high      mitigate        M-1         authorise, intake  A message with nested fields exhausts the stack
  T-2     medium    accept          2027-03-31  terminal           A terminal is cloned
  T-3     high      not-applicable              book               SQL in a merchant's name

  mitigation  status    evidence found  title
  M-1         verified  2/3             Depth is bounded
";
    assert_eq!(tables(&models, Language::English), expected);
    let chinese = tables(&models, Language::Chinese);
    assert!(chinese.contains("\n  元素      信任域  威胁数  输入\n  terminal  shops   2\n"), "{chinese}");
}

#[test]
fn names_cannot_disturb_the_tables() {
    for case in cases() {
        let models = read(&MemoryFiles::of_folder(&case, EXPECTED));
        let shown = tables(&models, Language::English);
        let hostile = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!shown.contains(hostile), "{}: {shown:?}", case.display());
    }
}

/// The root of this repository: the files that its own model names.
fn own_files() -> MemoryFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let load = |files: &MemoryFiles, path: &str| {
        let path = TreePath::new(path).expect("a sound path");
        match std::fs::read(root.join(path.as_str())) {
            Ok(bytes) => files.with(&path, bytes),
            Err(_) => files.clone(),
        }
    };
    let alone = load(&MemoryFiles::default(), "threat-model.yaml");
    let models = read(&alone);
    let evidence = models.iter().flat_map(|model| &model.mitigations).flat_map(|one| &one.evidence);
    evidence.fold(alone, |files, evidence| match &evidence.kind.value {
        EvidenceKind::File { path, .. } | EvidenceKind::Test { path, .. } => load(&files, &path.value),
        EvidenceKind::Commit { .. } | EvidenceKind::Url { .. } => files,
    })
}

#[test]
fn the_model_of_this_repository_is_sound_and_shown() {
    let models = read(&own_files());
    let [model] = models.as_slice() else { panic!("one model, not {}", models.len()) };
    let mut wrong = String::new();
    for defect in &model.defects {
        let _ = writeln!(wrong, "{}: {}", defect.place, say(&defect.message, Language::English));
    }
    for (mitigation, states) in model.mitigations.iter().zip(&model.evidence) {
        let unshown = states.iter().filter(|state| **state != EvidenceState::Found);
        for state in unshown {
            let _ = writeln!(wrong, "{}: {}: {state:?}", mitigation.id.place, mitigation.id.value);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    // Every part of the code that reads what nobody vouches for is threatened by something.
    let threatened = |id: &str| model.threats.iter().flat_map(|threat| &threat.on).any(|on| *on.value == *id);
    let reaches = |id: &str| {
        let ends = model.flows.iter().filter(|flow| *flow.from.value == *id || *flow.to.value == *id);
        threatened(id) || ends.into_iter().any(|flow| threatened(&flow.id.value))
    };
    for element in model.elements.iter().filter(|element| element.untrusted_input) {
        assert!(reaches(&element.id.value), "nothing threatens `{}`", element.id.value);
    }
}

/// Every real model at hand: its format, how many elements, flows, threats and
/// mitigations it has, and every defect of its text.
const REAL: &[(&str, &str, [usize; 4], &[&str])] = &[
    ("otm/EXAMPLE.json", "otm", [4, 2, 2, 2], &[]),
    ("otm/EXAMPLE.yaml", "otm", [4, 2, 2, 2], &[]),
    ("threagile/example.yaml", "threagile", [14, 20, 8, 4], &[" Unevaluated risks.json"]),
    ("threagile/stub.yaml", "threagile", [2, 1, 1, 0], &[" Unevaluated risks.json"]),
    ("threat-dragon/generic-cms.json", "threat-dragon", [5, 5, 0, 0], &[]),
    (
        "threat-dragon/malformed.json",
        "threat-dragon",
        [0; 4],
        &[":1:1 Syntax threat-model.detail", ":7:11 Field threat-model.summary.title"],
    ),
    ("threat-dragon/payment-online.json", "threat-dragon", [5, 10, 0, 0], &[]),
    ("threat-dragon/three-tier-web-app.json", "threat-dragon", [3, 3, 2, 2], &[]),
    ("threat-dragon/v2-threat-model.json", "threat-dragon", [7, 9, 14, 4], &[]),
    ("tm-bom/cryptocurrency-wallet.json", "tm-bom", [14, 11, 3, 3], &[]),
    (
        "tm-bom/husky-ai.json",
        "tm-bom",
        [17, 23, 9, 22],
        &[":533:19 DanglingReference user-api-gateway.source.user"],
    ),
];

#[test]
fn real_models_of_other_tools_are_read_and_their_defects_found() {
    let Some(shared) = shared() else { return };
    for (name, format, counts, defects) in REAL {
        let bytes = std::fs::read(shared.join("threat-models").join(name)).expect("a readable model");
        // Found by what it says: at another path, and without its folder's name.
        let (_, ending) = name.rsplit_once('.').expect("an ending");
        let path = TreePath::new(&format!("docs/the-threats.{ending}")).expect("sound");
        let models = read(&MemoryFiles::default().with(&path, bytes));
        let [model] = models.as_slice() else { panic!("{name}: one model, not {}", models.len()) };
        assert_eq!(model.format.word(), *format, "{name}");
        let found = [model.elements.len(), model.flows.len(), model.threats.len(), model.mitigations.len()];
        assert_eq!(found, *counts, "{name}");
        let told = model.defects.iter().map(|defect| {
            let at = defect.place.to_string();
            let at = at.strip_prefix(path.as_str()).expect("in the file").to_owned();
            format!("{at} {:?} {}", defect.kind, defect.item)
        });
        assert_eq!(told.collect::<Vec<_>>(), *defects, "{name}");
    }
}

/// A path that hints at a threat model, and a text that is none.
#[test]
fn what_only_looks_like_a_model_is_none() {
    for (path, text) in [
        ("intel/threat-feed.json", "{\"summary\": \"a\", \"version\": \"1\"}"),
        ("threats.yaml", "- summary\n"),
        ("threat.json", "{"),
        ("src/model.json", "{\"otmVersion\": \"0.2.0\", \"project\": {\"id\": \"a\"}}"),
    ] {
        let path = TreePath::new(path).expect("sound");
        assert_eq!(read(&MemoryFiles::default().with(&path, text.as_bytes().to_vec())), [], "{path}");
    }
}

/// A model that is cut short, or is no file, doesn't make its threats go away.
#[test]
fn a_damaged_model_of_another_tool_is_told() {
    let whole = include_bytes!("../fixtures/threat_model/threat-dragon/counter/threat-model.json");
    let cut = whole.get(..whole.len() - 40).expect("longer").to_vec();
    let path = TreePath::new("docs/threat-dragon.json").expect("sound");
    for bytes in [cut, [&whole[..], b"\xff\xfe\xfd"].concat()] {
        let models = read(&MemoryFiles::default().with(&path, bytes));
        assert!(models.first().is_some_and(ThreatModel::is_unread), "{models:?}");
    }
}

/// The folder of real inputs; `None` only where that is said to be meant.
fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("CULLIS_SHARED").map_or(beside, PathBuf::from);
    let meant = std::env::var_os("CULLIS_WITHOUT_SHARED").is_some();
    assert!(
        folder.is_dir() || meant,
        "{} isn't there: point CULLIS_SHARED at the real inputs, or set CULLIS_WITHOUT_SHARED=1",
        folder.display()
    );
    folder.is_dir().then_some(folder)
}

proptest! {
    #[test]
    fn any_bytes_give_a_model_or_a_defect(bytes in proptest::collection::vec(any::<u8>(), 0..40), seed in any::<usize>()) {
        let cases = cases();
        let Some(case) = cases.get(seed % cases.len().max(1)) else { return Ok(()) };
        let whole = MemoryFiles::of_folder(case, EXPECTED);
        for (path, good) in whole.all() {
            let at = seed % good.len().max(1);
            let mut spliced = good.clone();
            spliced.splice(at..(at + bytes.len() / 8).min(good.len()), bytes.iter().copied());
            let _ = read(&whole.with(path, spliced));
        }
    }
}
