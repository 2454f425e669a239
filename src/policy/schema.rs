//! The JSON Schema of a policy file, made from the table of keys, so that an
//! editor completes what a person writes. Descriptions are the comments of
//! `policies/default.toml`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::clarifications::CLARIFICATION_FIELDS;
use super::conditions::{BAN_FIELDS, LAYER_FIELDS, SCOPES, SEVERITIES, WHEN_FIELDS};
use super::entries::{EXTENSION_FIELDS, REGISTRY_FIELDS, REQUIRE_FIELDS};
use super::exceptions::{EXCEPTION_FIELDS, OPTIONAL_FIELDS, ROSTER_FIELDS};
use super::keys::{
    BAN, CLARIFICATION, EXCEPTION, EXTENSION, LAYER, MAY_LOOSEN, MIRRORED, REGISTRY, REQUIRE, REVOCATION,
    ROSTER, Vocabulary, WHEN,
};
use super::profiles::PROFILES;
use super::revocations::REVOCATION_FIELDS;
use super::value::Shape;
use super::vex_documents::{VEX_DOCUMENT, VEX_DOCUMENT_FIELDS};
use crate::domain::advisory::SeverityBand;

/// A kind of entry: its name, its fields, and those that may be left out.
type Entry = (&'static str, &'static [&'static str], &'static [&'static str]);

/// A name as the reader takes it, or an empty text: host, then path.
const REPOSITORY: &str = "^([^/:@ ]+(:[0-9]+)?/[^ ]*[^ /])?$";

const ENTRIES: [Entry; 11] = [
    (EXCEPTION, &EXCEPTION_FIELDS, &OPTIONAL_FIELDS),
    (REVOCATION, &REVOCATION_FIELDS, &["id"]),
    (ROSTER, &ROSTER_FIELDS, &["email", "keys"]),
    (REGISTRY, &REGISTRY_FIELDS, &["mirrors"]),
    (REQUIRE, &REQUIRE_FIELDS, &["least", "whole"]),
    (EXTENSION, &EXTENSION_FIELDS, &[]),
    (CLARIFICATION, &CLARIFICATION_FIELDS, &["versions"]),
    (VEX_DOCUMENT, &VEX_DOCUMENT_FIELDS, &["sha256"]),
    (WHEN, &WHEN_FIELDS, &["severity", "scope", "ecosystem", "folder"]),
    (BAN, &BAN_FIELDS, &["versions", "folder"]),
    (LAYER, &LAYER_FIELDS, &["sha256", "signed-by"]),
];

/// The schema for the rules with these ids.
pub fn schema(rule_ids: &[&'static str]) -> Value {
    let vocabulary = Vocabulary::new(rule_ids);
    let comments = comments();
    let mut root = Map::new();
    for (name, meaning) in vocabulary.all() {
        let mut of_key = of_shape(meaning.shape());
        describe(&mut of_key, comments.get(name));
        insert(&mut root, name, of_key);
    }
    for (name, fields, optional) in ENTRIES {
        insert(&mut root, name, of_entry(name, (fields, optional), &vocabulary));
    }
    let mut may_loosen = json!({ "type": "array", "items": { "type": "string" } });
    describe(&mut may_loosen, comments.get(MAY_LOOSEN));
    insert(&mut root, MAY_LOOSEN, may_loosen);
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A policy layer of cullis",
        "type": "object",
        "additionalProperties": false,
        "properties": root,
    })
}

/// Puts a schema below the tables of its dotted name.
fn insert(tables: &mut Map<String, Value>, name: &str, schema: Value) {
    let Some((table, rest)) = name.split_once('.') else {
        tables.insert(name.to_owned(), schema);
        return;
    };
    let empty = || json!({ "type": "object", "additionalProperties": false, "properties": {} });
    let entry = tables.entry(table.to_owned()).or_insert_with(empty);
    if let Some(inner) = entry.get_mut("properties").and_then(Value::as_object_mut) {
        insert(inner, rest, schema);
    }
}

fn describe(schema: &mut Value, comment: Option<&String>) {
    if let (Some(schema), Some(comment)) = (schema.as_object_mut(), comment) {
        schema.insert("description".to_owned(), Value::from(comment.as_str()));
    }
}

fn level() -> Value {
    json!({ "enum": ["off", "note", "warn", "block"] })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn list_of(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn of_shape(shape: Shape) -> Value {
    match shape {
        Shape::Level => level(),
        Shape::LoudLevel => json!({ "enum": ["warn", "block"] }),
        Shape::Schedule => json!({ "oneOf": [level(), {
            "type": "object",
            "additionalProperties": false,
            "required": ["before", "from", "level"],
            // What holds before a day may be such a table itself.
            "properties": { "before": { "type": ["string", "object"] }, "from": day(), "level": level() },
        }] }),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Number { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Words | Shape::Licenses | Shape::Keys => list_of(&json!({ "type": "string", "minLength": 1 })),
        Shape::Components => list_of(&json!({ "type": "string", "pattern": "^pkg:" })),
        Shape::Choice(choices) => json!({ "enum": choices }),
        Shape::SomeOf(choices) => list_of(&json!({ "enum": choices })),
        Shape::Path => json!({ "type": "string" }),
        Shape::Repository => json!({ "type": "string", "pattern": REPOSITORY }),
    }
}

fn of_entry(name: &str, (fields, optional): (&[&str], &[&str]), vocabulary: &Vocabulary) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| ((*field).to_owned(), of_field(name, field, vocabulary))).collect();
    let required: Vec<&&str> = fields.iter().filter(|field| !optional.contains(field)).collect();
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": required,
            "properties": properties,
        },
    })
}

fn of_field(entry: &str, field: &str, vocabulary: &Vocabulary) -> Value {
    match (entry, field) {
        (_, "expires" | "until" | "approved") => day(),
        (EXCEPTION, "severity") => json!({ "enum": SeverityBand::ALL.map(SeverityBand::word) }),
        (ROSTER, "may-approve") => json!({ "enum": ["low", "medium", "high", "critical"] }),
        (_, "keys" | "signatures" | "signed-by") => list_of(&json!({ "type": "string", "minLength": 1 })),
        // A moment of TOML, which editors show in different ways, or its text.
        (EXCEPTION, "emergency") => json!({}),
        (_, "level") => of_shape(Shape::Schedule),
        (_, "least") => json!({ "type": "integer", "minimum": 1 }),
        (_, "whole") => json!({ "type": "boolean" }),
        (_, "mirrors") => json!({ "enum": MIRRORED }),
        (_, "severity") => list_of(&json!({ "enum": SEVERITIES })),
        (_, "scope") => list_of(&json!({ "enum": SCOPES })),
        (WHEN, "ecosystem") => list_of(&json!({ "type": "string" })),
        (WHEN, "rule") => json!({ "enum": vocabulary.rules() }),
        (_, "sha256") => json!({ "type": "string", "pattern": "^[0-9A-Fa-f]{64}$" }),
        _ => json!({ "type": "string", "minLength": 1 }),
    }
}

/// The comment above each key of the default profile. Keys that stand right
/// below one another share it.
fn comments() -> BTreeMap<String, String> {
    let [(_, _, text), ..] = PROFILES;
    let mut comments = BTreeMap::new();
    let mut table = String::new();
    let mut block: Vec<&str> = Vec::new();
    let mut was_comment = false;
    for line in text.lines() {
        let comment = line.strip_prefix('#').map(str::trim);
        if let Some(comment) = comment {
            if !was_comment {
                block.clear();
            }
            block.push(comment);
        } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            table = format!("{name}.");
            block.clear();
        } else if let Some((key, _)) = line.split_once(" = ") {
            comments.insert(format!("{table}{key}"), block.join("\n"));
        } else {
            block.clear();
        }
        was_comment = comment.is_some();
    }
    comments.retain(|_, comment| !comment.is_empty());
    comments
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;

    use super::{comments, schema};
    use crate::policy::keys::Vocabulary;
    use crate::policy::profiles::PROFILES;

    fn rule_ids() -> Vec<&'static str> {
        crate::rules::infos().iter().map(|info| info.id).collect()
    }

    /// TOML as an editor hands it to a schema: dates are texts.
    fn to_json(value: toml::Value) -> Value {
        match value {
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, value)| (key, to_json(value))).collect())
            }
            toml::Value::Array(list) => Value::Array(list.into_iter().map(to_json).collect()),
            toml::Value::Datetime(day) => Value::from(day.to_string()),
            toml::Value::String(text) => Value::from(text),
            toml::Value::Integer(number) => Value::from(number),
            toml::Value::Float(number) => Value::from(number),
            toml::Value::Boolean(flag) => Value::from(flag),
        }
    }

    fn faults(text: &str) -> Vec<String> {
        let validator = jsonschema::validator_for(&schema(&rule_ids())).expect("a schema");
        let file = to_json(toml::Value::Table(text.parse().expect("TOML")));
        validator.iter_errors(&file).map(|error| error.to_string()).collect()
    }

    /// `CULLIS_ACCEPT=1` writes the committed schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the schema is a file of the repository")]
    fn the_committed_schema_is_the_generated_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas/cullis.schema.json");
        let generated = serde_json::to_string_pretty(&schema(&rule_ids())).expect("JSON") + "\n";
        if std::env::var_os("CULLIS_ACCEPT").is_some() {
            std::fs::write(&path, &generated).expect("written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == generated, "CULLIS_ACCEPT=1 cargo test --lib schema writes {}", path.display());
    }

    #[test]
    fn it_takes_every_profile_and_refuses_what_a_layer_refuses() {
        for (name, _, text) in PROFILES {
            assert_eq!(faults(text), Vec::<String>::new(), "{name}");
        }
        let sound = "levels.open-threat = { before = \"warn\", from = 2027-01-01, level = \"block\" }\n\
                     [[when]]\nrule = \"open-threat\"\nscope = [\"test\"]\nlevel = \"warn\"\n\
                     [[ban]]\ncomponent = \"a\"\nreason = \"b\"\n";
        assert_eq!(faults(sound), Vec::<String>::new());
        for unsound in [
            "level.open-threat = \"warn\"\n",
            "levels.open-threats = \"warn\"\n",
            "levels.open-threat = \"fatal\"\n",
            "database.max-age-days = \"7\"\n",
            "[[when]]\nrule = \"open-threats\"\nlevel = \"warn\"\n",
            "[[ban]]\ncomponent = \"a\"\n",
        ] {
            assert!(!faults(unsound).is_empty(), "{unsound}");
        }
    }

    #[test]
    fn every_key_has_the_words_of_the_default_profile() {
        let comments = comments();
        for (name, _) in Vocabulary::new(&rule_ids()).all() {
            // The ages of critical and lesser windows share one comment.
            let is_told = comments.contains_key(name) || name.starts_with("fix-days.");
            assert!(is_told, "`{name}` has no comment in policies/default.toml");
        }
    }
}
