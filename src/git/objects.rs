//! The object database: every object bounded before it is unpacked, and hashed
//! before it is used.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use gix_hash::{ObjectId, Prefix};
use gix_object::{CommitRef, Find as _, Kind};
use gix_odb::Header as _;
use gix_odb::store::init::Options;
use jiff::Timestamp;

use super::place::{GitPlace, refuse_links};
use crate::domain::commit::{Commit, CommitId};
use crate::domain::statement::Statement;
use crate::messages;

/// The largest object that is read, and the largest piece of memory that a
/// pack may ask for.
pub(super) const LARGEST_OBJECT: usize = 64 << 20;

/// Git's objects are named by SHA-1 here.
pub(super) const HASH: gix_hash::Kind = gix_hash::Kind::Sha1;

/// An object's kind with its bytes.
pub(super) type Object = (Kind, Vec<u8>);

/// The objects of a repository.
pub(super) struct Objects {
    handle: Mutex<gix_odb::HandleArc>,
    folder: PathBuf,
    /// The commits with which a shallow clone ends; none of any other.
    shallow: BTreeSet<ObjectId>,
    /// Folders of loose objects that aren't there: a walk over packed commits
    /// needn't ask for each of them again.
    absent: [AtomicBool; 256],
}

impl Objects {
    /// Opens those of a git folder, which has been looked at for links.
    pub(super) fn open(common: &Path) -> Result<Self, Statement> {
        let folder = common.join("objects");
        let options = Options {
            alloc_limit_bytes: Some(LARGEST_OBJECT),
            current_dir: Some(common.to_path_buf()),
            ..Options::default()
        };
        // Replacements (`refs/replace`) would give other bytes for an id.
        let no_replacements = std::iter::empty();
        let handle = gix_odb::at_opts(&folder, HASH, no_replacements, options)
            .and_then(gix_odb::Handle::into_arc)
            .map_err(messages::git::objects_unreadable)?;
        let text = GitPlace::read(common, "shallow")?.unwrap_or_default();
        let shallow = text.lines().map(|line| {
            ObjectId::from_hex(line.as_bytes())
                .map_err(|_| messages::git::unexpected("shallow", line.chars().take(40).collect::<String>()))
        });
        let shallow = shallow.collect::<Result<_, _>>()?;
        let absent = std::array::from_fn(|_| AtomicBool::new(false));
        Ok(Self { handle: Mutex::new(handle), folder, shallow, absent })
    }

    /// Whether the clone lacks the beginning of its history.
    pub(super) fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// Whether this commit lies beyond where a shallow clone ends. In any other
    /// clone a commit that isn't there is damage.
    pub(super) fn lacks(&self, id: &ObjectId) -> Result<bool, Statement> {
        Ok(self.is_shallow() && self.find(id)?.is_none())
    }

    /// An object by its id; `None` when the clone hasn't got it.
    pub(super) fn find(&self, id: &ObjectId) -> Result<Option<Object>, Statement> {
        self.refuse_other_files(id)?;
        let damaged = |error: &dyn std::fmt::Display| messages::git::object_damaged(id, error);
        let handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(header) = handle.try_header(id).map_err(|error| damaged(&error))? else { return Ok(None) };
        let bytes = header.size();
        if bytes > LARGEST_OBJECT as u64 {
            return Err(messages::git::object_too_large(id, bytes, LARGEST_OBJECT));
        }
        let mut buffer = Vec::new();
        let found = handle.try_find(id, &mut buffer).map_err(|error| damaged(&error))?;
        let Some(data) = found else { return Ok(None) };
        data.verify_checksum(id).map_err(|error| damaged(&error))?;
        let kind = data.kind;
        Ok(Some((kind, buffer)))
    }

    /// The bytes of an object that has to be there and of that kind.
    pub(super) fn read(&self, id: &ObjectId, expected: Kind) -> Result<Vec<u8>, Statement> {
        match self.find(id)? {
            Some((kind, bytes)) if kind == expected => Ok(bytes),
            Some((kind, _)) => Err(messages::git::object_kind(id, kind, expected)),
            None => Err(messages::git::object_missing(id)),
        }
    }

    /// What a commit says.
    pub(super) fn commit(&self, id: &ObjectId) -> Result<Commit, Statement> {
        let bytes = self.read(id, Kind::Commit)?;
        let commit = decode(id, &bytes)?;
        let damaged = |error: &dyn std::fmt::Display| messages::git::object_damaged(id, error);
        let author = commit.author().map_err(|error| damaged(&error))?;
        let seconds = commit.committer().map_err(|error| damaged(&error))?.seconds();
        let committed = Timestamp::from_second(seconds).map_err(|error| damaged(&error))?;
        Ok(Commit {
            id: commit_id(id),
            parents: commit.parents().map(|parent| commit_id(&parent)).collect(),
            committed,
            author: Arc::from(format!("{} <{}>", author.name, author.email)),
        })
    }

    /// When a commit was made, in seconds, and its parents: all that a walk needs.
    pub(super) fn parents(&self, id: &ObjectId) -> Result<(i64, Vec<ObjectId>), Statement> {
        let bytes = self.read(id, Kind::Commit)?;
        let commit = decode(id, &bytes)?;
        let committer = commit.committer().map_err(|error| messages::git::object_damaged(id, error))?;
        Ok((committer.seconds(), commit.parents().collect()))
    }

    /// Whether the clone has it, and it is a commit.
    pub(super) fn has_commit(&self, id: &ObjectId) -> Result<bool, Statement> {
        Ok(self.find(id)?.is_some_and(|(kind, _)| kind == Kind::Commit))
    }

    /// The tree of a commit.
    pub(super) fn tree_of(&self, id: &ObjectId) -> Result<ObjectId, Statement> {
        let bytes = self.read(id, Kind::Commit)?;
        decode(id, &bytes).map(|commit| commit.tree())
    }

    /// The only object whose id begins so; `None` when there is none.
    pub(super) fn starting_with(&self, digits: &str) -> Result<Option<ObjectId>, Statement> {
        let unsupported = || messages::git::unsupported(digits);
        let prefix = Prefix::from_hex(digits).map_err(|_| unsupported())?;
        let handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        match handle.lookup_prefix(prefix, None) {
            Ok(None) => Ok(None),
            Ok(Some(Ok(id))) => Ok(Some(id)),
            Ok(Some(Err(()))) => Err(messages::git::ambiguous(digits)),
            Err(error) => Err(messages::git::objects_unreadable(error)),
        }
    }

    /// A loose object that is a link, a pipe or a device isn't opened.
    fn refuse_other_files(&self, id: &ObjectId) -> Result<(), Statement> {
        let hex = id.to_string();
        let (fan, rest) = hex.split_at_checked(2).unwrap_or((&hex, ""));
        let absent = id.as_bytes().first().and_then(|fan| self.absent.get(usize::from(*fan)));
        if absent.is_some_and(|absent| absent.load(Ordering::Relaxed)) {
            return Ok(());
        }
        if fs::symlink_metadata(self.folder.join(fan)).is_err_and(|error| error.kind() == ErrorKind::NotFound)
        {
            if let Some(absent) = absent {
                absent.store(true, Ordering::Relaxed);
            }
            return Ok(());
        }
        let name = format!("{fan}/{rest}");
        refuse_links(&self.folder, &name)?;
        match fs::symlink_metadata(self.folder.join(&name)) {
            Ok(metadata) if !metadata.is_file() => Err(messages::git::unreadable(format!("objects/{name}"))),
            _ => Ok(()),
        }
    }
}

fn decode<'bytes>(id: &ObjectId, bytes: &'bytes [u8]) -> Result<CommitRef<'bytes>, Statement> {
    CommitRef::from_bytes(bytes, HASH).map_err(|error| messages::git::object_damaged(id, error))
}

/// The id as the rest of the product has it.
pub(super) fn commit_id(id: &ObjectId) -> CommitId {
    CommitId::of_bytes(id.as_bytes())
}

/// The id as git's crates have it.
pub(super) fn object_id(id: &CommitId) -> Result<ObjectId, Statement> {
    ObjectId::from_hex(id.as_str().as_bytes()).map_err(|_| messages::git::unsupported(id))
}
