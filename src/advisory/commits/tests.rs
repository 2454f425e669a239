//! Histories drawn by hand, and what ranges of commits say of each commit.

use super::*;

/// Clones of one history: each commit with its parents.
struct Drawn {
    parents: &'static [(char, &'static str)],
    /// Commits that the clone hasn't got, although others name them as parents.
    beyond: &'static str,
}

/// ```text
/// a ── b ── c ── d ── e ── m
///      └── x ── y ── z ──┘
/// ```
const HISTORY: &[(char, &str)] = &[
    ('a', ""),
    ('b', "a"),
    ('c', "b"),
    ('d', "c"),
    ('e', "d"),
    ('x', "b"),
    ('y', "x"),
    ('z', "y"),
    ('m', "ez"),
];

const WHOLE: Drawn = Drawn { parents: HISTORY, beyond: "" };

/// A digit of an id for each commit: `x`, `y`, `z` and `m` aren't hexadecimal.
fn id(commit: char) -> String {
    format!("{:02x}", u32::from(commit) & 0xff).repeat(20)
}

fn commit_of(commit: char) -> CommitId {
    CommitId::new(&id(commit)).expect("an id")
}

impl Drawn {
    fn parents_of(&self, commit: &CommitId) -> Option<Vec<CommitId>> {
        let (_, parents) = self.parents.iter().find(|(name, _)| commit_of(*name) == *commit)?;
        Some(parents.chars().map(commit_of).collect())
    }

    fn lacks(&self, commit: &CommitId) -> bool {
        self.beyond.chars().any(|name| commit_of(name) == *commit)
    }
}

impl Clones for Drawn {
    fn holding(&self, _url: &str, _revision: &str) -> Result<HeldCommit, Statement> {
        unreachable!("the tests name the commit")
    }

    fn has(&self, _clone: usize, commit: &CommitId) -> Result<bool, Statement> {
        Ok(!self.lacks(commit) && self.parents_of(commit).is_some())
    }

    fn ancestry(&self, _clone: usize, ancestor: &CommitId, of: &CommitId) -> Result<Ancestry, Statement> {
        let mut waiting = vec![of.clone()];
        let mut ends = false;
        while let Some(commit) = waiting.pop() {
            if commit == *ancestor {
                return Ok(Ancestry::Ancestor);
            }
            ends |= self.lacks(&commit);
            let goes_on = !self.lacks(&commit);
            waiting.extend(self.parents_of(&commit).filter(|_| goes_on).unwrap_or_default());
        }
        Ok(if ends { Ancestry::BeyondClone } else { Ancestry::Stranger })
    }
}

/// `+b -d`: introduced at `b`, fixed at `d`; `=` the last affected, `|` a limit.
fn range(events: &str) -> VersionRange {
    let events = events.split(' ').map(|event| {
        let (kind, at) = event.split_at(1);
        let at = at.chars().next().filter(char::is_ascii_alphabetic).map_or_else(|| at.to_owned(), id).into();
        match kind {
            "+" => RangeEvent::Introduced(at),
            "-" => RangeEvent::Fixed(at),
            "=" => RangeEvent::LastAffected(at),
            _ => RangeEvent::Limit(at),
        }
    });
    VersionRange { kind: RangeKind::Git, events: events.collect() }
}

fn within(drawn: &Drawn, events: &str, commit: char) -> Result<bool, &'static str> {
    let held = HeldCommit { clone: 0, commit: commit_of(commit) };
    let affected = Affected {
        ecosystem: "crates.io".into(),
        name: "a".into(),
        ranges: vec![range(events)],
        versions: Vec::new(),
    };
    affects(std::iter::once(&affected), &held, drawn).map_err(|reason| reason.sentence.key)
}

/// The commits that a range has, of all.
fn affected(events: &str) -> String {
    HISTORY.iter().map(|(name, _)| *name).filter(|name| within(&WHOLE, events, *name) == Ok(true)).collect()
}

#[test]
fn a_range_is_the_commits_between_its_events() {
    for (events, expected) in [
        ("+0", "abcdexyzm"),
        ("+c", "cdem"),
        ("+0 -d", "abcxyz"),
        ("-d +0", "abcxyz"),
        ("+c -d", "c"),
        ("+c =d", "cd"),
        ("+d -d", ""),
        ("+d =d", "d"),
    ] {
        assert_eq!(affected(events), expected, "{events}");
    }
}

#[test]
fn the_fix_of_one_branch_leaves_the_other_affected() {
    // Where they meet, the fix of either has come in.
    assert_eq!(affected("+b -d -y"), "bcx");
    assert_eq!(affected("+b -d"), "bcxyz");
    // What began on one branch isn't ended by the fix of something on another.
    assert_eq!(affected("+c -y"), "cdem");
}

#[test]
fn what_begins_again_is_affected_again() {
    assert_eq!(affected("+a -c +d -e"), "abdxyz");
}

#[test]
fn a_limit_keeps_to_its_own_branch() {
    assert_eq!(affected("+b |e"), "bcd");
    assert_eq!(affected("+b |e |z"), "bcdxy");
    assert_eq!(affected("+b |*"), "bcdexyzm");
}

#[test]
fn a_shallow_clone_says_so_where_it_cannot_tell() {
    let shallow = Drawn { parents: HISTORY, beyond: "b" };
    assert_eq!(within(&shallow, "+0 -d", 'e'), Ok(false));
    assert_eq!(within(&shallow, "+0 -y", 'e'), Err("advisory.commit_beyond_clone"));
    assert_eq!(within(&shallow, "+a -d", 'e'), Err("advisory.commit_beyond_clone"));
    let shorter = Drawn { parents: HISTORY, beyond: "ab" };
    assert_eq!(within(&shorter, "+a", 'e'), Err("advisory.commit_beyond_clone"));
}

#[test]
fn a_clone_of_another_history_clears_nothing() {
    // Nobody knows `q`: it may be where the fault began.
    assert_eq!(within(&WHOLE, "+q -d", 'c'), Err("advisory.commit_of_record_absent"));
    assert_eq!(within(&WHOLE, "+0 |q", 'c'), Err("advisory.commit_of_record_absent"));
    // A fix that isn't there hasn't come in.
    assert_eq!(within(&WHOLE, "+0 -q", 'c'), Ok(true));
    assert_eq!(within(&WHOLE, "+0 -1.2", 'c'), Err("advisory.commit_of_record_unreadable"));
    assert_eq!(within(&WHOLE, "-d", 'c'), Err("advisory.commit_of_record_unreadable"));
}

#[test]
fn go_s_versions_name_commits() {
    for (version, commit) in [
        ("v0.0.0-20191109021931-daa7c04131f5", Some("daa7c04131f5")),
        ("v1.2.4-0.20191109021931-daa7c04131f5", Some("daa7c04131f5")),
        ("v2.0.0-20191109021931-daa7c04131f5+incompatible", Some("daa7c04131f5")),
        ("v1.2.3-rc.1", None),
        ("v1.2.3-2019-daa7c04131f5", None),
        ("v0.0.0-20191109021931-daa7c04131fx", None),
    ] {
        assert_eq!(commit_of_pseudo_version(version), commit, "{version}");
    }
}
