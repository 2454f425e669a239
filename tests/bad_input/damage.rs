//! What can have happened to a file, and that each kind of file survives it.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use serde_json::Value;

use crate::gate::{Desk, Said};
use crate::subjects::{SUBJECTS, Subject};
use crate::{assert_all, complaints, told};

/// What a damaged file is worth.
#[derive(Clone, Copy)]
pub(crate) enum Effect {
    /// It says what it said before.
    Same,
    /// It says less, and is whole.
    Fewer,
    /// It is refused, with one of these words.
    Refused(&'static [&'static str]),
}

/// One thing that can have happened.
struct Damage {
    name: &'static str,
    effect: Effect,
    /// Puts the damaged file where the sound one stood.
    put: fn(&Subject, &[u8], &Path),
}

const NO_TEXT: Effect = Effect::Refused(&["UTF-8", "utf-8"]);
const TOO_LARGE: Effect = Effect::Refused(&["the limit is", "longer than"]);
const NO_FILE: Effect = Effect::Refused(&["regular file", "symbolic link", "neither a file", "directory"]);

const DAMAGES: &[Damage] = &[
    Damage {
        name: "a byte-order mark",
        effect: Effect::Same,
        put: |_, sound, path| write(path, &[b"\xef\xbb\xbf", sound].concat()),
    },
    Damage {
        name: "UTF-16, little end first",
        effect: Effect::Same,
        put: |_, sound, path| write(path, &utf16(sound, u16::to_le_bytes)),
    },
    Damage {
        name: "UTF-16, big end first",
        effect: Effect::Same,
        put: |_, sound, path| write(path, &utf16(sound, u16::to_be_bytes)),
    },
    Damage {
        name: "CRLF",
        effect: Effect::Same,
        put: |_, sound, path| write(path, text(sound).replace('\n', "\r\n").as_bytes()),
    },
    Damage {
        name: "empty",
        effect: Effect::Refused(&["empty", "expected", "end of the file", "no "]),
        put: |_, _, path| write(path, b""),
    },
    Damage {
        name: "cut in half",
        effect: Effect::Refused(&["expected", "isn't valid", "ends", "no `"]),
        put: |_, sound, path| write(path, &sound[..sound.len() / 2]),
    },
    Damage {
        name: "a program",
        effect: NO_TEXT,
        put: |_, _, path| write(path, &b"\x7fELF\x02\x01\x01\xff\xfe\xfd".repeat(99)),
    },
    Damage {
        name: "one byte of Latin-1",
        effect: NO_TEXT,
        put: |_, sound, path| {
            write(path, &[&sound[..sound.len() / 2], b"\xe9 ", &sound[sound.len() / 2..]].concat());
        },
    },
    Damage {
        name: "half of UTF-16",
        effect: NO_TEXT,
        put: |_, sound, path| {
            let mut bytes = utf16(sound, u16::to_le_bytes);
            bytes.pop();
            write(path, &bytes);
        },
    },
    Damage {
        name: "100 MB",
        effect: TOO_LARGE,
        put: |_, sound, path| {
            write(path, sound);
            grow(path, 100 << 20);
        },
    },
    Damage {
        name: "nested ten thousand deep",
        effect: Effect::Refused(&["deep", "expected", "nest", "isn't valid"]),
        put: |subject, _, path| write(path, (subject.nested)(10_000).as_bytes()),
    },
    Damage {
        name: "a folder in its place",
        effect: NO_FILE,
        put: |_, _, path| fs::create_dir(path).expect("a folder"),
    },
    Damage {
        name: "a link in its place",
        effect: NO_FILE,
        put: |_, sound, path| {
            let aside = path.with_extension("aside");
            write(&aside, sound);
            symlink(&aside, path).expect("linked");
        },
    },
];

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("written");
}

/// Makes a file longer without filling the disk.
pub(crate) fn grow(path: &Path, bytes: u64) {
    fs::File::options().write(true).open(path).and_then(|file| file.set_len(bytes)).expect("grown");
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("a fixture is text")
}

fn utf16(bytes: &[u8], unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = format!("\u{feff}{}", text(bytes));
    marked.encode_utf16().flat_map(unit).collect()
}

/// What a report says of the repository, without places and digests.
fn substance(said: &Said) -> Value {
    let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    let components = report["inventory"]["components"].as_array().expect("a list").iter();
    let components = components
        .map(|one| serde_json::json!([one["name"], one["version"], one["occurrences"][0]["standing"]]));
    let findings = report["findings"].as_array().expect("a list").iter();
    let findings = findings.map(|one| serde_json::json!([one["rule"], one["identity"], one["blocks"]]));
    serde_json::json!([components.collect::<Vec<_>>(), findings.collect::<Vec<_>>()])
}

fn run(subject: &Subject, put: impl FnOnce(&Path)) -> Said {
    let desk = Desk::new();
    subject.lay(&desk);
    let path = desk.at(subject.file);
    fs::remove_file(&path).unwrap_or_else(|error| panic!("{}: {error}", subject.file));
    put(&path);
    subject.run(&desk)
}

fn judge(subject: &Subject, damage: &Damage, sound: &[u8], before: &Said) -> Result<(), String> {
    let case = format!("{}: {}", subject.name, damage.name);
    let said = run(subject, |path| (damage.put)(subject, sound, path));
    match subject.other(damage.name).unwrap_or(damage.effect) {
        Effect::Refused(says) => told(&case, &said, subject.exit, subject.shown(), says),
        Effect::Same if said.exit != before.exit || substance(&said) != substance(before) => {
            Err(format!("{case}: says something else: {:#?}\n{}", complaints(&said), said.err))
        }
        Effect::Fewer if !matches!(said.exit, Some(0 | 1 | 3 | 4)) => Err(format!("{case}: {said:?}")),
        Effect::Fewer if substance(&said) == substance(before) => Err(format!("{case}: changes nothing")),
        Effect::Same | Effect::Fewer => Ok(()),
    }
}

#[test]
fn every_damage_of_every_kind_of_file_is_read_or_told() {
    assert_all(SUBJECTS.iter().flat_map(|subject| {
        let sound = subject.sound();
        let before = run(subject, |path| write(path, &sound));
        DAMAGES.iter().map(move |damage| judge(subject, damage, &sound, &before)).collect::<Vec<_>>()
    }));
}
