//! What a signature of a review is about: the model's text beside the review,
//! what its elements cover, the day and the commit. Not who else signed: names
//! come one by one. The repository is part of it, so that a review can't be
//! copied to another one with the same model.
//!
//! ```text
//! cullis-threat-review-v2
//! repository "git.example/shop/web"
//! system "shop"
//! model 6d0c…64 hexadecimal digits
//! date 2026-11-26
//! commit 12e4…
//! covers "api" 93d3…
//! ```

use std::fmt::Write as _;

use super::native;
use super::yaml::{self, NodeId, Tree, Value};
use crate::domain::digest::Digest;
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::domain::repository::RepositoryName;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::messages::threat_model as say;
use crate::source::SourceFile;

/// The first line: no signature over something else can pass for one over this.
const ABOUT: &str = "cullis-threat-review-v2";

/// The bytes that are signed in this repository; `None` for a model without a
/// dated review.
pub fn review_payload(model: &ThreatModel, here: &RepositoryName) -> Option<Vec<u8>> {
    let review = model.review.as_ref()?;
    let (repository, system) = (quoted(here.as_str()), quoted(&model.system));
    let mut text = format!("{ABOUT}\nrepository {repository}\nsystem {system}\n");
    // Writing into a text can't fail.
    let _ = writeln!(text, "model {}", review.model?);
    let _ = writeln!(text, "date {}", review.date.as_ref()?.value);
    if let Some(commit) = &review.commit {
        let _ = writeln!(text, "commit {}", quoted(&commit.value));
    }
    for (element, digest) in &review.digests {
        let _ = writeln!(text, "covers {} {digest}", quoted(&element.value));
    }
    Some(text.into_bytes())
}

/// The same of a model's text.
pub fn payload_of(
    (path, text): (&TreePath, &str),
    here: &RepositoryName,
    limits: &Limits,
) -> Result<Vec<u8>, Statement> {
    let file = SourceFile::new(path, text.as_bytes().to_vec(), limits).map_err(|error| error.message)?;
    let tree = yaml::parse(&file, limits).map_err(|error| error.message)?;
    let model = tree.root().map(|root| native::read(&file, &tree, root).model);
    model.as_ref().and_then(|model| review_payload(model, here)).ok_or_else(say::review_not_writable)
}

/// A text as JSON writes it: no line of it can pass for another.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The digest of a model's text up to its review and from the next section on.
pub(super) fn digest_without_review(file: &SourceFile, tree: &Tree, root: NodeId) -> Option<Digest> {
    let Value::Mapping(entries) = tree.value(root) else { return None };
    let start_of = |at: usize| entries.get(at).map(|(key, _)| tree.bytes(*key).start);
    let at = entries.iter().position(|(key, _)| tree.text(*key) == Some("review"))?;
    let start = start_of(at)?;
    let end = start_of(at + 1).unwrap_or_else(|| file.text().len());
    let (before, after) = (file.text().get(..start)?, file.text().get(end..)?);
    Some(Digest::of_parts(
        [Digest::of_text(before.as_bytes()), Digest::of_text(after.as_bytes())]
            .each_ref()
            .map(|part| part.as_bytes().as_slice()),
    ))
}
