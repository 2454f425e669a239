//! What the database says of each occurrence, and why it can't say more.

use std::sync::Arc;

use super::group::into_hits;
use super::index::{Found, Handle, Index};
use super::ranges::{Answer, Unknown, affects, affects_every_version};
use crate::domain::advisory::Advisory;
use crate::domain::assessment::{Assessment, Hit};
use crate::domain::component::Component;
use crate::domain::inventory::Inventory;
use crate::domain::origin::{OriginClass, host_and_path};
use crate::domain::policy::Policy;
use crate::domain::quick::QuickMap;
use crate::domain::statement::Statement;
use crate::messages;

/// Assesses every occurrence of the inventory, in its order. An error is the
/// database's: then nothing was assessed.
pub fn assess(
    inventory: &Inventory,
    policy: &Policy,
    index: &mut Index<'_>,
) -> Result<Vec<Assessment>, Statement> {
    let mut matcher = Matcher { index, advisories: QuickMap::default(), matched: QuickMap::default() };
    let occurrences = inventory.occurrences.iter();
    occurrences
        .map(|occurrence| {
            let component = &occurrence.component;
            matcher.assess(component, policy.class_of(&occurrence.origin, &component.ecosystem))
        })
        .collect()
}

/// The assessments of a run without a database: first-party parts are known,
/// nothing else is.
pub fn assess_without_database(inventory: &Inventory, policy: &Policy) -> Vec<Assessment> {
    let occurrences = inventory.occurrences.iter();
    occurrences
        .map(|occurrence| match policy.class_of(&occurrence.origin, &occurrence.component.ecosystem) {
            OriginClass::FirstParty => first_party(),
            _ => doubtful(messages::advisory::doubt_no_database()),
        })
        .collect()
}

fn first_party() -> Assessment {
    Assessment { first_party: true, ..Assessment::default() }
}

fn doubtful(doubt: Statement) -> Assessment {
    Assessment { doubts: vec![doubt], ..Assessment::default() }
}

/// Matches each component once, however often it is declared.
struct Matcher<'run, 'file> {
    index: &'run mut Index<'file>,
    advisories: QuickMap<Handle, Arc<Advisory>>,
    matched: QuickMap<&'run Component, Assessment>,
}

impl<'run> Matcher<'run, '_> {
    fn assess(
        &mut self,
        component: &'run Component,
        origin: OriginClass<'_>,
    ) -> Result<Assessment, Statement> {
        let doubt = match origin {
            OriginClass::FirstParty => return Ok(first_party()),
            OriginClass::Private { url } => {
                return Ok(doubtful(messages::advisory::doubt_private_registry(host_of(url))));
            }
            OriginClass::Unstated => return Ok(doubtful(messages::advisory::doubt_unstated_origin())),
            OriginClass::Public | OriginClass::TakenForPublic { .. } => None,
            OriginClass::Git { url } => Some(messages::advisory::doubt_git(host_of(url))),
            OriginClass::Archive { url } => Some(messages::advisory::doubt_archive(host_of(url))),
            OriginClass::Path { path } => Some(messages::advisory::doubt_path(path)),
        };
        let mut assessment = self.matched(component)?;
        assessment.doubts.extend(doubt);
        Ok(assessment)
    }

    fn matched(&mut self, component: &'run Component) -> Result<Assessment, Statement> {
        if let Some(assessment) = self.matched.get(component) {
            return Ok(assessment.clone());
        }
        let assessment = self.match_component(component)?;
        self.matched.insert(component, assessment.clone());
        Ok(assessment)
    }

    fn match_component(&mut self, component: &Component) -> Result<Assessment, Statement> {
        let ecosystem = component.ecosystem.as_str();
        let mut doubts = Vec::new();
        if !self.covers(ecosystem) {
            doubts.push(messages::advisory::doubt_not_covered(ecosystem));
        }
        let version = component.version.exact();
        if version.is_none() {
            doubts.push(messages::advisory::doubt_not_exact(ecosystem));
        }
        let mut affecting: Vec<Arc<Advisory>> = Vec::new();
        for found in by_advisory(self.index.look_up(ecosystem, &component.name)?) {
            match answer(&found.entries, version) {
                Answer::Yes => affecting.push(self.with_affected(&found)?),
                Answer::No => {}
                Answer::Unknown(why) => {
                    let id = Arc::clone(&self.advisory(found.advisory)?.id);
                    doubts.push(doubt(why, component, &id));
                }
            }
        }
        let hits: Vec<Hit> = into_hits(affecting, version);
        Ok(Assessment { first_party: false, hits, doubts })
    }

    fn covers(&self, ecosystem: &str) -> bool {
        let base = ecosystem.split_once(':').map_or(ecosystem, |(base, _)| base);
        self.index.summary().sources.iter().any(|source| &*source.ecosystem == base)
    }

    fn with_affected(&mut self, found: &OfAdvisory) -> Result<Arc<Advisory>, Statement> {
        let advisory = self.advisory(found.advisory)?;
        let affected = found.entries.iter().map(|entry| entry.affected.clone()).collect();
        Ok(Arc::new(Advisory { affected, ..(*advisory).clone() }))
    }

    fn advisory(&mut self, handle: Handle) -> Result<Arc<Advisory>, Statement> {
        if let Some(advisory) = self.advisories.get(&handle) {
            return Ok(Arc::clone(advisory));
        }
        let advisory = Arc::new(self.index.advisory(handle)?);
        self.advisories.insert(handle, Arc::clone(&advisory));
        Ok(advisory)
    }
}

/// All that one advisory says of a package.
struct OfAdvisory {
    advisory: Handle,
    entries: Vec<Found>,
}

fn by_advisory(found: Vec<Found>) -> Vec<OfAdvisory> {
    let mut of_advisories: Vec<OfAdvisory> = Vec::new();
    for entry in found {
        match of_advisories.last_mut().filter(|last| last.advisory == entry.advisory) {
            Some(last) => last.entries.push(entry),
            None => of_advisories.push(OfAdvisory { advisory: entry.advisory, entries: vec![entry] }),
        }
    }
    of_advisories
}

/// One entry that says yes settles it; one doubt keeps it open.
fn answer(entries: &[Found], version: Option<&str>) -> Answer {
    let mut answers = entries.iter().map(|entry| match version {
        Some(version) => affects(&entry.affected, version),
        // Without a version only what affects all of them is certain.
        None if affects_every_version(&entry.affected) => Answer::Yes,
        None => Answer::No,
    });
    let mut settled = Answer::No;
    let is_yes = answers.any(|answer| {
        if matches!(answer, Answer::Unknown(_)) && settled == Answer::No {
            settled = answer.clone();
        }
        answer == Answer::Yes
    });
    if is_yes { Answer::Yes } else { settled }
}

fn doubt(why: Unknown, component: &Component, advisory: &str) -> Statement {
    match why {
        Unknown::NotComparable(other) => {
            let version = component.version.exact().unwrap_or_default();
            messages::advisory::doubt_not_comparable(&component.ecosystem, version, other, advisory)
        }
        Unknown::OnlyCommits => messages::advisory::doubt_only_commits(advisory),
        Unknown::NothingStated => messages::advisory::doubt_nothing_stated(advisory),
    }
}

fn host_of(url: &str) -> &str {
    host_and_path(url).0
}
