//! A bill of materials without a component declares nothing, and looks as if
//! there were nothing to declare.

use super::{Facts, Find, Rule, gap};
use crate::domain::finding::Finding;
use crate::domain::inventory::GapKind;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule =
    Rule { info: RuleInfo { id: "empty-sbom", practice: 1, kind: RuleKind::Gap }, find: Find::InFacts(find) };

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    gap::findings_of(GapKind::EmptySbom, &RULE.info, facts)
}
