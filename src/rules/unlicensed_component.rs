//! A component that says itself that it has no licence.

use std::sync::Arc;

use super::license::{Fault, violations};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::license::LicenseStatement;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::license::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unlicensed-component", practice: 5, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    violations(&RULE.info, facts, |licensed| {
        (licensed.fact.statement == LicenseStatement::None).then(|| Fault {
            item: Arc::from("NONE"),
            message: say::unlicensed(&licensed.occurrence.component),
            by: None,
        })
    })
}
