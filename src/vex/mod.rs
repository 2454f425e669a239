//! VEX documents: `OpenVEX`, `CycloneDX` and CSAF, told apart by their content.
//!
//! A document that can't be read in full is an error with its place: a
//! statement that is dropped might be the one that takes another back.

mod csaf;
mod cyclonedx;
mod open_vex;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::domain::limits::Limits;
use crate::domain::vex::{VexProduct, VexStatement};
use crate::messages::vex as say;
use crate::purl::PackageUrl;
use crate::source::json::{Document, Value};
use crate::source::{ReadError, SourceFile};

/// Reads a document of any of the three formats.
pub fn read(file: &SourceFile, limits: &Limits) -> Result<Vec<VexStatement>, ReadError> {
    let document = Document::parse(file, limits)?;
    let root = document.root().as_object("the document")?;
    let context = root.get("@context").and_then(Value::text);
    if context.is_some_and(|context| context.contains("openvex")) {
        open_vex::read(root)
    } else if root.get("bomFormat").is_some_and(|format| format.is("CycloneDX")) {
        cyclonedx::read(root)
    } else if root.get("document").and_then(|document| document.get("csaf_version")).is_some() {
        csaf::read(root)
    } else {
        Err(root.error(say::unknown_format()))
    }
}

/// The text of a part that has to be there.
fn text(object: Value<'_>, key: &str) -> Result<Arc<str>, ReadError> {
    let text = object.optional_text(key)?.filter(|text| !text.trim().is_empty());
    text.map(|text| Arc::from(text.trim())).ok_or_else(|| object.error(say::missing(key)))
}

/// The text of a part that may be left out.
fn optional(object: Value<'_>, key: &str) -> Result<Option<Arc<str>>, ReadError> {
    let text = object.optional_text(key)?;
    Ok(text.filter(|text| !text.trim().is_empty()).map(|text| Arc::from(text.trim())))
}

/// The entries of a list; none where the key isn't there.
fn list<'doc>(object: Value<'doc>, key: &str) -> Result<Vec<Value<'doc>>, ReadError> {
    match object.get(key) {
        None => Ok(Vec::new()),
        Some(value) => Ok(value.as_list(key)?.items().collect()),
    }
}

/// The list's texts.
fn texts(object: Value<'_>, key: &str) -> Result<Vec<Arc<str>>, ReadError> {
    let text = |value: Value<'_>| match value.text() {
        Some(text) => Ok(Arc::from(&*text)),
        None => Err(value.error(crate::messages::source::expected_text(key, value.found()))),
    };
    list(object, key)?.into_iter().map(text).collect()
}

/// The product that a package URL names; `None` for other identifiers.
fn product(identifier: &str) -> Option<VexProduct> {
    let url = PackageUrl::parse(identifier)?;
    Some(VexProduct {
        ecosystem: Arc::from(url.ecosystem()),
        name: Arc::from(url.full_name()),
        version: url.version.map(Arc::from),
    })
}
