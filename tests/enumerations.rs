//! Every version that a real record enumerates, asked of the real index.
//!
//! For every record and every version that any record of the same package
//! enumerates, the gate's answer is the record's own: it lists the version, or
//! one of its ranges contains it as the schema's evaluation says. The
//! evaluation here is the schema's pseudocode, written down once more.

#![expect(clippy::expect_used, clippy::panic, reason = "a test over real data says what differs")]

#[path = "support/shared.rs"]
mod shared;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use cullis::advisory::{Import, Importer, Index, Record, assess, normalise, read};
use cullis::domain::advisory::{Affected, RangeEvent, RangeKind, VersionRange};
use cullis::domain::assessment::Assessment;
use cullis::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use cullis::domain::inventory::{Inventory, Reading};
use cullis::domain::limits::Limits;
use cullis::domain::place::{Place, TreePath};
use cullis::domain::policy::Policy;
use cullis::rules;
use cullis::store::advisory_source::{AdvisorySource, Event};
use cullis::store::database;
use cullis::store::index_file::IndexBytes;
use cullis::version;

/// Answers that differ from the record's enumeration: id, version, reason.
/// One that doesn't differ any more fails the test.
static EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// Ecosystem and name, as the index looks them up.
type Package = (Arc<str>, String);

fn package(affected: &Affected) -> Package {
    (Arc::clone(&affected.ecosystem), normalise(&affected.ecosystem, &affected.name).into_owned())
}

fn version_of(event: &RangeEvent) -> &str {
    match event {
        RangeEvent::Introduced(at)
        | RangeEvent::Fixed(at)
        | RangeEvent::LastAffected(at)
        | RangeEvent::Limit(at) => at,
    }
}

/// The order of a range's versions, where there is one.
type Order<'run> = &'run dyn Fn(&str, &str) -> Option<Ordering>;

/// The versions of a package, each with its place in the order of this kind of
/// range; those that have none are left out.
fn places<'records>(
    kind: RangeKind,
    package: &Package,
    said: &Said<'records>,
) -> HashMap<&'records str, usize> {
    let order = |a: &str, b: &str| match kind {
        RangeKind::Semver => version::compare_semver(a, b),
        RangeKind::Ecosystem | RangeKind::Git => version::compare(&package.0, a, b),
    };
    let mut versions: Vec<&str> = said.versions.iter().copied().filter(|v| order(v, v).is_ok()).collect();
    versions.sort_by(|a, b| order(a, b).unwrap_or(Ordering::Equal));
    let mut place = 0;
    let mut before = None;
    let mut places = HashMap::with_capacity(versions.len());
    for version in versions {
        place += usize::from(before.is_some_and(|before| order(before, version) != Ok(Ordering::Equal)));
        places.insert(version, place);
        before = Some(version);
    }
    places
}

/// `IncludedInRanges` of the schema, for one range; `None` where a comparison
/// that it needs fails.
fn is_in_range(range: &VersionRange, version: &str, order: Order<'_>) -> Option<bool> {
    let limits = range.events.iter().filter(|event| matches!(event, RangeEvent::Limit(_)));
    let limits: Vec<&str> = limits.map(version_of).collect();
    let mut is_before_limits = limits.is_empty();
    for limit in limits {
        is_before_limits |= limit.contains('*') || order(version, limit)?.is_lt();
    }
    let mut events: Vec<&RangeEvent> = range.events.iter().collect();
    let mut failed = false;
    events.sort_by(|a, b| match (version_of(a), version_of(b)) {
        ("0", "0") => Ordering::Equal,
        ("0", _) => Ordering::Less,
        (_, "0") => Ordering::Greater,
        (a, b) => order(a, b).unwrap_or_else(|| {
            failed = true;
            Ordering::Equal
        }),
    });
    let mut vulnerable = false;
    for event in events {
        match event {
            RangeEvent::Introduced(at) if &**at == "0" || order(version, at)?.is_ge() => vulnerable = true,
            RangeEvent::Fixed(at) if order(version, at)?.is_ge() => vulnerable = false,
            RangeEvent::LastAffected(at) if order(version, at)?.is_gt() => vulnerable = false,
            _ => {}
        }
    }
    (!failed).then_some(vulnerable && is_before_limits)
}

/// What the record itself says of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    /// Listed.
    Listed,
    /// Not listed, and a range contains it.
    InRange,
    /// Not listed, and no range contains it.
    Excluded,
    /// Not listed, and a range can't be evaluated.
    Unclear,
}

fn word(of_record: &OfRecord<'_>, version: &str, semver: Order<'_>, ecosystem: Order<'_>) -> Word {
    if of_record.listed.contains(version) {
        return Word::Listed;
    }
    let ranges = of_record.entries.iter().flat_map(|affected| &affected.ranges);
    let answers = ranges.filter_map(|range| match range.kind {
        RangeKind::Semver => Some(is_in_range(range, version, semver)),
        RangeKind::Ecosystem => Some(is_in_range(range, version, ecosystem)),
        RangeKind::Git => None,
    });
    let answers: Vec<Option<bool>> = answers.collect();
    if answers.contains(&Some(true)) {
        Word::InRange
    } else if answers.contains(&None) {
        Word::Unclear
    } else {
        Word::Excluded
    }
}

/// What one record says of a package.
#[derive(Default)]
struct OfRecord<'records> {
    entries: Vec<&'records Affected>,
    listed: HashSet<&'records str>,
}

/// What the records say, package by package: each record's entries, and every
/// version worth asking: those that are listed, and those that ranges name.
#[derive(Default)]
struct Said<'records> {
    entries: BTreeMap<&'records str, OfRecord<'records>>,
    versions: BTreeSet<&'records str>,
}

fn by_package(records: &[Record]) -> BTreeMap<Package, Said<'_>> {
    let mut packages: BTreeMap<Package, Said<'_>> = BTreeMap::new();
    for record in records.iter().filter(|record| !record.withdrawn) {
        for affected in &record.advisory.affected {
            let said = packages.entry(package(affected)).or_default();
            let of_record = said.entries.entry(&record.advisory.id).or_default();
            of_record.entries.push(affected);
            of_record.listed.extend(affected.versions.iter().map(|version| &**version));
            said.versions.extend(affected.versions.iter().map(|version| &**version));
            let ranges = affected.ranges.iter().filter(|range| range.kind != RangeKind::Git);
            let named = ranges.flat_map(|range| &range.events).map(version_of);
            said.versions.extend(named.filter(|version| !matches!(*version, "0" | "*")));
        }
    }
    packages
}

fn inventory(questions: &[(&Package, &str)]) -> Inventory {
    let path = TreePath::new("lock").expect("a sound path");
    let occurrences = questions.iter().map(|((ecosystem, name), version)| Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(ecosystem),
            name: Arc::from(name.as_str()),
            version: Version::Exact(Arc::from(*version)),
        },
        place: Place::whole(path.clone()),
        origin: Origin::Registry { url: None },
        scope: Scope::Runtime,
        relation: Relation::Direct,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    });
    let reading = Reading { occurrences: occurrences.collect(), gaps: Vec::new() };
    let mut inventory = Inventory::default();
    inventory.add(path, "test/lock", reading);
    inventory
}

fn import(folder: &Path) -> Import {
    let importer = Importer::new("2026-08-21".parse().ok());
    let import = database::import(&[folder], importer, &Limits::DEFAULT, &mut |_| {});
    import.expect("a readable source").expect("no defects")
}

/// What came out for some questions.
#[derive(Default)]
struct Outcome<'records> {
    /// How often each word fell.
    counts: BTreeMap<Word, usize>,
    /// Records and versions on which the gate's answer differs.
    different: BTreeSet<(&'records str, &'records str)>,
}

fn says_affected(assessment: &Assessment, id: &str) -> bool {
    let mut records = assessment.hits.iter().flat_map(|hit| &hit.group.advisories);
    records.any(|advisory| &*advisory.id == id)
}

/// Asks the index, and holds each answer against each record of the package.
fn hold<'records>(
    index: &IndexBytes,
    policy: &Policy,
    packages: &[(&'records Package, &'records Said<'records>)],
) -> Outcome<'records> {
    let mut index = Index::open(index).expect("an index");
    let of_package = |(package, said): &(&'records Package, &'records Said<'records>)| {
        let package = *package;
        said.versions.iter().map(move |version| (package, *version)).collect::<Vec<_>>()
    };
    let questions: Vec<(&Package, &str)> = packages.iter().flat_map(of_package).collect();
    let assessments = assess(&inventory(&questions), policy, &mut index).expect("sound");
    assert_eq!(assessments.len(), questions.len());
    let mut assessments = assessments.iter();
    let mut outcome = Outcome::default();
    for (package, said) in packages {
        let by_semver = places(RangeKind::Semver, package, said);
        let by_ecosystem = places(RangeKind::Ecosystem, package, said);
        let semver = |a: &str, b: &str| Some(by_semver.get(a)?.cmp(by_semver.get(b)?));
        let ecosystem = |a: &str, b: &str| Some(by_ecosystem.get(a)?.cmp(by_ecosystem.get(b)?));
        for (version, assessment) in said.versions.iter().zip(&mut assessments) {
            for (id, of_record) in &said.entries {
                let word = word(of_record, version, &semver, &ecosystem);
                *outcome.counts.entry(word).or_default() += 1;
                if !agrees(word, assessment, id) {
                    outcome.different.insert((*id, *version));
                }
            }
        }
    }
    outcome
}

fn agrees(word: Word, assessment: &Assessment, id: &str) -> bool {
    let affected = says_affected(assessment, id);
    match word {
        Word::Listed | Word::InRange => affected,
        Word::Excluded => !affected,
        // Never clean, and never affected for certain.
        Word::Unclear => !affected && !assessment.doubts.is_empty(),
    }
}

/// All records, the later one of two with the same id.
fn all_records(folder: &Path) -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    let source = AdvisorySource::open(folder, &Limits::DEFAULT).expect("a source");
    let parse = |name: &str, bytes: &[u8]| read(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    let done = source.read(&Limits::DEFAULT, parse, &mut |event| match event {
        Event::Record(record) => all.push(record),
        Event::Refused(name, reason) => panic!("{name}: {reason:?}"),
        Event::Expect(_) | Event::Begin(_) | Event::Overlay(..) => {}
    });
    done.expect("readable");
    let mut records: BTreeMap<Arc<str>, Record> = BTreeMap::new();
    for record in all {
        let known = records.get(&record.advisory.id);
        if known.is_none_or(|known| known.modified < record.modified) {
            records.insert(Arc::clone(&record.advisory.id), record);
        }
    }
    records.into_values().collect()
}

#[test]
fn every_answer_is_the_record_s_own() {
    let Some(folder) = shared::shared("osv") else { return };
    let ids: Vec<&'static str> = rules::infos().iter().map(|info| info.id).collect();
    let policy = cullis::policy::effective(&[], &ids).expect("the built-in profile is sound");
    let (records, index) = std::thread::scope(|scope| {
        let index = scope.spawn(|| IndexBytes(import(&folder).index));
        (all_records(&folder), index.join().expect("no panic"))
    });
    let packages = by_package(&records);
    let weight = |said: &Said<'_>| said.versions.len() * said.entries.len();
    let mut by_weight: Vec<(&Package, &Said<'_>)> = packages.iter().collect();
    by_weight.sort_by_key(|(_, said)| std::cmp::Reverse(weight(said)));
    // Dealt out like cards, so that every thread has its share of the heavy ones.
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let mut shares: Vec<Vec<(&Package, &Said<'_>)>> = vec![Vec::new(); threads];
    for (number, package) in by_weight.into_iter().enumerate() {
        shares.get_mut(number % threads).expect("one of them").push(package);
    }
    let mut outcome = Outcome::default();
    std::thread::scope(|scope| {
        let (index, policy) = (&index, &policy);
        let workers: Vec<_> =
            shares.iter().map(|share| scope.spawn(move || hold(index, policy, share))).collect();
        for worker in workers {
            let part = worker.join().expect("no panic");
            outcome.different.extend(part.different);
            for (word, count) in part.counts {
                *outcome.counts.entry(word).or_default() += count;
            }
        }
    });
    let listed: BTreeSet<(&str, &str)> = EXCEPTIONS.iter().map(|(id, version, _)| (*id, *version)).collect();
    let unlisted: Vec<_> = outcome.different.difference(&listed).collect();
    let settled: Vec<_> = listed.difference(&outcome.different).collect();
    assert!(unlisted.is_empty(), "{} differ, such as {:?}", unlisted.len(), unlisted.first());
    assert!(settled.is_empty(), "no exceptions any more: {settled:?}");
    // Nothing was left out on the way: figures of the data as it lies there.
    let count = |word| outcome.counts.get(&word).copied().unwrap_or_default();
    assert_eq!(count(Word::Listed), 139_498, "{:?}", outcome.counts);
    assert_eq!(count(Word::Unclear), 44, "versions that Python's library refuses, too");
    assert!(count(Word::InRange) > 80_000 && count(Word::Excluded) > 230_000, "{:?}", outcome.counts);
}
