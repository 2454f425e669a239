//! What one index has that another doesn't: advisories that came, changed, or
//! are gone, by ecosystem.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Index;
use crate::domain::advisory::{Advisory, DatabaseSource};
use crate::domain::statement::Statement;

/// Differences between two indexes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// By ecosystem; one without any difference isn't named.
    pub ecosystems: BTreeMap<Arc<str>, EcosystemDifference>,
    /// Whether the two are the same, byte for byte.
    pub same_root: bool,
}

/// Differences in one ecosystem.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EcosystemDifference {
    /// The source in the old index.
    pub old: Option<DatabaseSource>,
    /// The source in the new one.
    pub new: Option<DatabaseSource>,
    /// Advisories that came.
    pub added: BTreeMap<Arc<str>, Arc<str>>,
    /// Advisories that are gone: withdrawn since, or removed. An index holds no
    /// withdrawn ones, so that it can't say which.
    pub gone: BTreeMap<Arc<str>, Arc<str>>,
    /// Advisories that changed, with the fields that did.
    pub changed: BTreeMap<Arc<str>, Vec<&'static str>>,
}

impl Difference {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ecosystems.is_empty()
    }
}

/// Which of the two an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first.
    Old,
    /// The second.
    New,
}

/// Compares two indexes; every byte that is used is verified.
pub fn compare(old: &mut Index<'_>, new: &mut Index<'_>) -> Result<Difference, (Side, Statement)> {
    let mut difference =
        Difference { same_root: old.summary().root == new.summary().root, ..Difference::default() };
    if difference.same_root {
        return Ok(difference);
    }
    note_sources(&mut difference, &old.summary().sources, &new.summary().sources);
    let of_old = |reason| (Side::Old, reason);
    let of_new = |reason| (Side::New, reason);
    let mut before: BTreeMap<Arc<str>, Advisory> = BTreeMap::new();
    for advisory in old.advisories().map_err(of_old)? {
        let advisory = advisory.map_err(of_old)?;
        before.insert(Arc::clone(&advisory.id), advisory);
    }
    for advisory in new.advisories().map_err(of_new)? {
        let advisory = advisory.map_err(of_new)?;
        note(&mut difference, before.remove(&advisory.id).as_ref(), &advisory);
    }
    for (id, advisory) in before {
        for ecosystem in ecosystems(&advisory) {
            let gone = &mut difference.ecosystems.entry(ecosystem).or_default().gone;
            gone.insert(Arc::clone(&id), Arc::clone(&advisory.summary));
        }
    }
    difference.ecosystems.retain(|_, ecosystem| !ecosystem.is_same());
    Ok(difference)
}

impl EcosystemDifference {
    fn is_same(&self) -> bool {
        let nothing = self.added.is_empty() && self.gone.is_empty() && self.changed.is_empty();
        nothing && self.old == self.new
    }
}

fn note_sources(difference: &mut Difference, old: &[DatabaseSource], new: &[DatabaseSource]) {
    for source in old {
        let entry = difference.ecosystems.entry(Arc::clone(&source.ecosystem)).or_default();
        entry.old = Some(source.clone());
    }
    for source in new {
        let entry = difference.ecosystems.entry(Arc::clone(&source.ecosystem)).or_default();
        entry.new = Some(source.clone());
    }
}

/// Under an ecosystem that an advisory didn't speak of before it came, under
/// one that it speaks of no more it is gone.
fn note(difference: &mut Difference, before: Option<&Advisory>, now: &Advisory) {
    let here = ecosystems(now);
    let there = before.map(ecosystems).unwrap_or_default();
    let fields = before.map(|before| changed_fields(before, now)).unwrap_or_default();
    for ecosystem in here.union(&there) {
        let entry = difference.ecosystems.entry(Arc::clone(ecosystem)).or_default();
        let (id, summary) = (Arc::clone(&now.id), Arc::clone(&now.summary));
        match (there.contains(ecosystem), here.contains(ecosystem)) {
            (false, _) => drop(entry.added.insert(id, summary)),
            (_, false) => drop(entry.gone.insert(id, summary)),
            _ if fields.is_empty() => {}
            _ => drop(entry.changed.insert(id, fields.clone())),
        }
    }
}

/// The ecosystems that it speaks of, releases taken together.
fn ecosystems(advisory: &Advisory) -> BTreeSet<Arc<str>> {
    let bases = advisory
        .affected
        .iter()
        .map(|affected| affected.ecosystem.split_once(':').map_or(&*affected.ecosystem, |(base, _)| base));
    bases.map(Arc::from).collect()
}

/// The names of the fields that differ. Every field is named here, so that one
/// that comes later isn't forgotten.
fn changed_fields(old: &Advisory, new: &Advisory) -> Vec<&'static str> {
    let Advisory { id: _, provenance, aliases, upstream, kind, summary, severity, .. } = new;
    let Advisory { vector, rating, weaknesses, url, published, exploited, epss, affected, .. } = new;
    let fields = [
        ("provenance", old.provenance != *provenance),
        ("upstream", old.upstream != *upstream),
        ("exploited", old.exploited != *exploited),
        ("epss", old.epss != *epss),
        ("aliases", old.aliases != *aliases),
        ("kind", old.kind != *kind),
        ("summary", old.summary != *summary),
        ("severity", old.severity != *severity),
        ("vector", old.vector != *vector),
        ("rating", old.rating != *rating),
        ("weaknesses", old.weaknesses != *weaknesses),
        ("url", old.url != *url),
        ("published", old.published != *published),
        ("affected", old.affected != *affected),
    ];
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::{Difference, compare};
    use crate::advisory::{Importer, Index};
    use crate::store::index_file::IndexBytes;

    const DAY: &str = "2020-01-02";

    fn record(id: &str, ecosystem: &str, fixed: &str, more: &str) -> String {
        format!(
            r#"{{"id":"{id}","modified":"2020-01-01T00:00:00Z","summary":"about {id}"{more},
               "affected":[{{"package":{{"ecosystem":"{ecosystem}","name":"left"}},
               "ranges":[{{"type":"SEMVER","events":[{{"introduced":"0"}},{{"fixed":"{fixed}"}}]}}]}},
               {{"package":{{"ecosystem":"{ecosystem}","name":"right"}},"versions":["1.0.0"]}}]}}"#
        )
    }

    fn index(day: &str, records: &[String]) -> IndexBytes {
        let mut importer = Importer::new(day.parse().ok());
        importer.begin_source(None);
        for record in records {
            importer.add("record", record.as_bytes());
        }
        IndexBytes(importer.finish().expect("room").expect("no defects").index)
    }

    fn differ(old: &IndexBytes, new: &IndexBytes) -> Difference {
        let mut old = Index::open(old).expect("an index");
        compare(&mut old, &mut Index::open(new).expect("an index")).expect("sound")
    }

    #[test]
    fn what_came_changed_and_went_is_told_by_ecosystem() {
        let same = record("A-1", "npm", "1.0.0", "");
        let old = index(
            DAY,
            &[
                same.clone(),
                record("A-2", "npm", "1.0.0", ""),
                record("A-3", "npm", "1.0.0", ""),
                record("A-4", "Go", "1.0.0", ""),
            ],
        );
        let new = index(
            DAY,
            &[
                same,
                record("A-2", "npm", "1.0.1", r#","aliases":["CVE-2020-0001"]"#),
                record("A-4", "npm", "1.0.0", ""),
                record("A-5", "PyPI", "1.0", ""),
            ],
        );
        let difference = differ(&old, &new);
        let of = |name: &str| difference.ecosystems.get(name).expect("it differs");
        let ids = |entries: &std::collections::BTreeMap<std::sync::Arc<str>, std::sync::Arc<str>>| {
            entries.keys().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            (ids(&of("npm").added), ids(&of("npm").gone)),
            (vec!["A-4".to_owned()], vec!["A-3".to_owned()])
        );
        let changed: Vec<_> = of("npm").changed.iter().map(|(id, fields)| (&**id, fields.clone())).collect();
        assert_eq!(changed, [("A-2", vec!["aliases", "affected"])]);
        assert_eq!((ids(&of("Go").gone), of("Go").new.is_none()), (vec!["A-4".to_owned()], true));
        assert_eq!((ids(&of("PyPI").added), of("PyPI").old.is_none()), (vec!["A-5".to_owned()], true));
        assert_eq!(difference.ecosystems.len(), 3);
    }

    #[test]
    fn equal_indexes_have_no_difference_and_a_day_is_one() {
        let records = [record("A-1", "npm", "1.0.0", ""), record("A-2", "Go", "1.0.0", "")];
        let old = index(DAY, &records);
        let same = differ(&old, &index(DAY, &records));
        assert!(same.is_empty() && same.same_root);
        let later = differ(&old, &index("2020-01-03", &records));
        assert_eq!(later.ecosystems.len(), 2);
        assert!(
            later
                .ecosystems
                .values()
                .all(|ecosystem| ecosystem.changed.is_empty() && ecosystem.old != ecosystem.new)
        );
    }

    /// A walk through all of it answers with what was written or not at all.
    #[test]
    fn no_flipped_bit_changes_what_is_handed_out() {
        let whole = index(DAY, &[record("A-1", "npm", "1.0.0", ""), record("A-2", "npm", "2.0.0", "")]);
        let all = |bytes: &IndexBytes| -> Option<Vec<_>> {
            let mut index = Index::open(bytes).ok()?;
            index.advisories().ok()?.collect::<Result<_, _>>().ok()
        };
        let expected = all(&whole).expect("sound");
        assert_eq!(expected.len(), 2);
        assert!(expected.iter().all(|advisory| advisory.affected.len() == 2), "{expected:?}");
        for position in 0..whole.0.len() {
            let mut bytes = whole.0.clone();
            bytes[position] ^= 1;
            let found = all(&IndexBytes(bytes));
            assert!(found.is_none_or(|found| found == expected), "byte {position}");
        }
    }
}
