//! A database without what policy asks of it knows too little.

use super::{Facts, Find, Rule, database};
use crate::domain::advisory::{Completeness, DatabaseSource};
use crate::domain::finding::Finding;
use crate::domain::policy::RequiredSource;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::statement::Statement;
use crate::messages::rules::database::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-source", practice: 9, kind: RuleKind::Gap },
    find: Find::InFacts(find),
};

/// One finding for each demand that isn't met. Without a usable database
/// another rule says so once.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let Some(database) = database::usable(facts) else { return Vec::new() };
    let findings = facts.policy.database.require.iter().filter_map(|required| {
        let mut sources = database.sources.iter();
        let source = sources.find(|source| source.ecosystem == required.ecosystem);
        let message = fault(required, source)?;
        let mut finding = database::finding_of(&RULE.info, facts, message, &required.ecosystem);
        finding.related.push((required.place.clone(), say::required_here()));
        Some(finding)
    });
    findings.collect()
}

fn fault(required: &RequiredSource, source: Option<&DatabaseSource>) -> Option<Statement> {
    let RequiredSource { ecosystem, least, whole, .. } = required;
    match source {
        None => Some(say::source_absent(ecosystem)),
        Some(source) if source.advisories < *least => {
            Some(say::source_short(ecosystem, source.advisories, least))
        }
        Some(source) if *whole && source.completeness == Completeness::Partial => {
            Some(say::source_partial(ecosystem))
        }
        Some(_) => None,
    }
}
