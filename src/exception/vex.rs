//! Which finding a VEX statement excuses, and why it doesn't.

use std::cmp::Ordering;

use crate::domain::component::Component;
use crate::domain::finding::Finding;
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;
use crate::domain::vex::{VexProduct, VexStatement, VexStatus, VexTrust};
use crate::messages::vex as say;
use crate::version;

/// The rule whose findings nobody's statement excuses.
const MALICIOUS: &str = "malicious-component";

/// Whether it is about this finding's advisory and component, whatever it says
/// of versions.
pub fn is_about(statement: &VexStatement, finding: &Finding) -> bool {
    finding.is_about_advisory() && has_id(statement, finding) && !products(statement, finding).is_empty()
}

/// Whether it excuses the finding.
pub fn vex_excuses(statement: &VexStatement, finding: &Finding, policy: &Policy) -> bool {
    let says_so = matches!(statement.status, VexStatus::NotAffected | VexStatus::Fixed);
    says_so
        && finding.rule.id != MALICIOUS
        && is_about(statement, finding)
        && vex_fault(statement, policy).is_none()
        && fits(statement, finding)
        && !policy.vex.statements.iter().any(|other| contradicts(other, finding, policy))
}

/// Whether somebody who is trusted says that it is affected, or that nobody
/// knows: which of two documents is the later one, nothing tells for sure.
fn contradicts(statement: &VexStatement, finding: &Finding, policy: &Policy) -> bool {
    let says_so = matches!(statement.status, VexStatus::Affected | VexStatus::UnderInvestigation);
    says_so && is_trusted(statement, policy) && is_about(statement, finding) && fits(statement, finding)
}

fn is_trusted(statement: &VexStatement, policy: &Policy) -> bool {
    statement.trust == VexTrust::ByDigest || policy.vex.authors.value.contains(&statement.author)
}

/// What is wrong with a statement that would excuse something.
pub fn vex_fault(statement: &VexStatement, policy: &Policy) -> Option<Statement> {
    match statement.status {
        VexStatus::Affected | VexStatus::UnderInvestigation => None,
        _ if !is_trusted(statement, policy) => Some(say::untrusted(&statement.author)),
        VexStatus::NotAffected => statement.justification.is_none().then(say::unjustified),
        VexStatus::Fixed => statement
            .products
            .iter()
            .any(|product| product.version.is_none())
            .then(say::fixed_without_version),
    }
}

fn has_id(statement: &VexStatement, finding: &Finding) -> bool {
    let is_of = |id: &str| finding.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(id));
    statement.ids.iter().any(|id| is_of(id))
}

fn products<'vex>(statement: &'vex VexStatement, finding: &Finding) -> Vec<&'vex VexProduct> {
    let Some(component) = &finding.component else { return Vec::new() };
    let same = |product: &&VexProduct| {
        *product.ecosystem == *component.ecosystem.as_str() && product.name == component.name
    };
    statement.products.iter().filter(same).collect()
}

/// Whether one of its products has this version. What can't be compared hasn't.
fn fits(statement: &VexStatement, finding: &Finding) -> bool {
    let Some(component) = &finding.component else { return false };
    products(statement, finding).into_iter().any(|product| is_version_of(product, component))
}

fn is_version_of(product: &VexProduct, component: &Component) -> bool {
    let Some(stated) = product.version.as_deref() else { return true };
    let found = component.version.exact();
    let order = found.map(|found| version::compare(component.ecosystem.as_str(), found, stated));
    matches!(order, Some(Ok(Ordering::Equal)))
}
