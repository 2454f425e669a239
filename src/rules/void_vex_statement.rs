//! A VEX statement that would excuse something and doesn't count: policy
//! doesn't trust its author, or it gives no reason.

use super::unmatched_vex_statement::subject_of;
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::exception;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "void-vex-statement", practice: 10, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let statements = facts.policy.vex.statements.iter();
    let found = statements.filter_map(|statement| {
        let reason = exception::vex_fault(statement, facts.policy)?;
        let (id, status) = (statement.ids.first().map_or("-", |id| id), statement.status.word());
        let message = say::void_vex(id, status).because(reason);
        Some(Finding::new(&RULE.info, statement.place.clone(), message, subject_of(statement)))
    });
    found.collect()
}
