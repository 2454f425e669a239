//! The shape that the rules about inventory gaps share: one kind, one rule.

use std::sync::Arc;

use super::Facts;
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::GapKind;
use crate::domain::rule::RuleInfo;

/// A finding for each gap of this kind.
pub(super) fn findings_of(kind: GapKind, rule: &'static RuleInfo, facts: &Facts<'_>) -> Vec<Finding> {
    let gaps = facts.inventory.gaps.iter().filter(|gap| gap.kind == kind);
    gaps.map(|gap| {
        let component = gap.component.as_ref();
        let subject = Subject {
            file: gap.place.tree_path().cloned(),
            component: component
                .map(|component| (Arc::from(component.ecosystem.as_str()), component.name.clone())),
            item: Arc::from(gap.reason.sentence.key),
        };
        Finding {
            component: gap.component.clone(),
            ..Finding::new(rule, gap.place.clone(), gap.reason.clone(), subject)
        }
    })
    .collect()
}
