//! A report or a record that could not be written: the run's own evidence is missing.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unwritten-report", practice: 16, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let findings = facts.unwritten.iter().map(|failure| {
        let item = Arc::from(failure.arguments.first().map_or("", String::as_str));
        let subject = Subject { item, ..Subject::default() };
        Finding::new(&RULE.info, threat::mending_place(facts), failure.clone(), subject)
    });
    findings.collect()
}
