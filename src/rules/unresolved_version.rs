//! A range is no version: what will be installed isn't known.

use super::{Facts, Find, Rule, gap};
use crate::domain::finding::Finding;
use crate::domain::inventory::GapKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unresolved-version", practice: 7, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    gap::findings_of(GapKind::UnresolvedVersion, &RULE.info, facts)
}
