//! A change takes away from a threat model: the model, a threat, its severity,
//! the decision about it, what shows its mitigation, what an element covers.
//!
//! The change's own model is judged all the same, so that what mends a threat
//! counts in the change that brings the mend. Where the change began is known,
//! only what the change itself did counts. A review that the change brings
//! along allows nothing: whoever writes a change could write that too. What
//! counts is somebody of the base's roster who signed it and didn't write the
//! change, or for whom the host vouches.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::commit::CommitId;
use crate::domain::finding::Finding;
use crate::domain::place::{Artifact, Place};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::ThreatModel;
use crate::messages::rules::base::say;
use threat::weakening::{self, Pardon, Taken, Versions};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "weakened-threat-model", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let Some((base, commit)) = facts.base.and_then(|base| Some((base, &base.base()?.commit))) else {
        return Vec::new();
    };
    let fork = base.fork_models.as_deref().unwrap_or(&base.tip_models);
    let mut findings = Vec::new();
    for held in base.tip_models.iter().filter(|model| !model.is_unread()) {
        let Some(began) = weakening::counterpart(fork, held, fork) else { continue };
        match weakening::counterpart(facts.threat_models, held, &base.tip_models) {
            Some(now) => {
                let taken = weakening::of(Versions { held, began, now });
                let reviewed = reviewing(now, facts.threat_models);
                let is_reviewed = reviewed.iter().any(|model| base.reviewed_anew.contains(&model.system));
                let is_allowed = !base.vouched_by.is_empty() || is_reviewed;
                let counts = |one: &Taken<'_>| !is_allowed || one.pardon == Pardon::Never;
                findings.extend(taken.into_iter().filter(counts).map(|one| about(now, one)));
            }
            None if base.vouched_by.is_empty() => findings.extend(whole(held)),
            None => {}
        }
    }
    for (place, _) in findings.iter_mut().flat_map(|finding: &mut Finding| &mut finding.related) {
        in_base(place, commit);
    }
    findings
}

/// The models whose review speaks for this one: itself, and for one that is supplied
/// those that build on it.
fn reviewing<'run>(model: &'run ThreatModel, models: &'run [ThreatModel]) -> Vec<&'run ThreatModel> {
    let mut found = vec![model];
    let mut at = 0;
    while let Some(one) = found.get(at).copied() {
        let pins = |other: &&ThreatModel| {
            one.is_supplied && other.imports.iter().any(|import| import.is_pinned && import.file == one.file)
        };
        let more: Vec<_> = models
            .iter()
            .filter(pins)
            .filter(|other| !found.iter().any(|one| one.file == other.file))
            .collect();
        found.extend(more);
        at += 1;
    }
    found
}

/// What the base holds stands in the base.
fn in_base(place: &mut Place, commit: &CommitId) {
    if let Artifact::Tree(path) = &place.artifact {
        place.artifact = Artifact::Base(path.clone(), commit.clone());
    }
}

/// A model that is gone as a whole, or that can't be read any more.
fn whole(held: &ThreatModel) -> Option<Finding> {
    let count = held.threats.len();
    let says_something = count > 0 || !held.elements.is_empty();
    says_something.then(|| {
        let place = Place::whole(held.file.clone());
        let message = say::model_removed(&held.system, count);
        let worst = held.threats.iter().map(|threat| threat.severity.value).max();
        let finding = threat::finding(&RULE.info, held, (&place, "model:removed"), message);
        Finding {
            severity: worst.map(crate::domain::threat::ThreatSeverity::as_severity),
            related: vec![(place, say::held_here())],
            ..finding
        }
    })
}

fn about(now: &ThreatModel, taken: Taken<'_>) -> Finding {
    let place = taken.place.unwrap_or_else(|| Place::whole(now.file.clone()));
    let mut finding = match taken.threat {
        Some(held) => threat::about_threat(&RULE.info, now, (&place, held), taken.message),
        None => threat::finding(&RULE.info, now, (&place, &taken.item), taken.message),
    };
    finding.subject.item = Arc::from(taken.item);
    finding.related = vec![(taken.held.clone(), say::held_here())];
    finding.remedy = Some(match taken.pardon {
        Pardon::ByReview => say::restore_or_have_approved(),
        Pardon::Never => say::restore_or_retire(),
    });
    finding
}
