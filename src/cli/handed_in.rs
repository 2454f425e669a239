//! Files that whoever runs the gate hands in: approvals, VEX documents, results of tests.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use clap::ArgMatches;

use super::base::OpenBase;
use super::{Context, Exit, flags};
use crate::disk;
use crate::domain::digest::Digest;
use crate::domain::exception::Approval;
use crate::domain::limits::Limits;
use crate::domain::place::{Artifact, Place, TreePath};
use crate::domain::statement::Statement;
use crate::domain::test_result::TestResult;
use crate::domain::vex::{VexDocument, VexStatement, VexTrust};
use crate::exception;
use crate::messages::cli::exception as words;
use crate::source::{ReadError, SourceFile};
use crate::threat_model::junit;
use crate::vex;

/// What some files say, and what the run's inputs name them by.
pub(super) struct HandedIn<T> {
    /// What they say.
    pub(super) read: Vec<T>,
    /// Each file's flag and digest.
    pub(super) inputs: Vec<(String, String)>,
}

/// The approvals in the file that `--approvals` names. One inside the tree
/// comes from the change itself, and approves nothing.
pub(super) fn approvals(
    arguments: &ArgMatches,
    root: &Path,
    limits: &Limits,
    context: &Context,
) -> Result<HandedIn<Approval>, Exit> {
    let mut handed_in = HandedIn { read: Vec::new(), inputs: Vec::new() };
    let Some(path) = flags::path_of(arguments, "approvals") else { return Ok(handed_in) };
    if disk::is_inside(path, root) {
        return Err(tell(&path.display().to_string(), &words::approvals_inside(), context));
    }
    handed_in.add("approvals", path, (limits, context), exception::read_approvals)?;
    Ok(handed_in)
}

/// The statements in the documents that `--vex` names. An author's name is only
/// text, so that a document inside the tree would let a change excuse itself.
pub(super) fn statements(
    arguments: &ArgMatches,
    root: &Path,
    (limits, documents): (&Limits, &[VexDocument]),
    context: &Context,
) -> Result<HandedIn<VexStatement>, Exit> {
    let mut handed_in = HandedIn { read: Vec::new(), inputs: Vec::new() };
    let paths = arguments.try_get_many::<PathBuf>("vex").ok().flatten();
    for path in paths.into_iter().flatten() {
        if disk::is_inside(path, root) {
            return Err(tell(&path.display().to_string(), &words::vex_inside(), context));
        }
        handed_in.add("vex", path, (limits, context), vex::read)?;
    }
    for document in documents {
        let before = handed_in.read.len();
        let path = beside_policy(document);
        let digest = handed_in.add("vex", &path, (limits, context), vex::read)?;
        match document.digest {
            Some(expected) if expected != digest => {
                let reason = words::vex_differs(path.display(), expected, digest);
                return Err(tell(&document.place.to_string(), &reason, context));
            }
            Some(_) => {
                let own = handed_in.read.iter_mut().skip(before);
                own.for_each(|statement| statement.trust = VexTrust::ByDigest);
            }
            // An author's name is only text: see above.
            None if disk::is_inside(&path, root) => {
                return Err(tell(&document.place.to_string(), &words::vex_inside(), context));
            }
            None => {}
        }
    }
    Ok(handed_in)
}

/// The results of tests in the files that `--junit` names. Where one is named, every
/// test that is evidence has to be in one. They may lie in the tree, because that
/// is where builds write them; one that is committed is the change's own word, and
/// doesn't count where there is a base. Such files are told beside the results.
pub(super) fn test_results(
    arguments: &ArgMatches,
    (root, base): (&Path, &OpenBase),
    limits: &Limits,
    context: &Context,
) -> Result<(HandedIn<TestResult>, Vec<Place>), Exit> {
    let mut handed_in = HandedIn { read: Vec::new(), inputs: Vec::new() };
    let mut committed = Vec::new();
    let paths = arguments.try_get_many::<PathBuf>("junit").ok().flatten();
    for path in paths.into_iter().flatten() {
        let before = handed_in.read.len();
        handed_in.add("junit", path, (limits, context), junit::read)?;
        if disk::real(path).is_some_and(|file| base.is_committed(&file)) {
            handed_in.read.truncate(before);
            let inside = disk::inside(path, root).and_then(|inside| TreePath::new(&inside));
            committed.push(inside.map_or_else(|| Place::outside(&path.display().to_string()), Place::whole));
        }
    }
    Ok((handed_in, committed))
}

/// The file that a layer names: one that is no full path stands beside the layer's own.
fn beside_policy(document: &VexDocument) -> PathBuf {
    let Artifact::Outside(layer) = &document.place.artifact else { return PathBuf::from(&*document.file) };
    Path::new(&**layer).parent().unwrap_or_else(|| Path::new("")).join(&*document.file)
}

impl<T> HandedIn<T> {
    fn add(
        &mut self,
        flag: &str,
        path: &Path,
        (limits, context): (&Limits, &Context),
        read: fn(&SourceFile, &Limits) -> Result<Vec<T>, ReadError>,
    ) -> Result<Digest, Exit> {
        let name = path.display().to_string();
        let bytes = disk::read_named(path, limits.file_bytes)
            .map_err(|error| tell(&name, &words::file_unreadable(error), context))?;
        let digest = Digest::of(&bytes);
        self.inputs.push((format!("{flag}:{name}"), format!("sha256:{digest}")));
        let artifact = Artifact::Outside(Arc::from(name.as_str()));
        let found = SourceFile::of_artifact(artifact, bytes, limits).and_then(|file| read(&file, limits));
        let found = found.map_err(|error| tell(&error.place.to_string(), &error.message, context))?;
        self.read.extend(found);
        Ok(digest)
    }
}

/// Says what is wrong with a file.
fn tell(place: &str, reason: &Statement, context: &Context) -> Exit {
    context.output.error(&format!("{place}: {}", context.say(reason)), context.language);
    Exit::Usage
}
