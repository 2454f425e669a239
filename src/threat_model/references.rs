//! Ids of a model: each stands for one thing, and each reference names one.

use std::collections::HashMap;
use std::sync::Arc;

use super::fields::{Document, Text};
use crate::domain::place::Place;
use crate::domain::threat::{Defect, DefectKind, ThreatModel};
use crate::messages::threat_model as say;
use crate::nearest::nearest;
use crate::source::shorten;

/// Suggestions are looked for among at most this many ids, for at most this
/// many references: comparing ten thousand with ten thousand takes too long.
const COMPARED_IDS: usize = 2_000;
const SUGGESTED_REFERENCES: usize = 200;

/// What an id names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Element,
    Flow,
    Threat,
    Mitigation,
    Retired,
}

/// An item of a model, by its position.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Items {
    Element(usize),
    Flow(usize),
    Threat(usize),
    Mitigation(usize),
}

impl Items {
    /// Every item of a model by its id; of two with one id, the first.
    pub(super) fn of(model: &ThreatModel) -> HashMap<Arc<str>, Self> {
        let threats = model.threats.iter().map(|one| &one.id.value).enumerate();
        let mitigations = model.mitigations.iter().map(|one| &one.id.value).enumerate();
        let elements = model.elements.iter().map(|one| &one.id.value).enumerate();
        let flows = model.flows.iter().map(|one| &one.id.value).enumerate();
        let mut items = HashMap::new();
        let all = threats.map(|(at, id)| (id, Self::Threat(at)));
        let all = all.chain(mitigations.map(|(at, id)| (id, Self::Mitigation(at))));
        let all = all.chain(elements.map(|(at, id)| (id, Self::Element(at))));
        for (id, item) in all.chain(flows.map(|(at, id)| (id, Self::Flow(at)))) {
            items.entry(Arc::clone(id)).or_insert(item);
        }
        items
    }

    /// What it is, as the native format's sections call it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Element(_) => "elements",
            Self::Flow(_) => "flows",
            Self::Threat(_) => "threats",
            Self::Mitigation(_) => "mitigations",
        }
    }
}

struct Index<'model> {
    ids: HashMap<&'model str, (Names, &'model Place)>,
    suggested: usize,
}

/// Reports ids that stand twice and references that name nothing. Elements,
/// flows, threats, mitigations and tombstones share one space of names.
pub(super) fn check(document: &mut Document<'_>, model: &ThreatModel) {
    let elements = model.elements.iter().map(|element| (&element.id, Names::Element));
    let flows = model.flows.iter().map(|flow| (&flow.id, Names::Flow));
    let threats = model.threats.iter().map(|threat| (&threat.id, Names::Threat));
    let mitigations = model.mitigations.iter().map(|mitigation| (&mitigation.id, Names::Mitigation));
    let retired = model.retired.iter().map(|stone| (&stone.id, Names::Retired));
    let mut index = Index { ids: HashMap::new(), suggested: 0 };
    for (id, names) in elements.chain(flows).chain(threats).chain(mitigations).chain(retired) {
        if let Some((_, first)) = index.ids.get(&*id.value) {
            document.add(duplicate(id, first));
        } else {
            index.ids.insert(&id.value, (names, &id.place));
        }
    }
    for flow in &model.flows {
        for (field, end) in [("from", &flow.from), ("to", &flow.to)] {
            index.look_up(document, (&flow.id.value, field), end, &[Names::Element]);
        }
    }
    for threat in &model.threats {
        for target in &threat.on {
            index.look_up(document, (&threat.id.value, "on"), target, &[Names::Element, Names::Flow]);
        }
        for mitigation in &threat.mitigations {
            index.look_up(document, (&threat.id.value, "mitigations"), mitigation, &[Names::Mitigation]);
        }
    }
}

fn duplicate(id: &Text, first: &Place) -> Defect {
    Defect {
        kind: DefectKind::DuplicateId,
        place: id.place.clone(),
        message: say::duplicate_id(shorten(&id.value)),
        item: id.value.clone(),
        related: Some((first.clone(), say::first_use())),
    }
}

impl Index<'_> {
    fn look_up(&mut self, document: &mut Document<'_>, by: (&str, &str), id: &Text, wanted: &[Names]) {
        if self.ids.get(&*id.value).is_some_and(|(names, _)| wanted.contains(names)) {
            return;
        }
        let (owner, field) = by;
        let shown = shorten(&id.value);
        let message = match self.suggest(&id.value, wanted) {
            Some(suggestion) => say::dangling_but(owner, field, shown, shorten(suggestion)),
            None => say::dangling(owner, field, shown),
        };
        document.add(Defect {
            kind: DefectKind::DanglingReference,
            place: id.place.clone(),
            message,
            item: Arc::from(format!("{owner}.{field}.{}", id.value)),
            related: None,
        });
    }

    fn suggest(&mut self, id: &str, wanted: &[Names]) -> Option<&str> {
        if self.ids.len() > COMPARED_IDS || self.suggested >= SUGGESTED_REFERENCES {
            return None;
        }
        self.suggested += 1;
        let fitting = self.ids.iter().filter(|(_, (names, _))| wanted.contains(names));
        // A map has no order of its own, and ties must not depend on luck.
        let mut known: Vec<&str> = fitting.map(|(id, _)| *id).collect();
        known.sort_unstable();
        nearest(id, known)
    }
}
