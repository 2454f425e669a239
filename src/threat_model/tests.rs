//! Models in memory: what each slip becomes, and that no text does harm.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::read_all;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files};
use crate::domain::threat::{Decision, DefectKind, EvidenceState, ThreatModel, ThreatSeverity};

struct Memory {
    paths: Vec<TreePath>,
    bytes: BTreeMap<TreePath, Vec<u8>>,
}

impl Memory {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let path = |text: &str| TreePath::new(text).expect("a sound path");
        let bytes: BTreeMap<TreePath, Vec<u8>> =
            files.iter().map(|(name, bytes)| (path(name), bytes.to_vec())).collect();
        Self { paths: bytes.keys().cloned().collect(), bytes }
    }
}

impl Files for Memory {
    fn list(&self) -> &[TreePath] {
        &self.paths
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        self.bytes.get(path).cloned().ok_or(FileError::Absent)
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.bytes.contains_key(path)
    }
}

fn read_bytes(bytes: &[u8], limits: &Limits) -> ThreatModel {
    let files = Memory::new(&[("threat-model.yaml", bytes)]);
    let mut models = read_all(&files, limits);
    assert_eq!(models.len(), 1);
    models.remove(0)
}

fn read(text: &str) -> ThreatModel {
    read_bytes(text.as_bytes(), &Limits::DEFAULT)
}

/// The defects as `kind line:column item`.
fn defects(model: &ThreatModel) -> Vec<String> {
    let shown = |defect: &crate::domain::threat::Defect| {
        let place = defect.place.to_string();
        let place = place.trim_start_matches("threat-model.yaml").trim_start_matches(':');
        format!("{:?} {place} {}", defect.kind, defect.item)
    };
    model.defects.iter().map(shown).collect()
}

const SOUND: &str = "\
schema: cullis/threat-model/v1
system: {id: pay, criticality: high, owner: payments}
review: {commit: 12e45678, date: 2026-09-01, by: [{who: a.smith, role: champion}]}
elements:
  - {id: client, kind: external, zone: internet}
  - {id: api, kind: process, zone: dmz, untrusted-input: true, paths: ['src/**'], components: ['pkg:cargo/x']}
flows:
  - {id: submit, from: client, to: api}
threats:
  - {id: 0123, title: Replay, on: [submit], stride: [S, T], cwe: [CWE-294], severity: high, decision: mitigate, mitigations: [M-1]}
  - id: 2026-01-01
    title: Flood
    on: [api]
    severity: medium
    decision: accept
    acceptance: {reason: small, by: r.jones, role: owner, ref: R-1, on: 2026-08-20, until: 2026-12-31}
mitigations:
  - {id: M-1, title: Nonce, status: implemented, evidence: [{kind: file, path: threat-model.yaml, contains: Nonce}]}
retired:
  - {id: T-0, on: 2026-05-02, by: a.smith, reason: gone}
";

#[test]
fn a_sound_model_has_every_field_and_no_defect() {
    let model = read(SOUND);
    assert_eq!(defects(&model), [""; 0]);
    assert_eq!(&*model.system, "pay");
    assert_eq!(model.elements.iter().map(|e| e.untrusted_input).collect::<Vec<_>>(), [false, true]);
    // Ids that look like numbers and dates stay as written.
    assert_eq!(model.threats.iter().map(|t| &*t.id.value).collect::<Vec<_>>(), ["0123", "2026-01-01"]);
    assert_eq!(model.threats[0].id.place.to_string(), "threat-model.yaml:10:10");
    let until = model.threats[1].acceptance.as_ref().and_then(|a| a.until.as_ref()).expect("an end");
    assert_eq!(
        (until.value.to_string(), until.place.to_string().as_str()),
        ("2026-12-31".to_owned(), "threat-model.yaml:16:92")
    );
    assert_eq!(model.evidence, [[EvidenceState::Found]]);
}

#[test]
fn utf16_crlf_and_a_byte_order_mark_change_nothing() {
    let sound = read(SOUND);
    let crlf = format!("\u{feff}{}", SOUND.replace('\n', "\r\n"));
    let utf16: Vec<u8> = crlf.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let model = read_bytes(&utf16, &Limits::DEFAULT);
    assert_eq!((defects(&model), &model.threats), (defects(&sound), &sound.threats));
}

#[test]
fn one_slip_does_not_hide_the_next() {
    let text = SOUND
        .replace("severity: medium", "severtiy: medium")
        .replace("on: [api]", "on: [appi]")
        .replace("zone: dmz", "zone: [dmz]")
        .replace("status: implemented", "status: done")
        .replace("to: api", "to: 7")
        .replace("id: T-0", "id: M-1")
        .replace("until: 2026-12-31", "until: 31.12.2026");
    assert_eq!(
        defects(&read(&text)),
        [
            "Field 6:36 api.zone",
            "DanglingReference 8:36 submit.to.7",
            "DanglingReference 13:10 2026-01-01.on.appi",
            "Field 14:5 2026-01-01.severtiy",
            "Field 16:92 2026-01-01.acceptance.until",
            "UnknownState 18:37 M-1.status",
            "DuplicateId 20:10 M-1",
        ]
    );
}

#[test]
fn unknown_words_never_make_a_threat_look_better() {
    let text = SOUND.replace("severity: high, decision: mitigate", "severity: hgih, decision: mitigated");
    let model = read(&text);
    assert_eq!(model.threats[0].decision.value, Decision::Open);
    assert_eq!(model.threats[0].severity.value, ThreatSeverity::Unrated);
    assert!(model.threats[0].severity.value.counts_as_high());
    let kinds: Vec<DefectKind> = model.defects.iter().map(|defect| defect.kind).collect();
    assert_eq!(kinds, [DefectKind::UnknownState; 2]);
}

#[test]
fn other_tools_files_and_newer_schemas_are_told_apart() {
    let kind = |text: &str| {
        let model = read(text);
        (model.defects.len(), model.defects[0].kind, model.is_foreign())
    };
    assert_eq!(kind("title: other\ntrust_boundaries: {}\n"), (1, DefectKind::Foreign, true));
    assert_eq!(kind("schema: tm/v1\nx: 1\nx: 2\n"), (1, DefectKind::Foreign, true));
    assert_eq!(kind("- a\n"), (1, DefectKind::Foreign, true));
    assert_eq!(kind("schema: cullis/threat-model/v2\nnew: 1\n"), (1, DefectKind::Syntax, false));
    for broken in ["", "# nothing\n", "a: [", "a: b: c", "\u{0}\u{1}"] {
        assert_eq!(kind(broken), (1, DefectKind::Syntax, false), "{broken:?}");
    }
}

#[test]
fn duplicate_keys_are_a_defect_and_the_first_counts() {
    let text = SOUND.replace("decision: accept", "decision: open\n    decision: accept");
    let model = read(&text);
    assert_eq!(defects(&model), ["Syntax 16:5 decision"]);
    assert_eq!(model.threats[1].decision.value, Decision::Open);
    let (first, _) = model.defects[0].related.as_ref().expect("the first use");
    assert_eq!(first.to_string(), "threat-model.yaml:15:5");
}

#[test]
fn anchors_and_merges_are_read_where_they_stand() {
    let text = SOUND
        .replace("  - {id: 0123,", "  - &base {id: 0123,")
        .replace("retired:", "  - {<<: [{status: planned, title: merged}], id: M-2, title: own}\nretired:")
        .replace("on: [api]", "on: &where [api]\n    cwe: *nowhere");
    let model = read(&text);
    assert_eq!(defects(&model), ["Syntax 14:10 nowhere"]);
    assert_eq!(&*model.mitigations[1].title.value, "own");
    assert_eq!(model.mitigations[1].status.place.to_string(), "threat-model.yaml:20:20");
}

#[test]
fn bombs_are_refused_at_the_alias() {
    let mut bomb = String::from("schema: cullis/threat-model/v1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        let _ = writeln!(bomb, "a{level}: &a{level} [{before}]");
    }
    assert_eq!(defects(&read(&bomb)), ["Syntax 8:20 schema"]);
    let merges = format!("a: &a {{b: 1, c: 2}}\n<<: [{}]\n", "*a, ".repeat(100));
    let limits = Limits { yaml_nodes: 200, ..Limits::DEFAULT };
    assert_eq!(read_bytes(merges.as_bytes(), &limits).defects[0].kind, DefectKind::Syntax);
    assert_eq!(defects(&read("schema: cullis/threat-model/v1\nsystem: &s [*s]\n")).len(), 2);
}

#[test]
fn depth_is_bounded() {
    for opening in ["[", "{a: ", "- ", "? ", "a:\n "] {
        let text = format!("schema: cullis/threat-model/v1\nx: {}", opening.repeat(100_000));
        let model = read(&text);
        assert_eq!(model.defects[0].kind, DefectKind::Syntax, "{opening:?}");
    }
}

#[test]
fn a_model_cut_anywhere_is_read_or_refused() {
    for end in 0..SOUND.len() {
        let _ = read_bytes(&SOUND.as_bytes()[..end], &Limits::DEFAULT);
    }
}

#[test]
fn ten_thousand_threats_are_read() {
    let mut text = String::from("schema: cullis/threat-model/v1\nsystem: {id: big}\nthreats:\n");
    for number in 0..10_000 {
        let _ = writeln!(
            text,
            "- {{id: T-{number}, title: t, on: [x{number}], severity: low, decision: mitigate, mitigations: [M-{number}]}}"
        );
    }
    let model = read(&text);
    assert_eq!(model.threats.len(), 10_000);
    // Each threat has two dangling references; past the bound they are counted.
    assert_eq!(model.defects.len(), 10_001);
    let rest = model.defects.iter().find(|defect| &*defect.item == "defects").expect("the rest");
    assert_eq!(rest.message.arguments, ["10000"]);
}

#[test]
fn one_system_has_one_file() {
    let files = Memory::new(&[
        ("a/threat-model.yml", SOUND.as_bytes()),
        ("threat-models/pay.yaml", SOUND.as_bytes()),
        ("threat-models/notes.md", b"no model"),
        ("docs/my-threat-model.yaml", SOUND.as_bytes()),
    ]);
    let models = read_all(&files, &Limits::DEFAULT);
    let kinds = |model: &ThreatModel| model.defects.iter().map(|defect| defect.kind).collect::<Vec<_>>();
    assert_eq!(models.len(), 2);
    assert_eq!(kinds(&models[0]), []);
    assert_eq!(kinds(&models[1]), [DefectKind::DuplicateId]);
}

/// What each evidence is found to be: `found`, or the sentence's key.
fn look_up(evidence: &[&str], files: &[(&str, &[u8])]) -> Vec<&'static str> {
    let evidence = evidence.join(", ");
    let text = SOUND.replace("{kind: file, path: threat-model.yaml, contains: Nonce}", &evidence);
    let mut all = vec![("threat-model.yaml", text.as_bytes())];
    all.extend_from_slice(files);
    let model = read_all(&Memory::new(&all), &Limits::DEFAULT).remove(0);
    assert_eq!(defects(&model), [""; 0]);
    let states = model.evidence.iter().flatten().map(|state| match state {
        EvidenceState::Found | EvidenceState::Passed => "found",
        EvidenceState::Gone(why) | EvidenceState::Refuted(why, _) | EvidenceState::NotChecked(why) => {
            why.sentence.key
        }
    });
    states.collect()
}

#[test]
fn evidence_is_looked_up_in_the_tree() {
    let files: &[(&str, &[u8])] = &[
        ("src/limit.rs", b"// bounded\n#[test]\nfn bounds() {}\n#[test]\n#[ignore]\nfn later() {}\n"),
        ("src/blob.bin", b"\xff\x00\xff"),
    ];
    let found = look_up(
        &[
            "{kind: file, path: src/limit.rs}",
            "{kind: file, path: ./src/limit.rs, contains: bounded}",
            "{kind: file, path: src/limit.rs, contains: unbounded}",
            "{kind: file, path: src/gone.rs}",
            "{kind: file, path: ../outside.rs}",
            "{kind: file, path: /etc/passwd}",
            "{kind: file, path: src}",
            "{kind: file, path: src/blob.bin, contains: x}",
            "{kind: test, path: src/limit.rs, name: bounds}",
            "{kind: test, path: src/limit.rs, name: bounded}",
            "{kind: test, path: src/limit.rs, name: later}",
            "{kind: commit, id: 12e45678}",
            "{kind: url, url: 'https://wiki.example/limits'}",
        ],
        files,
    );
    assert_eq!(
        found,
        [
            "found",
            "found",
            "threat_model.evidence_without_text",
            "threat_model.evidence_absent",
            "threat_model.evidence_outside",
            "threat_model.evidence_outside",
            "threat_model.evidence_absent",
            "source.not_text",
            "found",
            "threat_model.evidence_without_test",
            "threat_model.evidence_ignored",
            "threat_model.evidence_commit_unread",
            "threat_model.evidence_url",
        ]
    );
}

#[test]
fn a_name_in_a_comment_is_no_test() {
    let files: &[(&str, &[u8])] = &[
        ("t.py", b"# test_gone\ndef test_here():  # test_late\n    pass\n"),
        ("T.java", b"/* boom\n * gone */\n@Test void here() {} // late\n"),
        ("t.rb", b"it 'here'\n"),
    ];
    let test = |path: &str, name: &str| format!("{{kind: test, path: {path}, name: {name}}}");
    let asked: Vec<String> = [
        ("t.py", "test_here"),
        ("t.py", "test_gone"),
        ("t.py", "test_late"),
        ("t.py", "test_her"),
        ("T.java", "here"),
        ("T.java", "gone"),
        ("T.java", "late"),
        ("t.rb", "here"),
        ("t.rb", "gone"),
    ]
    .into_iter()
    .map(|(path, name)| test(path, name))
    .collect();
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let (here, gone) = ("found", "threat_model.evidence_without_test");
    assert_eq!(
        look_up(&asked, files),
        [here, gone, gone, gone, here, gone, gone, "threat_model.evidence_language", gone]
    );
}
