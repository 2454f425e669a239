//! The JSON Schema of an overlay, so that an editor completes what a person writes.

use serde_json::{Map, Value, json};

use super::entries::{ADVISORY, ALIAS, NAMESPACE, WITHDRAWAL};

/// What may be left out of an entry.
const OPTIONAL: &[&str] = &[
    "registries",
    "introduced",
    "fixed",
    "last-affected",
    "versions",
    "severity",
    "kind",
    "aliases",
    "weaknesses",
    "url",
    "published",
];

/// The schema.
pub fn schema() -> Value {
    let tables =
        [("withdrawal", WITHDRAWAL), ("namespace", NAMESPACE), ("alias", ALIAS), ("advisory", ADVISORY)];
    let properties: Map<String, Value> =
        tables.into_iter().map(|(name, fields)| (name.to_owned(), entries(fields))).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "An overlay of `cullis db import --overlay`",
        "type": "object",
        "additionalProperties": false,
        "minProperties": 1,
        "properties": properties,
    })
}

fn entries(fields: &[&str]) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|field| ((*field).to_owned(), of_field(field))).collect();
    let required: Vec<&&str> = fields.iter().filter(|field| !OPTIONAL.contains(field)).collect();
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

fn of_field(field: &str) -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    match field {
        "date" | "published" => json!({ "type": "string", "format": "date" }),
        "kind" => json!({ "enum": ["vulnerability", "malicious", "unmaintained"] }),
        "registries" | "versions" | "aliases" | "weaknesses" => json!({ "type": "array", "items": text }),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::Value;

    use super::schema;

    /// TOML as an editor hands it to a schema: dates are texts.
    fn to_json(value: toml::Value) -> Value {
        match value {
            toml::Value::Table(table) => {
                Value::Object(table.into_iter().map(|(key, value)| (key, to_json(value))).collect())
            }
            toml::Value::Array(list) => Value::Array(list.into_iter().map(to_json).collect()),
            toml::Value::Datetime(day) => Value::from(day.to_string()),
            other => Value::from(other.as_str().unwrap_or_default()),
        }
    }

    fn is_valid(text: &str) -> bool {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        validator.is_valid(&to_json(toml::Value::Table(text.parse().expect("TOML"))))
    }

    /// `CULLIS_ACCEPT=1` writes the committed schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the schema is a file of the repository")]
    fn the_committed_schema_is_the_generated_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas/overlay.schema.json");
        let generated = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
        if std::env::var_os("CULLIS_ACCEPT").is_some() {
            std::fs::write(&path, &generated).expect("written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == generated, "CULLIS_ACCEPT=1 cargo test --lib schema writes {}", path.display());
    }

    #[test]
    fn it_takes_the_example_and_refuses_what_the_reader_refuses() {
        assert!(is_valid(include_str!("../../../fixtures/advisories/overlays/vault/overlay.toml")));
        for unsound in [
            "",
            "[[withdrawl]]\nid = \"a\"\nreason = \"b\"\nby = \"c\"\ndate = 2026-01-01\n",
            "[[withdrawal]]\nid = \"a\"\nby = \"c\"\ndate = 2026-01-01\n",
            "[[alias]]\nid = \"a\"\nof = \"b\"\nfor = \"c\"\n",
            "[[advisory]]\nid = \"a\"\nsummary = \"b\"\necosystem = \"npm\"\nname = \"c\"\nkind = \"bad\"\n",
        ] {
            assert!(!is_valid(unsound), "{unsound}");
        }
    }
}
