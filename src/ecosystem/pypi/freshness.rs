//! Whether a Python lockfile holds what its project asks for.
//!
//! uv and Poetry resolve again when the manifest says something else than it
//! did when the lockfile was written, and install what they find then.

use super::graph::Graph;
use super::pyproject::{Asked, Wishes};
use super::specifier;
use crate::domain::component::{Component, Ecosystem, Origin, Version};
use crate::domain::inventory::{Gap, GapKind};
use crate::messages::ecosystem as say;
use crate::source::shorten;

/// What a lockfile may leave out.
pub(super) struct Leaves<'run> {
    /// Whether it may leave out this wish.
    pub(super) out: &'run dyn Fn(&Asked) -> bool,
    /// The command that writes the lockfile.
    pub(super) command: &'static str,
}

/// A gap at each wish that the lockfile doesn't list, or lists in no version
/// that would do.
pub(super) fn compare(graph: &mut Graph<'_>, wishes: &Wishes, leaves: &Leaves<'_>) {
    let gaps: Vec<Gap> =
        wishes.asked.iter().filter_map(|asked| difference(graph, asked, wishes, leaves)).collect();
    graph.reading.gaps.extend(gaps);
}

fn difference(graph: &Graph<'_>, asked: &Asked, wishes: &Wishes, leaves: &Leaves<'_>) -> Option<Gap> {
    // A project may ask for extras of itself.
    if asked.name.is_empty() || wishes.name.as_ref() == Some(&asked.name) {
        return None;
    }
    let name = shorten(&asked.name);
    let wanted = asked.specifier.as_deref().filter(|text| !text.is_empty()).unwrap_or("*");
    let lock = graph.file.path();
    let found: Vec<_> = graph.named(&asked.name).collect();
    let reason = match found.first() {
        None if (leaves.out)(asked) => return None,
        None => say::manifest_unlocked(name, shorten(wanted), lock, leaves.command),
        Some(first) => {
            let fits = |version: &str| {
                asked.specifier.as_deref().and_then(|text| specifier::admits(text, version)) != Some(false)
            };
            let fits = found.iter().any(|one| {
                one.origin == Origin::FirstParty || one.component.version.exact().is_none_or(fits)
            });
            if fits {
                return None;
            }
            let locked = first.component.version.exact().unwrap_or_default();
            say::manifest_locked_at_another(name, shorten(wanted), lock, shorten(locked), leaves.command)
        }
    };
    let component = Component {
        ecosystem: Ecosystem::new(Ecosystem::PYPI),
        name: asked.name.as_str().into(),
        version: Version::Requirement(wanted.into()),
    };
    Some(Gap {
        kind: GapKind::MissingLockfile,
        place: asked.place.clone(),
        reason,
        component: Some(component),
    })
}
