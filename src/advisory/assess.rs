//! What the database says of each occurrence, and why it can't say more.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use super::commits::{self, NoClones, Pinned};
use super::cure::{InUse, cure, stated_fixes, worth_trying};
use super::group::into_hits;
use super::index::{Found, Handle, Index};
use super::name::{lacks_release, normalise, place_of, wider};
use super::ranges::{Answer, Unknown, affects, affects_every_version, states_commits};
use crate::domain::advisory::{Advisory, AdvisoryKind, Namespace, Provenance};
use crate::domain::assessment::{Assessment, Cure, Hit};
use crate::domain::component::{Component, Origin};
use crate::domain::inventory::Inventory;
use crate::domain::origin::{OriginClass, host_and_path};
use crate::domain::policy::Policy;
use crate::domain::ports::Clones;
use crate::domain::quick::QuickMap;
use crate::domain::statement::Statement;
use crate::messages;
use crate::version::ruling_ecosystem;

/// Assesses every occurrence of the inventory, in its order, where no clone is
/// at hand. An error is the database's: then nothing was assessed.
pub fn assess(
    inventory: &Inventory,
    policy: &Policy,
    index: &mut Index<'_>,
) -> Result<Vec<Assessment>, Statement> {
    assess_beside(inventory, policy, index, &NoClones)
}

/// The same with clones that are asked for the commits that records name.
pub fn assess_beside(
    inventory: &Inventory,
    policy: &Policy,
    index: &mut Index<'_>,
    clones: &dyn Clones,
) -> Result<Vec<Assessment>, Statement> {
    let namespaces = index.namespaces()?;
    let numbering = inventory.numbering();
    let mut matcher = Matcher {
        index,
        clones,
        namespaces,
        advisories: QuickMap::default(),
        matched: vec![None; numbering.distinct()],
        matched_in_house: QuickMap::default(),
    };
    let occurrences = inventory.occurrences.iter().zip(numbering.numbers());
    occurrences
        .map(|(occurrence, number)| {
            let origin = &occurrence.origin;
            let component = Numbered { component: &occurrence.component, origin, number };
            let class = policy.class_of(origin, &occurrence.component.ecosystem);
            match matcher.namespace_of(&occurrence.component) {
                Some(namespace) => matcher.assess_private(component, class, &namespace),
                None => matcher.assess(component, class, Speakers::Everybody),
            }
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
    clones: &'run dyn Clones,
    namespaces: Arc<[Namespace]>,
    advisories: QuickMap<Handle, Arc<Advisory>>,
    /// By the component's number, with everybody's advisories.
    matched: Vec<Option<Rc<Matched>>>,
    /// By the component's number, with the organisation's own: few have any.
    matched_in_house: QuickMap<usize, Rc<Matched>>,
}

/// A component with its number in the inventory, where it is declared.
#[derive(Clone, Copy)]
struct Numbered<'run> {
    component: &'run Component,
    origin: &'run Origin,
    number: usize,
}

/// Whose advisories speak of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speakers {
    Everybody,
    /// The organisation alone: a public package of that name is another one.
    InHouse,
}

/// What the records say of a component, wherever it comes from.
struct Matched {
    assessment: Assessment,
    /// Whether a record has spoken of versions alone, and not of this one.
    cleared_by_version: bool,
    /// What records that name commits leave open.
    open: Option<Box<OpenCommits>>,
}

/// Records that name commits, and don't name the version: a clone decides.
struct OpenCommits {
    /// What affects the version.
    affecting: Vec<Arc<Advisory>>,
    found: Vec<OfAdvisory>,
    questions: Vec<Question>,
}

/// One of them.
struct Question {
    /// Which one, among what was found.
    position: usize,
    advisory: Arc<str>,
    /// What it leaves in doubt wherever the component comes from.
    doubt: Option<Statement>,
}

impl Matched {
    /// Where nobody asks a clone.
    fn by_version(&self) -> Assessment {
        let mut assessment = self.assessment.clone();
        let questions = self.open.iter().flat_map(|open| &open.questions);
        assessment.doubts.extend(questions.filter_map(|question| question.doubt.clone()));
        assessment
    }
}

impl Matcher<'_, '_> {
    fn assess(
        &mut self,
        component: Numbered<'_>,
        origin: OriginClass<'_>,
        speakers: Speakers,
    ) -> Result<Assessment, Statement> {
        let mut git_host = None;
        let doubt = match origin {
            // A copy of a public package has its faults; a rule of its own says so.
            OriginClass::FirstParty => {
                let Assessment { hits, cure, .. } = self.matched(component, speakers)?.assessment.clone();
                return Ok(Assessment { hits, cure, ..first_party() });
            }
            // Who has advisories of its own speaks of what it serves itself.
            OriginClass::Private { .. } | OriginClass::Unstated if speakers == Speakers::InHouse => None,
            OriginClass::Private { url } => {
                return Ok(doubtful(messages::advisory::doubt_private_registry(host_of(url))));
            }
            OriginClass::Unstated => return Ok(doubtful(messages::advisory::doubt_unstated_origin())),
            OriginClass::Public | OriginClass::TakenForPublic { .. } => None,
            // The repository is the registry there: its tags are the versions.
            OriginClass::Git { .. } if is_named_by_repository(component.component) => None,
            OriginClass::Git { url } => {
                git_host = Some(host_of(url));
                None
            }
            OriginClass::Archive { url } => Some(messages::advisory::doubt_archive(host_of(url))),
            OriginClass::Path { path } => Some(messages::advisory::doubt_path(path)),
        };
        let matched = self.matched(component, speakers)?;
        let pinned = Pinned::of(component.component, component.origin);
        let mut assessment = match (&matched.open, pinned) {
            (Some(open), Some(pinned)) => self.by_commit(component, (&matched, open), (&pinned, git_host))?,
            _ => matched.by_version(),
        };
        assessment.doubts.extend(doubt);
        if let Some(host) = git_host {
            // Versions say little of a commit, and where every record names
            // commits they have no need to.
            let unsaid = matched.cleared_by_version && assessment.doubts.is_empty();
            let says_little = matched.open.is_none() || unsaid;
            assessment.doubts.extend(says_little.then(|| messages::advisory::doubt_git(host)));
        }
        Ok(assessment)
    }

    /// What clones say of the commits that records name. A record that names
    /// the version already affects it, whatever it says of commits beside.
    fn by_commit(
        &mut self,
        component: Numbered<'_>,
        (matched, open): (&Matched, &OpenCommits),
        (pinned, git_host): (&Pinned, Option<&str>),
    ) -> Result<Assessment, Statement> {
        let mut assessment = matched.assessment.clone();
        let held = pinned.find(self.clones);
        let mut affecting = Vec::new();
        for question in &open.questions {
            let Some(found) = open.found.get(question.position) else { continue };
            let entries = found.entries.iter().map(|entry| &entry.affected);
            let answer = held
                .as_ref()
                .map_err(Clone::clone)
                .and_then(|held| commits::affects(entries, held, self.clones));
            match answer {
                Ok(true) => affecting.push(self.with_affected(found)?),
                Ok(false) => {}
                Err(reason) => {
                    let of_git = |host| messages::advisory::doubt_git_commits(host, &question.advisory);
                    let doubt = question.doubt.clone().or_else(|| git_host.map(of_git));
                    assessment.doubts.extend(doubt.map(|doubt| doubt.because(reason)));
                }
            }
        }
        if affecting.is_empty() {
            return Ok(assessment);
        }
        affecting.extend(open.affecting.iter().cloned());
        let ecosystem = component.component.ecosystem.as_str();
        let in_use = component.component.version.exact().map(|version| InUse { ecosystem, version });
        let hits = into_hits(affecting, in_use);
        let cure = match in_use {
            Some(in_use) => self.cure(in_use, &hits, &open.found)?,
            None => None,
        };
        Ok(Assessment { hits, cure, ..assessment })
    }

    /// The private names that this component has one of, all entries as one.
    fn namespace_of(&self, component: &Component) -> Option<Namespace> {
        if self.namespaces.is_empty() {
            return None;
        }
        let ecosystem = component.ecosystem.as_str();
        let name = normalise(ecosystem, &component.name);
        let is_one = |one: &&Namespace| &*one.ecosystem == place_of(ecosystem) && one.has(&name);
        let mut fitting = self.namespaces.iter().filter(is_one);
        let mut namespace = fitting.next()?.clone();
        namespace.registries.extend(fitting.flat_map(|other| other.registries.iter().cloned()));
        Some(namespace)
    }

    /// A component with a private name is judged by in-house advisories alone,
    /// and needs no public source. One that comes from the public registry all
    /// the same is the public package of that name: what is said of that counts.
    fn assess_private(
        &mut self,
        component: Numbered<'_>,
        class: OriginClass<'_>,
        namespace: &Namespace,
    ) -> Result<Assessment, Statement> {
        if namespace.may_come_from(component.origin, class, &component.component.ecosystem) {
            return self.assess(component, class, Speakers::InHouse);
        }
        let assessment = self.matched(component, Speakers::Everybody)?.by_version();
        Ok(Assessment { confused_with: Some(Arc::clone(&namespace.pattern)), ..assessment })
    }

    fn matched(&mut self, of: Numbered<'_>, speakers: Speakers) -> Result<Rc<Matched>, Statement> {
        let known = match speakers {
            Speakers::Everybody => self.matched.get(of.number).and_then(Option::as_ref),
            Speakers::InHouse => self.matched_in_house.get(&of.number),
        };
        if let Some(matched) = known {
            return Ok(Rc::clone(matched));
        }
        let matched = Rc::new(self.match_component(of.component, speakers)?);
        match speakers {
            Speakers::Everybody => {
                if let Some(slot) = self.matched.get_mut(of.number) {
                    *slot = Some(Rc::clone(&matched));
                }
            }
            Speakers::InHouse => {
                self.matched_in_house.insert(of.number, Rc::clone(&matched));
            }
        }
        Ok(matched)
    }

    fn match_component(&mut self, component: &Component, speakers: Speakers) -> Result<Matched, Statement> {
        let ecosystem = component.ecosystem.as_str();
        let mut doubts = Vec::new();
        if speakers == Speakers::Everybody && !self.covers(ecosystem) {
            doubts.push(messages::advisory::doubt_not_covered(ecosystem));
        }
        if lacks_release(ecosystem) {
            doubts.push(messages::advisory::doubt_no_release(ecosystem));
        }
        let version = component.version.exact();
        if version.is_none() {
            doubts.push(messages::advisory::doubt_not_exact(ecosystem));
        }
        if let Some(tag) = version.filter(|version| is_moving_tag(ecosystem, version)) {
            doubts.push(messages::advisory::doubt_moving_tag(tag));
        }
        let mut affecting: Vec<Arc<Advisory>> = Vec::new();
        let mut questions = Vec::new();
        let mut cleared_by_version = false;
        let all_found = self.found(component, speakers)?;
        for (position, found) in all_found.iter().enumerate() {
            let said = answer(&found.entries, version);
            if said == Answer::Yes {
                affecting.push(self.with_affected(found)?);
                continue;
            }
            let names_commits = found.entries.iter().any(|entry| states_commits(&entry.affected));
            cleared_by_version |= said == Answer::No && !names_commits;
            if said == Answer::No && !names_commits {
                continue;
            }
            let advisory = Arc::clone(&self.advisory(found.advisory)?.id);
            let only_commits = said == Answer::Unknown(Unknown::OnlyCommits);
            let doubt = match said {
                Answer::Unknown(why) => Some(doubt(why, component, &advisory)),
                Answer::Yes | Answer::No => None,
            };
            if only_commits {
                questions.push(Question { position, advisory, doubt });
            } else {
                doubts.extend(doubt);
                questions.extend(names_commits.then_some(Question { position, advisory, doubt: None }));
            }
        }
        let in_use = version.map(|version| InUse { ecosystem, version });
        let hits: Vec<Hit> = into_hits(affecting.clone(), in_use);
        let cure = match in_use.filter(|_| !hits.is_empty()) {
            Some(in_use) => self.cure(in_use, &hits, &all_found)?,
            None => None,
        };
        let assessment = Assessment { hits, cure, doubts, ..Assessment::default() };
        let open = OpenCommits { affecting, found: all_found, questions };
        let open = (!open.questions.is_empty()).then(|| Box::new(open));
        Ok(Matched { assessment, cleared_by_version, open })
    }

    /// The nearest version that no record of the component affects.
    fn cure(
        &mut self,
        in_use: InUse<'_>,
        hits: &[Hit],
        all_found: &[OfAdvisory],
    ) -> Result<Option<Cure>, Statement> {
        let unfixed = hits.iter().filter(|hit| hit.fixed.is_empty());
        let unfixed: HashSet<&Arc<str>> =
            unfixed.flat_map(|hit| &hit.group.advisories).map(|advisory| &advisory.id).collect();
        let entries = all_found.iter().flat_map(|found| &found.entries);
        let candidates = in_use.nearest_first(stated_fixes(entries.map(|entry| &entry.affected)));
        let worth =
            worth_trying(all_found.iter().flat_map(|found| &found.entries).map(|entry| &entry.affected));
        cure(in_use, hits, (candidates, worth), |candidate| {
            let against = all_found.iter().filter(|found| speaks_against(found, candidate));
            for found in against {
                let advisory = self.advisory(found.advisory)?;
                // That nobody looks after a component is no fault of one version.
                let is_fault = !matches!(advisory.kind, AdvisoryKind::Unmaintained | AdvisoryKind::Notice);
                if is_fault && !unfixed.contains(&advisory.id) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    /// What those who may speak say of the component.
    fn found(&mut self, component: &Component, speakers: Speakers) -> Result<Vec<OfAdvisory>, Statement> {
        let ecosystem = component.ecosystem.as_str();
        let mut found = self.index.look_up(ecosystem, &component.name)?;
        if let Some(name) = wider(ecosystem, &component.name) {
            found.extend(self.index.look_up(ecosystem, name)?);
            found.sort_by_key(|found| found.advisory);
        }
        let found = by_advisory(found);
        if speakers == Speakers::Everybody {
            return Ok(found);
        }
        let mut in_house = Vec::new();
        for of_advisory in found {
            if self.is_in_house(of_advisory.advisory)? {
                in_house.push(of_advisory);
            }
        }
        Ok(in_house)
    }

    fn is_in_house(&mut self, advisory: Handle) -> Result<bool, Statement> {
        Ok(self.advisory(advisory)?.provenance == Provenance::InHouse)
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

/// Actions are used by tags, and by custom `v4` is moved to each new `v4.x.y`.
fn is_moving_tag(ecosystem: &str, version: &str) -> bool {
    ruling_ecosystem(ecosystem) == "GitHub Actions" && version.matches('.').count() < 2
}

/// Whether a package is a repository, and one of its tags the version.
fn is_named_by_repository(component: &Component) -> bool {
    ruling_ecosystem(component.ecosystem.as_str()) == "SwiftURL" && component.version.exact().is_some()
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

/// Whether a record affects a candidate, or may. What says nothing of versions
/// at all says it of the version in use too, and is a doubt of its own.
fn speaks_against(found: &OfAdvisory, candidate: &str) -> bool {
    matches!(
        answer(&found.entries, Some(candidate)),
        Answer::Yes | Answer::Unknown(Unknown::NotComparable(_))
    )
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
