//! The JSON Schema of the approvals that a host hands in.

use serde_json::{Value, json};

use super::approvals::FORMAT;

/// The schema.
pub fn approvals_schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Approvals of exceptions, for `cullis check --approvals`",
        "type": "object",
        "additionalProperties": false,
        "required": ["format", "approvals"],
        "properties": {
            "format": { "const": FORMAT },
            "approvals": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": false,
                    "required": ["by"],
                    "properties": {
                        "by": {
                            "description": "a name or an address of the roster",
                            "type": "string",
                            "pattern": "\\S",
                        },
                        "exception": {
                            "description": "the digest that `cullis exception list` shows",
                            "type": "string",
                            "pattern": "^sha256:[0-9A-Fa-f]{64}$",
                        },
                        "commit": {
                            "description": "the commit under judgement, in full",
                            "type": "string",
                            "pattern": "^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$",
                        },
                    },
                    "oneOf": [{ "required": ["exception"] }, { "required": ["commit"] }],
                },
            },
        },
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::approvals_schema;
    use crate::domain::limits::Limits;
    use crate::domain::place::TreePath;
    use crate::source::SourceFile;

    /// `CULLIS_ACCEPT=1` writes the committed schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the schema is a file of the repository")]
    fn the_committed_schema_is_the_generated_one() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas/approvals.schema.json");
        let generated = serde_json::to_string_pretty(&approvals_schema()).expect("JSON") + "\n";
        if std::env::var_os("CULLIS_ACCEPT").is_some() {
            std::fs::write(&path, &generated).expect("written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == generated, "CULLIS_ACCEPT=1 cargo test --lib schema writes {}", path.display());
    }

    #[test]
    fn it_takes_and_refuses_what_the_reader_does() {
        let validator = jsonschema::validator_for(&approvals_schema()).expect("a schema");
        let path = TreePath::new("approvals.json").expect("a path");
        let (digest, commit) = ("0".repeat(64), "a".repeat(40));
        let of = |entry: &str| format!("{{\"format\": \"cullis-approvals-v1\", \"approvals\": [{entry}]}}");
        let cases = [
            (of(""), true),
            (of(&format!("{{\"by\": \"a\", \"exception\": \"sha256:{digest}\"}}")), true),
            (of(&format!("{{\"by\": \"a\", \"commit\": \"{commit}\"}}")), true),
            (
                of(&format!(
                    "{{\"by\": \"a\", \"commit\": \"{commit}\", \"exception\": \"sha256:{digest}\"}}"
                )),
                false,
            ),
            (of("{\"by\": \"a\"}"), false),
            (of(&format!("{{\"by\": \" \", \"commit\": \"{commit}\"}}")), false),
            (of(&format!("{{\"by\": \"a\", \"commit\": \"{commit}\", \"why\": \"b\"}}")), false),
            (of("{\"by\": \"a\", \"commit\": \"abc\"}"), false),
            ("{\"approvals\": []}".to_owned(), false),
            ("{\"format\": \"cullis-approvals-v2\", \"approvals\": []}".to_owned(), false),
        ];
        for (text, sound) in cases {
            let file = SourceFile::new(&path, text.clone().into_bytes(), &Limits::DEFAULT).expect("text");
            let value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(validator.is_valid(&value), sound, "{text}");
            assert_eq!(crate::exception::read_approvals(&file, &Limits::DEFAULT).is_ok(), sound, "{text}");
        }
    }
}
