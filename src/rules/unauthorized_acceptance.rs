//! An acceptance by somebody who may not give it: who isn't on the roster of the
//! target branch, who may not decide about a threat so bad, or who made the change
//! that brings it.
//!
//! Names in commits are what their authors say they are: a change whose author
//! takes another name isn't found out here, unless the host checks signatures.

use std::collections::HashMap;
use std::sync::Arc;

use super::threat::Accepted;
use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::domain::threat::{Acceptance, Located};
use crate::messages::rules::acceptance::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unauthorized-acceptance", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// Acceptances of the base, by system and threat.
type Held<'run> = HashMap<(&'run str, &'run str), &'run Acceptance>;

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let of_base = facts.base.into_iter().flat_map(|base| &base.tip_models);
    let held = of_base.flat_map(|model| {
        let threats = model.threats.iter();
        threats.filter_map(|one| Some(((&*model.system, &*one.id.value), one.acceptance.as_ref()?)))
    });
    let held: Held<'_> = held.collect();
    threat::accepted(facts).filter_map(|accepted| check(accepted, facts, &held)).collect()
}

fn check(accepted: Accepted<'_>, facts: &Facts<'_>, held: &Held<'_>) -> Option<Finding> {
    // Without a name it is incomplete, and told as that.
    let by = accepted.acceptance.by.as_ref()?;
    let message = may_not(accepted, facts, &by.value).or_else(|| wrote_it(accepted, facts, held))?;
    Some(threat::about_threat(&RULE.info, accepted.model, (&by.place, accepted.threat), message))
}

/// Where nobody is named as an approver, anybody may accept.
fn may_not(accepted: Accepted<'_>, facts: &Facts<'_>, by: &str) -> Option<Statement> {
    let roster = &facts.policy.roster;
    if roster.is_empty() {
        return None;
    }
    let id = &accepted.threat.id.value;
    let Some(approver) = roster.iter().find(|one| one.is(by)) else {
        return Some(say::not_on_roster(id, by));
    };
    let band = accepted.band();
    let most = approver.may_approve;
    (most.gravity() < band.gravity())
        .then(|| say::may_not_accept(id, by, most.word(), accepted.threat.severity.value.word()))
}

/// What stands in the base as it is was brought by somebody else, or long ago.
fn wrote_it(accepted: Accepted<'_>, facts: &Facts<'_>, held: &Held<'_>) -> Option<Statement> {
    let base = facts.base?;
    let id = &accepted.threat.id.value;
    let before = held.get(&(&*accepted.model.system, &**id));
    if before.is_some_and(|before| is_same(before, accepted.acceptance)) {
        return None;
    }
    let by = accepted.acceptance.by.as_ref()?;
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let approver = facts.policy.roster.iter().find(|one| one.is(&by.value));
    let is_author =
        |author: &Arc<str>| same(author, &by.value) || approver.is_some_and(|approver| approver.is(author));
    let is_self_made = base.authors.iter().any(is_author) && !is_vouched_for(accepted, facts);
    is_self_made.then(|| say::accepted_by_author(id, &by.value))
}

/// Whether somebody else, who may decide about a threat so bad, approved the change:
/// then two people looked, whoever wrote it down.
fn is_vouched_for(accepted: Accepted<'_>, facts: &Facts<'_>) -> bool {
    let band = accepted.band();
    let vouching = facts.base.into_iter().flat_map(|base| &base.vouched_by);
    let mut approvers = vouching.filter_map(|name| facts.policy.roster.iter().find(|one| one.is(name)));
    approvers.any(|one| one.may_approve.gravity() >= band.gravity())
}

fn is_same(before: &Acceptance, after: &Acceptance) -> bool {
    fn value<T>(one: Option<&Located<T>>) -> Option<&T> {
        one.map(|one| &one.value)
    }
    let texts =
        |one: &Acceptance| [&one.reason, &one.by, &one.role].map(|text| value(text.as_ref()).cloned());
    let days = |one: &Acceptance| [&one.on, &one.until].map(|day| value(day.as_ref()).copied());
    texts(before) == texts(after) && days(before) == days(after)
}
