//! A component that the database can't speak of isn't clean.
//!
//! One finding for a manifest and a reason, with the number of components: ten
//! thousand entries of one private registry are one thing to know.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::advisory::DatabaseState;
use crate::domain::component::Component;
use crate::domain::finding::{Finding, Subject};
use crate::domain::inventory::GapKind;
use crate::domain::place::{Place, TreePath};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::messages::advisory as doubts;
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unassessable-component", practice: 2, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

/// How many names a message shows, and how many places a finding has.
const SHOWN: usize = 5;

/// Manifest, the doubt's key, and what its components share: a doubt's first
/// argument is that by custom.
type Group<'run> = (Option<&'run TreePath>, &'static str, &'run str);

struct Doubted<'run> {
    component: &'run Component,
    place: &'run Place,
    doubt: &'run Statement,
}

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    // Without a usable database nothing can be assessed; another rule says so once.
    if !matches!(facts.database, DatabaseState::Usable(_)) {
        return Vec::new();
    }
    let mut groups: BTreeMap<Group<'_>, Vec<Doubted<'_>>> = BTreeMap::new();
    for (position, (occurrence, assessment)) in
        facts.inventory.occurrences.iter().zip(facts.assessments).enumerate()
    {
        let file = facts.inventory.manifest_of(position).map(|manifest| &manifest.path);
        for doubt in &assessment.doubts {
            if is_said_elsewhere(facts, &occurrence.place, doubt) {
                continue;
            }
            let shared = doubt.arguments.first().map_or("", String::as_str);
            let doubted = Doubted { component: &occurrence.component, place: &occurrence.place, doubt };
            groups.entry((file, doubt.sentence.key, shared)).or_default().push(doubted);
        }
    }
    groups.into_iter().filter_map(|(group, doubted)| finding_of(group, &doubted)).collect()
}

/// A version that isn't pinned is a gap of the inventory already.
fn is_said_elsewhere(facts: &Facts<'_>, place: &Place, doubt: &Statement) -> bool {
    let not_exact = doubts::doubt_not_exact("").sentence.key;
    let is_known = |gap: &crate::domain::inventory::Gap| {
        matches!(gap.kind, GapKind::UnresolvedVersion | GapKind::UnpinnedBuild)
            && gap.place.artifact == place.artifact
    };
    doubt.sentence.key == not_exact && facts.inventory.gaps.iter().any(is_known)
}

fn finding_of((file, key, shared): Group<'_>, doubted: &[Doubted<'_>]) -> Option<Finding> {
    let first = doubted.first()?;
    let message = match doubted {
        [_] => say::unassessable_one(first.component),
        _ => say::unassessable(doubted.len(), names_of(doubted)),
    };
    // The reason stands beside the finding: a sentence of its own.
    let mut related = vec![(first.place.clone(), first.doubt.clone())];
    let others = doubted.iter().skip(1).take(SHOWN);
    related.extend(others.map(|other| (other.place.clone(), say::also_unassessable(other.component))));
    let word = key.rsplit('.').next().unwrap_or(key).trim_start_matches("doubt_").replace('_', "-");
    let item = if shared.is_empty() { Arc::from(word) } else { Arc::from(format!("{word}:{shared}")) };
    let subject = Subject { file: file.cloned(), component: None, item };
    let finding = Finding::new(&RULE.info, first.place.clone(), message, subject);
    Some(Finding { related, ..finding })
}

/// The first few names, each once.
fn names_of(doubted: &[Doubted<'_>]) -> String {
    let mut names: Vec<&str> = doubted.iter().map(|doubted| &*doubted.component.name).collect();
    names.sort_unstable();
    names.dedup();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    names.truncate(SHOWN);
    format!("{}{more}", names.join(", "))
}
