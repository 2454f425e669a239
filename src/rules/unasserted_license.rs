//! Components whose source says that it doesn't assert a licence.

use std::sync::Arc;

use super::license::{Unknown, gaps};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::license::LicenseStatement;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unasserted-license", practice: 5, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let item: Arc<str> = Arc::from("NOASSERTION");
    let unknown = |licensed: super::license::Licensed<'_>| {
        let unasserted = licensed.fact.statement == LicenseStatement::NoAssertion;
        unasserted.then(|| Unknown { item: item.clone(), reason: None })
    };
    gaps(&RULE.info, facts, unknown, |count, names, _| say::unasserted(count, names))
}
