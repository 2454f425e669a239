//! A threat model that nobody reviewed, or not as policy asks: no review, no day,
//! a day that is still to come, no name, a role that didn't sign.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::day::latest_day_of;
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::threat::{ModelFormat, ThreatModel};
use crate::messages::rules::threat_review::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "incomplete-threat-review", practice: 12, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for model in threat::review::models(facts) {
        findings.extend(lacks(model, facts).into_iter().map(|(item, message)| about(model, item, message)));
        findings.extend(roles(model, facts));
    }
    findings
}

fn about(model: &ThreatModel, item: &str, message: Statement) -> Finding {
    threat::finding(&RULE.info, model, (&threat::review::place_of(model), item), message)
}

/// What a review should have, as far as the model's format has a place for it.
fn lacks(model: &ThreatModel, facts: &Facts<'_>) -> Vec<(&'static str, Statement)> {
    let system = &model.system;
    let Some(review) = &model.review else {
        return match model.format {
            ModelFormat::Native => vec![("review", say::absent(system))],
            ModelFormat::Threagile => vec![("review", say::absent_field(system, "date"))],
            ModelFormat::ThreatDragon => vec![("review", say::absent_field(system, "detail.reviewer"))],
            ModelFormat::TmBom => vec![("review", say::absent_field(system, "reviewed_at"))],
            ModelFormat::Otm | ModelFormat::Pytm | ModelFormat::CycloneDx => Vec::new(),
        };
    };
    let mut lacking = Vec::new();
    let is_native = model.format == ModelFormat::Native;
    if is_native && review.date.is_none() {
        lacking.push(("review.date", say::undated(system)));
    }
    if is_native && review.by.is_empty() {
        lacking.push(("review.by", say::unsigned(system)));
    }
    if let Some(date) = review.date.as_ref().filter(|date| date.value > latest_day_of(facts.now)) {
        lacking.push(("review.future", say::in_the_future(system, date.value)));
    }
    if let Some(Err(reason)) = &model.review_facts.signers {
        lacking.push(("review.signatures", say::spoilt_signature(system).because(reason.clone())));
    }
    lacking
}

fn roles(model: &ThreatModel, facts: &Facts<'_>) -> Vec<Finding> {
    // Without a review one finding says enough.
    let Some((asked, review)) = facts.policy.demands.review.roles.as_ref().zip(model.review.as_ref()) else {
        return Vec::new();
    };
    let signed = |role: &Arc<str>| {
        review
            .by
            .iter()
            .filter_map(|one| one.role.as_ref())
            .any(|own| own.value.trim().eq_ignore_ascii_case(role.trim()))
    };
    let missing = asked.value.iter().filter(|role| !signed(role));
    let findings = missing.map(|role| Finding {
        related: vec![(asked.place.clone(), say::role_asked_here())],
        ..about(model, &format!("review.role:{role}"), say::lacks_role(&model.system, role))
    });
    findings.collect()
}
