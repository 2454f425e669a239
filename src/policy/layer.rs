//! One layer of policy: a file's bytes to what it states, adds and grants.

use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::document::{Document, Entry, in_order};
use super::keys::{
    BAN, CLARIFICATION, EXCEPTION, EXTENSION, LAYER, LEVELS, MAY_LOOSEN, Meaning, REGISTRY, REQUIRE,
    REVOCATION, ROSTER, Vocabulary, WHEN, grants,
};
use super::value::{InForce, Shape, Value, is_component, key_of, license_of};
use super::vex_documents::{VEX_DOCUMENT, vex_documents};
use super::{LayerKind, LayerSource, PolicyError};
use super::{clarifications, conditions, entries, exceptions, revocations};
use crate::domain::demands::{Ban, When};
use crate::domain::digest::Digest;
use crate::domain::exception::{Approver, Exception, Revocation};
use crate::domain::license::Clarification;
use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, Place};
use crate::domain::policy::{Extension, Registry, RequiredSource};
use crate::domain::statement::Statement;
use crate::domain::vex::VexDocument;
use crate::messages;
use crate::signature::{PublicKey, verify_policy};
use crate::source::{SourceFile, shorten};

/// No policy that people write comes near this many bytes (4 MiB).
const MOST_BYTES: u64 = 4 << 20;

/// What one layer says.
#[derive(Debug)]
pub(super) struct Layer {
    /// The file as a whole.
    pub(super) place: Place,
    /// The digest of its bytes.
    pub(super) digest: Digest,
    /// Its bytes with the signature beside it, where there is one.
    signed: Option<(Vec<u8>, Vec<u8>)>,
    /// Who speaks.
    pub(super) kind: LayerKind,
    /// The keys that it sets.
    pub(super) stated: Vec<Stated>,
    /// What the layers below may loosen.
    pub(super) may_loosen: Vec<Arc<str>>,
    /// Registries that it adds.
    pub(super) registries: Vec<Registry>,
    /// People who may approve that it adds.
    pub(super) roster: Vec<Approver>,
    /// Exceptions that it adds.
    pub(super) exceptions: Vec<Exception>,
    /// Exceptions that it takes back.
    pub(super) revocations: Vec<Revocation>,
    /// Sources of the database that it asks for.
    pub(super) required: Vec<RequiredSource>,
    /// Times of grace for old data that it adds.
    pub(super) extensions: Vec<Extension>,
    /// VEX documents that it names.
    pub(super) vex_documents: Vec<VexDocument>,
    /// What licences of packages are.
    pub(super) clarifications: Vec<Clarification>,
    /// Levels of some findings.
    pub(super) whens: Vec<When>,
    /// Components that it bans.
    pub(super) bans: Vec<Ban>,
    /// Layers that it asks for below it.
    pub(super) asked: Vec<AskedLayer>,
}

/// A layer that has to stand below another one.
#[derive(Debug)]
pub(super) struct AskedLayer {
    /// The name of its file, without folders.
    pub(super) file: Arc<str>,
    /// What its bytes have to be; whatever they are without one.
    pub(super) digest: Option<Digest>,
    /// Who has to have signed it: one of these, or nobody.
    pub(super) signed_by: Vec<PublicKey>,
    /// Where it is asked for.
    pub(super) place: Place,
}

impl AskedLayer {
    /// Whether a layer has this name: a file of it, or the profile.
    pub(super) fn names(&self, layer: &Layer) -> bool {
        let name = match &layer.place.artifact {
            Artifact::Tree(path) | Artifact::Base(path, _) => path.as_str(),
            Artifact::Outside(name) => name,
            Artifact::BuiltIn(name) => name,
        };
        name.rsplit(['/', '\\']).next() == Some(&*self.file)
    }
}

/// The text with empty lines in place of comments, so that every place stays
/// true. The built-in default is read at every run, and nine tenths of it are
/// comments for people.
fn without_comments(text: &[u8]) -> Vec<u8> {
    let lines = text.split_inclusive(|byte| *byte == b'\n');
    lines.flat_map(|line| if line.starts_with(b"#") { &b"\n"[..] } else { line }).copied().collect()
}

/// A key that a layer sets.
#[derive(Debug)]
pub(super) struct Stated {
    /// The key's name.
    pub(super) name: String,
    /// What it is about.
    pub(super) meaning: Meaning,
    /// The value, and where it stands.
    pub(super) value: InForce,
}

impl Layer {
    /// Whether one of these keys signed it; why not, else.
    pub(super) fn is_signed_by(&self, keys: &[PublicKey]) -> Result<(), Statement> {
        match &self.signed {
            None => Err(messages::policy::layer_unsigned(&self.place)),
            Some((bytes, signature)) => verify_policy(bytes, signature, keys)
                .map_err(|reason| messages::policy::layer_signature(&self.place).because(reason)),
        }
    }

    /// Whether layers below may loosen this key, as far as this layer goes.
    pub(super) fn grants(&self, key: &str) -> bool {
        self.kind == LayerKind::Flag || self.may_loosen.iter().any(|pattern| grants(pattern, key))
    }

    /// Reads a layer. Any error refuses it whole: half a policy is none.
    pub(super) fn read(source: &LayerSource, vocabulary: &Vocabulary) -> Result<Self, Vec<PolicyError>> {
        let place = Place { artifact: source.artifact.clone(), region: None };
        let size = source.bytes.len();
        if size as u64 > MOST_BYTES {
            let message = messages::policy::too_large(size, MOST_BYTES);
            return Err(vec![PolicyError { place, message }]);
        }
        let text = match source.kind {
            LayerKind::BuiltIn => without_comments(&source.bytes),
            _ => source.bytes.clone(),
        };
        let file = SourceFile::of_artifact(source.artifact.clone(), text, &Limits::DEFAULT)
            .map_err(|error| vec![PolicyError { place: error.place, message: error.message }])?;
        let mut reading = Reading {
            document: Document::new(&file),
            vocabulary,
            layer: Self {
                place,
                digest: Digest::of(&source.bytes),
                signed: source.signature.clone().map(|signature| (source.bytes.clone(), signature)),
                kind: source.kind,
                stated: Vec::new(),
                may_loosen: Vec::new(),
                registries: Vec::new(),
                roster: Vec::new(),
                exceptions: Vec::new(),
                revocations: Vec::new(),
                required: Vec::new(),
                extensions: Vec::new(),
                vex_documents: Vec::new(),
                clarifications: Vec::new(),
                whens: Vec::new(),
                bans: Vec::new(),
                asked: Vec::new(),
            },
        };
        let table = reading.document.parse();
        reading.top(table.as_ref());
        let Reading { document, layer, .. } = reading;
        let errors = document.into_errors();
        if errors.is_empty() { Ok(layer) } else { Err(errors) }
    }
}

/// A layer while it is read.
struct Reading<'file> {
    document: Document<'file>,
    vocabulary: &'file Vocabulary,
    layer: Layer,
}

impl Reading<'_> {
    fn top(&mut self, table: &DeTable<'_>) {
        for entry in in_order(table) {
            let (key, value) = entry;
            let name: &str = key.as_ref();
            let is_wide = [MAY_LOOSEN, EXCEPTION, REVOCATION, REGISTRY, LAYER].contains(&name);
            if is_wide && self.layer.kind == LayerKind::Folder {
                self.document.error(key.span(), messages::policy::too_wide_for_a_folder(name));
                continue;
            }
            match name {
                MAY_LOOSEN => self.may_loosen(value),
                EXCEPTION => {
                    let terms = (self.vocabulary, self.layer.kind);
                    let read = exceptions::exceptions(&mut self.document, terms, value);
                    self.layer.exceptions.extend(read);
                }
                REVOCATION => {
                    let read = revocations::revocations(&mut self.document, value);
                    self.layer.revocations.extend(read);
                }
                ROSTER => {
                    let read = exceptions::roster(&mut self.document, value);
                    self.layer.roster.extend(read);
                }
                REGISTRY => {
                    let read = entries::registries(&mut self.document, value);
                    self.layer.registries.extend(read);
                }
                WHEN => {
                    let rules = self.vocabulary.rules();
                    self.layer.whens.extend(conditions::whens(&mut self.document, value, &rules));
                }
                LAYER => self.layer.asked.extend(conditions::layers(&mut self.document, value)),
                BAN => self.layer.bans.extend(conditions::bans(&mut self.document, value)),
                _ => self.entry(name.to_owned(), entry),
            }
        }
    }

    /// Only known tables are gone into, so the depth is the vocabulary's.
    fn entry(&mut self, name: String, entry: Entry<'_>) {
        let (key, value) = entry;
        let is_of_folder = self.layer.kind == LayerKind::Folder;
        if is_of_folder && !may_stand_in_a_folder(&name) && self.vocabulary.knows(&name) {
            self.document.error(key.span(), messages::policy::too_wide_for_a_folder(&name));
        } else if name == REQUIRE {
            let read = entries::required_sources(&mut self.document, value);
            self.layer.required.extend(read);
        } else if name == EXTENSION {
            let read = entries::extensions(&mut self.document, value);
            self.layer.extensions.extend(read);
        } else if name == VEX_DOCUMENT {
            let read = vex_documents(&mut self.document, value, self.layer.kind);
            self.layer.vex_documents.extend(read);
        } else if name == CLARIFICATION {
            let read = clarifications::clarifications(&mut self.document, value);
            self.layer.clarifications.extend(read);
        } else if let Some(meaning) = self.vocabulary.meaning_of(&name) {
            self.state(name, meaning, entry);
        } else if self.vocabulary.is_table(&name) {
            match value.as_ref() {
                DeValue::Table(table) => {
                    for inner in in_order(table) {
                        self.entry(format!("{name}.{}", inner.0.as_ref()), inner);
                    }
                }
                _ => self.misfit(value, |found| messages::policy::expected_table(&name, found)),
            }
        } else if !(self.layer.kind == LayerKind::BuiltIn && name.starts_with(LEVELS)) {
            // A built-in profile has a level for every rule of the product; who
            // asks for fewer rules needs fewer levels.
            self.document.unknown(key.span(), &name, self.vocabulary.words());
        }
    }

    fn state(&mut self, name: String, meaning: Meaning, entry: Entry<'_>) {
        let (_, value) = entry;
        let shape = meaning.shape();
        let Some(read) = shape.read(value.as_ref()) else {
            let told = match shape {
                Shape::Licenses => self.unknown_licenses(value),
                Shape::Components => self.unknown_components(&name, value),
                Shape::Keys => self.unusable_keys(&name, value),
                Shape::SomeOf(choices) => self.unknown_choices(&name, choices, value),
                _ => false,
            };
            if !told {
                self.misfit(value, |found| misfit(shape, &name, found));
            }
            return;
        };
        if let (Value::Words(patterns), "inventory.exclude") = (&read, name.as_str())
            && let Some(pattern) = patterns.iter().find(|pattern| pattern.starts_with('!'))
        {
            self.document.error(value.span(), messages::policy::negated_pattern(&name, pattern));
            return;
        }
        let value = InForce { value: read, place: self.document.place_of(entry) };
        self.layer.stated.push(Stated { name, meaning, value });
    }

    /// Tells each text of a list that is no licence; whether there was one.
    fn unknown_licenses(&mut self, value: &Spanned<DeValue<'_>>) -> bool {
        let before = self.document.count();
        for entry in value.as_ref().as_array().into_iter().flatten() {
            let Some(word) = entry.as_ref().as_str() else { continue };
            if license_of(word).is_none() {
                let known = spdx::identifiers::LICENSES.iter().map(|license| license.name);
                let message = match self.document.near(word, known) {
                    Some(near) => messages::policy::unknown_license_near(shorten(word), near),
                    None => messages::policy::unknown_license(shorten(word)),
                };
                self.document.error(entry.span(), message);
            }
        }
        self.document.count() > before
    }

    /// Tells each text of a list that names no component; whether there was one.
    fn unknown_components(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> bool {
        let before = self.document.count();
        for entry in value.as_ref().as_array().into_iter().flatten() {
            let Some(word) = entry.as_ref().as_str().filter(|word| !is_component(word)) else { continue };
            self.document.error(entry.span(), messages::policy::expected_package_url(key, shorten(word)));
        }
        self.document.count() > before
    }

    /// Tells each text of a list that is no public key; whether there was one.
    fn unusable_keys(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> bool {
        let before = self.document.count();
        for (number, entry) in (1_usize..).zip(value.as_ref().as_array().into_iter().flatten()) {
            // The text isn't shown: it may be a private key.
            if let Some(Err(reason)) = entry.as_ref().as_str().map(key_of) {
                let message = messages::policy::unusable_key(key, number).because(reason);
                self.document.error(entry.span(), message);
            }
        }
        self.document.count() > before
    }

    /// Tells each text of a list that is near to one of the choices; whether
    /// there was one.
    fn unknown_choices(&mut self, name: &str, choices: &[&str], value: &Spanned<DeValue<'_>>) -> bool {
        let before = self.document.count();
        for entry in value.as_ref().as_array().into_iter().flatten() {
            let Some(word) = entry.as_ref().as_str().filter(|word| !choices.contains(word)) else { continue };
            if let Some(near) = self.document.near(word, choices.iter().copied()) {
                let message = messages::policy::unknown_choice_near(name, shorten(word), near);
                self.document.error(entry.span(), message);
            }
        }
        self.document.count() > before
    }

    fn may_loosen(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(Value::Words(patterns)) = Shape::Words.read(value.as_ref()) else {
            self.misfit(value, |found| messages::policy::expected_words(MAY_LOOSEN, found));
            return;
        };
        for pattern in &patterns {
            if !self.vocabulary.is_grantable(pattern) {
                let near = self.document.near(pattern, self.vocabulary.grantable());
                let message = match near {
                    Some(near) => messages::policy::grants_nothing_near(shorten(pattern), near),
                    None => messages::policy::grants_nothing(shorten(pattern)),
                };
                self.document.error(value.span(), message);
            }
        }
        self.layer.may_loosen = patterns;
    }

    fn misfit(&mut self, value: &Spanned<DeValue<'_>>, message: impl FnOnce(String) -> Statement) {
        let found = self.document.found(&value.span());
        self.document.error(value.span(), message(found));
    }
}

/// What has a meaning for a part of the repository; the rest is read, required
/// or bounded for all of it.
fn may_stand_in_a_folder(name: &str) -> bool {
    let is_of_levels = name.strip_prefix(LEVELS).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    is_of_levels || ["licenses", "licenses.allow", "licenses.deny"].contains(&name)
}

/// How a level is written that rises on a day.
const RAMP: &str = "{ before = \"warn\", from = 2027-01-01, level = \"block\" }";

/// What is said of a value that isn't of the key's shape.
pub(super) fn misfit(shape: Shape, key: &str, found: String) -> Statement {
    match shape {
        Shape::Level => messages::policy::expected_level(key, found),
        Shape::LoudLevel => messages::policy::expected_loud_level(key, found),
        Shape::Schedule => messages::policy::expected_schedule(key, RAMP, found),
        Shape::Boolean => messages::policy::expected_boolean(key, found),
        Shape::Number { least, most } => messages::policy::expected_number(key, least, most, found),
        Shape::Words | Shape::Licenses | Shape::Components | Shape::Keys => {
            messages::policy::expected_words(key, found)
        }
        Shape::Choice(choices) => {
            let choices: Vec<String> = choices.iter().map(|choice| format!("`\"{choice}\"`")).collect();
            messages::policy::expected_choice(key, choices.join(", "), found)
        }
        Shape::SomeOf(choices) => {
            let choices: Vec<String> = choices.iter().map(|choice| format!("`\"{choice}\"`")).collect();
            messages::policy::expected_some_of(key, choices.join(", "), found)
        }
        Shape::Path => messages::policy::expected_path(key, found),
        Shape::Repository => messages::policy::expected_repository(key, found),
    }
}
