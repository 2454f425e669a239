//! What a change takes away from a model, item by item. `began` is the item
//! where the change began: what the target added since isn't the change's to
//! keep, and what the target weakened since isn't its fault.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::place::Place;
use crate::domain::statement::Statement;
use crate::domain::threat::{
    Decision, Element, EvidenceKind, Flow, Located, Mitigation, ModelFormat, Retired, Threat, ThreatModel,
    ThreatSeverity,
};
use crate::messages::rules::base::say;

/// One thing that a change takes away.
pub(in crate::rules) struct Taken<'run> {
    /// The item and what was done to it: part of the finding's identity.
    pub(in crate::rules) item: String,
    /// Where the change does it; its model where nothing is left to point at.
    pub(in crate::rules) place: Option<Place>,
    /// In words.
    pub(in crate::rules) message: Statement,
    /// Where the base holds it.
    pub(in crate::rules) held: &'run Place,
    /// The threat that it is about.
    pub(in crate::rules) threat: Option<&'run Threat>,
    /// Whether somebody who may can allow it.
    pub(in crate::rules) pardon: Pardon,
}

/// What can be said for a weakening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Pardon {
    /// Somebody of the base's roster who looked at the change.
    ByReview,
    /// Nothing but mending it.
    Never,
}

/// One model three times: at the target branch, where the change began, and in
/// the change.
#[derive(Clone, Copy)]
pub(in crate::rules) struct Versions<'run> {
    pub(in crate::rules) held: &'run ThreatModel,
    pub(in crate::rules) began: &'run ThreatModel,
    pub(in crate::rules) now: &'run ThreatModel,
}

/// The same model among others: of the same system; else in the same file, or
/// of the same format with all its threats, as long as it isn't another one of
/// the base's. A model that moved wasn't deleted.
pub(in crate::rules) fn counterpart<'run>(
    models: &'run [ThreatModel],
    wanted: &ThreatModel,
    of_base: &[ThreatModel],
) -> Option<&'run ThreatModel> {
    let ids = |model: &ThreatModel| -> BTreeSet<Arc<str>> {
        model.threats.iter().map(|threat| Arc::clone(&threat.id.value)).collect()
    };
    let has_all = |model: &&ThreatModel| {
        model.format == wanted.format && !wanted.threats.is_empty() && ids(wanted).is_subset(&ids(model))
    };
    let is_free = |model: &&ThreatModel| !of_base.iter().any(|other| other.system == model.system);
    let read = || models.iter().filter(|model| !model.is_unread());
    read()
        .find(|model| model.system == wanted.system)
        .or_else(|| read().filter(is_free).find(|model| model.file == wanted.file))
        .or_else(|| read().filter(is_free).find(has_all))
}

/// Everything that the change takes away from a model.
pub(in crate::rules) fn of(versions: Versions<'_>) -> Vec<Taken<'_>> {
    let Versions { held, began, now } = versions;
    let mut taken = Vec::new();
    for threat in &held.threats {
        if let Some(began) = by_id(&began.threats, &threat.id, |one| &one.id) {
            taken.extend(from_threat(threat, began, versions));
        }
    }
    for mitigation in &held.mitigations {
        let began = by_id(&began.mitigations, &mitigation.id, |one| &one.id);
        let after = by_id(&now.mitigations, &mitigation.id, |one| &one.id);
        taken.extend(began.zip(after).and_then(|(began, after)| evidence(mitigation, began, after)));
    }
    for element in &held.elements {
        if let Some(began) = by_id(&began.elements, &element.id, |one| &one.id) {
            taken.extend(from_element(element, began, now));
        }
    }
    taken.extend(held.flows.iter().filter_map(|flow| excluded(flow, versions)));
    taken.extend(held.retired.iter().filter_map(|stone| tombstone(stone, versions)));
    taken
}

fn by_id<'run, T>(
    items: &'run [T],
    wanted: &Located<Arc<str>>,
    id: fn(&T) -> &Located<Arc<str>>,
) -> Option<&'run T> {
    items.iter().find(|one| id(one).value == wanted.value)
}

fn from_threat<'run>(held: &'run Threat, began: &Threat, versions: Versions<'run>) -> Vec<Taken<'run>> {
    let id = &held.id.value;
    let taken = |what: &str, place: Option<Place>, message: Statement| Taken {
        item: format!("{id}:{what}"),
        place,
        message,
        held: &held.id.place,
        threat: Some(held),
        pardon: Pardon::ByReview,
    };
    let Some(after) = by_id(&versions.now.threats, &held.id, |one| &one.id) else {
        return removed(held, versions).into_iter().collect();
    };
    let mut all = Vec::new();
    let (before, severity) = (began.severity.value, &after.severity);
    if rank(severity.value) < rank(before) && rank(severity.value) < rank(held.severity.value) {
        let message = say::threat_lowered(id, before.word(), severity.value.word());
        all.push(taken("lowered", Some(severity.place.clone()), message));
    }
    let (before, decision) = (began.decision.value, &after.decision);
    let waives = matches!(
        decision.value,
        Decision::Accept | Decision::Transfer | Decision::Avoid | Decision::NotApplicable
    );
    if waives && decision.value != before && decision.value != held.decision.value {
        let message = say::threat_waived(id, before.word(), decision.value.word());
        all.push(taken("waived", Some(decision.place.clone()), message));
    }
    let until = |threat: &Threat| threat.acceptance.as_ref()?.until.clone();
    if let (Some(before), Some(after)) = (until(began), until(after))
        && after.value > before.value.max(until(held).map_or(Date::MIN, |held| held.value))
    {
        all.push(taken("prolonged", Some(after.place), say::acceptance_prolonged(id, after.value)));
    }
    if decision.value == Decision::Mitigate
        && let Some(dropped) = dropped_mitigation(held, (began, after), versions.began)
    {
        all.push(taken("unmitigated", Some(after.id.place.clone()), say::mitigation_dropped(id, dropped)));
    }
    all
}

/// A threat that is gone. A tombstone says when, by whom and why; it can't be
/// what allows it, unless the threat was settled before.
fn removed<'run>(held: &'run Threat, versions: Versions<'run>) -> Option<Taken<'run>> {
    let id = &held.id.value;
    let stone = by_id(&versions.now.retired, &held.id, |one| &one.id);
    let was_settled = matches!(held.decision.value, Decision::Avoid | Decision::NotApplicable);
    let has_tombstones = versions.now.format == ModelFormat::Native;
    let (place, message, pardon) = match stone {
        Some(stone) if stone.is_complete() && was_settled => return None,
        Some(stone) if stone.is_complete() => {
            (Some(stone.id.place.clone()), say::threat_retired(id, &held.title.value), Pardon::ByReview)
        }
        Some(stone) => (Some(stone.id.place.clone()), say::tombstone_incomplete(id), Pardon::Never),
        None => {
            let pardon = if has_tombstones { Pardon::Never } else { Pardon::ByReview };
            (None, say::threat_removed(id, &held.title.value), pardon)
        }
    };
    let item = format!("{id}:removed");
    Some(Taken { item, place, message, held: &held.id.place, threat: Some(held), pardon })
}

/// An unrated threat counts as high, so rating it less lowers it.
fn rank(severity: ThreatSeverity) -> (bool, ThreatSeverity) {
    (severity.counts_as_high(), severity)
}

/// A mitigation that worked and that the threat doesn't name any more.
fn dropped_mitigation<'run>(
    held: &'run Threat,
    (began, after): (&Threat, &Threat),
    model: &ThreatModel,
) -> Option<&'run str> {
    let names = |threat: &Threat, id: &str| threat.mitigations.iter().any(|one| *one.value == *id);
    let worked = |id: &str| {
        let found = model.mitigations.iter().find(|mitigation| *mitigation.id.value == *id);
        found.is_some_and(|mitigation| mitigation.status.value.claims_to_work())
    };
    let gone = |id: &&str| names(began, id) && !names(after, id) && worked(id);
    let fewer = after.mitigations.len() < began.mitigations.len();
    held.mitigations.iter().map(|one| &*one.value).find(gone).filter(|_| fewer)
}

/// Evidence that the change takes away from a mitigation that claims to work. A
/// page shows nothing, so it can't take the place of anything.
fn evidence<'run>(held: &'run Mitigation, began: &Mitigation, after: &Mitigation) -> Option<Taken<'run>> {
    let of = |mitigation: &Mitigation| -> BTreeSet<String> {
        mitigation.evidence.iter().filter_map(|one| words(&one.kind.value)).collect()
    };
    let (before, now) = (of(began), of(after));
    let gone = before.difference(&now).count();
    let counts = after.status.value.claims_to_work() && now.len() < before.len();
    (gone > 0 && counts).then(|| Taken {
        item: after.id.value.to_string(),
        place: Some(after.id.place.clone()),
        message: say::evidence_removed(&after.id.value, gone),
        held: &held.id.place,
        threat: None,
        pardon: Pardon::ByReview,
    })
}

fn words(kind: &EvidenceKind) -> Option<String> {
    match kind {
        EvidenceKind::File { path, contains } => {
            let contains = contains.as_ref().map_or("", |contains| &*contains.value);
            Some(format!("file {}#{contains}", path.value))
        }
        EvidenceKind::Test { path, name } => Some(format!("test {}#{}", path.value, name.value)),
        EvidenceKind::Commit { id } => Some(format!("commit {}", id.value)),
        EvidenceKind::Url { .. } => None,
    }
}

fn from_element<'run>(held: &'run Element, began: &Element, now: &ThreatModel) -> Vec<Taken<'run>> {
    let id = &held.id.value;
    let taken = |what: &str, place: Option<&Place>, message: Statement| Taken {
        item: format!("{id}:{what}"),
        place: place.cloned(),
        message,
        held: &held.id.place,
        threat: None,
        pardon: Pardon::ByReview,
    };
    let Some(after) = by_id(&now.elements, &held.id, |one| &one.id) else {
        let says_something = held.untrusted_input || !held.paths.is_empty() || !held.components.is_empty();
        return says_something
            .then(|| taken("removed", None, say::element_removed(id)))
            .into_iter()
            .collect();
    };
    let mut all = Vec::new();
    let is_in = |list: &[Located<Arc<str>>], text: &str| list.iter().any(|one| *one.value == *text);
    let first =
        |list: &'run [Located<Arc<str>>], began: &[Located<Arc<str>>], lacks: &dyn Fn(&str) -> bool| {
            list.iter().map(|one| &*one.value).find(|text| is_in(began, text) && lacks(text))
        };
    let covers = |text: &str| after.paths.iter().any(|pattern| contains(&pattern.value, text));
    if let Some(path) = first(&held.paths, &began.paths, &|text| !covers(text)) {
        all.push(taken("narrowed", Some(&after.id.place), say::paths_narrowed(id, path)));
    }
    let lacks = |text: &str| !is_in(&after.components, text);
    if let Some(component) = first(&held.components, &began.components, &lacks) {
        all.push(taken("components", Some(&after.id.place), say::component_removed(id, component)));
    }
    if held.untrusted_input && began.untrusted_input && !after.untrusted_input {
        all.push(taken("trusted", Some(&after.id.place), say::input_trusted(id)));
    }
    if held.in_scope && began.in_scope && !after.in_scope {
        all.push(taken("excluded", Some(&after.id.place), say::element_excluded(id)));
    }
    if held.is_untrusted && began.is_untrusted && !after.is_untrusted {
        let place = after.zone.as_ref().map_or(&after.id.place, |zone| &zone.place);
        let (before, now) = standings(held, after);
        all.push(taken("zone", Some(place), say::zone_trusted(id, before, now)));
    }
    all
}

/// Where an element stood, where nobody is trusted, and where it stands now: by
/// its zone, or by what it is where the zone is the same.
fn standings<'run>(held: &'run Element, after: &'run Element) -> (&'run str, &'run str) {
    let zone = |element: &'run Element| element.zone.as_ref().map_or("–", |zone| &*zone.value);
    if zone(held) == zone(after) && held.kind != after.kind {
        (held.kind.word(), after.kind.word())
    } else {
        (zone(held), zone(after))
    }
}

/// A flow that the change leaves out of the model while it is still drawn.
fn excluded<'run>(held: &'run Flow, versions: Versions<'run>) -> Option<Taken<'run>> {
    let began = by_id(&versions.began.flows, &held.id, |one| &one.id)?;
    let after = by_id(&versions.now.flows, &held.id, |one| &one.id)?;
    (held.in_scope && began.in_scope && !after.in_scope).then(|| Taken {
        item: format!("{}:excluded", held.id.value),
        place: Some(after.id.place.clone()),
        message: say::flow_excluded(&held.id.value),
        held: &held.id.place,
        threat: None,
        pardon: Pardon::ByReview,
    })
}

/// Whether a pattern names all that another one names, as far as their words
/// tell: the same, or a folder above it.
fn contains(pattern: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim_start_matches("./").trim_matches('/').to_owned();
    let (pattern, other) = (plain(pattern), plain(other));
    let folder = pattern.strip_suffix("**").unwrap_or(&pattern).trim_end_matches('/');
    let has_star = folder.contains(['*', '?', '[', '{']);
    pattern == other
        || (!has_star && (folder.is_empty() || other == folder || other.starts_with(&format!("{folder}/"))))
}

/// A tombstone that is gone: its id could be used again for something else.
fn tombstone<'run>(held: &'run Retired, versions: Versions<'run>) -> Option<Taken<'run>> {
    let is_there = |model: &ThreatModel| model.retired.iter().any(|one| one.id.value == held.id.value);
    let returns = versions.now.threats.iter().any(|threat| threat.id.value == held.id.value);
    (is_there(versions.began) && !is_there(versions.now) && !returns).then(|| Taken {
        item: format!("{}:tombstone", held.id.value),
        place: None,
        message: say::tombstone_removed(&held.id.value),
        held: &held.id.place,
        threat: None,
        pardon: Pardon::ByReview,
    })
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn a_folder_above_names_all_that_is_below() {
        for (pattern, other) in [
            ("src/**", "src/api/**"),
            ("src", "src/api/*.rs"),
            ("src/", "src/**"),
            ("**", "src/api/**"),
            ("./src/api/**", "src/api/**"),
            ("src/*.rs", "src/*.rs"),
        ] {
            assert!(contains(pattern, other), "{pattern} {other}");
        }
        for (pattern, other) in
            [("src/api/**", "src/**"), ("src/ap", "src/api/**"), ("src/*.rs", "src/**"), ("s*/**", "src/**")]
        {
            assert!(!contains(pattern, other), "{pattern} {other}");
        }
    }
}
