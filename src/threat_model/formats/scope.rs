//! The ids of one kind in another tool's model: each stands for one thing, and
//! each reference names one.
//!
//! Unlike in the native format every kind has names of its own: a component and
//! a threat may share one.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::place::Place;
use crate::domain::threat::{Defect, DefectKind};
use crate::messages::threat_model as say;
use crate::nearest::nearest;
use crate::source::shorten;
use crate::threat_model::fields::{Document, Text};

/// Beyond this many ids no near one is looked for.
const COMPARED_IDS: usize = 500;

/// The ids of one kind, each with what stands for it in the model.
#[derive(Default)]
pub(super) struct Scope {
    ids: HashMap<Arc<str>, (Arc<str>, Place)>,
}

impl Scope {
    /// Notes an id under its own name.
    pub(super) fn add(&mut self, document: &mut Document<'_>, id: &Text) {
        self.add_as(document, id, &id.value);
    }

    /// Notes an id that is another scope's, too, where it was told of already.
    pub(super) fn add_quietly(&mut self, id: &Text) {
        self.ids.entry(Arc::clone(&id.value)).or_insert_with(|| (Arc::clone(&id.value), id.place.clone()));
    }

    /// Notes an id that another name stands for; one that stands twice is a defect.
    pub(super) fn add_as(&mut self, document: &mut Document<'_>, id: &Text, name: &Arc<str>) {
        if let Some((_, first)) = self.ids.get(&id.value) {
            document.add(Defect {
                kind: DefectKind::DuplicateId,
                place: id.place.clone(),
                message: say::duplicate_id(shorten(&id.value)),
                item: Arc::clone(&id.value),
                related: Some((first.clone(), say::first_use())),
            });
        } else {
            self.ids.insert(Arc::clone(&id.value), (Arc::clone(name), id.place.clone()));
        }
    }

    /// What stands for an id in the model; one that names nothing is a defect,
    /// and stands for itself.
    pub(super) fn resolve(&self, document: &mut Document<'_>, by: (&str, &str), id: &Text) -> Text {
        if let Some((name, _)) = self.ids.get(&id.value) {
            return Text { value: Arc::clone(name), place: id.place.clone() };
        }
        let (owner, field) = by;
        let shown = shorten(&id.value);
        let mut known: Vec<&str> = self.ids.keys().take(COMPARED_IDS + 1).map(|id| &**id).collect();
        // A map has no order of its own, and ties must not depend on luck.
        known.sort_unstable();
        let near = if known.len() > COMPARED_IDS { None } else { nearest(&id.value, known) };
        let message = match near {
            Some(near) => say::dangling_but(owner, field, shown, shorten(near)),
            None => say::dangling(owner, field, shown),
        };
        document.add(Defect {
            kind: DefectKind::DanglingReference,
            place: id.place.clone(),
            message,
            item: Arc::from(format!("{owner}.{field}.{}", id.value)),
            related: None,
        });
        id.clone()
    }
}
