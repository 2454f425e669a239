//! The embedded data is whole, and mistakes in it are told.

use super::files::{CATALOGUE, MAPPINGS, STANDARDS};
use super::{Catalogue, catalogue, read};
use crate::messages::{Language, say};

const STANDARD: &str = "id = \"s\"\nversion = \"1\"\npublisher = \"p\"\ntitle.en = \"t\"\ntitle.zh = \"t\"\n\
    [[requirement]]\nid = \"A.1\"\nverification = \"confirmed\"\ntitle.en = \"t\"\ntitle.zh = \"t\"\n";

/// A mapping in which the practice `odd` has these targets.
fn mapping(odd: &str, targets: &str) -> &'static str {
    let rows = crate::domain::practice::PRACTICES.iter().map(|practice| {
        let targets = if practice.id == odd { targets } else { "" };
        format!("[[row]]\npractice = \"{}\"\ncoverage = \"partial\"\ntargets = [{targets}]\n", practice.id)
    });
    let head = "standard = \"s\"\nversion = \"1\"\nstatus = \"draft\"\n";
    (head.to_owned() + &rows.collect::<String>()).leak()
}

fn whole() -> Catalogue {
    catalogue().expect("the embedded data is whole")
}

fn errors(standard: &'static str, mapping: &'static str) -> Vec<String> {
    let read = read(CATALOGUE, &[("standards/s.toml", standard)], &[("mappings/s.toml", mapping)]);
    let errors = read.err().unwrap_or_default();
    errors
        .iter()
        .map(|error| format!("{}: {}", error.place, say(&error.message, Language::English)))
        .collect()
}

#[test]
fn every_data_file_is_part_of_the_binary() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    for (folder, embedded) in [("standards", STANDARDS), ("mappings", MAPPINGS)] {
        let entries = std::fs::read_dir(root.join(folder)).expect("a folder of data");
        let mut found: Vec<String> = entries
            .map(|entry| format!("{folder}/{}", entry.expect("an entry").file_name().to_string_lossy()))
            .collect();
        found.sort();
        let known: Vec<&str> = embedded.iter().map(|(name, _)| *name).collect();
        assert_eq!(found, known);
    }
}

#[test]
fn files_are_named_after_their_standard_and_words_are_in_both_languages() {
    for (mapped, (name, _)) in whole().standards.iter().zip(STANDARDS) {
        let standard = &mapped.standard;
        assert_eq!(*name, format!("standards/{}@{}.toml", standard.id, standard.version));
        for requirement in &standard.requirements {
            let chinese = requirement.title.in_language(Language::Chinese);
            assert!(chinese.chars().any(|c| c >= '\u{4e00}'), "{name}: {}", requirement.id.as_ref());
            assert!(requirement.title.in_language(Language::English).is_ascii(), "{name}");
        }
    }
}

/// SP 800-218 version 1.1 moved PW.3 to PO.1.3 and has neither PW.4.3 nor PW.4.5.
#[test]
fn ssdf_has_no_task_that_its_version_dropped() {
    let standards = whole().standards;
    let ssdf = standards.iter().find(|mapped| mapped.standard.id == "ssdf").expect("SSDF is there");
    for requirement in &ssdf.standard.requirements {
        let id = requirement.id.as_ref();
        assert!(!id.starts_with("PW.3."), "{id}");
        assert!(!["PW.4.3", "PW.4.5"].contains(&id.as_str()), "{id}");
    }
    assert_eq!(ssdf.practices_for("PW.4.1").len(), 5);
}

#[test]
fn mistakes_are_told_where_they_stand() {
    let id = "inventory-complete";
    assert_eq!(errors(STANDARD, mapping(id, "\"A.1\"")), Vec::<String>::new());
    assert_eq!(
        errors(STANDARD, mapping(id, "\"A.1\", \"A.2\", \"A.1\"")),
        [
            "<mappings/s.toml>:7:19: `A.2` is no requirement of this standard's file",
            "<mappings/s.toml>:7:26: `A.1` stands twice",
        ]
    );
    let twice = format!("{STANDARD}{}", STANDARD.split_at(STANDARD.find("[[").expect("there is one")).1);
    assert_eq!(errors(twice.leak(), mapping(id, "")), ["<standards/s.toml>:12:6: `A.1` stands twice"]);
    let without = mapping(id, "").replacen("\"inventory-complete\"", "\"inventory-compleat\"", 1);
    assert_eq!(errors(STANDARD, without.leak()).len(), 2);
    let other = mapping(id, "").replacen("version = \"1\"", "version = \"2\"", 1);
    assert_eq!(errors(STANDARD, other.leak()).len(), 1);
    let untyped = errors(STANDARD, "status = 1");
    assert!(matches!(untyped.as_slice(), [one] if one.starts_with("<mappings/s.toml>:1:")), "{untyped:?}");
}
