//! A layer of policy tries to loosen what the layers above it hold. It has no
//! effect, and whoever wrote it should know; so should whoever looks for it.

use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::finding::{Finding, Subject};
use crate::domain::policy::RefusedLoosening;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "refused-loosening", practice: 10, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

fn find(facts: &Facts<'_>) -> Vec<Finding> {
    facts.policy.refused.iter().map(finding_of).collect()
}

fn finding_of(refused: &RefusedLoosening) -> Finding {
    let RefusedLoosening { key, attempted, in_force, place, held_by } = refused;
    // Entries that a layer adds share a key, so what they say tells them apart.
    let adds = ["exception", "registry", "roster", "when"].contains(&&**key);
    let (message, item) = if adds {
        (say::refused_entry(key, attempted), Arc::from(format!("{key}: {attempted}")))
    } else {
        (say::refused_key(key, attempted, in_force), key.clone())
    };
    let subject = Subject { file: place.tree_path().cloned(), component: None, item };
    let related = vec![(held_by.clone(), say::held_here(key))];
    Finding { related, ..Finding::new(&RULE.info, place.clone(), message, subject) }
}
