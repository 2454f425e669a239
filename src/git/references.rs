//! References: branches, tags and `HEAD`, as files and as `packed-refs`.

use std::path::Path;

use gix_hash::ObjectId;

use super::place::GitPlace;
use crate::domain::statement::Statement;
use crate::messages;

/// How many references one may lead through, as in git.
const MOST_STEPS: usize = 5;

/// Where a short name is looked for, as git does.
const PLACES: [(&str, &str); 5] = [
    ("refs/", ""),
    ("refs/tags/", ""),
    ("refs/heads/", ""),
    ("refs/remotes/", ""),
    ("refs/remotes/", "/HEAD"),
];

/// The object that a short or a full name stands for; `None` when no
/// reference has that name. Git takes the first of several, a tag before a
/// branch: here that is an error, because whoever may push a tag could have
/// it stand for the target branch.
pub(super) fn find(name: &str, place: &GitPlace) -> Result<Option<ObjectId>, Statement> {
    if is_name(name) {
        let found = follow(name, place)?;
        if found.is_some() || name.starts_with("refs/") {
            return Ok(found);
        }
    }
    let mut found: Option<ObjectId> = None;
    for (before, behind) in PLACES {
        let full = format!("{before}{name}{behind}");
        if let Some(id) = is_name(&full).then(|| follow(&full, place)).transpose()?.flatten() {
            if found.is_some_and(|found| found != id) {
                return Err(messages::git::ambiguous_reference(name));
            }
            found = Some(id);
        }
    }
    Ok(found)
}

/// Whether it is the name of a reference: below `refs/`, or one like `HEAD`.
fn is_name(full: &str) -> bool {
    let is_sound = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.strip_suffix(".lock").is_none()
            && !part.contains("..")
            && !part.contains(|c: char| c.is_control() || " ~^:?*[\\".contains(c))
    };
    let is_own = |name: &str| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    full.split('/').all(is_sound) && (full.starts_with("refs/") || is_own(full))
}

fn follow(full: &str, place: &GitPlace) -> Result<Option<ObjectId>, Statement> {
    let mut name = full.to_owned();
    for step in 0..MOST_STEPS {
        let Some(text) = read(&name, place)? else {
            // What `HEAD` names may have no commit yet; any other name is unknown.
            return if step == 0 { Ok(None) } else { Err(messages::git::unborn(&name)) };
        };
        let text = text.trim_end();
        if let Some(next) = text.strip_prefix("ref: ").map(str::trim_start) {
            if !is_name(next) {
                return Err(messages::git::unexpected(&name, shortened(text)));
            }
            next.clone_into(&mut name);
        } else {
            return id_of(text, &name).map(Some);
        }
    }
    Err(messages::git::endless_reference(full))
}

/// What a reference holds: its own file counts before the packed ones.
fn read(name: &str, place: &GitPlace) -> Result<Option<String>, Statement> {
    let own = !name.starts_with("refs/")
        || ["refs/bisect/", "refs/worktree/"].iter().any(|own| name.starts_with(own));
    let folder: &Path = if own { &place.own } else { &place.common };
    // A folder of that name holds longer names.
    if !folder.join(name).is_dir()
        && let Some(text) = GitPlace::read(folder, name)?
    {
        return Ok(Some(text));
    }
    let packed = GitPlace::read(&place.common, "packed-refs")?.unwrap_or_default();
    let found = packed.lines().filter(|line| !line.starts_with(['#', '^'])).find_map(|line| {
        let (id, packed) = line.split_once(' ')?;
        (packed == name).then(|| id.to_owned())
    });
    Ok(found)
}

fn id_of(text: &str, name: &str) -> Result<ObjectId, Statement> {
    if text.len() == 64 {
        return Err(messages::git::unknown_format("sha256"));
    }
    ObjectId::from_hex(text.as_bytes()).map_err(|_| messages::git::unexpected(name, shortened(text)))
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
