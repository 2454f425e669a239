//! Safe-looking code of a component that can break memory safety.

use super::{Facts, Find, Rule, advisory};
use crate::domain::advisory::AdvisoryKind;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unsound-component", practice: 2, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    advisory::findings_of(AdvisoryKind::Unsound, &RULE.info, facts, |component, group, summary| {
        say::unsound(component, group, summary)
    })
}
