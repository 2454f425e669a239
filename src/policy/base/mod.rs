//! The policy of a change that is measured against a base.
//!
//! The repository's layer is that of the base: the tip of the target branch.
//! What the change's own file says tightens at once; what it would loosen has
//! no effect and is kept as a [`Weakening`]. Where the change began is known,
//! only what the change itself did counts: a branch that is merely older than
//! the target loosens nothing, and gains nothing.

mod demands;
mod exceptions;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::base::{Weakened, Weakening};
use crate::domain::exception::{Approver, Revocation};
use crate::domain::place::Place;
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;
use crate::policy::keys::{CLARIFICATION, EXTENSION, REGISTRY, REQUIRE, REVOCATION, ROSTER, Vocabulary};
use crate::policy::stack::Stack;
use crate::policy::value::{InForce, Value, quote};
use crate::policy::{LayerSource, PolicyError, laid};

/// The repository's own layer, in every version that counts.
#[derive(Clone, Debug)]
pub struct Versions {
    /// At the tip of the target branch.
    pub tip: Option<LayerSource>,
    /// Where the change began.
    pub fork: Fork,
    /// In the tree under judgement.
    pub change: ChangedLayer,
    /// The file in the tree, whether it is there or not.
    pub place: Place,
    /// Who made the change, by name or address: none of them approves it.
    pub authors: Vec<Arc<str>>,
}

/// The layer where the change began.
#[derive(Clone, Debug)]
pub enum Fork {
    /// Nobody knows where that was.
    Unknown,
    /// There was none.
    Absent,
    /// This one.
    Read(LayerSource),
}

/// The layer in the tree under judgement.
#[derive(Clone, Debug)]
pub enum ChangedLayer {
    /// There is none.
    Absent,
    /// There is something that isn't read, such as a link.
    Unread(Statement),
    /// This one.
    Read(LayerSource),
}

/// The effective policy of a change: see the top of this file.
pub fn effective_against(
    above: &[LayerSource],
    own: &Versions,
    rule_ids: &[&'static str],
) -> Result<Policy, Vec<PolicyError>> {
    let with = |layer: Option<&LayerSource>| {
        let layers: Vec<LayerSource> = above.iter().chain(layer).cloned().collect();
        laid(&layers, rule_ids)
    };
    let tip = with(own.tip.as_ref())?;
    let change = match &own.change {
        ChangedLayer::Read(layer) => Some(layer),
        ChangedLayer::Absent | ChangedLayer::Unread(_) => None,
    };
    let began_with = match &own.fork {
        Fork::Unknown => own.tip.as_ref(),
        Fork::Absent => None,
        Fork::Read(layer) => Some(layer),
    };
    let bytes = |layer: Option<&LayerSource>| layer.map(|layer| layer.bytes.clone());
    match &own.change {
        ChangedLayer::Unread(reason) => Ok(without_file(tip, own, Weakened::Replaced(reason.clone()))),
        ChangedLayer::Absent if began_with.is_some() => Ok(without_file(tip, own, Weakened::Removed)),
        ChangedLayer::Absent => Ok(tip.policy),
        ChangedLayer::Read(_) => {
            // The file has to be sound even where the change didn't touch it.
            let change_stack = with(change)?;
            if bytes(change) == bytes(began_with) {
                return Ok(tip.policy);
            }
            // A file that wasn't sound said nothing that could be compared.
            let fork = with(began_with).ok();
            let fork = fork.as_ref().unwrap_or(&tip);
            let laying = Compared { fork, tip: &tip, change: &change_stack, authors: &own.authors };
            Ok(laying.policy(&Vocabulary::new(rule_ids)))
        }
    }
}

/// Whether a list lacks what it began with and what holds all the same: such
/// a list never refuses anything, because layers only add to it.
fn is_shorter(in_force: &Value, stated: &Value, before: &Value) -> bool {
    let (Value::Words(in_force), Value::Words(stated), Value::Words(before)) = (in_force, stated, before)
    else {
        return false;
    };
    in_force.iter().any(|word| before.contains(word) && !stated.contains(word))
}

/// The base's policy holds whole.
fn without_file(tip: Stack, own: &Versions, what: Weakened) -> Policy {
    let held_by = own.tip.as_ref().map(|tip| Place { artifact: tip.artifact.clone(), region: None });
    let weakening = Weakening { what, place: own.place.clone(), held_by };
    Policy { weakened: vec![weakening], ..tip.policy }
}

/// Three policies: that of the target, that of the change, and the one that
/// the change began with.
struct Compared<'run> {
    fork: &'run Stack,
    tip: &'run Stack,
    change: &'run Stack,
    authors: &'run [Arc<str>],
}

impl Compared<'_> {
    fn policy(&self, vocabulary: &Vocabulary) -> Policy {
        let mut policy = self.tip.policy.clone();
        let mut weakened = Vec::new();
        for (name, meaning) in vocabulary.all() {
            let held = [self.tip, self.change, self.fork].map(|stack| stack.in_force.get(name));
            let [Some(held), Some(stated), Some(before)] = held else { continue };
            if stated.value == before.value {
                continue;
            }
            let met = meaning.tightening().meet(&held.value, &stated.value);
            let dropped =
                || is_shorter(&met.in_force, &stated.value, &before.value).then(|| stated.value.clone());
            if let Some(refused) = met.refused.clone().or_else(dropped) {
                let what = Weakened::Key {
                    key: Arc::from(name),
                    attempted: Arc::from(refused.to_toml()),
                    in_force: Arc::from(met.in_force.to_toml()),
                };
                let (place, held_by) = (stated.place.clone(), Some(held.place.clone()));
                weakened.push(Weakening { what, place, held_by });
            }
            if met.in_force != held.value {
                let value = InForce { value: met.in_force, place: stated.place.clone() };
                // The value is of the key's shape: it came from this key.
                meaning.set(&mut policy, &value).unwrap_or_default();
            }
        }
        let [tip, change, fork] = [self.tip, self.change, self.fork].map(|stack| &stack.policy);
        let entries = |all: [Vec<Entry>; 3], adding: Adding| {
            let [tip, change, fork] = all;
            compare_entries(&tip, &change, &fork, adding)
        };
        weakened.extend(entries([tip, change, fork].map(registries), Adding::EitherWay));
        weakened.extend(entries([tip, change, fork].map(extensions), Adding::Loosens));
        weakened.extend(entries([tip, change, fork].map(required), Adding::Tightens));
        weakened.extend(entries([tip, change, fork].map(revocations), Adding::Tightens));
        weakened.extend(entries([tip, change, fork].map(clarifications), Adding::EitherWay));
        weakened.extend(entries([tip, change, fork].map(roster), Adding::EitherWay));
        let added = |one: &&crate::domain::policy::RequiredSource| !tip.database.require.contains(one);
        policy.database.require.extend(change.database.require.iter().filter(added).cloned());
        let revoked = change.demands.revocations.iter();
        let added = revoked.filter(|one| !tip.demands.revocations.contains(one));
        policy.demands.revocations.extend(added.cloned());
        let kept = |one: &crate::domain::policy::Extension| {
            let said =
                |policy: &Policy| policy.database.extensions.iter().any(|other| other.until == one.until);
            said(change) || !said(fork)
        };
        policy.database.extensions.retain(kept);
        exceptions::compare(&mut policy, [self.tip, self.change, self.fork], (self.authors, &mut weakened));
        demands::compare(&mut policy, [self.tip, self.change, self.fork], &mut weakened);
        // What the change's own file tries against the layers above it.
        policy.refused.clone_from(&change.refused);
        policy.weakened = weakened;
        policy
    }
}

/// What an entry of a list says, and where.
type Entry = (Arc<str>, Arc<str>, Place);

fn registries(policy: &Policy) -> Vec<Entry> {
    let said = |one: &crate::domain::policy::Registry| {
        let mirrors = one.mirrors.as_deref().unwrap_or("none");
        format!("url = {}, mirrors = {}", quote(&one.url), quote(mirrors))
    };
    let entry = |one| (Arc::from(REGISTRY), Arc::from(said(one)), one.place.clone());
    policy.registries.iter().map(entry).collect()
}

fn extensions(policy: &Policy) -> Vec<Entry> {
    let all = policy.database.extensions.iter();
    let entry = |one: &crate::domain::policy::Extension| {
        (Arc::from(EXTENSION), Arc::from(format!("until = {}", one.until)), one.place.clone())
    };
    all.map(entry).collect()
}

/// The roster of the base alone approves: a change that adds somebody, takes
/// somebody out or gives somebody more is told.
fn roster(policy: &Policy) -> Vec<Entry> {
    let said = |one: &Approver| {
        let keys: Vec<String> = one.keys.iter().map(|key| quote(key)).collect();
        let (name, may, keys) = (quote(&one.name), one.may_approve.word(), keys.join(", "));
        format!("name = {name}, may-approve = {}, keys = [{keys}]", quote(may))
    };
    let entry = |one| (Arc::from(ROSTER), Arc::from(said(one)), one.place.clone());
    policy.roster.iter().map(entry).collect()
}

fn required(policy: &Policy) -> Vec<Entry> {
    let all = policy.database.require.iter();
    let said = |one: &crate::domain::policy::RequiredSource| {
        format!("ecosystem = {}, least = {}, whole = {}", quote(&one.ecosystem), one.least, one.whole)
    };
    all.map(|one| (Arc::from(REQUIRE), Arc::from(said(one)), one.place.clone())).collect()
}

/// What was taken back stays so; why, may be said in other words.
fn revocations(policy: &Policy) -> Vec<Entry> {
    let said = |one: &Revocation| format!("exception = \"sha256:{}\"", one.exception);
    let all = policy.demands.revocations.iter();
    all.map(|one| (Arc::from(REVOCATION), Arc::from(said(one)), one.place.clone())).collect()
}

/// What a licence is taken for: neither a new word nor a word less is only
/// tighter, so the base's hold.
fn clarifications(policy: &Policy) -> Vec<Entry> {
    let said = |one: &crate::domain::license::Clarification| {
        let versions = one.versions.as_deref().map(|versions| format!(", versions = {}", quote(versions)));
        let (component, license, file) = (quote(&one.component), quote(&one.license), quote(&one.file));
        let versions = versions.unwrap_or_default();
        format!(
            "component = {component}{versions}, license = {license}, file = {file}, sha256 = \"{}\"",
            one.digest
        )
    };
    let all = policy.demands.clarifications.iter();
    all.map(|one| (Arc::from(CLARIFICATION), Arc::from(said(one)), one.place.clone())).collect()
}

/// What adding an entry does; taking one out does the opposite.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Adding {
    Loosens,
    Tightens,
    /// Either can hide something.
    EitherWay,
}

fn compare_entries(tip: &[Entry], change: &[Entry], fork: &[Entry], adding: Adding) -> Vec<Weakening> {
    let texts =
        |entries: &[Entry]| entries.iter().map(|(_, what, _)| Arc::clone(what)).collect::<BTreeSet<_>>();
    let (at_tip, in_change, at_fork) = (texts(tip), texts(change), texts(fork));
    let mut weakened = Vec::new();
    if adding != Adding::Tightens {
        let added = change.iter().filter(|(_, what, _)| !at_fork.contains(what) && !at_tip.contains(what));
        weakened.extend(added.map(|(entry, what, place)| Weakening {
            what: Weakened::Added { entry: Arc::clone(entry), what: Arc::clone(what) },
            place: place.clone(),
            held_by: None,
        }));
    }
    if adding != Adding::Loosens {
        let dropped = tip.iter().filter(|(_, what, _)| !in_change.contains(what) && at_fork.contains(what));
        weakened.extend(dropped.map(|(entry, what, place)| Weakening {
            what: Weakened::Dropped { entry: Arc::clone(entry), what: Arc::clone(what) },
            place: Place { region: None, ..place.clone() },
            held_by: Some(place.clone()),
        }));
    }
    weakened
}

#[cfg(test)]
mod tests;
