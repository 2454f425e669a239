//! Where a folder's git folder is, and whether it may be read.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::disk;
use crate::domain::ports::FileError;
use crate::domain::statement::Statement;
use crate::messages;

/// No file of the git folder that is read whole comes near this many bytes.
const MOST_BYTES: u64 = 64 << 20;

/// Parts of the git folder through which everything is read.
const FOLDERS: [&str; 4] = ["objects", "objects/info", "objects/pack", "refs"];

/// The git folder of a folder under judgement.
#[derive(Debug)]
pub(super) struct GitPlace {
    /// What belongs to the worktree: `HEAD`.
    pub(super) own: PathBuf,
    /// What all worktrees share: objects and branches.
    pub(super) common: PathBuf,
    /// The folder under judgement below the repository's root, `/`-separated;
    /// empty for the root itself.
    pub(super) prefix: String,
}

impl GitPlace {
    /// Looks in the folder, then in those above it, for the nearest `.git`.
    pub(super) fn of(folder: &Path) -> Result<Self, Statement> {
        let absent = || messages::git::no_repository(folder.display());
        let whole = fs::canonicalize(folder).map_err(|_| absent())?;
        let root = whole.ancestors().find(|above| fs::symlink_metadata(above.join(".git")).is_ok());
        let root = root.ok_or_else(absent)?;
        let prefix = below(root, &whole).ok_or_else(absent)?;
        let (own, common) = git_folders(root)?;
        let place = Self { own, common, prefix };
        place.refuse_what_leads_elsewhere()?;
        Ok(place)
    }

    /// A folder that is a git folder itself, as bare clones are.
    pub(super) fn bare(folder: &Path) -> Result<Self, Statement> {
        let whole = fs::canonicalize(folder).map_err(|_| messages::git::no_repository(folder.display()))?;
        let place = Self { own: whole.clone(), common: whole, prefix: String::new() };
        place.refuse_what_leads_elsewhere()?;
        Ok(place)
    }

    /// The text of a file of the git folder; `None` when there is none.
    pub(super) fn read(folder: &Path, name: &str) -> Result<Option<String>, Statement> {
        refuse_links(folder, name)?;
        match disk::read_regular(&folder.join(name), MOST_BYTES) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Ok(Some(text)),
                Err(error) => {
                    let found =
                        String::from_utf8_lossy(error.as_bytes()).chars().take(40).collect::<String>();
                    Err(messages::git::unexpected(name, found))
                }
            },
            Err(FileError::Absent) => Ok(None),
            Err(FileError::Refused(reason)) => Err(messages::git::unreadable(name).because(reason)),
        }
    }

    fn refuse_what_leads_elsewhere(&self) -> Result<(), Statement> {
        for folder in FOLDERS {
            refuse_links(&self.common, folder)?;
        }
        for folder in ["objects", "objects/pack"] {
            let entries = fs::read_dir(self.common.join(folder)).into_iter().flatten().flatten();
            let link = entries
                .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_symlink()))
                .min_by_key(std::fs::DirEntry::file_name);
            if let Some(link) = link {
                let name = format!("{folder}/{}", link.file_name().to_string_lossy());
                return Err(messages::git::is_a_link(name));
            }
        }
        if fs::symlink_metadata(self.common.join("objects/info/alternates")).is_ok() {
            return Err(messages::git::alternates());
        }
        if fs::symlink_metadata(self.common.join("reftable")).is_ok() {
            return Err(messages::git::unknown_format("reftable"));
        }
        Ok(())
    }
}

/// The git folder of a repository's root: its own, or that of a worktree with
/// the one that it shares.
fn git_folders(root: &Path) -> Result<(PathBuf, PathBuf), Statement> {
    let git = root.join(".git");
    let metadata = fs::symlink_metadata(&git).map_err(|_| messages::git::unreadable(".git"))?;
    if metadata.is_symlink() {
        return Err(messages::git::is_a_link(".git"));
    }
    if metadata.is_dir() {
        return Ok((git.clone(), git));
    }
    let text = GitPlace::read(root, ".git")?.unwrap_or_default();
    let named = text.trim_end().strip_prefix("gitdir: ").unwrap_or_default().to_owned();
    let refused = || messages::git::not_a_worktree(&named);
    let own = fs::canonicalize(root.join(&named)).map_err(|_| refused())?;
    let back = GitPlace::read(&own, "gitdir").ok().flatten().ok_or_else(refused)?;
    let back = fs::canonicalize(own.join(back.trim_end())).map_err(|_| refused())?;
    if back != git {
        return Err(refused());
    }
    let common = GitPlace::read(&own, "commondir")?.ok_or_else(refused)?;
    let common = fs::canonicalize(own.join(common.trim_end())).map_err(|_| refused())?;
    Ok((own, common))
}

/// Whether any step to this file is a link.
pub(super) fn refuse_links(folder: &Path, name: &str) -> Result<(), Statement> {
    let mut full = folder.to_path_buf();
    for part in name.split('/') {
        full.push(part);
        if fs::symlink_metadata(&full).is_ok_and(|metadata| metadata.is_symlink()) {
            return Err(messages::git::is_a_link(name));
        }
    }
    Ok(())
}

/// The path from one folder to another below it.
fn below(root: &Path, whole: &Path) -> Option<String> {
    let rest = whole.strip_prefix(root).ok()?;
    let parts = rest.components().map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    parts.collect::<Option<Vec<&str>>>().map(|parts| parts.join("/"))
}
