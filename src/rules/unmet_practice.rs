//! A practice that policy requires and that this run doesn't show as met.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::{Finding, Subject};
use crate::domain::practice::PracticeState;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::verdict::JudgedPractice;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unmet-practice", practice: 10, kind: RuleKind::Violation },
    find: Find::InPractices(find),
};

fn find(facts: &Facts<'_>, practices: &[JudgedPractice]) -> Vec<Finding> {
    let Some(required) = &facts.policy.demands.practices else { return Vec::new() };
    let asked = practices.iter().filter(|judged| required.value.iter().any(|id| **id == *judged.practice.id));
    let findings = asked.filter_map(|judged| {
        let (number, id) = (judged.practice.number, judged.practice.id);
        let message = match judged.state {
            PracticeState::Met | PracticeState::NotApplicable => return None,
            PracticeState::NotMet => say::practice_broken(number, id),
            PracticeState::PartlyEvidenced => say::practice_in_part(number, id),
            PracticeState::NotEvidenced => say::practice_unshown(number, id),
        };
        let subject = Subject { file: None, component: None, item: Arc::from(id) };
        let finding = Finding::new(&RULE.info, threat::mending_place(facts), message, subject);
        Some(Finding { related: vec![(required.place.clone(), say::practice_required_here())], ..finding })
    });
    findings.collect()
}
