//! A change brings a direct component that touches untrusted input, and no
//! element of the threat model lists it.

use super::threat::coverage::{Brought, uncovered_findings};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "new-uncovered-component", practice: 14, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    uncovered_findings(&RULE.info, Brought::ByTheChange, facts)
}
