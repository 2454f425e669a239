//! The form of an exception that is signed and named by its digest.
//!
//! One line that says what it is, so that no signature over something else
//! can pass for one over an exception; then every part of the entry but its
//! signatures as one object of JSON with sorted keys and no blanks, all values
//! texts, as RFC 8785 writes it; then a line feed.

use std::collections::BTreeMap;

use crate::domain::advisory::SeverityBand;
use crate::domain::digest::Digest;
use crate::domain::exception::Exception;

/// The first line.
const ABOUT: &str = "cullis-exception-v2";

/// What is signed.
pub fn payload(exception: &Exception) -> Vec<u8> {
    let texts = [
        ("approver", exception.approver.as_deref()),
        ("component", Some(&*exception.component)),
        ("folder", exception.folder.as_deref()),
        ("id", Some(&*exception.id)),
        ("license", exception.license.as_deref()),
        ("owner", Some(&*exception.owner)),
        ("reason", Some(&*exception.reason)),
        ("repository", exception.repository.as_deref()),
        ("rule", exception.rule.as_deref()),
        ("severity", exception.severity.map(SeverityBand::word)),
        ("versions", exception.versions.as_deref()),
    ];
    let mut fields: BTreeMap<&str, String> = BTreeMap::new();
    fields.extend(texts.into_iter().filter_map(|(name, text)| Some((name, text?.to_owned()))));
    fields.insert("expires", exception.expires.to_string());
    fields.extend(exception.approved.map(|day| ("approved", day.to_string())));
    fields.extend(exception.emergency.map(|moment| ("emergency", moment.to_string())));
    let pairs = fields.iter().map(|(name, text)| format!("{}:{}", quoted(name), quoted(text)));
    let object = pairs.collect::<Vec<_>>().join(",");
    format!("{ABOUT}\n{{{object}}}\n").into_bytes()
}

/// A text as JSON writes it: the escapes of RFC 8785, section 3.2.2.2.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The name of an exception: SHA-256 over what is signed.
pub fn digest(exception: &Exception) -> Digest {
    Digest::of(&payload(exception))
}
