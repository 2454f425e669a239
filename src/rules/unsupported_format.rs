//! A manifest of a format that this version doesn't read hides its components.

use super::{Facts, Find, Rule, gap};
use crate::domain::finding::Finding;
use crate::domain::inventory::GapKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unsupported-format", practice: 1, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    gap::findings_of(GapKind::UnsupportedFormat, &RULE.info, facts)
}
