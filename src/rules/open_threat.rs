//! A threat of high or critical severity that nobody has decided about.

use super::{Facts, Find, Rule, threat};
use crate::domain::finding::Finding;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::threat::Decision;
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "open-threat", practice: 13, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let open = threat::threats(facts).filter(|(_, threat)| {
        threat.decision.value == Decision::Open && threat.severity.value.counts_as_high()
    });
    open.map(|(model, threat)| {
        let message = say::open(threat.severity.value.word(), &threat.id.value, &threat.title.value);
        Finding {
            remedy: Some(say::decide(&threat.id.value)),
            ..threat::about_threat(&RULE.info, model, (&threat.decision.place, threat), message)
        }
    })
    .collect()
}
