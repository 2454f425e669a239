//! Numbers of a Threat Dragon model that no threat has any more: the tool counts
//! threats and never uses a number again, so each gap is a threat that somebody
//! deleted.

use std::collections::BTreeSet;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::ThreatModel;
use crate::messages::rules::threat_review::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "vanished-threat", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// Gaps that a finding names.
const NAMED: usize = 10;

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    facts.threat_models.iter().filter_map(gaps).collect()
}

/// One finding for a model: who deleted what stands in its history.
fn gaps(model: &ThreatModel) -> Option<Finding> {
    let highest = model.highest_number.as_ref()?;
    let mut numbers: BTreeSet<u64> =
        model.threats.iter().filter_map(|one| one.id.value.parse().ok()).collect();
    // Threats of the tool's older files have no numbers, and the count began later.
    if numbers.is_empty() && !model.threats.is_empty() {
        return None;
    }
    numbers.retain(|number| *number <= highest.value);
    let mut last = 0;
    let mut gaps: Vec<(u64, u64)> = Vec::new();
    for number in numbers.into_iter().chain([highest.value.saturating_add(1)]) {
        if number > last + 1 {
            gaps.push((last + 1, number - 1));
        }
        last = number;
    }
    let count: u64 = gaps.iter().map(|(from, to)| to - from + 1).sum();
    let named = gaps
        .iter()
        .take(NAMED)
        .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") });
    let mut named: Vec<String> = named.collect();
    if gaps.len() > NAMED {
        named.push("…".to_owned());
    }
    (count > 0).then(|| {
        let message = say::numbers_missing(&model.file, highest.value, named.join(", "));
        threat::finding(&RULE.info, model, (&highest.place, "numbers"), message)
    })
}
