//! The policy asks for a shared threat model, by its digest, and no model of the
//! repository imports it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Facts, Find, Rule, threat};
use crate::domain::digest::Digest;
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::threat::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "missing-base-model", practice: 11, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let Some(asked) = &facts.policy.demands.base_models else { return Vec::new() };
    let imports = facts.threat_models.iter().flat_map(|model| &model.imports);
    let imported: BTreeSet<Digest> = imports.map(|import| import.digest).collect();
    let digest_of = |text: &str| Digest::from_hex(text.strip_prefix("sha256:").unwrap_or(text));
    let missing =
        asked.value.iter().filter(|text| digest_of(text).is_none_or(|digest| !imported.contains(&digest)));
    missing
        .map(|text| {
            let subject = Subject { file: None, component: None, item: Arc::clone(text) };
            let message = say::no_base_model(text);
            let mut finding = Finding::new(&RULE.info, threat::mending_place(facts), message, subject);
            finding.related = vec![(asked.place.clone(), say::asked_here())];
            finding
        })
        .collect()
}
