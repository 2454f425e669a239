//! `OpenVEX` 0.0.1 and 0.2.0.
//!
//! Format: <https://github.com/openvex/spec>, `OPENVEX-SPEC.md`.

use std::sync::Arc;

use super::{list, optional, product, text, texts};
use crate::domain::vex::{VexProduct, VexStatement, VexStatus, VexTrust};
use crate::messages::vex as say;
use crate::source::ReadError;
use crate::source::json::{Kind, Value};

pub(super) fn read(root: Value<'_>) -> Result<Vec<VexStatement>, ReadError> {
    let author = text(root, "author")?;
    let statements = list(root, "statements")?;
    statements.into_iter().map(|entry| statement(entry, &author)).collect()
}

fn statement(entry: Value<'_>, author: &Arc<str>) -> Result<VexStatement, ReadError> {
    let entry = entry.as_object("statements")?;
    let mut products = Vec::new();
    for named in list(entry, "products")? {
        let parts = match named.kind() {
            Kind::Object => list(named, "subcomponents")?,
            _ => Vec::new(),
        };
        // Where parts of a product are named, the statement is about them.
        let meant = if parts.is_empty() { vec![named] } else { parts };
        for one in meant {
            products.extend(product_of(one)?);
        }
    }
    let justification = optional(entry, "justification")?;
    let justification =
        justification.map_or_else(|| optional(entry, "impact_statement"), |it| Ok(Some(it)))?;
    Ok(VexStatement {
        trust: VexTrust::ByAuthor,
        author: Arc::clone(author),
        ids: ids(entry)?,
        products,
        status: status(entry)?,
        justification,
        place: entry.place(),
    })
}

/// Version 0.0.1 has a text, 0.2.0 an object.
fn ids(entry: Value<'_>) -> Result<Vec<Arc<str>>, ReadError> {
    let Some(named) = entry.get("vulnerability").filter(|named| named.kind() == Kind::Object) else {
        return Ok(vec![text(entry, "vulnerability")?]);
    };
    let mut ids = vec![text(named, "name")?];
    ids.extend(texts(named, "aliases")?);
    Ok(ids)
}

fn product_of(value: Value<'_>) -> Result<Option<VexProduct>, ReadError> {
    if let Some(identifier) = value.text() {
        return Ok(product(&identifier));
    }
    let value = value.as_object("products")?;
    let identifiers = value.optional_object("identifiers")?;
    let url = identifiers.map_or(Ok(None), |identifiers| optional(identifiers, "purl"))?;
    let named = url.map_or_else(|| optional(value, "@id"), |url| Ok(Some(url)))?;
    Ok(named.and_then(|identifier| product(&identifier)))
}

fn status(entry: Value<'_>) -> Result<VexStatus, ReadError> {
    let word = text(entry, "status")?;
    let all = [VexStatus::NotAffected, VexStatus::Fixed, VexStatus::Affected, VexStatus::UnderInvestigation];
    let known = all.into_iter().find(|status| status.word() == &*word);
    known.ok_or_else(|| entry.get("status").unwrap_or(entry).error(say::unknown_status(&word)))
}
