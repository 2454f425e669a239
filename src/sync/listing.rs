//! What an OSV mirror lists: `ecosystems.txt` and `modified_id.csv`.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::domain::statement::Statement;
use crate::messages;

/// Ecosystem names that a mirror may have: no separators, no tricks.
pub(super) fn is_sound_name(name: &str) -> bool {
    let is_sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '+');
    name.len() <= 64 && name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(is_sound)
}

/// Reads `ecosystems.txt`: a name a line. Releases (`Debian:12`) are part of
/// their ecosystem's archive, and `[EMPTY]` holds what names no package.
pub(super) fn ecosystems(text: &[u8]) -> Result<Vec<String>, Statement> {
    let text = std::str::from_utf8(text).map_err(|_| messages::sync::list_not_text())?;
    let mut names = Vec::new();
    for (number, line) in (1_u64..).zip(text.lines().map(str::trim)) {
        if line.is_empty() || line == "[EMPTY]" || line.contains(':') {
            continue;
        }
        if !is_sound_name(line) {
            return Err(messages::sync::bad_ecosystem(number, line));
        }
        names.push(line.to_owned());
    }
    names.sort();
    names.dedup();
    if names.is_empty() { Err(messages::sync::no_ecosystems()) } else { Ok(names) }
}

/// Records by id, with the moment that each was last changed.
pub(super) type Modified = BTreeMap<String, Timestamp>;

/// Reads `modified_id.csv`: `moment,id` a line.
pub(super) fn modified(text: &[u8]) -> Result<Modified, Statement> {
    let text = std::str::from_utf8(text).map_err(|_| messages::sync::list_not_text())?;
    let mut records = Modified::new();
    for (number, line) in (1_u64..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let read = line.trim().split_once(',').and_then(|(moment, id)| {
            Some((is_sound_id(id).then(|| id.to_owned())?, moment.parse::<Timestamp>().ok()?))
        });
        let (id, moment) = read.ok_or_else(|| messages::sync::bad_list_line(number, line))?;
        if records.insert(id, moment).is_some() {
            return Err(messages::sync::repeated_list_line(number, line));
        }
    }
    Ok(records)
}

/// Ids stand in addresses and in an archive's names.
fn is_sound_id(id: &str) -> bool {
    let is_sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    id.len() <= 200 && id.starts_with(|c: char| c.is_ascii_alphanumeric()) && id.chars().all(is_sound)
}

/// What has to be done to what is here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Records that are new, or were changed since.
    pub(super) changed: Vec<String>,
    /// Records that are listed no more.
    pub(super) removed: Vec<String>,
}

/// Compares what is here with what is listed. Lists and records may write the
/// same moment with more or fewer digits, so whole seconds count.
pub(super) fn changes(here: &Modified, listed: &Modified) -> Changes {
    let is_newer = |(id, moment): &(&String, &Timestamp)| {
        here.get(*id).is_none_or(|ours| ours.as_second() < moment.as_second())
    };
    Changes {
        changed: listed.iter().filter(is_newer).map(|(id, _)| id.clone()).collect(),
        removed: here.keys().filter(|id| !listed.contains_key(*id)).cloned().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Changes, changes, ecosystems, is_sound_name, modified};

    #[test]
    fn a_name_never_leads_elsewhere() {
        for name in ["npm", "crates.io", "GitHub Actions", "OSS-Fuzz"] {
            assert!(is_sound_name(name), "{name}");
        }
        for name in
            ["", "..", ".hidden", "a/b", "a\\b", "C:", "-a", "a\nb", "Debian:12", "é", &"a".repeat(65)]
        {
            assert!(!is_sound_name(name), "{name}");
        }
    }

    #[test]
    fn releases_are_part_of_their_ecosystem() {
        let names = ecosystems(b"Debian:12\nnpm\n[EMPTY]\r\nDebian\nDebian:11\n").expect("sound");
        assert_eq!(names, ["Debian", "npm"]);
        assert!(ecosystems(b"npm\n../etc\n").is_err());
        assert!(ecosystems(b"\n").is_err());
    }

    #[test]
    fn a_list_that_is_not_whole_lines_of_moments_and_ids_is_refused() {
        assert_eq!(
            modified(b"2026-01-02T03:04:05Z,A-1\n2026-01-01T00:00:00Z,B:2\n").map(|list| list.len()),
            Ok(2)
        );
        for text in [
            "2026-01-02T03:04:05Z",
            "yesterday,A-1",
            "2026-01-02T03:04:05Z,../A",
            "2026-01-02T03:04:05Z,",
            "2026-01-02T03:04:05Z,A-1\n2026-01-02T03:04:05Z,A-1",
        ] {
            assert!(modified(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_new_changed_or_gone_is_told_apart() {
        let list = |text: &str| modified(text.as_bytes()).expect("sound");
        let here = list("2026-01-01T00:00:00.5Z,SAME\n2026-01-01T00:00:00Z,OLD\n2026-01-01T00:00:00Z,GONE\n");
        let listed =
            list("2026-01-01T00:00:00.9Z,SAME\n2026-01-01T00:00:01Z,OLD\n2026-01-01T00:00:00Z,NEW\n");
        let expected =
            Changes { changed: vec!["NEW".to_owned(), "OLD".to_owned()], removed: vec!["GONE".to_owned()] };
        assert_eq!(changes(&here, &listed), expected);
    }
}
