//! An index under damage, and what a look-up costs of it.

use std::collections::BTreeSet;
use std::sync::Mutex;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::layout::PAGE_BYTES;
use super::{Content, Index, PackageLicenses, VersionLicense, compile};
use crate::domain::advisory::{
    Advisory, AdvisoryKind, Affected, Completeness, DatabaseSource, Epss, Exploited, Feed, FeedKind,
    Namespace, Provenance, RangeEvent, RangeKind, Severity, VersionRange, Withdrawal,
};
use crate::domain::ports::ReadAt;
use crate::domain::statement::Statement;

const PACKAGES: usize = 3_000;

fn advisory(number: usize) -> Advisory {
    let range = VersionRange {
        kind: RangeKind::Semver,
        events: vec![RangeEvent::Introduced("0".into()), RangeEvent::Fixed(format!("1.{number}.0").into())],
    };
    let affected = Affected {
        ecosystem: "npm".into(),
        name: format!("package-{number}").into(),
        ranges: vec![range],
        versions: vec![format!("3.0.{number}").into()],
    };
    Advisory {
        id: format!("EX-{number:05}").into(),
        aliases: vec![format!("CVE-2020-{number:05}").into()],
        upstream: vec![format!("UP-{number}").into()],
        kind: AdvisoryKind::Vulnerability,
        provenance: if number.is_multiple_of(7) { Provenance::InHouse } else { Provenance::Public },
        summary: "why ".repeat(number % 40).into(),
        severity: Severity::Score(7.5),
        vector: Some("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N".into()),
        rating: Some("HIGH".into()),
        weaknesses: vec!["CWE-79".into()],
        url: None,
        published: "2024-01-02T03:04:05Z".parse().ok(),
        exploited: number
            .is_multiple_of(5)
            .then(|| Exploited { id: "CVE-2020-1".into(), since: jiff::civil::date(2021, 11, 3) }),
        epss: Some(Epss { id: "CVE-2020-1".into(), probability: 0.123_456_789, percentile: 1.0 }),
        affected: vec![affected],
    }
}

fn index() -> Vec<u8> {
    let advisories: Vec<Advisory> = (0..PACKAGES).map(advisory).collect();
    let licenses = (0..PACKAGES).map(|number| PackageLicenses {
        ecosystem: "npm".to_owned(),
        name: format!("package-{number}"),
        stated: vec![VersionLicense { version: None, expression: "MIT".into() }],
    });
    let content = Content {
        sources: vec![DatabaseSource {
            ecosystem: "npm".into(),
            completeness: Completeness::Partial,
            advisories: 1,
            in_house: 2,
            withdrawn: 3,
            withdrawn_here: 4,
            as_of: Some(jiff::civil::date(2026, 8, 21)),
        }],
        feeds: vec![Feed { kind: FeedKind::Epss, entries: 5, matched: 4, as_of: None }],
        advisories: advisories.iter().collect(),
        namespaces: vec![Namespace {
            ecosystem: "npm".into(),
            pattern: "@bank/*".into(),
            registries: vec!["https://packages.example/".into()],
        }],
        withdrawals: vec![Withdrawal {
            id: "EX-1".into(),
            reason: "why".into(),
            by: "who".into(),
            date: jiff::civil::date(2026, 11, 2),
        }],
        licenses: licenses.collect(),
    };
    compile(content).expect("room")
}

/// Bytes with one bit of them flipped, and which pages of them were read.
struct Bytes<'index> {
    whole: &'index [u8],
    flipped: Option<(usize, u8)>,
    read: Mutex<BTreeSet<(u64, usize)>>,
}

impl<'index> Bytes<'index> {
    const fn new(bytes: &'index [u8], flipped: Option<(usize, u8)>) -> Self {
        Self { whole: bytes, flipped, read: Mutex::new(BTreeSet::new()) }
    }

    fn has_read(&self, at: usize) -> bool {
        let read = self.read.lock().expect("no panic");
        let holds = |(from, length): &(u64, usize)| {
            usize::try_from(*from).is_ok_and(|from| (from..from + length).contains(&at))
        };
        read.iter().any(holds)
    }
}

impl ReadAt for Bytes<'_> {
    fn length(&self) -> u64 {
        self.whole.len() as u64
    }

    fn read_at(&self, position: u64, buffer: &mut [u8]) -> Result<(), Statement> {
        let start = usize::try_from(position).expect("small");
        let end = start + buffer.len();
        let bytes =
            self.whole.get(start..end).ok_or_else(|| crate::messages::advisory::index_unsound(position))?;
        buffer.copy_from_slice(bytes);
        if let Some((at, bit)) = self.flipped
            && (start..end).contains(&at)
        {
            buffer[at - start] ^= 1 << bit;
        }
        self.read.lock().expect("no panic").insert((position, buffer.len()));
        Ok(())
    }
}

/// Everything that an index says of one package.
fn said(file: &dyn ReadAt, number: usize) -> Result<String, Statement> {
    let mut index = Index::open(file)?;
    let name = format!("package-{number}");
    let mut said = format!("{:?}", index.summary());
    for found in index.look_up("npm", &name)? {
        said = format!("{said} {:?} {:?}", found.affected, index.advisory(found.advisory)?);
    }
    let licenses = index.licenses("npm", &name)?;
    Ok(format!("{said} {licenses:?} {:?} {:?}", index.namespaces()?, index.withdrawals()?))
}

#[test]
fn what_was_put_in_comes_out() {
    let bytes = index();
    let file = Bytes::new(&bytes, None);
    let mut index = Index::open(&file).expect("an index");
    for number in [0, 5, 7, 35, PACKAGES - 1] {
        let name = format!("package-{number}");
        let found = index.look_up("npm", &name).expect("sound");
        let [found] = found.as_slice() else { panic!("one entry") };
        let read = index.advisory(found.advisory).expect("sound");
        // What ranges say isn't listed again; these versions lie outside.
        assert_eq!(Advisory { affected: vec![found.affected.clone()], ..read }, advisory(number));
        assert_eq!(index.licenses("npm", &name).expect("sound").len(), 1);
    }
    assert!(index.look_up("npm", "package-x").expect("sound").is_empty());
    assert!(index.look_up("PyPI", "package-0").expect("sound").is_empty());
    assert_eq!(index.namespaces().expect("sound").len(), 1);
    assert_eq!(index.withdrawals().expect("sound").len(), 1);
    let summary = index.summary();
    assert_eq!((summary.advisories, summary.packages), (PACKAGES as u64, PACKAGES as u64));
    assert_eq!((summary.sources[0].in_house, summary.sources[0].withdrawn_here), (2, 4));
    index.verify().expect("whole");
}

#[test]
fn a_look_up_reads_few_pages_and_none_of_a_section_that_it_has_no_need_of() {
    let bytes = index();
    let file = Bytes::new(&bytes, None);
    let mut index = Index::open(&file).expect("an index");
    index.look_up("npm", "package-77").expect("sound");
    let pages = file.read.lock().expect("no panic").len();
    assert!(pages <= 9, "{pages} reads of {} pages", bytes.len() / PAGE_BYTES);
    let before = file.read.lock().expect("no panic").clone();
    index.licenses("npm", "package-77").expect("sound");
    index.namespaces().expect("sound");
    index.withdrawals().expect("sound");
    let after = file.read.lock().expect("no panic").clone();
    let fresh = after.difference(&before).count();
    // The licence's directory, fingerprint, position and block; the other two; and nodes of the tree.
    assert!((5..=9).contains(&fresh), "{fresh}");
}

/// Ten thousand bits of an index, one at a time, each from a seed: whoever reads
/// the byte refuses it, and whoever doesn't says what the whole index says.
#[test]
fn a_flipped_bit_is_refused_or_harmless() {
    let bytes = index();
    let config = Config { cases: 10_000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let refused = std::cell::Cell::new(0);
    let cases = (0..bytes.len(), 0_u8..8, 0..PACKAGES);
    let outcome = runner.run(&cases, |(at, bit, number)| {
        let file = Bytes::new(&bytes, Some((at, bit)));
        let found = said(&file, number);
        if found.is_err() {
            refused.set(refused.get() + 1);
            return Ok(());
        }
        prop_assert!(!file.has_read(at), "byte {at} was read");
        prop_assert_eq!(found, said(&Bytes::new(&bytes, None), number));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
    assert!(refused.get() > 100, "only {} flips were read", refused.get());
    for at in (0..bytes.len()).step_by(bytes.len() / 150) {
        let file = Bytes::new(&bytes, Some((at, 3)));
        let verified = Index::open(&file).and_then(|mut index| index.verify());
        assert!(verified.is_err(), "byte {at}");
    }
}
