//! A flow crosses a boundary of trust, and no threat is recorded on it or its ends.

use super::threat::flows::{Source, unthreatened};
use super::{Facts, Find, Rule};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unthreatened-flow", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    unthreatened(&RULE.info, Source::Trusted, facts)
}
