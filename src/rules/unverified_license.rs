//! Components whose licence no lockfile's hash covers, where policy asks for that.

use std::sync::Arc;

use super::license::{Unknown, gaps};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::license::{LicenseStatement, Verification};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unverified-license", practice: 5, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    if !facts.policy.licenses.require_verified.value {
        return Vec::new();
    }
    let item: Arc<str> = Arc::from("unverified");
    let unknown = |licensed: super::license::Licensed<'_>| {
        // What nobody states is another rule's finding.
        let stated =
            matches!(licensed.fact.statement, LicenseStatement::Expression(_) | LicenseStatement::None);
        let unverified = stated && licensed.fact.verification == Verification::Unverified;
        unverified.then(|| Unknown { item: item.clone(), reason: None })
    };
    gaps(&RULE.info, facts, unknown, |count, names, _| say::unverified(count, names))
}
