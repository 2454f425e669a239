//! Threagile's `risk_tracking`: what was decided about which risks, by their ids
//! or by patterns of ids.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::pattern::matches;
use crate::domain::place::Place;
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::threat::{Acceptance, Decision, Defect, DefectKind, Located, ThreatModel};
use crate::messages::threat_model as say;
use crate::source::shorten;
use crate::threat_model::fields::{Document, Text};

/// Patterns that are held against risks, all together: ten thousand of each would
/// be a hundred million.
const COMPARISONS: usize = 1_000_000;

/// An entry of `risk_tracking`.
pub(super) struct Tracked {
    pub(super) key: Text,
    pub(super) decision: Located<Decision>,
    pub(super) acceptance: Acceptance,
}

impl Tracked {
    /// Whether the entry speaks of this risk: `*` stands for one part between two
    /// `@`, whole, or for any letters in it. The tool itself takes a pattern for
    /// longer ids too; what nobody wrote down is not decided here.
    fn covers(&self, risk: &str) -> bool {
        let (pattern, risk) = (self.key.value.split('@'), risk.split('@'));
        pattern.clone().count() == risk.clone().count()
            && pattern.zip(risk).all(|(pattern, part)| matches(pattern, part))
    }

    fn is_pattern(&self) -> bool {
        self.key.value.contains('*')
    }
}

/// The entries, and which of them decided about which risks.
pub(super) struct Tracking {
    entries: Vec<Tracked>,
    /// By what they name.
    exact: HashMap<Arc<str>, usize>,
    /// By the category of risks, those that are patterns.
    patterns: HashMap<Arc<str>, Vec<usize>>,
    /// Patterns whose category is one too.
    of_any_category: Vec<usize>,
    decided: Vec<Vec<Arc<str>>>,
    compared: usize,
}

impl Tracking {
    pub(super) fn of(entries: Vec<Tracked>) -> Self {
        let mut exact = HashMap::new();
        let mut patterns: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        let mut of_any_category = Vec::new();
        for (position, entry) in entries.iter().enumerate() {
            let category = entry.key.value.split('@').next().unwrap_or_default();
            exact.entry(Arc::clone(&entry.key.value)).or_insert(position);
            if !entry.is_pattern() {
                continue;
            }
            if category.contains('*') {
                of_any_category.push(position);
            } else {
                patterns.entry(Arc::from(category)).or_default().push(position);
            }
        }
        let decided = vec![Vec::new(); entries.len()];
        Self { entries, exact, patterns, of_any_category, decided, compared: 0 }
    }

    /// The entry that decides about a risk: the one that names it goes before
    /// patterns, and of those the first counts.
    pub(super) fn entry_of(&mut self, risk: &str) -> Option<&Tracked> {
        let position = self.position_of(risk)?;
        self.decided.get_mut(position)?.push(Arc::from(risk));
        self.entries.get(position)
    }

    fn position_of(&mut self, risk: &str) -> Option<usize> {
        if let Some(position) = self.exact.get(risk) {
            return Some(*position);
        }
        let category = risk.split('@').next().unwrap_or_default();
        let fitting = self.patterns.get(category).into_iter().flatten().chain(&self.of_any_category);
        let mut fitting: Vec<usize> = fitting.copied().collect();
        fitting.sort_unstable();
        for position in fitting {
            self.compared += 1;
            let entry = self.entries.get(position).filter(|_| self.compared <= COMPARISONS)?;
            if entry.covers(risk) {
                return Some(position);
            }
        }
        None
    }

    /// The keys of the entries that decided about nothing yet.
    pub(super) fn unused(&self) -> Vec<Text> {
        let entries = self.entries.iter().zip(&self.decided).filter(|(_, decided)| decided.is_empty());
        entries.map(|(entry, _)| entry.key.clone()).collect()
    }

    /// Notes what one entry decided about many, and that not everything could be
    /// held against everything.
    pub(super) fn note(self, document: &mut Document<'_>, model: &mut ThreatModel) {
        if self.compared > COMPARISONS {
            document.add(Defect {
                kind: DefectKind::Unevaluated,
                place: Place::whole(model.file.clone()),
                message: say::too_many_patterns(COMPARISONS),
                item: Arc::from("risk_tracking"),
                related: None,
            });
        }
        let patterns = self.entries.into_iter().zip(self.decided).filter(|(entry, _)| entry.is_pattern());
        model.remarks.extend(patterns.map(|(entry, threats)| Remark {
            kind: RemarkKind::Bulk,
            message: say::bulk(shorten(&entry.key.value), entry.decision.value.word()),
            item: entry.key.value,
            place: entry.key.place,
            threats,
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::pattern::matches;

    #[test]
    fn a_pattern_covers_a_part_as_a_whole() {
        for (pattern, part) in
            [("*", "db"), ("*", ""), ("db", "db"), ("d*", "db"), ("*-server", "ldap-server")]
        {
            assert!(matches(pattern, part), "{pattern} {part}");
        }
        for (pattern, part) in [("db", "db2"), ("d", "db"), ("*-server", "server-x"), ("", "db")] {
            assert!(!matches(pattern, part), "{pattern} {part}");
        }
    }
}
