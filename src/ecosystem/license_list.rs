//! Lists of components' licences that somebody brings along, for machines
//! without package stores: `purl,expression` in CSV, or JSON lines.
//!
//! ```text
//! pkg:npm/left-pad@1.3.0,WTFPL
//! pkg:maven/org.example/core,Apache-2.0
//! {"purl": "pkg:cargo/serde@1.0.0", "license": "MIT OR Apache-2.0"}
//! ```
//!
//! Without a version a line speaks of all versions. A line that can't be read
//! refuses the list: half of it would leave licences unknown without a word.

use std::sync::Arc;

use serde::Deserialize;

use crate::domain::component::Ecosystem;
use crate::domain::license::{LicenseStatement, ListedLicense};
use crate::domain::statement::Statement;
use crate::license::{Dialect, LicenseExpression, state};
use crate::messages::license as say;
use crate::purl::PackageUrl;
use crate::source::csv::fault;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    purl: String,
    license: String,
}

/// The JSON Schema of one line in JSON.
pub fn line_schema() -> serde_json::Value {
    serde_json::json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A line of `cullis db import --licenses` in JSON",
        "type": "object",
        "additionalProperties": false,
        "required": ["purl", "license"],
        "properties": {
            "purl": {
                "description": "the component, with a version or for all of them",
                "type": "string",
                "pattern": "^\\s*pkg:",
            },
            "license": { "description": "an SPDX expression", "type": "string", "pattern": "\\S" },
        },
    })
}

/// Reads a list; the error names the line.
pub fn read(bytes: &[u8]) -> Result<Vec<ListedLicense>, Statement> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_json = bytes.trim_ascii_start().starts_with(b"{");
    let lines = if is_json { json_lines(bytes)? } else { csv_lines(bytes)? };
    if lines.is_empty() {
        return Err(say::list_empty());
    }
    lines.into_iter().map(|(number, line)| listed(number, &line)).collect()
}

fn json_lines(bytes: &[u8]) -> Result<Vec<(u64, Line)>, Statement> {
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    let lines = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
    let read = lines.map(|(number, line)| {
        let line = serde_json::from_slice(line).map_err(|error| say::list_line_unreadable(number, error))?;
        Ok((number, line))
    });
    read.collect()
}

fn csv_lines(bytes: &[u8]) -> Result<Vec<(u64, Line)>, Statement> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).comment(Some(b'#')).trim(csv::Trim::All).from_reader(bytes);
    let mut lines = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| fault(&error))?;
        let number = record.position().map_or(0, csv::Position::line);
        let [Some(purl), Some(license), None] = [0, 1, 2].map(|field| record.get(field)) else {
            return Err(say::list_line_fields(number, record.len()));
        };
        // A heading is no purl, and stands first.
        if index > 0 || purl.starts_with("pkg:") {
            lines.push((number, Line { purl: purl.to_owned(), license: license.to_owned() }));
        }
    }
    Ok(lines)
}

fn listed(number: u64, line: &Line) -> Result<ListedLicense, Statement> {
    let url = PackageUrl::parse(line.purl.trim()).ok_or_else(|| say::list_line_purl(number, &line.purl))?;
    let ecosystem = Ecosystem::new(&url.ecosystem());
    let expression = match state(&line.license, &ecosystem) {
        LicenseStatement::Expression(text) => {
            LicenseExpression::parse(&text, Dialect::of(&ecosystem))
                .map_err(|error| say::list_line_license(number, &text, error.reason.arguments.join(", ")))?;
            text
        }
        LicenseStatement::None | LicenseStatement::NoAssertion => Arc::from(line.license.trim()),
        LicenseStatement::Unknown(_) => return Err(say::list_line_license(number, &line.license, "")),
    };
    Ok(ListedLicense {
        ecosystem: Arc::from(ecosystem.as_str()),
        name: Arc::from(url.full_name()),
        version: url.version.as_deref().map(Arc::from),
        expression,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{line_schema, read};

    /// `CULLIS_ACCEPT=1` writes the committed schema anew.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the schema is a file of the repository")]
    fn the_committed_schema_is_the_generated_one_and_takes_what_is_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/schemas/license-line.schema.json");
        let generated = serde_json::to_string_pretty(&line_schema()).expect("JSON") + "\n";
        if std::env::var_os("CULLIS_ACCEPT").is_some() {
            std::fs::write(&path, &generated).expect("written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == generated, "CULLIS_ACCEPT=1 cargo test --lib schema writes {}", path.display());
        let validator = jsonschema::validator_for(&line_schema()).expect("a schema");
        for (line, sound) in [
            ("{\"purl\": \"pkg:npm/a@1\", \"license\": \"MIT\"}", true),
            ("{\"purl\": \"pkg:npm/a@1\", \"licence\": \"MIT\"}", false),
            ("{\"purl\": \"pkg:npm/a@1\"}", false),
            ("{\"purl\": \"a\", \"license\": \"MIT\"}", false),
            ("{\"purl\": \"pkg:npm/a@1\", \"license\": 5}", false),
        ] {
            let value = serde_json::from_str(line).expect("JSON");
            assert_eq!(validator.is_valid(&value), sound, "{line}");
            assert_eq!(read(line.as_bytes()).is_ok(), sound, "{line}");
        }
    }

    fn rows(text: &str) -> Vec<String> {
        let listed = read(text.as_bytes()).expect("a list");
        let row = |one: &super::ListedLicense| {
            format!(
                "{} {} {} {}",
                one.ecosystem,
                one.name,
                one.version.as_deref().unwrap_or("*"),
                one.expression
            )
        };
        listed.iter().map(row).collect()
    }

    #[test]
    fn a_list_is_the_same_in_both_forms() {
        let csv = "purl,license\n# a comment\npkg:npm/%40bank/ui@1.0.0,\"MIT OR Apache-2.0\"\n\
            pkg:maven/org.example/core , Apache-2.0\npkg:pypi/Zope_Interface@5.0,NONE\n";
        let json = "{\"purl\": \"pkg:npm/%40bank/ui@1.0.0\", \"license\": \"MIT OR Apache-2.0\"}\n\n\
            {\"purl\": \"pkg:maven/org.example/core\", \"license\": \"Apache-2.0\"}\n\
            {\"purl\": \"pkg:pypi/Zope_Interface@5.0\", \"license\": \"NONE\"}";
        let expected = [
            "npm @bank/ui 1.0.0 MIT OR Apache-2.0",
            "Maven org.example:core * Apache-2.0",
            "PyPI zope-interface 5.0 NONE",
        ];
        assert_eq!(rows(csv), expected);
        assert_eq!(rows(json), expected);
    }

    #[test]
    fn a_line_that_says_nothing_refuses_the_list() {
        for (text, key) in [
            ("", "license.list_empty"),
            ("purl,license\n", "license.list_empty"),
            ("pkg:npm/a@1,MIT\nb,MIT\n", "license.list_line_purl"),
            ("pkg:npm/a@1,Apache 2\n", "license.list_line_license"),
            ("pkg:npm/a@1,\n", "license.list_line_license"),
            ("pkg:npm/a@1\n", "license.list_line_fields"),
            ("pkg:npm/a@1,MIT,x\n", "license.list_line_fields"),
            ("pkg:npm/a@1,MIT\npkg:npm/b@1,MIT,x\n", "source.table_line"),
            ("{\"purl\": \"pkg:npm/a@1\"}\n", "license.list_line_unreadable"),
        ] {
            assert_eq!(read(text.as_bytes()).expect_err(text).sentence.key, key, "{text}");
        }
    }
}
