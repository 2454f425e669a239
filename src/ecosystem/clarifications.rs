//! What policy says of a component's licence, bound to the text that somebody
//! read: it holds for as long as the package has that very text.
//!
//! A clarification goes before whatever the package states, because whoever
//! wrote it has read the text. One whose text differs, isn't there or can't be
//! read says nothing, and is told: what the package states counts then.

use super::licenses::{Stores, Wanted};
use super::npm::package_store::Modules;
use super::texts::TextsAsked;
use crate::domain::component::Occurrence;
use crate::domain::digest::Digest;
use crate::domain::inventory::Inventory;
use crate::domain::license::{Clarification, LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::limits::Limits;
use crate::domain::ports::{Files, Packages};
use crate::domain::statement::Statement;
use crate::exception::{names_component, within_versions};
use crate::messages::license as say;

/// The facts with what the policy clarifies. Of several that speak of a
/// component the first one that holds counts.
pub fn clarify(
    mut facts: Vec<Option<LicenseFact>>,
    inventory: &Inventory,
    clarifications: &[Clarification],
    (files, packages, limits): (&dyn Files, &dyn Packages, &Limits),
) -> Vec<Option<LicenseFact>> {
    if clarifications.is_empty() {
        return facts;
    }
    let mut packages =
        Installed { stores: Stores::new(packages, limits), modules: Modules::new(files, limits) };
    for (occurrence, fact) in inventory.occurrences.iter().zip(&mut facts) {
        let Some(fact) = fact else { continue };
        for clarification in clarifications {
            match packages.hold(clarification, occurrence) {
                None => {}
                Some(Err(reason)) => fact.void.push((clarification.place.clone(), reason)),
                Some(Ok(verification)) => {
                    let statement = LicenseStatement::Expression(clarification.license.clone());
                    let source = LicenseSource::Policy(clarification.place.clone());
                    let void = std::mem::take(&mut fact.void);
                    *fact = LicenseFact { void, ..LicenseFact::new(statement, source, verification) };
                    break;
                }
            }
        }
    }
    facts
}

/// The packages on this machine.
struct Installed<'run> {
    stores: Stores<'run>,
    modules: Modules<'run>,
}

impl Installed<'_> {
    /// Whether a clarification holds for a component, and how far its text can
    /// be believed; `None` where it is for another.
    fn hold(
        &mut self,
        clarification: &Clarification,
        occurrence: &Occurrence,
    ) -> Option<Result<Verification, Statement>> {
        let component = &occurrence.component;
        if !names_component(&clarification.component, component) {
            return None;
        }
        match clarification.versions.as_deref().map(|versions| within_versions(versions, component)) {
            Some(Ok(false)) => return None,
            Some(Err(reason)) => return Some(Err(reason)),
            None | Some(Ok(true)) => {}
        }
        let asked = TextsAsked::Named(&clarification.file);
        let texts = self.modules.texts(occurrence, asked);
        let texts = texts.unwrap_or_else(|| self.stores.texts(&Wanted::of(occurrence), asked));
        Some(texts.and_then(|texts| {
            let [text] = texts.texts.as_slice() else {
                return Err(say::text_is_absent(&clarification.file, &texts.package));
            };
            let digest = Digest::of(&text.bytes);
            if digest != clarification.digest {
                return Err(say::text_differs(&text.place, digest));
            }
            Ok(texts.verification)
        }))
    }
}
