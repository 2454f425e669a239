//! What `package.json` beside a lockfile of version 1 asks for.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::ports::FileError;
use crate::ecosystem::Surroundings;
use crate::source::json::Document;
use crate::source::{ReadError, SourceFile};

/// The names that the project's own manifest asks for; `None` when there is no
/// manifest, or it is refused.
pub(super) fn wishes(
    lock: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Option<BTreeSet<String>>, ReadError> {
    let Some(path) = lock.path().folder().join("package.json") else { return Ok(None) };
    let bytes = match surroundings.files.read(&path) {
        Ok(bytes) => bytes,
        Err(FileError::Absent) => return Ok(None),
        Err(FileError::Refused(message)) => {
            return Err(ReadError { place: crate::domain::place::Place::whole(path), message });
        }
    };
    let file = SourceFile::new(&path, bytes, surroundings.limits)?;
    let document = Document::parse(&file, surroundings.limits)?;
    let root = document.root().as_object("package.json")?;
    let mut names = BTreeSet::new();
    for list in ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] {
        if let Some(listed) = root.optional_object(list)? {
            names.extend(listed.members().filter_map(|(name, _)| name.text()).map(Cow::into_owned));
        }
    }
    Ok(Some(names))
}
