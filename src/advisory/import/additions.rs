//! What an import adds to advisories: overlays and feeds, and their effect.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Defect, Importer, Kept, Unmatched};
use crate::advisory::feed::{self, Score};
use crate::advisory::group::close_aliases;
use crate::advisory::index::{PackageLicenses, VersionLicense};
use crate::advisory::name::normalise;
use crate::advisory::overlay;
use crate::domain::advisory::{Advisory, Epss, Exploited, Feed, FeedKind, Namespace, Withdrawal};
use crate::domain::digest::Digest;
use crate::domain::license::ListedLicense;
use crate::domain::limits::Limits;
use crate::domain::place::Artifact;
use crate::messages;
use crate::source::{ReadError, SourceFile};

/// An ecosystem, and the private names in it.
type Pattern = (Arc<str>, Arc<str>);
/// The addresses that may serve such names.
type Registries = BTreeSet<Arc<str>>;
/// Licences by version; without one, of every version.
type ByVersion = BTreeMap<Option<Arc<str>>, Arc<str>>;

/// Everything that was added so far.
#[derive(Debug, Default)]
pub(super) struct Additions {
    exploited: Told<Date>,
    epss: Told<Score>,
    withdrawals: BTreeMap<Arc<str>, Withdrawal>,
    namespaces: BTreeMap<Pattern, Registries>,
    aliases: BTreeSet<(Arc<str>, Arc<str>)>,
    licenses: BTreeMap<(String, String), ByVersion>,
    licenses_as_of: Option<Date>,
}

/// What feeds of one kind tell, by id.
#[derive(Debug)]
struct Told<Value> {
    feeds: u64,
    /// The oldest of their days.
    as_of: Option<Date>,
    entries: BTreeMap<Arc<str>, Value>,
}

impl<Value> Default for Told<Value> {
    fn default() -> Self {
        Self { feeds: 0, as_of: None, entries: BTreeMap::new() }
    }
}

impl<Value> Told<Value> {
    /// A feed without a day leaves the day of all open.
    fn date(&mut self, as_of: Option<Date>) {
        self.as_of = if self.feeds == 0 { as_of } else { self.as_of.zip(as_of).map(|(a, b)| a.min(b)) };
        self.feeds += 1;
    }
}

/// What came of telling advisories.
pub(super) struct Outcome {
    pub(super) feeds: Vec<Feed>,
    pub(super) unmatched: Vec<Unmatched>,
}

impl Importer {
    /// Takes the catalogue of vulnerabilities that are known to be exploited.
    pub fn add_exploited(&mut self, name: &str, bytes: &[u8]) {
        match feed::read_kev(bytes) {
            Ok(catalogue) => {
                let told = &mut self.additions.exploited;
                told.date(catalogue.as_of);
                for (id, day) in catalogue.entries {
                    told.entries.entry(id).and_modify(|known| *known = day.min(*known)).or_insert(day);
                }
            }
            Err(reason) => self.refuse(name, reason),
        }
    }

    /// Takes estimates of how likely exploits are, plain or packed.
    pub fn add_epss(&mut self, name: &str, bytes: &[u8], limits: &Limits) {
        match feed::read_epss(bytes, limits.archive_entry_bytes) {
            Ok(scores) => {
                let told = &mut self.additions.epss;
                told.date(scores.as_of);
                for (id, score) in scores.entries {
                    let known = told.entries.entry(id).or_insert(score);
                    if score.probability > known.probability {
                        *known = score;
                    }
                }
            }
            Err(reason) => self.refuse(name, reason),
        }
    }

    /// Takes licences of components. Two licences of one component are a defect.
    pub fn add_licenses(&mut self, name: &str, listed: Vec<ListedLicense>) {
        for ListedLicense { ecosystem, name: package, version, expression } in listed {
            let listed_name = format!("{ecosystem}:{package}");
            let package = normalise(&ecosystem, &package).into_owned();
            let key = (ecosystem.to_string(), package);
            let stated = self.additions.licenses.entry(key).or_default();
            let known = stated.entry(version).or_insert_with(|| Arc::clone(&expression));
            if *known != expression {
                let known = Arc::clone(known);
                self.refuse(name, messages::advisory::two_licenses(listed_name, known, expression));
            }
        }
        self.additions.licenses_as_of = self.as_of;
    }

    /// Takes an overlay. Its in-house advisories count as records.
    pub fn add_overlay(&mut self, name: &str, bytes: Vec<u8>, limits: &Limits) {
        let file = SourceFile::of_artifact(Artifact::Outside(Arc::from(name)), bytes, limits);
        let overlay = match file.map_err(|error| vec![error]).and_then(|file| overlay::read(&file)) {
            Ok(overlay) => overlay,
            Err(errors) => {
                for ReadError { place, message } in errors {
                    self.refuse(&place.to_string(), message);
                }
                return;
            }
        };
        self.begin_in_house();
        for record in overlay.advisories {
            self.read += 1;
            let digest = Digest::of(format!("{record:?}").as_bytes());
            self.keep(Kept { record, name: Arc::from(name), digest });
        }
        self.end_source();
        let additions = &mut self.additions;
        additions.aliases.extend(overlay.aliases);
        for Namespace { ecosystem, pattern, registries } in overlay.namespaces {
            additions.namespaces.entry((ecosystem, pattern)).or_default().extend(registries);
        }
        for withdrawal in overlay.withdrawals {
            let id = Arc::clone(&withdrawal.id);
            match additions.withdrawals.get(&id) {
                Some(known) if *known != withdrawal => {
                    self.defects.push(Defect {
                        name: Arc::from(name),
                        reason: messages::advisory::two_withdrawals(id),
                    });
                    break;
                }
                _ => {
                    additions.withdrawals.insert(id, withdrawal);
                }
            }
        }
    }
}

impl Additions {
    /// Whether the organisation doesn't follow this advisory.
    pub(super) fn withdraws(&self, id: &str) -> bool {
        self.withdrawals.contains_key(id)
    }

    pub(super) fn withdrawals(&self) -> Vec<Withdrawal> {
        self.withdrawals.values().cloned().collect()
    }

    pub(super) fn namespaces(&self) -> Vec<Namespace> {
        let namespaces = self.namespaces.iter().map(|((ecosystem, pattern), registries)| Namespace {
            ecosystem: Arc::clone(ecosystem),
            pattern: Arc::clone(pattern),
            registries: registries.iter().cloned().collect(),
        });
        namespaces.collect()
    }

    pub(super) fn licenses(&self) -> Vec<PackageLicenses> {
        let packages = self.licenses.iter().map(|((ecosystem, name), stated)| PackageLicenses {
            ecosystem: ecosystem.clone(),
            name: name.clone(),
            stated: stated
                .iter()
                .map(|(version, expression)| VersionLicense {
                    version: version.clone(),
                    expression: Arc::clone(expression),
                })
                .collect(),
        });
        packages.collect()
    }

    /// Tells the advisories what overlays and feeds say of them, through every
    /// alias that ties them together.
    pub(super) fn tell(&self, advisories: &mut [Advisory]) -> Outcome {
        let unmatched = self.tie(advisories);
        close_aliases(advisories);
        let mut matched: [BTreeSet<&str>; 2] = Default::default();
        for advisory in advisories {
            let ids = || std::iter::once(&advisory.id).chain(&advisory.aliases);
            let exploited: Vec<_> = ids().filter_map(|id| self.exploited.entries.get_key_value(id)).collect();
            let epss: Vec<_> = ids().filter_map(|id| self.epss.entries.get_key_value(id)).collect();
            let [of_exploited, of_epss] = &mut matched;
            of_exploited.extend(exploited.iter().map(|(id, _)| &***id));
            of_epss.extend(epss.iter().map(|(id, _)| &***id));
            // The earliest day, and the highest estimate; the smaller id of two alike.
            let earliest = exploited.into_iter().min_by_key(|(id, day)| (**day, Arc::clone(id)));
            let highest = epss.into_iter().min_by(|(id, score), (other_id, other)| {
                other.probability.total_cmp(&score.probability).then_with(|| id.cmp(other_id))
            });
            advisory.exploited = earliest.map(|(id, since)| Exploited { id: Arc::clone(id), since: *since });
            advisory.epss = highest.map(|(id, score)| Epss {
                id: Arc::clone(id),
                probability: score.probability,
                percentile: score.percentile,
            });
        }
        let [of_exploited, of_epss] = matched.map(|ids| ids.len() as u64);
        let feeds = [
            self.exploited.feed(FeedKind::Exploited, of_exploited),
            self.epss.feed(FeedKind::Epss, of_epss),
            self.license_feed(),
        ];
        Outcome { feeds: feeds.into_iter().flatten().collect(), unmatched }
    }

    /// Gives other registers' ids to the records that have the ids they are for.
    fn tie(&self, advisories: &mut [Advisory]) -> Vec<Unmatched> {
        let mut by_known: BTreeMap<&str, Vec<&Arc<str>>> = BTreeMap::new();
        for (id, known) in &self.aliases {
            by_known.entry(known).or_default().push(id);
        }
        let mut found: BTreeSet<&str> = BTreeSet::new();
        for advisory in advisories {
            let ids = std::iter::once(&advisory.id).chain(&advisory.aliases);
            let known = ids.filter_map(|id| by_known.get_key_value(&**id));
            let mut added: Vec<Arc<str>> = Vec::new();
            for (known, aliases) in known {
                found.insert(*known);
                added.extend(aliases.iter().copied().cloned());
            }
            added.sort_unstable();
            added.dedup();
            added.retain(|alias| *alias != advisory.id && !advisory.aliases.contains(alias));
            advisory.aliases.extend(added);
        }
        let unmatched = self.aliases.iter().filter(|(_, known)| !found.contains(&**known));
        unmatched.map(|(id, known)| Unmatched::Alias(Arc::clone(id), Arc::clone(known))).collect()
    }

    fn license_feed(&self) -> Option<Feed> {
        let entries = self.licenses.values().map(|stated| stated.len() as u64).sum();
        let feed = Feed { kind: FeedKind::Licenses, entries, matched: entries, as_of: self.licenses_as_of };
        (entries > 0).then_some(feed)
    }
}

impl<Value> Told<Value> {
    fn feed(&self, kind: FeedKind, matched: u64) -> Option<Feed> {
        let entries = self.entries.len() as u64;
        (self.feeds > 0).then_some(Feed { kind, entries, matched, as_of: self.as_of })
    }
}
