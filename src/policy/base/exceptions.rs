//! What a change does to exceptions: those of the base hold, and the change's
//! own are proposals, for which somebody of the base's roster has to vouch.

use std::sync::Arc;

use crate::domain::base::{Weakened, Weakening};
use crate::domain::digest::Digest;
use crate::domain::exception::{Exception, Proposal};
use crate::domain::policy::Policy;
use crate::exception;
use crate::policy::keys::EXCEPTION;
use crate::policy::stack::Stack;
use crate::policy::value::quote;

/// An exception of the base holds unless the change takes it out; one that the
/// change adds, prolongs or rewrites is only proposed. Where the base has no
/// roster nobody can vouch for it, so it is told as what it is: a loosening.
pub(super) fn compare(
    policy: &mut Policy,
    [tip, change, fork]: [&Stack; 3],
    (authors, weakened): (&[Arc<str>], &mut Vec<Weakening>),
) {
    let [at_tip, in_change, at_fork] = [tip, change, fork].map(|stack| all_of(&stack.policy));
    let is_kept = |held: &Exception| {
        let is_same = |other: &&Exception| same_grant(other, held);
        in_change.iter().any(is_same) || !at_fork.iter().any(is_same)
    };
    let revoked: Vec<Digest> = policy.demands.revocations.iter().map(|one| one.exception).collect();
    let is_revoked = |held: &Exception| revoked.contains(&exception::digest(held));
    // What is signed counts again as soon as somebody puts it back.
    let gone =
        at_tip.iter().filter(|held| !held.signatures.is_empty() && !is_kept(held) && !is_revoked(held));
    policy.taken_out = gone.map(|held| (*held).clone()).collect();
    policy.exceptions.retain(&is_kept);
    policy.proposed.retain(|proposal| is_kept(&proposal.exception));
    // What is signed is signed with its end.
    for held in policy.exceptions.iter_mut().filter(|held| held.signatures.is_empty()) {
        let ends = in_change.iter().filter(|other| same_grant(other, held)).map(|other| other.expires);
        held.expires = ends.fold(held.expires, std::cmp::Ord::min);
    }
    let roster = tip.policy.roster.len();
    for &proposed in &in_change {
        let is_known = |known: &&Exception| same_grant(known, proposed) && proposed.expires <= known.expires;
        if at_tip.iter().chain(&at_fork).any(is_known) {
            continue;
        }
        if roster > 0 {
            let (exception, authors) = (proposed.clone(), authors.to_vec());
            policy.brought.push(proposed.place.clone());
            policy.proposed.push(Proposal { exception, authors, roster });
            continue;
        }
        let what = format!("id = {}, component = {}", quote(&proposed.id), quote(&proposed.component));
        let what = Weakened::Added { entry: Arc::from(EXCEPTION), what: Arc::from(what) };
        let is_before =
            |known: &&&Exception| known.id == proposed.id && known.component == proposed.component;
        let held_by = at_tip.iter().find(is_before).map(|before| before.place.clone());
        weakened.push(Weakening { what, place: proposed.place.clone(), held_by });
    }
}

/// Those in force, and those that wait for somebody.
fn all_of(policy: &Policy) -> Vec<&Exception> {
    let proposed = policy.proposed.iter().map(|proposal| &proposal.exception);
    policy.exceptions.iter().chain(proposed).collect()
}

/// Whether both allow the same thing by the same people; for how long, and in
/// which words, may differ.
fn same_grant(one: &Exception, other: &Exception) -> bool {
    one.id == other.id
        && one.component == other.component
        && one.versions == other.versions
        && one.folder == other.folder
        && one.rule == other.rule
        && one.repository == other.repository
        && one.owner == other.owner
        && one.approver == other.approver
        && one.severity == other.severity
        && one.license == other.license
        && one.emergency == other.emergency
        && one.signatures == other.signatures
}
