//! The state of each practice: what this run shows, and what it doesn't.
//!
//! `not-met` needs a violation at level warn or block that nothing excuses. A
//! note, a gap or an exception leaves a practice `partly-evidenced`. Where the
//! facts that would show it are missing altogether it is `not-evidenced`.

use super::Case;
use crate::domain::advisory::DatabaseState;
use crate::domain::component::Origin;
use crate::domain::day::day_of;
use crate::domain::license::LicenseStatement;
use crate::domain::practice::{PRACTICES, PracticeState};
use crate::domain::record::HistoryState;
use crate::domain::rule::{Level, RuleKind};
use crate::domain::threat::ModelFormat;
use crate::domain::verdict::{JudgedFinding, JudgedPractice};

/// Every practice with its state, by number.
pub(super) fn states(case: &Case<'_>, judged: &[JudgedFinding]) -> Vec<JudgedPractice> {
    let state = |number| state_of(case, judged, number);
    PRACTICES.iter().map(|practice| JudgedPractice { practice, state: state(practice.number) }).collect()
}

fn state_of(case: &Case<'_>, judged: &[JudgedFinding], number: u8) -> PracticeState {
    let about = || judged.iter().filter(|one| one.finding.rule.practice == number);
    let broken = about().any(|one| {
        one.finding.rule.kind == RuleKind::Violation && one.level >= Level::Warn && !one.is_excused()
    });
    if broken {
        return PracticeState::NotMet;
    }
    if !applies(case, number) {
        return PracticeState::NotApplicable;
    }
    if !looked_for(case, number) || !shown(case, number) {
        return PracticeState::NotEvidenced;
    }
    // What couldn't be read may hold what the practice speaks of.
    let hidden = matches!(number, 2..=8 | 14) && !case.inventory.gaps.is_empty();
    if hidden && !has_third_party(case) {
        return PracticeState::NotEvidenced;
    }
    if hidden || about().next().is_some() { PracticeState::PartlyEvidenced } else { PracticeState::Met }
}

fn has_third_party(case: &Case<'_>) -> bool {
    case.inventory.occurrences.iter().any(|occurrence| occurrence.origin != Origin::FirstParty)
}

/// Whether the repository has anything that the practice speaks of.
fn applies(case: &Case<'_>, number: u8) -> bool {
    match number {
        1 => !super::nothing_recognised(case.inventory),
        2..=8 | 14 => has_third_party(case) || !case.inventory.gaps.is_empty(),
        10 => {
            let policy = case.policy;
            let has_exceptions = !policy.exceptions.is_empty() || !policy.vex.statements.is_empty();
            has_exceptions || !policy.refused.is_empty()
        }
        _ => true,
    }
}

/// Whether policy lets any rule look for it.
fn looked_for(case: &Case<'_>, number: u8) -> bool {
    let on = |id: &str| {
        case.policy.levels.get(id).is_none_or(|setting| setting.value.on(day_of(case.now)) != Level::Off)
    };
    case.rules.iter().any(|rule| rule.practice == number && on(rule.id))
}

/// Whether the facts that would show it are there at all.
fn shown(case: &Case<'_>, number: u8) -> bool {
    match number {
        2..=4 | 9 => matches!(case.database, DatabaseState::Usable(database) if !database.sources.is_empty()),
        5 => {
            let known = |statement: &LicenseStatement| !matches!(statement, LicenseStatement::Unknown(_));
            let policy = &case.policy.licenses;
            let demands = &case.policy.demands;
            let named = [&demands.allowed_categories, &demands.denied_categories];
            let categories = named.into_iter().flatten().any(|named| !named.value.is_empty());
            let lists = categories || !policy.allow.value.is_empty() || !policy.deny.value.is_empty();
            lists && case.licenses.iter().flatten().any(|fact| known(&fact.statement))
        }
        // A model that can't be read may hold anything; another tool's is none.
        11 => case.threat_models.iter().any(|model| !model.is_unread()),
        // Only a native model has a place for components.
        14 if !case.threat_models.iter().any(|model| model.format == ModelFormat::Native) => false,
        12..=14 => {
            let mut ours = case.threat_models.iter().filter(|model| !model.is_foreign()).peekable();
            let is_read = ours.peek().is_some() && ours.all(|model| !model.is_unread());
            // A model that nothing was held against may be of any age.
            let is_held = || case.threat_models.iter().any(|model| model.review_facts.shows_anything());
            is_read && (number != 12 || is_held())
        }
        // No run leaves an SBOM or an attestation yet, so none shows these two.
        15 | 16 => false,
        17 => !matches!(case.history, HistoryState::Off | HistoryState::Unusable(_)),
        _ => true,
    }
}
