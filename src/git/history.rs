//! Walks over the history: the newest common commit, and who descends from whom.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, BinaryHeap, HashSet};

use gix_hash::ObjectId;
use gix_object::{Data, Kind};
use gix_revision::Graph;
use gix_revision::graph::Commit;
use gix_revision::merge_base::Flags;

use super::objects::{HASH, Objects, commit_id, object_id};
use crate::domain::commit::{Ancestry, CommitId, MergeBase};
use crate::domain::ports::Ancestries;
use crate::domain::statement::Statement;
use crate::messages;

/// How many commits a walk looks at: more than any known repository has.
const MOST_COMMITS: usize = 8_000_000;

/// The newest commit that both share.
pub(super) fn merge_base(
    objects: &Objects,
    one: &ObjectId,
    other: &ObjectId,
) -> Result<MergeBase, Statement> {
    let reader = Reader::new(objects);
    let mut graph: Graph<'_, '_, Commit<Flags>> = Graph::new(&reader, None);
    let found = gix_revision::merge_base(*one, &[*other], &mut graph);
    drop(graph);
    if let Some(refusal) = reader.refusal.take() {
        return Err(refusal);
    }
    match found {
        Ok(Some(bases)) => Ok(MergeBase::At(commit_id(&bases.head))),
        Ok(None) if reader.reached_the_end.get() => Ok(MergeBase::BeyondClone),
        Ok(None) => Ok(MergeBase::Unrelated),
        Err(error) => Err(messages::git::objects_unreadable(error)),
    }
}

/// Whether the first stands in the history of the second.
pub(super) fn ancestry(objects: &Objects, ancestor: &ObjectId, of: &ObjectId) -> Result<Ancestry, Statement> {
    let asked = BTreeSet::from([commit_id(ancestor)]);
    let found = ancestries(objects, of, &asked)?;
    Ok(found.into_values().next().unwrap_or(Ancestry::Stranger))
}

/// Which of these stand in the history of a commit: one walk for all of them,
/// newest first, that ends when the last one is found.
pub(super) fn ancestries(
    objects: &Objects,
    of: &ObjectId,
    asked: &BTreeSet<CommitId>,
) -> Result<Ancestries, Statement> {
    let mut open: HashSet<ObjectId> = asked.iter().map(object_id).collect::<Result<_, _>>()?;
    let mut seen: HashSet<ObjectId> = HashSet::from([*of]);
    let mut waiting: BinaryHeap<(i64, ObjectId)> = BinaryHeap::from([(i64::MAX, *of)]);
    let mut reached_the_end = false;
    while let Some((_, id)) = waiting.pop().filter(|_| !open.is_empty()) {
        open.remove(&id);
        if objects.lacks(&id)? {
            reached_the_end = true;
            continue;
        }
        let (committed, parents) = objects.parents(&id)?;
        for parent in parents {
            if seen.insert(parent) {
                waiting.push((committed, parent));
            }
        }
        if seen.len() > MOST_COMMITS {
            return Err(messages::git::too_many_commits(MOST_COMMITS));
        }
    }
    let unfound = if reached_the_end { Ancestry::BeyondClone } else { Ancestry::Stranger };
    let state = |id: &CommitId| {
        let is_open = object_id(id).is_ok_and(|id| open.contains(&id));
        (id.clone(), if is_open { unfound } else { Ancestry::Ancestor })
    };
    Ok(asked.iter().map(state).collect())
}

/// Every commit in the history of one, itself among them.
pub(super) struct Ancestors {
    all: HashSet<ObjectId>,
    /// A parent isn't there because the clone is shallow.
    reached_the_end: bool,
}

impl Ancestors {
    /// Walks the whole history of a commit.
    pub(super) fn of(objects: &Objects, commit: ObjectId) -> Result<Self, Statement> {
        let mut all = HashSet::from([commit]);
        let mut waiting = vec![commit];
        let mut reached_the_end = false;
        while let Some(id) = waiting.pop() {
            if objects.lacks(&id)? {
                reached_the_end = true;
                continue;
            }
            for parent in objects.parents(&id)?.1 {
                if all.insert(parent) {
                    waiting.push(parent);
                }
            }
            if all.len() > MOST_COMMITS {
                return Err(messages::git::too_many_commits(MOST_COMMITS));
            }
        }
        Ok(Self { all, reached_the_end })
    }

    /// Whether that commit is one of them.
    pub(super) fn have(&self, commit: &ObjectId) -> Ancestry {
        match (self.all.contains(commit), self.reached_the_end) {
            (true, _) => Ancestry::Ancestor,
            (false, true) => Ancestry::BeyondClone,
            (false, false) => Ancestry::Stranger,
        }
    }
}

/// Gives commits to a walk, and keeps note of why it couldn't.
struct Reader<'objects> {
    objects: &'objects Objects,
    /// A parent isn't there because the clone is shallow.
    reached_the_end: Cell<bool>,
    refusal: RefCell<Option<Statement>>,
    count: Cell<usize>,
}

impl<'objects> Reader<'objects> {
    fn new(objects: &'objects Objects) -> Self {
        Self { objects, reached_the_end: Cell::new(false), refusal: RefCell::default(), count: Cell::new(0) }
    }

    fn commit(&self, id: &ObjectId) -> Result<Option<Vec<u8>>, Statement> {
        self.count.set(self.count.get() + 1);
        if self.count.get() > MOST_COMMITS {
            return Err(messages::git::too_many_commits(MOST_COMMITS));
        }
        match self.objects.find(id)? {
            Some((Kind::Commit, bytes)) => Ok(Some(bytes)),
            Some((kind, _)) => Err(messages::git::object_kind(id, kind, Kind::Commit)),
            // Only the parents of a shallow clone's last commits may be missing.
            None if self.objects.is_shallow() => {
                self.reached_the_end.set(true);
                Ok(None)
            }
            None => Err(messages::git::object_missing(id)),
        }
    }
}

impl gix_object::Find for Reader<'_> {
    fn try_find<'a>(
        &self,
        id: &gix_hash::oid,
        buffer: &'a mut Vec<u8>,
    ) -> gix_error::Result<Option<Data<'a>>> {
        match self.commit(&id.to_owned()) {
            Ok(None) => Ok(None),
            Ok(Some(bytes)) => {
                *buffer = bytes;
                Ok(Some(Data::new(buffer, Kind::Commit, HASH)))
            }
            Err(refusal) => {
                self.refusal.borrow_mut().get_or_insert(refusal);
                Ok(None)
            }
        }
    }
}
