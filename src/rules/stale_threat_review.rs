//! Files that a threat model covers changed since somebody looked at them; or
//! many commits followed the last change of a model that names no files.

use super::{Facts, Find, Rule, threat};
use crate::domain::commit::LastChange;
use crate::domain::day::day_of;
use crate::domain::finding::Finding;
use crate::domain::place::Place;
use crate::domain::review::{Changes, Coverage, CoverageState};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::messages::rules::threat_review::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "stale-threat-review", practice: 12, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// Changed files that a finding lists.
const LISTED_FILES: usize = 5;

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for model in threat::review::models(facts) {
        findings.extend(model.review_facts.coverage.iter().filter_map(|one| changed(model, one)));
        findings.extend(threat::review::gone(model).map(|element| {
            let message = say::gone_element(&element.value, day(model));
            about(model, &element.place, (&element.value, message))
        }));
        findings.extend(followed(model, facts));
    }
    findings
}

/// The review's day, for a sentence.
fn day(model: &ThreatModel) -> String {
    threat::review::day_of(model).map_or_else(|| "?".to_owned(), |day| day.to_string())
}

fn about(model: &ThreatModel, place: &Place, (item, message): (&str, Statement)) -> Finding {
    Finding {
        remedy: Some(say::review_again()),
        ..threat::finding(&RULE.info, model, (place, &format!("review:{item}")), message)
    }
}

fn changed(model: &ThreatModel, one: &Coverage) -> Option<Finding> {
    let (element, place) = (&*one.element.value, &one.element.place);
    match &one.state {
        CoverageState::Changed(Changes::Files(files)) => {
            let message = say::changed(files.len(), element, day(model));
            let listed = files.iter().take(LISTED_FILES);
            let related = listed.map(|file| (Place::whole(file.clone()), say::changed_file())).collect();
            Some(Finding { related, ..about(model, place, (element, message)) })
        }
        CoverageState::Changed(Changes::Some(why)) => {
            let message = say::changed_somehow(element, day(model)).because(why.clone());
            Some(about(model, place, (element, message)))
        }
        CoverageState::New => Some(about(model, place, (element, say::new_element(element, day(model))))),
        CoverageState::Unreviewed | CoverageState::Same | CoverageState::Unknown(_) => None,
    }
}

/// A model that names no files is as old as its own last change.
fn followed(model: &ThreatModel, facts: &Facts<'_>) -> Option<Finding> {
    let most = facts.policy.demands.review.most_commits();
    let message = match model.review_facts.last_change.as_ref()?.as_ref().ok()? {
        LastChange::At { commit, committed, since } if *since > most => {
            say::many_commits(&model.file, since, commit.short(), day_of(*committed))
        }
        LastChange::Before { commits } => say::more_commits(&model.file, commits),
        LastChange::At { .. } | LastChange::BeyondClone { .. } | LastChange::Untracked => return None,
    };
    let finding = about(model, &Place::whole(model.file.clone()), ("last-change", message));
    Some(Finding { remedy: Some(say::look_again()), ..finding })
}
