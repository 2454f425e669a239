//! The approvals that a host hands in: a file outside of the tree.
//!
//! ```json
//! {
//!   "format": "cullis-approvals-v1",
//!   "approvals": [
//!     {"by": "wei.chen@bank.example", "exception": "sha256:…64 digits"},
//!     {"by": "Ana Costa", "commit": "…40 or 64 digits"}
//!   ]
//! }
//! ```
//!
//! It is read strictly: an unknown key, a missing part or a second meaning
//! refuses the file, because half of it would approve what nobody looked at.

use std::sync::Arc;

use crate::domain::digest::Digest;
use crate::domain::exception::{Approval, Approved};
use crate::domain::limits::Limits;
use crate::messages::exception as say;
use crate::nearest::nearest;
use crate::source::json::{Document, Value};
use crate::source::{ReadError, SourceFile};

pub(super) const FORMAT: &str = "cullis-approvals-v1";

/// Reads the file.
pub fn read_approvals(file: &SourceFile, limits: &Limits) -> Result<Vec<Approval>, ReadError> {
    let document = Document::parse(file, limits)?;
    let root = document.root().as_object("the file")?;
    only(root, &["format", "approvals"])?;
    let format = root.get("format").ok_or_else(|| root.error(say::missing("format")))?;
    if !format.is(FORMAT) {
        return Err(format.error(say::approvals_format(FORMAT, format.found())));
    }
    let list = root.get("approvals").ok_or_else(|| root.error(say::missing("approvals")))?;
    list.as_list("approvals")?.items().map(approval).collect()
}

fn approval(entry: Value<'_>) -> Result<Approval, ReadError> {
    let entry = entry.as_object("approvals")?;
    only(entry, &["by", "exception", "commit"])?;
    let by = entry.optional_text("by")?.filter(|by| !by.trim().is_empty());
    let by = by.ok_or_else(|| entry.error(say::missing("by")))?;
    let of = match (entry.get("exception"), entry.get("commit")) {
        (Some(value), None) => {
            let digest = value.text().and_then(|text| Digest::from_hex(text.strip_prefix("sha256:")?));
            Approved::Exception(digest.ok_or_else(|| value.error(say::expected_digest(value.found())))?)
        }
        (None, Some(value)) => {
            let commit = value.text().filter(|text| is_commit(text));
            let commit = commit.ok_or_else(|| value.error(say::expected_commit(value.found())))?;
            Approved::Commit(Arc::from(&*commit))
        }
        _ => return Err(entry.error(say::approves_one_thing())),
    };
    Ok(Approval { by: Arc::from(by.trim()), of, place: entry.place() })
}

/// A commit in full: the beginning of one may be that of another.
fn is_commit(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn only(object: Value<'_>, known: &[&str]) -> Result<(), ReadError> {
    let mut unknown = object.members().filter(|(name, _)| !known.iter().any(|known| name.is(known)));
    let Some((name, _)) = unknown.next() else { return Ok(()) };
    let word = name.text().unwrap_or_default();
    Err(name.error(match nearest(&word, known.iter().copied()) {
        Some(near) => say::unknown_part_near(word, near),
        None => say::unknown_part(word, known.join("`, `")),
    }))
}
