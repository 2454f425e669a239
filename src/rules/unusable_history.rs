//! A history that can't be read or written: what it holds and what it lacks isn't known.

use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::{Finding, Subject};
use crate::domain::record::HistoryState;
use crate::domain::rule::{RuleInfo, RuleKind};

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unusable-history", practice: 17, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let HistoryState::Unusable(reason) = facts.history else { return Vec::new() };
    let subject = Subject { item: Arc::from("history"), ..Subject::default() };
    vec![Finding::new(&RULE.info, threat::mending_place(facts), reason.clone(), subject)]
}

#[cfg(test)]
mod tests {
    use crate::domain::advisory::DatabaseState;
    use crate::domain::inventory::Inventory;
    use crate::domain::record::HistoryState;
    use crate::messages;
    use crate::policy;
    use crate::rules::{Facts, RULES, find_all};

    fn found(history: &HistoryState) -> Vec<&'static str> {
        let inventory = Inventory::default();
        let ids: Vec<&'static str> = RULES.iter().map(|rule| rule.info.id).collect();
        let policy = policy::effective(&[], &ids).expect("the built-in profile is sound");
        let facts = Facts {
            inventory: &inventory,
            assessments: &[],
            licenses: &[],
            database: &DatabaseState::Missing,
            threat_models: &[],
            policy: &policy,
            history,
            base: None,
            unwritten: &[],
            now: jiff::Timestamp::UNIX_EPOCH,
        };
        let findings = find_all(&facts);
        findings
            .iter()
            .map(|finding| finding.rule)
            .filter(|rule| rule.practice == 17)
            .map(|rule| rule.id)
            .collect()
    }

    #[test]
    fn each_state_of_the_history_has_its_rule_or_none() {
        assert_eq!(found(&HistoryState::Off), ["unkept-history"]);
        assert_eq!(found(&HistoryState::First), [""; 0]);
        assert_eq!(found(&HistoryState::PreviousEnded), [""; 0]);
        assert_eq!(found(&HistoryState::PreviousUnfinished { number: 7 }), ["unfinished-run"]);
        let reason = messages::history::busy("log", 10);
        assert_eq!(found(&HistoryState::Unusable(reason)), ["unusable-history"]);
    }
}
