//! Where a requirement with an address or a path comes from.

use crate::domain::component::Origin;
use crate::domain::place::TreePath;
use crate::domain::ports::Files;

/// An address or a path, taken apart.
pub(super) struct Address<'text> {
    /// The last part of its path.
    pub(super) file_name: &'text str,
    pub(super) origin: Origin,
    /// The whole, as a name for what has none.
    pub(super) written: &'text str,
}

/// `https://…`, `file:///…`, or a version control system's address.
pub(super) fn of_url<'text>(url: &'text str, file: &TreePath, files: &dyn Files) -> Address<'text> {
    let plain = url.split_once('#').map_or(url, |(plain, _)| plain);
    let path = plain.split_once('?').map_or(plain, |(path, _)| path);
    let file_name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    if let Some(local) = plain.strip_prefix("file:").filter(|local| !local.starts_with('/')) {
        return of_path(local, file, files);
    }
    let origin = if plain.starts_with("git+") {
        // A revision stands behind the last `@`, unless that is the user's.
        let (url, revision) = match plain.rsplit_once('@') {
            Some((url, revision)) if !revision.contains('/') && url.contains("://") => (url, Some(revision)),
            _ => (plain, None),
        };
        Origin::Git { url: url.into(), revision: revision.map(Into::into) }
    } else {
        Origin::Archive { url: url.into() }
    };
    Address { file_name, origin, written: url }
}

/// A folder or an archive; pip looks for it from the folder that it is called
/// in, which is taken to be the file's own. Only a folder of the tree that pip
/// can build is the project's own.
pub(super) fn of_path<'text>(path: &'text str, file: &TreePath, files: &dyn Files) -> Address<'text> {
    let file_name = path.rsplit_once(['/', '\\']).map_or(path, |(_, name)| name);
    let origin = if name_and_version(file_name).is_some() {
        Origin::Archive { url: path.into() }
    } else if file.sibling(path).is_some_and(|folder| is_project(&folder, files)) {
        Origin::FirstParty
    } else {
        Origin::Path { path: path.into() }
    };
    Address { file_name, origin, written: path }
}

fn is_project(folder: &TreePath, files: &dyn Files) -> bool {
    let manifests = ["pyproject.toml", "setup.py", "setup.cfg"].into_iter();
    manifests.filter_map(|name| folder.join(name)).any(|path| files.exists(&path))
}

/// What the name of a wheel or a source archive states.
///
/// Source: the binary distribution format's "File name convention", and the
/// source distribution format's.
pub(super) fn name_and_version(file_name: &str) -> Option<(&str, &str)> {
    if let Some(wheel) = file_name.strip_suffix(".whl") {
        let mut parts = wheel.split('-');
        return Some((parts.next()?, parts.next()?)).filter(|(name, version)| sound(name, version));
    }
    let stem = [".tar.gz", ".zip", ".tar.bz2", ".tgz"].iter().find_map(|end| file_name.strip_suffix(end))?;
    stem.rsplit_once('-').filter(|(name, version)| sound(name, version))
}

fn sound(name: &str, version: &str) -> bool {
    !name.is_empty() && version.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::name_and_version;

    #[test]
    fn archives_state_their_name_and_version() {
        assert_eq!(name_and_version("a_b-1.0-py3-none-any.whl"), Some(("a_b", "1.0")));
        assert_eq!(name_and_version("a-b-1.0.post1.tar.gz"), Some(("a-b", "1.0.post1")));
        for other in ["main.zip", "a-main.zip", "a.whl", "lib", "-1.0.zip", "a-1.0.exe"] {
            assert_eq!(name_and_version(other), None, "{other}");
        }
    }
}
