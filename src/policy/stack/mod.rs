//! Layers laid upon each other: tightening holds, loosening needs a grant.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::demands::{Ban, FolderLicenses, When};
use crate::domain::exception::Proposal;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::{self, Policy, RefusedLoosening, Setting};
use crate::messages;
use crate::policy::keys::{
    CLARIFICATION, EXCEPTION, EXTENSION, FORBID, LEVELS, Meaning, REGISTRY, ROSTER, Vocabulary, WHEN, blank,
};
use crate::policy::layer::{Layer, Stated};
use crate::policy::value::{InForce, Value, quote, written};
use crate::policy::vex_documents::VEX_DOCUMENT;
use crate::policy::{LayerKind, PolicyError, categories, tightening};

/// What a layer below the built-in profile achieved.
#[derive(Debug)]
pub(in crate::policy) struct Stack {
    /// The policy in force.
    pub(in crate::policy) policy: Policy,
    /// The value of each key with the layer that set it, by name.
    pub(in crate::policy) in_force: BTreeMap<String, InForce>,
}

/// Lays these upon each other, outermost first.
pub(in crate::policy) fn stack(layers: &[Layer], vocabulary: &Vocabulary) -> Result<Stack, Vec<PolicyError>> {
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
    expand_categories(&mut policy);
    errors.extend(unheeded(layers));
    policy.demands.forbidden_flags = forbidden_flags(layers, &in_force);
    let is_from_below =
        |layer: &Layer| matches!(layer.kind, LayerKind::Repository | LayerKind::Folder | LayerKind::Flag);
    policy.repository_governs_itself = layers.iter().skip(1).all(is_from_below);
    if errors.is_empty() { Ok(Stack { policy, in_force }) } else { Err(errors) }
}

/// The licences behind the categories that policy names.
pub(in crate::policy) fn expand_categories(policy: &mut Policy) {
    let ids = |named: &Option<Setting<Vec<Arc<str>>>>| {
        named.as_ref().map(|named| categories::ids_of(&named.value)).unwrap_or_default()
    };
    let demands = &mut policy.demands;
    demands.allowed_by_category = ids(&demands.allowed_categories);
    demands.denied_by_category = ids(&demands.denied_categories);
}

/// The layers that others ask for below them, and that aren't there as asked.
fn unheeded(layers: &[Layer]) -> Vec<PolicyError> {
    let mut errors = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        let below = layers.get(index + 1..).unwrap_or_default();
        for asked in &layer.asked {
            let mut named = below.iter().filter(|below| asked.names(below)).peekable();
            let message = match named.peek() {
                None => messages::policy::layer_absent(&asked.file),
                Some(found) => match asked.digest {
                    Some(digest) if found.digest != digest => {
                        messages::policy::layer_differs(&found.place, digest, found.digest)
                    }
                    _ if asked.signed_by.is_empty() => continue,
                    _ => match found.is_signed_by(&asked.signed_by) {
                        Ok(()) => continue,
                        Err(reason) => reason,
                    },
                },
            };
            errors.push(PolicyError { place: asked.place.clone(), message });
        }
    }
    errors
}

/// Each forbidden flag with the outermost layer that forbids it.
fn forbidden_flags(layers: &[Layer], in_force: &BTreeMap<String, InForce>) -> Vec<Setting<Arc<str>>> {
    let held = in_force.get(FORBID).and_then(InForce::words).map(|words| words.value).unwrap_or_default();
    let all = || layers.iter().flat_map(|layer| &layer.stated).filter(|stated| stated.name == FORBID);
    let place_of = |flag: &Arc<str>| {
        let mut lists = all().filter_map(|stated| stated.value.words());
        lists.find(|list| list.value.contains(flag)).map(|list| list.place)
    };
    held.into_iter().filter_map(|flag| Some(Setting { place: place_of(&flag)?, value: flag })).collect()
}

struct Laying {
    in_force: BTreeMap<String, InForce>,
    policy: Policy,
}

/// Where a policy keeps entries of one kind, and what is said of one that is
/// refused: its words, and its place.
struct Holding<T> {
    list: fn(&mut Policy) -> &mut Vec<T>,
    told: fn(&T) -> (String, &Place),
}

impl Laying {
    fn add(&mut self, layer: &Layer, above: &[Layer]) {
        if layer.kind == LayerKind::Folder {
            self.add_folder(layer, above);
            return;
        }
        for stated in &layer.stated {
            self.state(stated, layer.kind, withholder(above, &stated.name));
        }
        self.add_each(
            (REGISTRY, &layer.registries, above),
            &Holding {
                list: |policy| &mut policy.registries,
                told: |registry| (format!("url = {}", quote(&registry.url)), &registry.place),
            },
        );
        self.add_exceptions(layer, withholder(above, EXCEPTION));
        self.add_each(
            (ROSTER, &layer.roster, above),
            &Holding {
                list: |policy| &mut policy.roster,
                told: |approver| (format!("name = {}", quote(&approver.name)), &approver.place),
            },
        );
        self.add_each(
            (EXTENSION, &layer.extensions, above),
            &Holding {
                list: |policy| &mut policy.database.extensions,
                told: |extension| (format!("until = {}", extension.until), &extension.place),
            },
        );
        self.add_each(
            (VEX_DOCUMENT, &layer.vex_documents, above),
            &Holding {
                list: |policy| &mut policy.demands.vex_documents,
                told: |document| (format!("file = {}", quote(&document.file)), &document.place),
            },
        );
        self.add_each(
            (CLARIFICATION, &layer.clarifications, above),
            &Holding {
                list: |policy| &mut policy.demands.clarifications,
                told: |said| (format!("component = {}", quote(&said.component)), &said.place),
            },
        );
        for when in &layer.whens {
            self.when(when, (WHEN, withholder(above, &format!("{LEVELS}.{}", when.rule))));
        }
        self.policy.demands.bans.extend(layer.bans.iter().cloned());
        self.policy.database.require.extend(layer.required.iter().cloned());
        self.policy.demands.revocations.extend(layer.revocations.iter().cloned());
        self.policy.layers.push(policy::Layer { place: layer.place.clone(), digest: layer.digest });
    }

    /// Adds a layer's entries of one kind, or refuses each of them.
    fn add_each<T: Clone>(
        &mut self,
        (key, entries, above): (&'static str, &[T], &[Layer]),
        holding: &Holding<T>,
    ) {
        match withholder(above, key) {
            None => (holding.list)(&mut self.policy).extend(entries.iter().cloned()),
            Some(holder) => {
                for entry in entries {
                    self.refuse(key, (holding.told)(entry), holder);
                }
            }
        }
    }

    fn add_exceptions(&mut self, layer: &Layer, refused: Option<&Layer>) {
        // Nobody approves by a roster that they wrote themselves.
        let roster = self.policy.roster.len();
        for exception in &layer.exceptions {
            match refused {
                None => self.policy.exceptions.push(exception.clone()),
                Some(_) if roster > 0 => {
                    let (exception, authors) = (exception.clone(), Vec::new());
                    self.policy.proposed.push(Proposal { exception, authors, roster });
                }
                Some(holder) => {
                    let attempted = format!("id = {}", quote(&exception.id));
                    self.refuse(EXCEPTION, (attempted, &exception.place), holder);
                }
            }
        }
    }

    fn state(&mut self, stated: &Stated, kind: LayerKind, withholder: Option<&Layer>) {
        let Some(held) = self.in_force.get_mut(&stated.name) else {
            self.in_force.insert(stated.name.clone(), stated.value.clone());
            return;
        };
        let tightening = stated.meaning.tightening();
        let met = match withholder {
            None if tightening.is_for(kind) => {
                tightening::Met { in_force: stated.value.value.clone(), refused: None }
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

    /// What a folder's file says, for what lies below the folder. Nothing of it
    /// is granted: it stands where anybody may write.
    fn add_folder(&mut self, layer: &Layer, above: &[Layer]) {
        let Some(folder) = layer.place.tree_path().map(TreePath::folder) else { return };
        let within = |inner: Option<&Arc<str>>| -> Arc<str> {
            inner.map_or_else(|| Arc::from(folder.as_str()), |inner| Arc::from(format!("{folder}/{inner}")))
        };
        let mut licenses = FolderLicenses { folder: within(None), ..FolderLicenses::default() };
        for stated in &layer.stated {
            match (stated.meaning, stated.name.as_str()) {
                (Meaning::LevelOf(rule), key) => {
                    let Some(level) = stated.value.schedule() else { continue };
                    let when = When {
                        rule: Arc::from(rule),
                        severities: Vec::new(),
                        scopes: Vec::new(),
                        ecosystems: Vec::new(),
                        folder: Some(within(None)),
                        level: level.value,
                        may_lower: false,
                        place: level.place,
                    };
                    self.when(&when, (key, above.first()));
                }
                (Meaning::Key(_), "licenses.allow") => licenses.allow = stated.value.words(),
                (Meaning::Key(_), _) => licenses.deny = stated.value.words(),
            }
        }
        self.policy.demands.folder_licenses.push(licenses);
        for when in &layer.whens {
            let folder = Some(within(when.folder.as_ref()));
            self.when(&When { folder, ..when.clone() }, (WHEN, above.first()));
        }
        let bans = layer.bans.iter();
        let bans = bans.map(|ban| Ban { folder: Some(within(ban.folder.as_ref())), ..ban.clone() });
        self.policy.demands.bans.extend(bans);
        self.policy.layers.push(policy::Layer { place: layer.place.clone(), digest: layer.digest });
    }

    /// Without a grant it raises and never lowers. It is refused where it would
    /// have lowered something: unless one above that speaks of all the same
    /// findings has lowered them further.
    fn when(&mut self, when: &When, (key, withholder): (&str, Option<&Layer>)) {
        let held = self.in_force.get(&format!("{LEVELS}.{}", when.rule)).and_then(InForce::schedule);
        let lowers = held.as_ref().is_some_and(|held| held.value.or_higher(&when.level) != when.level);
        let is_lower =
            |above: &When| above.level.or_higher(&when.level) == when.level && when.is_part_of(above);
        if let Some(holder) = withholder
            && lowers
            && !self.policy.demands.whens.iter().any(is_lower)
        {
            if key == WHEN {
                let attempted = format!("rule = {}, level = {}", quote(&when.rule), written(&when.level));
                self.refuse(WHEN, (attempted, &when.place), holder);
            } else if let Some(held) = held {
                self.policy.refused.push(RefusedLoosening {
                    key: Arc::from(key),
                    attempted: Arc::from(written(&when.level)),
                    in_force: Arc::from(written(&held.value)),
                    place: when.place.clone(),
                    held_by: held.place,
                });
            }
        }
        self.policy.demands.whens.push(When { may_lower: withholder.is_none(), ..when.clone() });
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

#[cfg(test)]
mod scenes;
#[cfg(test)]
mod tests;
