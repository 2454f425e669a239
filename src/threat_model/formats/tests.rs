//! Damage in every format: a model that something is wrong with is told of at
//! the very place, and never just gone.

use std::fmt::Write as _;

use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::{FileError, Files};
use crate::domain::threat::{DefectKind, ModelFormat, ThreatModel};
use crate::threat_model::read_all;

/// A tree of one file.
struct One([TreePath; 1], Vec<u8>);

impl Files for One {
    fn list(&self) -> &[TreePath] {
        &self.0
    }

    fn read(&self, path: &TreePath) -> Result<Vec<u8>, FileError> {
        if self.exists(path) { Ok(self.1.clone()) } else { Err(FileError::Absent) }
    }

    fn exists(&self, path: &TreePath) -> bool {
        self.0.contains(path)
    }
}

fn read_with(name: &str, bytes: &[u8], limits: &Limits) -> Vec<ThreatModel> {
    let path = TreePath::new(name).expect("a sound path");
    read_all(&One([path], bytes.to_vec()), limits)
}

fn read(name: &str, bytes: &[u8]) -> ThreatModel {
    let mut models = read_with(name, bytes, &Limits::DEFAULT);
    assert_eq!(models.len(), 1, "{name}: a model is told of");
    models.remove(0)
}

/// A format's fixture: its name, its text, and a key with a value in it.
struct Sample {
    format: ModelFormat,
    name: &'static str,
    text: &'static str,
}

macro_rules! sample {
    ($format:ident, $folder:literal, $name:literal) => {
        Sample {
            format: ModelFormat::$format,
            name: $name,
            text: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/fixtures/threat_model/",
                $folder,
                "/counter/",
                $name
            )),
        }
    };
}

static SAMPLES: [Sample; 6] = [
    sample!(Otm, "otm", "counter.otm"),
    sample!(Threagile, "threagile", "threagile.yaml"),
    sample!(ThreatDragon, "threat-dragon", "threat-model.json"),
    sample!(TmBom, "tm-bom", "tm-bom.json"),
    sample!(Pytm, "pytm", "pytm.json"),
    sample!(CycloneDx, "cyclonedx", "threats.cdx.json"),
];

impl Sample {
    fn is_json(&self) -> bool {
        self.text.trim_start().starts_with('{')
    }

    /// The text with something more at the end of its root.
    fn with(&self, key: &str, value: &str) -> String {
        if self.is_json() {
            let end = self.text.rfind('}').expect("a JSON object");
            format!("{},\n\"{key}\": {value}}}\n", self.text.get(..end).unwrap_or_default().trim_end())
        } else {
            format!("{}\n{key}: {value}\n", self.text.trim_end())
        }
    }

    /// The first key of the root.
    fn first_key(&self) -> &str {
        if self.is_json() {
            self.text.split('"').nth(1).expect("a key")
        } else {
            self.text.lines().find_map(|line| line.split_once(':')).expect("a key").0.trim()
        }
    }
}

#[test]
fn every_format_has_a_sample_of_its_own() {
    for sample in &SAMPLES {
        let model = read(sample.name, sample.text.as_bytes());
        assert_eq!(model.format, sample.format, "{}", sample.name);
        assert!(!model.threats.is_empty() && model.threats.iter().all(|one| one.id.place.region.is_some()));
    }
}

#[test]
fn a_key_that_stands_twice_is_told_at_the_second() {
    for sample in &SAMPLES {
        let text = sample.with(sample.first_key(), "\"again\"");
        let line = text.trim_end().lines().count();
        let model = read(sample.name, text.as_bytes());
        let twice = model.defects.iter().find(|one| one.message.sentence.key == "threat_model.duplicate_key");
        let twice = twice.unwrap_or_else(|| panic!("{}: {:?}", sample.name, model.defects));
        let found = twice.place.region.map(|region| region.start.line);
        assert_eq!((twice.kind, found), (DefectKind::Syntax, u32::try_from(line).ok()), "{}", sample.name);
        assert!(twice.related.is_some(), "the first is shown");
    }
}

#[test]
fn other_encodings_are_read_or_told() {
    for sample in &SAMPLES {
        let plain = read(sample.name, sample.text.as_bytes());
        let marked = format!("\u{feff}{}", sample.text);
        let utf16: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide = read(sample.name, &utf16);
        assert_eq!(
            (wide.threats, wide.defects.len()),
            (plain.threats, plain.defects.len()),
            "{}",
            sample.name
        );
        // `柜台` in GBK, which no model declares.
        let gbk = [sample.text.as_bytes(), b"\xb9\xf1\xcc\xa8\n"].concat();
        let refused = read(sample.name, &gbk);
        assert_eq!(refused.defects[0].message.sentence.key, "source.not_text", "{}", sample.name);
        assert!(refused.is_unread());
    }
}

#[test]
fn control_characters_and_depth_are_told() {
    for sample in &SAMPLES {
        let depth = Limits::DEFAULT.depth + 1;
        let deep = sample.with("x", &format!("{}1{}", "[".repeat(depth), "]".repeat(depth)));
        let model = read(sample.name, deep.as_bytes());
        assert_eq!(model.defects[0].message.sentence.key, "source.too_deep", "{}", sample.name);
        let endless = format!("{}{}", sample.with("x", ""), "[".repeat(100_000));
        assert!(read(sample.name, endless.as_bytes()).is_unread(), "{}", sample.name);
        let bell = sample.with("x", "\"a\u{0}b\"");
        let model = read(sample.name, bell.as_bytes());
        // Whether the parser takes it or not, nothing else is lost unsaid.
        assert!(!model.threats.is_empty() || model.is_unread(), "{}", sample.name);
    }
}

#[test]
fn anchors_are_followed_and_bombs_refused_in_yaml() {
    for sample in SAMPLES.iter().filter(|sample| !sample.is_json()) {
        let mut bomb = sample.with("a0", "&a0 [x, x, x, x, x, x, x, x, x, x]");
        for level in 1..12 {
            let before = format!("*a{}, ", level - 1).repeat(10);
            let _ = writeln!(bomb, "a{level}: &a{level} [{before}]");
        }
        let model = read(sample.name, bomb.as_bytes());
        assert_eq!(model.defects[0].message.sentence.key, "threat_model.too_many_nodes", "{}", sample.name);
        let dangling = sample.with("x", "*nowhere");
        let model = read(sample.name, dangling.as_bytes());
        assert!(model.defects.iter().any(|one| one.message.sentence.key == "threat_model.unknown_anchor"));
        assert!(!model.threats.is_empty(), "the rest is read");
    }
}

#[test]
fn a_model_cut_anywhere_is_read_or_told() {
    for sample in &SAMPLES {
        for end in (sample.text.len() / 2..sample.text.len()).step_by(7) {
            let Some(cut) = sample.text.get(..end) else { continue };
            let models = read_with(sample.name, cut.as_bytes(), &Limits::DEFAULT);
            assert_eq!(models.len(), 1, "{} cut at {end}", sample.name);
        }
    }
}

#[test]
fn ids_that_look_like_something_else_stay_as_written() {
    let text = "otmVersion: 0.2.0\nproject: {name: p, id: 0123}\ntrustZones: [{id: 2026-01-01, name: z, risk: {trustRating: 1}}]\ncomponents: [{id: 0x1F, name: c, type: t, parent: {trustZone: 2026-01-01}, threats: [{threat: 1e3, state: exposed}]}]\nthreats: [{id: 1e3, name: t, risk: {likelihood: 50, impact: 50}}]\n";
    let model = read("a.otm", text.as_bytes());
    assert_eq!((&*model.system, &*model.threats[0].id.value), ("0123", "1e3@0x1F"), "{:?}", model.defects);
    assert!(model.defects.iter().all(|one| one.kind != DefectKind::DanglingReference), "{:?}", model.defects);
}

#[test]
fn ten_thousand_threats_are_read() {
    let mut findings = String::new();
    for number in 0..10_000 {
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            findings,
            "{comma}\n{{\"threat_id\": \"T{number}\", \"target\": \"gone{number}\", \"severity\": \"High\", \"response\": \"\"}}"
        );
    }
    let text = format!(
        "{{\"name\": \"big\", \"onDuplicates\": \"x\", \"boundaries\": [], \"flows\": [], \"findings\": [{findings}]}}"
    );
    let model = read("pytm.json", text.as_bytes());
    assert_eq!(model.threats.len(), 10_000);
    // Each target is dangling.
    assert_eq!(model.defects.len(), 10_000);
}
