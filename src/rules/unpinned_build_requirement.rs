//! What a project is built with is left open: each build may fetch another one.

use super::{Facts, Find, Rule, gap};
use crate::domain::finding::Finding;
use crate::domain::inventory::GapKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unpinned-build-requirement", practice: 7, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    gap::findings_of(GapKind::UnpinnedBuild, &RULE.info, facts)
}
