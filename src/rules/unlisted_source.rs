//! A component that comes from where policy doesn't allow, when it says where
//! they may come from.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Facts, Find, Rule};
use crate::domain::component::{Occurrence, Origin};
use crate::domain::finding::{Finding, Subject};
use crate::domain::origin::{OriginClass, is_below};
use crate::domain::place::TreePath;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::messages::rules::component::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unlisted-source", practice: 6, kind: RuleKind::Violation },
    find: Find::InFacts(find),
};

/// The word that stands for every ecosystem's public registry, and what the
/// policy names as a mirror of it.
const PUBLIC: &str = "public";

/// One finding for a manifest and a source, at the first of its components.
fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let Some(allowed) = facts.policy.demands.sources.as_ref().filter(|list| !list.value.is_empty()) else {
        return Vec::new();
    };
    let mut sources: BTreeMap<(Option<&TreePath>, String), (usize, &Occurrence)> = BTreeMap::new();
    for occurrence in &facts.inventory.occurrences {
        if let Some(source) = unlisted(facts, &allowed.value, occurrence) {
            let key = (occurrence.place.tree_path(), source);
            sources.entry(key).or_insert((0, occurrence)).0 += 1;
        }
    }
    let findings = sources.into_iter().map(|((file, source), (count, first))| {
        let message = say::unlisted_source(count, &first.component, &source);
        let subject = Subject { file: file.cloned(), component: None, item: Arc::from(source) };
        Finding {
            related: vec![(allowed.place.clone(), say::sources_listed_here())],
            ..Finding::new(&RULE.info, first.place.clone(), message, subject)
        }
    });
    findings.collect()
}

/// The source of a declaration that the list doesn't have.
fn unlisted(facts: &Facts<'_>, allowed: &[Arc<str>], occurrence: &Occurrence) -> Option<String> {
    let url = match &occurrence.origin {
        Origin::FirstParty => return None,
        Origin::Registry { url } => url.as_deref(),
        Origin::Git { url, .. } | Origin::Archive { url } => Some(&**url),
        Origin::Path { path } => return Some(path.to_string()),
        Origin::Unstated => None,
    };
    let class = facts.policy.class_of(&occurrence.origin, &occurrence.component.ecosystem);
    let is_public = class == OriginClass::Public && allowed.iter().any(|entry| &**entry == PUBLIC);
    let is_listed = url.is_some_and(|url| allowed.iter().any(|entry| is_below(url, entry)));
    let name = || url.map_or_else(|| occurrence.component.ecosystem.to_string(), str::to_owned);
    (!is_public && !is_listed).then(name)
}
