//! CycloneDX: the vulnerabilities of a BOM, with their analysis.
//!
//! Format: <https://cyclonedx.org/docs/1.6/json/>, `vulnerabilities`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{list, optional, product, text};
use crate::domain::vex::{VexProduct, VexStatement, VexStatus, VexTrust};
use crate::messages::vex as say;
use crate::source::ReadError;
use crate::source::json::Value;

/// Package URLs by the document's own references.
type References = BTreeMap<Arc<str>, Arc<str>>;

pub(super) fn read(root: Value<'_>) -> Result<Vec<VexStatement>, ReadError> {
    let author = author(root)?;
    let mut references = References::new();
    let metadata = root.optional_object("metadata")?;
    let own = metadata.and_then(|metadata| metadata.get("component"));
    // Components may hold others; a stack, because nothing bounds their depth but the parser.
    let mut waiting: Vec<Value<'_>> = own.into_iter().chain(list(root, "components")?).collect();
    while let Some(component) = waiting.pop() {
        let component = component.as_object("components")?;
        if let (Some(name), Some(url)) = (optional(component, "bom-ref")?, optional(component, "purl")?) {
            references.insert(name, url);
        }
        waiting.extend(list(component, "components")?);
    }
    let entries = list(root, "vulnerabilities")?;
    let read = entries.into_iter().map(|entry| statement(entry, &author, &references));
    // Without an analysis, an entry is a list of what is there, not a statement.
    read.filter_map(Result::transpose).collect()
}

fn author(root: Value<'_>) -> Result<Arc<str>, ReadError> {
    let metadata = root.optional_object("metadata")?.ok_or_else(|| root.error(say::missing("metadata")))?;
    if let Some(first) = list(metadata, "authors")?.first() {
        return text(first.as_object("authors")?, "name");
    }
    for key in ["manufacturer", "supplier"] {
        if let Some(organisation) = metadata.optional_object(key)? {
            return text(organisation, "name");
        }
    }
    Err(metadata.error(say::missing("authors")))
}

fn statement(
    entry: Value<'_>,
    author: &Arc<str>,
    references: &References,
) -> Result<Option<VexStatement>, ReadError> {
    let entry = entry.as_object("vulnerabilities")?;
    let Some(analysis) = entry.optional_object("analysis")? else { return Ok(None) };
    let mut ids = vec![text(entry, "id")?];
    for reference in list(entry, "references")? {
        ids.extend(optional(reference.as_object("references")?, "id")?);
    }
    let mut products = Vec::new();
    for affected in list(entry, "affects")? {
        let affected = affected.as_object("affects")?;
        products.extend(products_of(affected, references)?);
    }
    let justification = optional(analysis, "justification")?;
    let justification = justification.map_or_else(|| optional(analysis, "detail"), |it| Ok(Some(it)))?;
    let status = status(analysis)?;
    let place = entry.place();
    Ok(Some(VexStatement {
        author: Arc::clone(author),
        ids,
        products,
        status,
        justification,
        trust: VexTrust::ByAuthor,
        place,
    }))
}

/// A reference is one of the document's own, a link into another one that ends
/// with it, or a package URL. Versions that are listed stand for themselves.
fn products_of(affected: Value<'_>, references: &References) -> Result<Vec<VexProduct>, ReadError> {
    let reference = text(affected, "ref")?;
    let local = reference.rsplit_once('#').map_or(&*reference, |(_, local)| local);
    let url = references.get(local).map_or(local, |url| url);
    let Some(named) = product(url) else { return Ok(Vec::new()) };
    let mut products = Vec::new();
    let versions = list(affected, "versions")?;
    if versions.is_empty() {
        return Ok(vec![named]);
    }
    for entry in versions {
        let entry = entry.as_object("versions")?;
        let is_affected = optional(entry, "status")?.is_some_and(|status| &*status == "affected");
        // A range is of a language of its own: what can't be compared isn't excused.
        if let Some(version) = optional(entry, "version")?.filter(|_| !is_affected) {
            products.push(VexProduct { version: Some(version), ..named.clone() });
        }
    }
    Ok(products)
}

fn status(analysis: Value<'_>) -> Result<VexStatus, ReadError> {
    let word = text(analysis, "state")?;
    match &*word {
        "not_affected" | "false_positive" => Ok(VexStatus::NotAffected),
        "resolved" | "resolved_with_pedigree" => Ok(VexStatus::Fixed),
        "exploitable" => Ok(VexStatus::Affected),
        "in_triage" => Ok(VexStatus::UnderInvestigation),
        _ => Err(analysis.get("state").unwrap_or(analysis).error(say::unknown_status(&word))),
    }
}
