//! Components whose licence nobody states, as far as could be looked.

use std::sync::Arc;

use super::license::{Unknown, gaps};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::license::LicenseStatement;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unknown-license", practice: 5, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let item: Arc<str> = Arc::from("unknown");
    let unknown = |licensed: super::license::Licensed<'_>| match &licensed.fact.statement {
        LicenseStatement::Unknown(reason) => {
            Some(Unknown { item: item.clone(), reason: Some(reason.clone()) })
        }
        _ => None,
    };
    gaps(&RULE.info, facts, unknown, |count, names, _| say::unknown(count, names))
}
