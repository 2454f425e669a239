//! Readers: one file format each, from bytes to occurrences.
//!
//! A reader takes a decoded file and gives what it declares, with places. It
//! opens no file itself: one that needs a sibling asks the `Files` it is given.
//! An entry that can't be read becomes a gap beside the entries that can; an
//! error gives up the whole file, and becomes a gap too.
//!
//! To add a format: one file `<ecosystem>/<format>.rs` with a [`Reader`] row,
//! one line in [`READERS`], and a folder of cases in
//! `fixtures/ecosystem/<ecosystem>/<format>/`.

use crate::domain::inventory::Reading;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::ports::Files;
use crate::source::{ReadError, SourceFile};

/// What a reader may ask beside its file.
#[derive(Clone, Copy)]
pub struct Surroundings<'run> {
    /// The tree, for siblings.
    pub files: &'run dyn Files,
    /// Bounds on what is read.
    pub limits: &'run Limits,
}

/// One format's reader.
#[derive(Debug)]
pub struct Reader {
    /// `<ecosystem>/<format>`, as the folders are named.
    pub id: &'static str,
    /// Whether a file at this path is of this format, by its name and, where
    /// that is the custom (`requirements/base.txt`), by its folder.
    pub recognises: fn(&TreePath) -> bool,
    /// Reads it.
    pub read: fn(&SourceFile, &Surroundings<'_>) -> Result<Reading, ReadError>,
}

/// Every reader. The first that recognises a file reads it.
pub static READERS: &[&Reader] = &[];
