//! CSAF 2.0 and 2.1: product statuses over a product tree.
//!
//! Format: <https://docs.oasis-open.org/csaf/csaf/v2.0/>, sections 3.2.2 and 3.2.3.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{list, optional, product, text, texts};
use crate::domain::vex::{VexProduct, VexStatement, VexStatus, VexTrust};
use crate::messages::vex as say;
use crate::source::ReadError;
use crate::source::json::Value;

/// The lists of a product status, and what they say.
const STATUSES: &[(&str, VexStatus)] = &[
    ("known_not_affected", VexStatus::NotAffected),
    ("fixed", VexStatus::Fixed),
    ("first_fixed", VexStatus::Fixed),
    ("known_affected", VexStatus::Affected),
    ("first_affected", VexStatus::Affected),
    ("last_affected", VexStatus::Affected),
    ("under_investigation", VexStatus::UnderInvestigation),
];

/// What the document's product tree says.
#[derive(Default)]
struct Tree {
    products: BTreeMap<Arc<str>, Vec<VexProduct>>,
    groups: BTreeMap<Arc<str>, Vec<Arc<str>>>,
}

pub(super) fn read(root: Value<'_>) -> Result<Vec<VexStatement>, ReadError> {
    let document = root.optional_object("document")?.ok_or_else(|| root.error(say::missing("document")))?;
    let publisher = document.optional_object("publisher")?;
    let author = text(publisher.ok_or_else(|| document.error(say::missing("publisher")))?, "name")?;
    let tree = match root.optional_object("product_tree")? {
        Some(tree) => Tree::read(tree)?,
        None => Tree::default(),
    };
    let mut statements = Vec::new();
    for vulnerability in list(root, "vulnerabilities")? {
        statements.extend(of_vulnerability(vulnerability.as_object("vulnerabilities")?, &author, &tree)?);
    }
    Ok(statements)
}

impl Tree {
    fn read(root: Value<'_>) -> Result<Self, ReadError> {
        let mut tree = Self::default();
        let mut waiting = list(root, "branches")?;
        while let Some(branch) = waiting.pop() {
            let branch = branch.as_object("branches")?;
            if let Some(named) = branch.optional_object("product")? {
                tree.add(named)?;
            }
            waiting.extend(list(branch, "branches")?);
        }
        for named in list(root, "full_product_names")? {
            tree.add(named.as_object("full_product_names")?)?;
        }
        // A part of another product is that part only there: it counts by a
        // package URL of its own, never by the part's.
        for relationship in list(root, "relationships")? {
            let relationship = relationship.as_object("relationships")?;
            if let Some(named) = relationship.optional_object("full_product_name")? {
                tree.add(named)?;
            }
        }
        for group in list(root, "product_groups")? {
            let group = group.as_object("product_groups")?;
            tree.groups.insert(text(group, "group_id")?, texts(group, "product_ids")?);
        }
        Ok(tree)
    }

    fn add(&mut self, named: Value<'_>) -> Result<(), ReadError> {
        let id = text(named, "product_id")?;
        let mut urls = Vec::new();
        if let Some(helper) = named.optional_object("product_identification_helper")? {
            // 2.0 has one package URL, 2.1 a list.
            urls.extend(optional(helper, "purl")?);
            urls.extend(texts(helper, "purls")?);
        }
        self.products.insert(id, urls.iter().filter_map(|url| product(url)).collect());
        Ok(())
    }
}

fn of_vulnerability(
    entry: Value<'_>,
    author: &Arc<str>,
    tree: &Tree,
) -> Result<Vec<VexStatement>, ReadError> {
    let mut ids: Vec<Arc<str>> = optional(entry, "cve")?.into_iter().collect();
    for other in list(entry, "ids")? {
        ids.extend(optional(other.as_object("ids")?, "text")?);
    }
    if ids.is_empty() {
        return Err(entry.error(say::missing("cve")));
    }
    let reasons = Reasons::read(entry, tree)?;
    let mut statements = Vec::new();
    let Some(status) = entry.optional_object("product_status")? else { return Ok(statements) };
    for (key, meaning) in STATUSES {
        let Some(place) = status.get(key).map(Value::place) else { continue };
        for id in texts(status, key)? {
            let Some(products) = tree.products.get(&id) else {
                return Err(status.error(say::unknown_product(&id)));
            };
            statements.push(VexStatement {
                trust: VexTrust::ByAuthor,
                author: Arc::clone(author),
                ids: ids.clone(),
                products: products.clone(),
                status: *meaning,
                justification: reasons.of(&id),
                place: place.clone(),
            });
        }
    }
    Ok(statements)
}

/// Why products aren't affected: a flag's label, else an impact statement.
struct Reasons {
    by_product: BTreeMap<Arc<str>, Arc<str>>,
}

impl Reasons {
    fn read(entry: Value<'_>, tree: &Tree) -> Result<Self, ReadError> {
        let mut reasons = Self { by_product: BTreeMap::new() };
        for flag in list(entry, "flags")? {
            let flag = flag.as_object("flags")?;
            reasons.add(flag, &text(flag, "label")?, tree)?;
        }
        for threat in list(entry, "threats")? {
            let threat = threat.as_object("threats")?;
            if &*text(threat, "category")? == "impact" {
                reasons.add(threat, &text(threat, "details")?, tree)?;
            }
        }
        Ok(reasons)
    }

    fn add(&mut self, entry: Value<'_>, reason: &Arc<str>, tree: &Tree) -> Result<(), ReadError> {
        let mut ids = texts(entry, "product_ids")?;
        for group in texts(entry, "group_ids")? {
            ids.extend(tree.groups.get(&group).into_iter().flatten().cloned());
        }
        for id in ids {
            self.by_product.entry(id).or_insert_with(|| Arc::clone(reason));
        }
        Ok(())
    }

    fn of(&self, product: &str) -> Option<Arc<str>> {
        self.by_product.get(product).cloned()
    }
}
