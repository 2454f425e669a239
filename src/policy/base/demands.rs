//! What a change does to conditions and bans: those of the base hold, and the
//! change's own tighten beside them.

use std::sync::Arc;

use crate::domain::base::{Weakened, Weakening};
use crate::domain::demands::{Ban, When};
use crate::domain::place::Place;
use crate::domain::policy::Policy;
use crate::policy::keys::{LEVELS, WHEN};
use crate::policy::stack::{Stack, expand_categories};
use crate::policy::value::{InForce, quote, written};

/// The entry's table.
const BAN: &str = "ban";

/// Adds what the change asks, and notes what it would take away.
pub(super) fn compare(policy: &mut Policy, [tip, change, fork]: [&Stack; 3], weakened: &mut Vec<Weakening>) {
    let [at_tip, in_change, at_fork] = [tip, change, fork].map(|stack| &stack.policy.demands);
    for when in &in_change.whens {
        let is_known = |known: &When| same_condition(known, when);
        if at_tip.whens.iter().chain(&at_fork.whens).any(is_known) {
            continue;
        }
        if lowers(tip, when) {
            weakened.push(added(WHEN, said(when), &when.place));
        }
        policy.demands.whens.push(When { may_lower: false, ..when.clone() });
    }
    for when in at_tip.whens.iter().filter(|when| !lowers(tip, when)) {
        let is_same = |other: &When| same_condition(other, when);
        if at_fork.whens.iter().any(is_same) && !in_change.whens.iter().any(is_same) {
            weakened.push(dropped(WHEN, said(when), &when.place));
        }
    }
    // To take out what lowers tightens at once.
    policy.demands.whens.retain(|when| {
        let is_same = |other: &When| same_condition(other, when);
        !lowers(tip, when) || in_change.whens.iter().any(is_same) || !at_fork.whens.iter().any(is_same)
    });
    let unknown = |ban: &&Ban| !at_tip.bans.iter().any(|known| same_ban(known, ban));
    policy.demands.bans.extend(in_change.bans.iter().filter(unknown).cloned());
    for ban in &at_tip.bans {
        let is_same = |other: &Ban| same_ban(other, ban);
        if at_fork.bans.iter().any(is_same) && !in_change.bans.iter().any(is_same) {
            weakened.push(dropped(BAN, format!("component = {}", quote(&ban.component)), &ban.place));
        }
    }
    let forbidden = |flag: &&crate::domain::policy::Setting<Arc<str>>| {
        !at_tip.forbidden_flags.iter().any(|known| known.value == flag.value)
    };
    policy.demands.forbidden_flags.extend(in_change.forbidden_flags.iter().filter(forbidden).cloned());
    expand_categories(policy);
}

/// Whether a condition gives a finding less than the level in force.
fn lowers(tip: &Stack, when: &When) -> bool {
    let held = tip.in_force.get(&format!("{LEVELS}.{}", when.rule)).and_then(InForce::schedule);
    held.is_none_or(|held| held.value.or_higher(&when.level) != when.level)
}

fn said(when: &When) -> String {
    format!("rule = {}, level = {}", quote(&when.rule), written(&when.level))
}

/// Whether both ask the same of the same findings.
fn same_condition(one: &When, other: &When) -> bool {
    one.level == other.level && one.is_part_of(other) && other.is_part_of(one)
}

fn same_ban(one: &Ban, other: &Ban) -> bool {
    one.component == other.component && one.versions == other.versions && one.folder == other.folder
}

fn added(entry: &str, what: String, place: &Place) -> Weakening {
    let what = Weakened::Added { entry: Arc::from(entry), what: Arc::from(what) };
    Weakening { what, place: place.clone(), held_by: None }
}

fn dropped(entry: &str, what: String, held_by: &Place) -> Weakening {
    let what = Weakened::Dropped { entry: Arc::from(entry), what: Arc::from(what) };
    let place = Place { region: None, ..held_by.clone() };
    Weakening { what, place, held_by: Some(held_by.clone()) }
}
