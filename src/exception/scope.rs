//! Whom an exception is meant for, in force or not.

use crate::domain::component::{Component, Ecosystem};
use crate::domain::exception::Exception;
use crate::domain::finding::Finding;
use crate::domain::pattern;
use crate::purl::PackageUrl;

/// How a package URL begins.
const PACKAGE_URL: &str = "pkg:";

/// Whether it is meant for this finding: its id is one of the finding's ids
/// (`rule:item` for findings that aren't advisories), and component, folder and
/// rule are the finding's. Versions are no part of it: a component that has
/// left them is a [`mismatch`](super::mismatch), not somebody else's.
pub fn is_for(exception: &Exception, finding: &Finding) -> bool {
    let item = || format!("{}:{}", finding.rule.id, finding.subject.item);
    let id = &*exception.id;
    let id_fits = finding.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(id)) || id == item();
    id_fits
        && exception.rule.as_deref().is_none_or(|rule| rule == finding.rule.id)
        && exception.folder.as_deref().is_none_or(|folder| is_below(folder, finding))
        && component_fits(&exception.component, finding.component.as_ref())
}

fn is_below(folder: &str, finding: &Finding) -> bool {
    let file = finding.subject.file.as_ref().or_else(|| finding.place.tree_path());
    let below = file.and_then(|file| file.as_str().strip_prefix(folder.trim_end_matches('/')));
    below.is_some_and(|rest| rest.starts_with('/'))
}

fn component_fits(stated: &str, component: Option<&Component>) -> bool {
    component.map_or(stated == "*", |component| names_component(stated, component))
}

/// Whether a component's text, as exceptions write it, names this component.
pub fn names_component(stated: &str, component: &Component) -> bool {
    if let Some((ecosystem, name)) = package_url(stated) {
        return ecosystem == component.ecosystem.as_str() && name_fits(&ecosystem, &name, &component.name);
    }
    match stated.strip_prefix(component.ecosystem.as_str()).and_then(|rest| rest.strip_prefix(':')) {
        Some(name) => *name == *component.name,
        None => stated == &*component.name,
    }
}

/// NuGet's names are one whatever their case.
fn name_fits(ecosystem: &str, wanted: &str, name: &str) -> bool {
    if ecosystem == Ecosystem::NUGET {
        return pattern::matches(&wanted.to_lowercase(), &name.to_lowercase());
    }
    pattern::matches(wanted, name)
}

/// Ecosystem and name, which may hold `*`, of a package URL without version.
fn package_url(text: &str) -> Option<(String, String)> {
    if !text.starts_with(PACKAGE_URL) || text.contains(['?', '#']) {
        return None;
    }
    let url = PackageUrl::parse(text).filter(|url| url.version.is_none())?;
    Some((url.ecosystem(), url.full_name()))
}

/// Whether a component's text can mean any: one that begins as a package URL
/// has to be one, without version, qualifiers and subpath.
pub fn check_component(text: &str) -> bool {
    !text.starts_with(PACKAGE_URL) || package_url(text).is_some()
}

/// Whether two texts name the same components: `npm:left-pad` is
/// `pkg:npm/left-pad`.
pub fn same_component(a: &str, b: &str) -> bool {
    let named = |text: &str| match package_url(text) {
        Some((ecosystem, name)) => format!("{ecosystem}:{name}"),
        None => text.to_owned(),
    };
    named(a) == named(b)
}
