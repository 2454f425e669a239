//! New or old: whether a finding was there where the change began.
//!
//! A finding is old when one of the same identity, or of a shared alias at the
//! same place and component, was found there by the same database. It is new
//! all the same when its component came to be used at run time, or came to a
//! lower version.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::base::{Age, OldFinding};
use crate::domain::component::{Component, Scope, Version};
use crate::domain::digest::Digest;
use crate::domain::finding::Finding;
use crate::domain::inventory::Inventory;
use crate::domain::quick::QuickMap;
use crate::version;

/// The ages of these findings, in their order, and how many old ones are gone.
pub(super) fn of(findings: &[Finding], old: &[OldFinding], inventory: &Inventory) -> (Vec<Age>, usize) {
    let mut before = Before::new(old);
    // What is the same to the version is taken first, so that a second version
    // of a component isn't taken for the first one.
    let mut ages: Vec<Option<Age>> = vec![None; findings.len()];
    for pass in [Pass::SameVersion, Pass::AnyVersion] {
        for (finding, age) in findings.iter().zip(&mut ages).filter(|(_, age)| age.is_none()) {
            if let Some(taken) = before.take(finding, pass) {
                let became_worse = is_worse(finding, taken, inventory);
                *age = Some(if became_worse { Age::New } else { Age::Old });
            }
        }
    }
    let mended = before.taken.iter().filter(|taken| !**taken).count();
    (ages.into_iter().map(|age| age.unwrap_or(Age::New)).collect(), mended)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    SameVersion,
    AnyVersion,
}

/// The old findings, each of which explains one new one.
struct Before<'run> {
    old: &'run [OldFinding],
    taken: Vec<bool>,
    by_identity: QuickMap<Digest, Vec<usize>>,
    by_alias: QuickMap<(&'static str, Arc<str>), Vec<usize>>,
}

impl<'run> Before<'run> {
    fn new(old: &'run [OldFinding]) -> Self {
        let mut by_identity: QuickMap<Digest, Vec<usize>> = QuickMap::default();
        let mut by_alias: QuickMap<(&'static str, Arc<str>), Vec<usize>> = QuickMap::default();
        for (position, one) in old.iter().enumerate() {
            by_identity.entry(one.finding.identity()).or_default().push(position);
            for alias in &one.finding.aliases {
                by_alias.entry((one.finding.rule.id, Arc::clone(alias))).or_default().push(position);
            }
        }
        Self { old, taken: vec![false; old.len()], by_identity, by_alias }
    }

    fn take(&mut self, finding: &Finding, pass: Pass) -> Option<&'run OldFinding> {
        let mut positions: BTreeSet<usize> = BTreeSet::new();
        positions.extend(self.by_identity.get(&finding.identity()).into_iter().flatten());
        for alias in &finding.aliases {
            let shared = self.by_alias.get(&(finding.rule.id, Arc::clone(alias))).into_iter().flatten();
            positions.extend(shared.filter(|position| {
                self.old.get(**position).is_some_and(|old| is_about_the_same(&old.finding, finding))
            }));
        }
        let fits = |position: &usize| {
            let is_free = self.taken.get(*position) == Some(&false);
            let same = self.old.get(*position).is_some_and(|old| old.finding.component == finding.component);
            is_free && (pass == Pass::AnyVersion || same)
        };
        let position = positions.into_iter().find(fits)?;
        if let Some(taken) = self.taken.get_mut(position) {
            *taken = true;
        }
        self.old.get(position)
    }
}

fn is_about_the_same(one: &Finding, other: &Finding) -> bool {
    one.subject.file == other.subject.file && one.subject.component == other.subject.component
}

fn is_worse(finding: &Finding, old: &OldFinding, inventory: &Inventory) -> bool {
    let scope = finding.occurrence.and_then(|position| inventory.occurrences.get(position));
    let scope = scope.map(|occurrence| occurrence.scope);
    let runs = |scope: Option<Scope>| scope == Some(Scope::Runtime);
    let came_to_run = old.scope.is_some() && !runs(old.scope) && runs(scope);
    let came_down = match (&finding.component, &old.finding.component) {
        (Some(now), Some(before)) => is_lower(now, before),
        _ => false,
    };
    came_to_run || came_down
}

/// Whether the version went down, or where it went can't be told.
fn is_lower(now: &Component, before: &Component) -> bool {
    match (&now.version, &before.version) {
        (now, before) if now == before => false,
        (Version::Exact(version), Version::Exact(old)) => {
            version::compare(now.ecosystem.as_str(), version, old).map_or(true, std::cmp::Ordering::is_lt)
        }
        // A version in place of a range is better known, a range worse.
        (Version::Exact(_), _) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::of;
    use crate::domain::base::{Age, OldFinding};
    use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
    use crate::domain::finding::{Finding, Subject};
    use crate::domain::inventory::{Inventory, Reading};
    use crate::domain::place::{Place, TreePath};
    use crate::domain::rule::{RuleInfo, RuleKind};
    use crate::messages;

    static RULE: RuleInfo = RuleInfo { id: "vulnerable-component", practice: 2, kind: RuleKind::Violation };

    fn path() -> TreePath {
        TreePath::new("package-lock.json").expect("a path")
    }

    fn component(version: &str) -> Component {
        let version = Version::Exact(Arc::from(version));
        Component { ecosystem: Ecosystem::new("npm"), name: Arc::from("left-pad"), version }
    }

    /// What an advisory says of a version, known by its first id.
    fn finding(version: &str, ids: &[&str]) -> Finding {
        let subject = Subject {
            file: Some(path()),
            component: Some((Arc::from("npm"), Arc::from("left-pad"))),
            item: Arc::from(ids[0]),
        };
        Finding {
            component: Some(component(version)),
            aliases: ids.iter().map(|id| Arc::from(*id)).collect(),
            occurrence: Some(0),
            ..Finding::new(&RULE, Place::whole(path()), messages::git::no_repository("x"), subject)
        }
    }

    fn old(version: &str, ids: &[&str], scope: Scope) -> OldFinding {
        OldFinding { finding: finding(version, ids), scope: Some(scope) }
    }

    fn inventory(scope: Scope) -> Inventory {
        let occurrence = Occurrence {
            component: component("1.0.0"),
            place: Place::whole(path()),
            origin: Origin::Registry { url: None },
            scope,
            relation: Relation::Direct,
            hashes: Vec::new(),
            license: None,
            dependencies: Vec::new(),
        };
        let mut inventory = Inventory::default();
        inventory.add(
            path(),
            "npm/package-lock",
            Reading { occurrences: vec![occurrence], gaps: Vec::new() },
        );
        inventory
    }

    fn ages(findings: &[Finding], before: &[OldFinding]) -> (Vec<Age>, usize) {
        of(findings, before, &inventory(Scope::Runtime))
    }

    #[test]
    fn what_was_there_is_old_by_any_of_its_names() {
        let before =
            [old("1.0.0", &["CVE-1", "GHSA-1"], Scope::Runtime), old("1.0.0", &["CVE-2"], Scope::Runtime)];
        assert_eq!(ages(&[finding("1.0.0", &["CVE-1"])], &before), (vec![Age::Old], 1));
        // The record has another first id now, and the old one as an alias.
        assert_eq!(ages(&[finding("1.0.0", &["GHSA-1", "CVE-1"])], &before), (vec![Age::Old], 1));
        assert_eq!(ages(&[finding("1.0.0", &["CVE-3"])], &before), (vec![Age::New], 2));
    }

    #[test]
    fn a_shared_name_of_another_component_or_file_makes_nothing_old() {
        let before = [old("1.0.0", &["CVE-1"], Scope::Runtime)];
        let mut other = finding("1.0.0", &["GHSA-1", "CVE-1"]);
        other.subject.component = Some((Arc::from("npm"), Arc::from("right-pad")));
        assert_eq!(ages(&[other], &before).0, [Age::New]);
        let mut elsewhere = finding("1.0.0", &["GHSA-1", "CVE-1"]);
        elsewhere.subject.file = TreePath::new("web/package-lock.json");
        assert_eq!(ages(&[elsewhere], &before).0, [Age::New]);
    }

    #[test]
    fn a_version_that_went_down_is_new_and_one_that_went_up_is_not() {
        let before = [old("1.2.0", &["CVE-1"], Scope::Runtime)];
        for (version, age) in
            [("1.2.0", Age::Old), ("1.10.0", Age::Old), ("1.1.9", Age::New), ("?", Age::New)]
        {
            assert_eq!(ages(&[finding(version, &["CVE-1"])], &before).0, [age], "{version}");
        }
    }

    /// The version that is the same explains itself, whatever stands first.
    #[test]
    fn a_second_version_is_new_beside_the_old_one() {
        let before = [old("1.2.0", &["CVE-1"], Scope::Runtime)];
        for (first, second) in [("1.1.0", "1.2.0"), ("1.3.0", "1.2.0")] {
            let found = [finding(first, &["CVE-1"]), finding(second, &["CVE-1"])];
            assert_eq!(ages(&found, &before), (vec![Age::New, Age::Old], 0), "{first}");
        }
    }

    #[test]
    fn what_came_to_run_is_new() {
        for (before, now, age) in [
            (Scope::Development, Scope::Runtime, Age::New),
            (Scope::Test, Scope::Runtime, Age::New),
            (Scope::Runtime, Scope::Runtime, Age::Old),
            (Scope::Runtime, Scope::Development, Age::Old),
            (Scope::Development, Scope::Development, Age::Old),
        ] {
            let before = [old("1.0.0", &["CVE-1"], before)];
            assert_eq!(of(&[finding("1.0.0", &["CVE-1"])], &before, &inventory(now)).0, [age], "{before:?}");
        }
    }
}
