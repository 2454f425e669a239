//! Revisions: what people and pipelines write for a commit.

use gix_hash::ObjectId;
use gix_object::{Kind, TagRef};

use super::objects::{HASH, Objects};
use super::place::GitPlace;
use super::references;
use crate::domain::statement::Statement;
use crate::messages;

/// The fewest digits that an abbreviated id has, as in git.
const FEWEST_DIGITS: usize = 4;
/// How many steps back one revision may go.
const MOST_STEPS: usize = 100_000;
/// How many tags may name each other.
const MOST_TAGS: usize = 16;

/// The commit that a revision names.
pub(super) fn resolve(revision: &str, place: &GitPlace, objects: &Objects) -> Result<ObjectId, Statement> {
    let end = revision.find(['~', '^']).unwrap_or(revision.len());
    let (name, steps) = revision.split_at_checked(end).unwrap_or((revision, ""));
    if name.is_empty() || name.contains("@{") || name.contains(':') || name.contains("..") {
        return Err(messages::git::unsupported(revision));
    }
    let name = if name == "@" { "HEAD" } else { name };
    let found = start(name, place, objects)?.ok_or_else(|| messages::git::unknown_revision(revision))?;
    walk_back(peel(found, objects)?, steps, (revision, objects))
}

/// What a name stands for: a whole id before a reference, as in git. A
/// reference that looks like the beginning of another object's id is an error.
fn start(name: &str, place: &GitPlace, objects: &Objects) -> Result<Option<ObjectId>, Statement> {
    let is_hex = name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hex && name.len() == HASH.len_in_hex() {
        let id = ObjectId::from_hex(name.as_bytes()).map_err(|_| messages::git::unsupported(name))?;
        return Ok(objects.find(&id)?.map(|_| id));
    }
    let by_name = references::find(name, place)?;
    let is_short = is_hex && (FEWEST_DIGITS..HASH.len_in_hex()).contains(&name.len());
    let by_digits = if is_short { objects.starting_with(name)? } else { None };
    match (by_name, by_digits) {
        (Some(named), Some(id)) if peel(named, objects)? != peel(id, objects)? => {
            Err(messages::git::ambiguous_reference(name))
        }
        (found, other) => Ok(found.or(other)),
    }
}

/// The commit that a tag leads to.
fn peel(mut id: ObjectId, objects: &Objects) -> Result<ObjectId, Statement> {
    for _ in 0..MOST_TAGS {
        match objects.find(&id)? {
            Some((Kind::Commit, _)) => return Ok(id),
            Some((Kind::Tag, bytes)) => {
                let tag = TagRef::from_bytes(&bytes, HASH)
                    .map_err(|error| messages::git::object_damaged(id, error))?;
                id = tag.target();
            }
            Some((kind, _)) => return Err(messages::git::object_kind(id, kind, Kind::Commit)),
            None => return Err(messages::git::object_missing(id)),
        }
    }
    Err(messages::git::endless_reference(id))
}

/// Goes `~N` generations back by first parents, and to the `^N`th parent.
fn walk_back(
    mut id: ObjectId,
    steps: &str,
    (revision, objects): (&str, &Objects),
) -> Result<ObjectId, Statement> {
    let mut rest = steps;
    while let Some(step) = rest.chars().next() {
        let behind = rest.get(1..).unwrap_or_default();
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = behind.split_at_checked(digits).unwrap_or((behind, ""));
        let number = if number.is_empty() { Ok(1) } else { number.parse::<usize>() };
        let number = number.ok().filter(|number| *number <= MOST_STEPS);
        let number = number.ok_or_else(|| messages::git::unsupported(revision))?;
        match step {
            '~' => {
                for _ in 0..number {
                    id = parent(&id, 1, (revision, objects))?;
                }
            }
            '^' if number > 0 => id = parent(&id, number, (revision, objects))?,
            '^' => {}
            _ => return Err(messages::git::unsupported(revision)),
        }
        rest = after;
    }
    Ok(id)
}

fn parent(
    id: &ObjectId,
    number: usize,
    (revision, objects): (&str, &Objects),
) -> Result<ObjectId, Statement> {
    let parents = objects.commit(id)?.parents;
    let parent = number.checked_sub(1).and_then(|index| parents.get(index));
    let none = || messages::git::no_parent(revision);
    let parent = super::objects::object_id(parent.ok_or_else(none)?)?;
    if objects.lacks(&parent)? { Err(none()) } else { Ok(parent) }
}
