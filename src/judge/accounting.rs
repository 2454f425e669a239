//! The sum: declared = first-party + clean + affected + excepted + unassessable.

use super::Case;
use crate::domain::assessment::{Assessment, Standing};
use crate::domain::verdict::{Accounting, JudgedFinding};

/// What the judged findings say of one occurrence.
#[derive(Clone, Copy, Default)]
struct Tally {
    standing: usize,
    excepted: usize,
}

/// Counts every occurrence under exactly one heading.
pub(super) fn sum(case: &Case<'_>, judged: &[JudgedFinding]) -> Accounting {
    let mut tallies = vec![Tally::default(); case.inventory.occurrences.len()];
    for one in judged.iter().filter(|one| one.finding.is_about_advisory()) {
        if let Some(tally) = one.finding.occurrence.and_then(|index| tallies.get_mut(index)) {
            if one.is_excused() { tally.excepted += 1 } else { tally.standing += 1 }
        }
    }
    let mut accounting = Accounting {
        declared: case.inventory.occurrences.len(),
        excluded: case.inventory.passed_over.excluded.values().sum(),
        ignored: case.inventory.passed_over.ignored,
        ..Accounting::default()
    };
    for (index, tally) in tallies.iter().enumerate() {
        // An occurrence that nobody assessed isn't clean.
        let standing = case.assessments.get(index).map_or(Standing::Unassessable, Assessment::standing);
        match standing {
            Standing::FirstParty => accounting.first_party += 1,
            Standing::Clean => accounting.clean += 1,
            Standing::Unassessable => accounting.unassessable += 1,
            Standing::Affected if tally.standing == 0 && tally.excepted > 0 => accounting.excepted += 1,
            Standing::Affected => accounting.affected += 1,
        }
    }
    accounting
}
