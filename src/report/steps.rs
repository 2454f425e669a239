//! What to do next: the few steps that mend most of what blocks.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::component::{Component, Version};
use crate::domain::finding::Finding;
use crate::domain::place::{Artifact, Place};
use crate::domain::statement::Statement;
use crate::domain::verdict::{Report, Verdict};
use crate::messages::report as said;
use crate::messages::rules::words_of;
use crate::version;

/// One thing to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// What to do.
    pub(super) what: Statement,
    /// Where.
    pub(super) place: Place,
    /// How many blocking findings it mends.
    pub(super) mends: usize,
}

/// Steps are one when they can be taken at once.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Kind<'report> {
    /// One component at one version in one file.
    Component(&'report Artifact, &'report Component),
    /// The same words.
    Remedy(&'static str, &'report [String]),
    /// A rule's general help.
    Rule(&'static str),
}

/// Steps for what blocks: concrete ones first, then those that mend most,
/// then in the findings' order.
pub(super) fn steps(report: &Report) -> Vec<Step> {
    let mut order: Vec<Kind<'_>> = Vec::new();
    let mut groups: BTreeMap<Kind<'_>, Vec<&Finding>> = BTreeMap::new();
    for judged in report.judgement.findings.iter().filter(|judged| judged.blocks()) {
        let kind = kind_of(&judged.finding);
        let group = groups.entry(kind.clone()).or_default();
        if group.is_empty() {
            order.push(kind);
        }
        group.push(&judged.finding);
    }
    order.sort_by_key(|kind| (matches!(kind, Kind::Rule(_)), Reverse(groups.get(kind).map_or(0, Vec::len))));
    let mut steps: Vec<Step> =
        order.iter().filter_map(|kind| step(kind, groups.get(kind).map_or(&[], Vec::as_slice))).collect();
    if report.judgement.verdict == Verdict::NothingToJudge {
        let place = Place::outside("cullis.toml");
        steps.push(Step { what: said::step_no_manifest(), place, mends: 0 });
    }
    steps
}

/// The step for one finding alone.
pub(super) fn step_for(finding: &Finding) -> Option<Step> {
    step(&kind_of(finding), &[finding])
}

fn kind_of(finding: &Finding) -> Kind<'_> {
    match (&finding.component, &finding.remedy) {
        (Some(component), _) if !finding.fixed.is_empty() => {
            Kind::Component(&finding.place.artifact, component)
        }
        (_, Some(remedy)) => Kind::Remedy(remedy.sentence.key, &remedy.arguments),
        (Some(component), None) if finding.is_about_advisory() => {
            Kind::Component(&finding.place.artifact, component)
        }
        _ => Kind::Rule(finding.rule.id),
    }
}

fn step(kind: &Kind<'_>, findings: &[&Finding]) -> Option<Step> {
    let first = findings.first()?;
    let what = match kind {
        Kind::Component(_, component) => mend_component(component, findings),
        Kind::Remedy(..) => first.remedy.clone()?,
        Kind::Rule(id) => words_of(id)?.help(),
    };
    Some(Step { what, place: first.place.clone(), mends: findings.len() })
}

fn mend_component(component: &Component, findings: &[&Finding]) -> Statement {
    if findings.iter().all(|finding| finding.fixed.is_empty()) {
        return said::step_no_fix(component);
    }
    let from = match &component.version {
        Version::Exact(version) | Version::Requirement(version) => version,
        Version::Unstated => "",
    };
    let to = version_that_mends(component, findings);
    let through = findings.iter().find(|finding| finding.path.len() > 1);
    match through.and_then(|finding| finding.path.first()) {
        Some(parent) => said::step_update_through(&component.name, from, to, parent),
        None => said::step_update(&component.name, from, to),
    }
}

/// The smallest stated version that mends all of them: the greatest of the
/// nearest fixes, raised while it could lie in a later affected range of one
/// of the findings. Where versions can't be compared, all nearest fixes.
fn version_that_mends(component: &Component, findings: &[&Finding]) -> String {
    let nearest: Vec<&Arc<str>> = findings.iter().filter_map(|finding| finding.fixed.first()).collect();
    let all: Vec<&[Arc<str>]> = findings.iter().map(|finding| finding.fixed.as_slice()).collect();
    greatest(component, &nearest)
        .and_then(|start| raised(component, start, &all))
        .map_or_else(|| super::words::list(&distinct(&nearest)), ToString::to_string)
}

fn greatest<'a>(component: &Component, versions: &[&'a Arc<str>]) -> Option<&'a Arc<str>> {
    let (first, rest) = versions.split_first()?;
    rest.iter().try_fold(*first, |best, version| {
        let order = version::compare(component.ecosystem.as_str(), version, best).ok()?;
        Some(if order == Ordering::Greater { *version } else { best })
    })
}

fn raised<'a>(component: &Component, start: &'a Arc<str>, all: &[&'a [Arc<str>]]) -> Option<&'a Arc<str>> {
    let mut version = start;
    let mut settled = false;
    while !settled {
        settled = true;
        for fixed in all {
            let mut later = None;
            for fix in *fixed {
                match version::compare(component.ecosystem.as_str(), fix, version).ok()? {
                    Ordering::Equal => {
                        later = None;
                        break;
                    }
                    Ordering::Greater => later = later.or(Some(fix)),
                    Ordering::Less => {}
                }
            }
            if let Some(fix) = later {
                version = fix;
                settled = false;
            }
        }
    }
    Some(version)
}

fn distinct(versions: &[&Arc<str>]) -> Vec<Arc<str>> {
    let mut distinct: Vec<Arc<str>> = Vec::new();
    for version in versions {
        if !distinct.contains(version) {
            distinct.push(Arc::clone(version));
        }
    }
    distinct
}
