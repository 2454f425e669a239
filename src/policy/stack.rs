//! Layers laid upon each other: tightening holds, loosening needs a grant.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::keys::{EXCEPTION, EXTENSION, REGISTRY, ROSTER, Vocabulary, blank};
use super::layer::{Layer, Stated};
use super::tightening::Tightening;
use super::value::{InForce, Value, quote};
use super::{LayerKind, PolicyError};
use crate::domain::exception::Proposal;
use crate::domain::place::Place;
use crate::domain::policy::{self, Policy, RefusedLoosening};
use crate::messages;

/// What a layer below the built-in profile achieved.
#[derive(Debug)]
pub(super) struct Stack {
    /// The policy in force.
    pub(super) policy: Policy,
    /// The value of each key with the layer that set it, by name.
    pub(super) in_force: BTreeMap<String, InForce>,
}

/// Lays these upon each other, outermost first.
pub(super) fn stack(layers: &[Layer], vocabulary: &Vocabulary) -> Result<Stack, Vec<PolicyError>> {
    let mut laying = Laying { in_force: BTreeMap::new(), policy: blank() };
    for (index, layer) in layers.iter().enumerate() {
        let above = layers.get(..index).unwrap_or_default();
        laying.add(layer, above);
    }
    let Laying { in_force, mut policy } = laying;
    let mut errors = Vec::new();
    for (name, meaning) in vocabulary.all() {
        if in_force.get(name).and_then(|value| meaning.set(&mut policy, value)).is_none() {
            let place = blank().database.max_age_days.place;
            errors.push(PolicyError { place, message: messages::policy::key_without_value(name) });
        }
    }
    policy.repository_governs_itself = layers.iter().skip(1).all(|layer| layer.kind == LayerKind::Repository);
    if errors.is_empty() { Ok(Stack { policy, in_force }) } else { Err(errors) }
}

struct Laying {
    in_force: BTreeMap<String, InForce>,
    policy: Policy,
}

impl Laying {
    fn add(&mut self, layer: &Layer, above: &[Layer]) {
        for stated in &layer.stated {
            self.state(stated, layer.kind, withholder(above, &stated.name));
        }
        let refused = withholder(above, REGISTRY);
        for registry in &layer.registries {
            let attempted = format!("url = {}", quote(&registry.url));
            match refused {
                None => self.policy.registries.push(registry.clone()),
                Some(holder) => self.refuse(REGISTRY, (attempted, &registry.place), holder),
            }
        }
        let refused = withholder(above, EXCEPTION);
        // Nobody approves by a roster that they wrote themselves.
        let roster = self.policy.roster.len();
        for exception in &layer.exceptions {
            let attempted = format!("id = {}", quote(&exception.id));
            match refused {
                None => self.policy.exceptions.push(exception.clone()),
                Some(_) if roster > 0 => {
                    let (exception, authors) = (exception.clone(), Vec::new());
                    self.policy.proposed.push(Proposal { exception, authors, roster });
                }
                Some(holder) => self.refuse(EXCEPTION, (attempted, &exception.place), holder),
            }
        }
        let refused = withholder(above, ROSTER);
        for approver in &layer.roster {
            let attempted = format!("name = {}", quote(&approver.name));
            match refused {
                None => self.policy.roster.push(approver.clone()),
                Some(holder) => self.refuse(ROSTER, (attempted, &approver.place), holder),
            }
        }
        let refused = withholder(above, EXTENSION);
        for extension in &layer.extensions {
            let attempted = format!("until = {}", extension.until);
            match refused {
                None => self.policy.database.extensions.push(extension.clone()),
                Some(holder) => self.refuse(EXTENSION, (attempted, &extension.place), holder),
            }
        }
        self.policy.database.require.extend(layer.required.iter().cloned());
        self.policy.layers.push(policy::Layer { place: layer.place.clone(), digest: layer.digest });
    }

    fn state(&mut self, stated: &Stated, kind: LayerKind, withholder: Option<&Layer>) {
        let Some(held) = self.in_force.get_mut(&stated.name) else {
            self.in_force.insert(stated.name.clone(), stated.value.clone());
            return;
        };
        let tightening = stated.meaning.tightening();
        // A change may come from somebody who mustn't make a program run.
        let by_hand = tightening == Tightening::HandedIn && kind == LayerKind::Repository;
        let met = match withholder {
            None if !by_hand => {
                super::tightening::Met { in_force: stated.value.value.clone(), refused: None }
            }
            _ => tightening.meet(&held.value, &stated.value.value),
        };
        if let Some(attempted) = &met.refused {
            self.policy.refused.push(RefusedLoosening {
                key: Arc::from(stated.name.as_str()),
                attempted: Arc::from(attempted.to_toml()),
                in_force: Arc::from(met.in_force.to_toml()),
                place: stated.value.place.clone(),
                held_by: held.place.clone(),
            });
        }
        // Who could have changed a value and says it again answers for it.
        let confirms = withholder.is_none() && met.refused.is_none();
        if confirms || met.in_force != held.value {
            *held = InForce { value: met.in_force, place: stated.value.place.clone() };
        }
    }

    fn refuse(&mut self, key: &str, (attempted, place): (String, &Place), holder: &Layer) {
        self.policy.refused.push(RefusedLoosening {
            key: Arc::from(key),
            attempted: Arc::from(attempted),
            in_force: Arc::from(Value::Words(Vec::new()).to_toml()),
            place: place.clone(),
            held_by: holder.place.clone(),
        });
    }
}

/// The outermost layer above that doesn't let this key be loosened: a layer
/// can't give away what it wasn't given.
fn withholder<'layers>(above: &'layers [Layer], key: &str) -> Option<&'layers Layer> {
    above.iter().find(|layer| !layer.grants(key))
}
