//! Whether a version is affected: OSV's own evaluation, with doubts kept.
//!
//! Commits are none of its business: `commits` holds them against a clone where
//! one is at hand. What states nothing else is a doubt here.
//! Source: <https://ossf.github.io/osv-schema/#evaluation>. Where the page
//! compares, a comparison may fail here; the answer is then `Unknown`, unless
//! something else settles it.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::domain::advisory::{Affected, RangeEvent, RangeKind, VersionRange};
use crate::version::{self, VersionError};

/// Whether a version is affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is.
    Yes,
    /// It isn't.
    No,
    /// Nobody can tell, and why.
    Unknown(Unknown),
}

/// Why nobody can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The version can't be compared with this one of the record.
    NotComparable(Arc<str>),
    /// The record states affected commits, and no versions.
    OnlyCommits,
    /// The record states nothing of versions at all.
    NothingStated,
}

type Order<'run> = &'run dyn Fn(&str, &str) -> Result<Ordering, VersionError>;

/// Whether this version of the package is affected.
pub fn affects(affected: &Affected, version: &str) -> Answer {
    let ecosystem = |a: &str, b: &str| version::compare(&affected.ecosystem, a, b);
    if affected.versions.iter().any(|listed| is_same(&ecosystem, listed, version)) {
        return Answer::Yes;
    }
    let mut unknown = None;
    for range in &affected.ranges {
        let order: Order<'_> = match range.kind {
            RangeKind::Semver if follows_semver(affected) => &ecosystem,
            RangeKind::Semver => &version::compare_semver,
            RangeKind::Ecosystem => &ecosystem,
            // Commits are never compared with versions; what the record says
            // beside them counts.
            RangeKind::Git => continue,
        };
        match contains(range, version, order) {
            Ok(true) => return Answer::Yes,
            Ok(false) => {}
            Err(why) => unknown = unknown.or(Some(why)),
        }
    }
    match unknown.or_else(|| says_nothing(affected)) {
        Some(why) => Answer::Unknown(why),
        None => Answer::No,
    }
}

/// Whether the ranges alone say so, for this version and for every other
/// spelling of it: then listing it adds nothing. A `SEMVER` range of an
/// ecosystem with another order may not know the other spellings.
pub(super) fn affects_by_ranges(affected: &Affected, version: &str) -> bool {
    let is_semver = matches!(version::ruling_ecosystem(&affected.ecosystem), "crates.io" | "npm" | "Go");
    let ecosystem = |a: &str, b: &str| version::compare(&affected.ecosystem, a, b);
    affected.ranges.iter().any(|range| match range.kind {
        RangeKind::Semver if follows_semver(affected) => contains(range, version, &ecosystem) == Ok(true),
        RangeKind::Semver if is_semver => contains(range, version, &version::compare_semver) == Ok(true),
        RangeKind::Ecosystem => contains(range, version, &ecosystem) == Ok(true),
        RangeKind::Semver | RangeKind::Git => false,
    })
}

/// Go's own order is SemVer's on everything that SemVer knows, and knows the
/// releases of Go itself beside (`go1.21rc2`).
fn follows_semver(affected: &Affected) -> bool {
    version::ruling_ecosystem(&affected.ecosystem) == "Go"
}

/// Whether the record states commits.
pub(super) fn states_commits(affected: &Affected) -> bool {
    affected.ranges.iter().any(|range| range.kind == RangeKind::Git)
}

/// Whether it affects every version there is.
pub(super) fn affects_every_version(affected: &Affected) -> bool {
    affected.ranges.iter().any(|range| {
        let from_the_beginning =
            |event: &RangeEvent| matches!(event, RangeEvent::Introduced(at) if is_beginning(at));
        let introduces = |event: &RangeEvent| matches!(event, RangeEvent::Introduced(_));
        range.kind != RangeKind::Git
            && range.events.iter().any(from_the_beginning)
            && range.events.iter().all(introduces)
    })
}

fn is_beginning(version: &str) -> bool {
    version == "0"
}

/// Two texts that have no order can still be the same text.
fn is_same(order: Order<'_>, a: &str, b: &str) -> bool {
    a == b || order(a, b).is_ok_and(Ordering::is_eq)
}

fn says_nothing(affected: &Affected) -> Option<Unknown> {
    let has_versions = !affected.versions.is_empty();
    let has_ranges = affected.ranges.iter().any(|range| range.kind != RangeKind::Git);
    match (has_versions || has_ranges, affected.ranges.is_empty()) {
        (true, _) => None,
        (false, true) => Some(Unknown::NothingStated),
        (false, false) => Some(Unknown::OnlyCommits),
    }
}

/// Whether the range contains the version: its events in order of version,
/// each one that the version has reached switching the answer.
fn contains(range: &VersionRange, version: &str, order: Order<'_>) -> Result<bool, Unknown> {
    let reached = |event: &RangeEvent| -> Result<Ordering, Unknown> {
        let at = version_of(event);
        match event {
            RangeEvent::Introduced(at) if is_beginning(at) => Ok(Ordering::Greater),
            RangeEvent::Limit(at) if at.contains('*') => Ok(Ordering::Less),
            _ => order(version, at).map_err(|_| Unknown::NotComparable(Arc::clone(at))),
        }
    };
    // The schema wants an `introduced` in every range. Without one the range
    // says nothing, and nothing isn't "unaffected".
    if !range.events.iter().any(|event| matches!(event, RangeEvent::Introduced(_))) {
        return Err(Unknown::NothingStated);
    }
    let mut switches = Vec::with_capacity(range.events.len());
    let mut limits = Vec::new();
    for event in &range.events {
        match event {
            RangeEvent::Limit(_) => limits.push(reached(event)?),
            event => switches.push((event, reached(event)?)),
        }
    }
    if !limits.is_empty() && !limits.contains(&Ordering::Less) {
        return Ok(false);
    }
    // Only what was reached counts, and of that the highest decides. Equal
    // versions keep the record's order, so that `introduced: 1, fixed: 1` is
    // an empty range.
    let mut highest: Option<(&RangeEvent, bool)> = None;
    for (event, position) in switches {
        let affected_from_here = match event {
            RangeEvent::Introduced(_) if position.is_ge() => true,
            RangeEvent::Fixed(_) if position.is_ge() => false,
            RangeEvent::LastAffected(_) if position.is_gt() => false,
            _ => continue,
        };
        let later = match highest {
            Some((highest, _)) => compare_events(event, highest, order)?.is_ge(),
            None => true,
        };
        if later {
            highest = Some((event, affected_from_here));
        }
    }
    Ok(highest.is_some_and(|(_, affected)| affected))
}

fn compare_events(a: &RangeEvent, b: &RangeEvent, order: Order<'_>) -> Result<Ordering, Unknown> {
    match (starts_everything(a), starts_everything(b)) {
        (true, true) => Ok(Ordering::Equal),
        (true, false) => Ok(Ordering::Less),
        (false, true) => Ok(Ordering::Greater),
        (false, false) => {
            let (a, b) = (version_of(a), version_of(b));
            order(a, b).map_err(|_| Unknown::NotComparable(Arc::clone(a)))
        }
    }
}

fn starts_everything(event: &RangeEvent) -> bool {
    matches!(event, RangeEvent::Introduced(at) if is_beginning(at))
}

const fn version_of(event: &RangeEvent) -> &Arc<str> {
    match event {
        RangeEvent::Introduced(at)
        | RangeEvent::Fixed(at)
        | RangeEvent::LastAffected(at)
        | RangeEvent::Limit(at) => at,
    }
}

#[cfg(test)]
mod tests {
    use super::{Affected, Answer, Unknown, affects};
    use crate::advisory::osv;

    fn affected(ecosystem: &str, body: &str) -> Affected {
        let json = format!(
            r#"{{"id":"X-1","affected":[{{"package":{{"ecosystem":"{ecosystem}","name":"a"}},{body}}}]}}"#
        );
        let record = osv::read(json.as_bytes()).expect("a sound record");
        record.advisory.affected.into_iter().next().expect("one package")
    }

    fn range(kind: &str, events: &str) -> String {
        format!(r#""ranges":[{{"type":"{kind}","events":[{events}]}}]"#)
    }

    fn answers(affected: &Affected, versions: &[&str]) -> Vec<bool> {
        versions.iter().map(|version| affects(affected, version) == Answer::Yes).collect()
    }

    #[test]
    fn events_switch_in_order_of_version_whatever_the_record_s_order() {
        let events = r#"{"fixed":"2.3.0"},{"introduced":"2.0.0"},{"fixed":"1.5.0"},{"introduced":"0"}"#;
        let affected = affected("crates.io", &range("SEMVER", events));
        let found = answers(&affected, &["0.0.1", "1.4.9", "1.5.0", "2.0.0-rc.1", "2.0.0", "2.2.9", "2.3.0"]);
        assert_eq!(found, [true, true, false, false, true, true, false]);
    }

    #[test]
    fn the_last_affected_version_is_affected_and_the_fixed_one_is_not() {
        let affected =
            affected("PyPI", &range("ECOSYSTEM", r#"{"introduced":"1.0"},{"last_affected":"1.4"}"#));
        assert_eq!(answers(&affected, &["1.0.0", "1.4", "1.4.post1", "1.5"]), [true, true, false, false]);
    }

    #[test]
    fn a_range_says_nothing_behind_its_limits() {
        let bounded = affected("npm", &range("SEMVER", r#"{"introduced":"0"},{"limit":"2.0.0"}"#));
        assert_eq!(answers(&bounded, &["1.9.9", "2.0.0"]), [true, false]);
        let open = affected("npm", &range("SEMVER", r#"{"introduced":"0"},{"limit":"2.0.0"},{"limit":"*"}"#));
        assert_eq!(answers(&open, &["2.0.0"]), [true]);
    }

    #[test]
    fn commits_never_hide_versions_and_alone_they_are_a_doubt() {
        let git =
            r#"{"type":"GIT","repo":"https://git.example/a","events":[{"introduced":"0"},{"fixed":"abc"}]}"#;
        let both = format!(
            r#""ranges":[{git},{{"type":"ECOSYSTEM","events":[{{"introduced":"0"}},{{"fixed":"2"}}]}}]"#
        );
        assert_eq!(answers(&affected("PyPI", &both), &["1", "2"]), [true, false]);
        let alone = affected("PyPI", &format!(r#""ranges":[{git}]"#));
        assert_eq!(affects(&alone, "1"), Answer::Unknown(Unknown::OnlyCommits));
        let listed = affected("PyPI", &format!(r#""ranges":[{git}],"versions":["1.0"]"#));
        assert_eq!(affects(&listed, "1.0.0"), Answer::Yes);
        assert_eq!(affects(&listed, "1.1"), Answer::No);
    }

    #[test]
    fn what_cannot_be_compared_is_a_doubt_unless_something_else_settles_it() {
        let body =
            format!(r#"{},"versions":["2004d"]"#, range("ECOSYSTEM", r#"{"introduced":"0"},{"fixed":"1"}"#));
        let affected = affected("PyPI", &body);
        assert_eq!(affects(&affected, "2004d"), Answer::Yes);
        assert_eq!(affects(&affected, "2005x"), Answer::Unknown(Unknown::NotComparable("1".into())));
        assert_eq!(affects(&affected, "0.9"), Answer::Yes);
    }

    #[test]
    fn several_ranges_and_lists_are_one_set() {
        let body = r#""ranges":[
            {"type":"ECOSYSTEM","events":[{"introduced":"1.0"},{"fixed":"1.2"}]},
            {"type":"ECOSYSTEM","events":[{"introduced":"2.0"},{"last_affected":"2.3"}]}],
            "versions":["0.5"]"#;
        let affected = affected("PyPI", body);
        let found = answers(&affected, &["0.5.0", "0.9", "1.0", "1.2", "2.0", "2.3", "2.3.1"]);
        assert_eq!(found, [true, false, true, false, true, true, false]);
    }

    #[test]
    fn a_range_that_begins_nowhere_is_a_doubt() {
        for events in [r#"{"fixed":"1.0"}"#, r#"{"limit":"2"}"#, ""] {
            let affected = affected("PyPI", &range("ECOSYSTEM", events));
            assert_eq!(affects(&affected, "0.9"), Answer::Unknown(Unknown::NothingStated), "{events}");
        }
    }

    #[test]
    fn what_databases_add_for_themselves_changes_no_answer() {
        let body = format!(
            r#"{},"database_specific":{{"last_known_affected_version_range":"< 9"}},
            "ecosystem_specific":{{"affected_versions":["3.0.0"]}}"#,
            range("SEMVER", r#"{"introduced":"0"},{"fixed":"1.0.0"}"#)
        );
        assert_eq!(answers(&affected("npm", &body), &["0.9.9", "1.0.0", "3.0.0"]), [true, false, false]);
    }

    #[test]
    fn releases_of_go_are_read_in_semver_ranges() {
        let affected = affected("Go", &range("SEMVER", r#"{"introduced":"0"},{"fixed":"1.21.0-rc.3"}"#));
        assert_eq!(answers(&affected, &["go1.21rc2", "v1.20.0", "go1.21rc4"]), [true, true, false]);
    }

    #[test]
    fn semver_ranges_go_by_semver_whatever_the_ecosystem() {
        let affected = affected("PyPI", &range("SEMVER", r#"{"introduced":"0"},{"fixed":"1.0.0-rc.1"}"#));
        assert_eq!(answers(&affected, &["1.0.0-beta.2", "1.0.0-rc.1"]), [true, false]);
    }

    #[test]
    fn a_record_that_states_no_versions_is_a_doubt() {
        assert_eq!(
            affects(&affected("npm", r#""ranges":[]"#), "1.0.0"),
            Answer::Unknown(Unknown::NothingStated)
        );
    }
}
