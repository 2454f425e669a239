//! Sets the scene of a run: policy, tree, packages, database, clock.
//!
//! Everything that a command needs to judge a repository is opened here, in
//! one order, so that every command judges alike.

use std::path::Path;
use std::sync::Arc;

use clap::ArgMatches;
use jiff::Timestamp;

use super::base::{OpenBase, OpenFiles};
use super::flags::{self, Place};
use super::past::LocalHistory;
use super::{Context, Exit, handed_in, layers, repository};
use crate::clock::RunClock;
use crate::disk;
use crate::domain::commit::CommitId;
use crate::domain::digest::Digest;
use crate::domain::inventory::{Gap, GapKind};
use crate::domain::limits::Limits;
use crate::domain::place;
use crate::domain::policy::{CargoResolve, Policy};
use crate::domain::ports::{Clock as _, Files as _, History, HistoryDoor as _};
use crate::ecosystem;
use crate::gate::{BaseFiles, CargoGraph, DatabaseFile, Settings, World};
use crate::git::{ClonePlaces, LocalClones};
use crate::messages;
use crate::packages::{LocalPackages, UserPlaces};
use crate::source::SourceFile;
use crate::store::cargo;
use crate::store::database;
use crate::store::installed;
use crate::threat_model::TestResults;
use crate::walk::{Root, Tree};

/// A repository and all that it is judged by, open.
pub(super) struct Scene {
    tree: Tree,
    packages: LocalPackages,
    clones: LocalClones,
    database: Option<DatabaseFile>,
    base: Option<OpenFiles>,
    past: LocalHistory,
    /// The machine's clock, for records; the judged moment is in the settings.
    clock: RunClock,
    /// What the run is told.
    pub(super) settings: Settings,
}

impl Scene {
    /// Opens it by the flags that `flags::judging` declares; on an error what is
    /// wrong has been said.
    pub(super) fn open(arguments: &ArgMatches, context: &Context) -> Result<Self, Exit> {
        let usage = |error| layers::usage_error(&error, context);
        let judged = RunClock::new(moment(arguments).map_err(usage)?);
        let here = std::path::PathBuf::from(".");
        let path = flags::path_of(arguments, "path").unwrap_or(&here);
        let root = Root::open(path).map_err(|error| usage(error.message))?;
        let mut base = OpenBase::of(arguments, path, context);
        let (policy, sources) = layers::effective_against(arguments, &root, &mut base, context)?;
        let limits = policy.limits;
        let tree =
            root.walk(&policy.inventory.exclude.value, limits).map_err(|error| usage(error.message))?;
        let base_files = base.files(&policy.inventory.exclude.value, &limits);
        let of_base = base.tip().zip(base_files.as_ref().map(|files| &*files.tip));
        let mut policy = layers::with_folders(policy, &sources, (&tree, of_base), context)?;
        let packages = packages(arguments, context, limits).map_err(usage)?;
        let clones = LocalClones::new(clone_places(arguments, context, path));
        let resolve = policy.inventory.cargo_resolve.value;
        let cargo_graph = cargo_graph(arguments, path, resolve, &limits);
        let database = database_file(arguments, context, &policy);
        let mut flags = flags_given(arguments, context);
        let approvals = handed_in::approvals(arguments, path, &limits, context)?;
        flags.extend(approvals.inputs);
        let statements =
            handed_in::statements(arguments, path, (&limits, &policy.demands.vex_documents), context)?;
        flags.extend(statements.inputs);
        policy.vex.statements = statements.read;
        let (results, committed_results) =
            handed_in::test_results(arguments, (path, &base), &limits, context)?;
        let test_results = (!results.inputs.is_empty()).then(|| TestResults::new(&results.read));
        flags.extend(results.inputs);
        let repository = repository::name_of(&policy, path, context);
        let commit = base.head(|path| tree.read(path).ok());
        let authors = base.authors();
        let settings = Settings {
            base: base.state,
            approvals: approvals.read,
            test_results,
            repository,
            committed_results,
            commit,
            authors,
            passed_over: tree.passed_over().clone(),
            walk_gaps: walk_gaps(&tree),
            cargo_graph,
            now: judged.now(),
            category: Arc::from(flags::text_of(arguments, "category").unwrap_or("cullis")),
            flags,
            tool_version: env!("CARGO_PKG_VERSION"),
            policy,
        };
        let past = LocalHistory::of(path);
        let clock = RunClock::new(None);
        Ok(Self { tree, packages, clones, database, base: base_files, past, clock, settings })
    }

    /// The commit that is checked out, where there is one.
    pub(super) fn head(&self) -> Option<CommitId> {
        self.past.open().and_then(History::head).ok()
    }

    /// The world of the run.
    pub(super) fn with_world<Out>(&self, run: impl FnOnce(&World<'_>) -> Out) -> Out {
        run(&World {
            files: &self.tree,
            packages: &self.packages,
            clones: &self.clones,
            database: self.database.as_ref(),
            base: self.base.as_ref().map(|base| BaseFiles { tip: &*base.tip, fork: base.fork.as_deref() }),
            past: &self.past,
            logs: &[&self.tree, &self.packages, &self.clones, &self.past],
            clock: &self.clock,
        })
    }
}

/// The moment that a command judges by: `--now`, else the clock's.
pub(super) fn now(arguments: &ArgMatches) -> Result<Timestamp, crate::domain::statement::Statement> {
    Ok(RunClock::new(moment(arguments)?).now())
}

fn moment(arguments: &ArgMatches) -> Result<Option<Timestamp>, crate::domain::statement::Statement> {
    let parse = |text: &str| text.parse().map_err(|error| messages::cli::check::bad_moment(text, error));
    flags::text_of(arguments, "now").map(parse).transpose()
}

fn packages(
    arguments: &ArgMatches,
    context: &Context,
    limits: Limits,
) -> Result<LocalPackages, crate::domain::statement::Statement> {
    match flags::place_of(arguments, "packages") {
        Place::None => Ok(LocalPackages::none(limits)),
        Place::At(folder) => LocalPackages::below(folder, limits),
        Place::Default => Ok(LocalPackages::of_user(&user_places(context), limits)),
    }
}

fn user_places(context: &Context) -> UserPlaces {
    let environment = &context.environment;
    UserPlaces {
        home: environment.home.clone(),
        cargo_home: environment.cargo_home.clone(),
        nuget_packages: environment.nuget_packages.clone(),
        go_mod_cache: environment.go_module_cache.clone(),
        go_path: environment.go_path.clone(),
        virtual_env: environment.virtual_environment.clone(),
    }
}

/// Clones lie beside the packages of their store: `--packages` speaks of both.
fn clone_places(arguments: &ArgMatches, context: &Context, path: &Path) -> ClonePlaces {
    let tree = Some(path.to_path_buf());
    match flags::place_of(arguments, "packages") {
        Place::None => ClonePlaces { tree, ..ClonePlaces::default() },
        Place::At(folder) => ClonePlaces {
            tree,
            cargo: Some(folder.join("cargo-git/db")),
            go: Some(folder.join("go/cache/vcs")),
        },
        Place::Default => {
            let places = user_places(context);
            let cargo = places.cargo().map(|home| home.join("git/db"));
            ClonePlaces { tree, cargo, go: places.go().map(|cache| cache.join("cache/vcs")) }
        }
    }
}

fn database_file(arguments: &ArgMatches, context: &Context, policy: &Policy) -> Option<DatabaseFile> {
    let path = database_place(arguments, context, policy)?;
    let bytes = database::open(&path, context.environment.cache.as_deref(), &policy.limits);
    let is_asked = !policy.database.keys.value.is_empty();
    let signature = is_asked.then(|| installed::read_signature(&installed::signature_path(&path)));
    Some(DatabaseFile { path: Arc::from(path.display().to_string()), bytes, signature })
}

fn database_place(arguments: &ArgMatches, context: &Context, policy: &Policy) -> Option<std::path::PathBuf> {
    // A command without the flag asks no database, not even the user's own.
    arguments.try_contains_id("db").ok()?;
    let own = || context.environment.data.as_ref().map(|data| data.join("cullis/advisories.cullis"));
    let of_host = || policy.demands.default_database.as_deref().map(std::path::PathBuf::from);
    let given = flags::path_of(arguments, "db").cloned().or_else(|| context.environment.database.clone());
    let given = given.or_else(of_host);
    // The user's own database counts only when it is there; one that was asked
    // for and isn't there is an error.
    given.or_else(|| own().filter(|path| path.exists()))
}

fn walk_gaps(tree: &Tree) -> Vec<Gap> {
    let gaps = tree.unreadable().iter().map(|(path, reason)| Gap {
        kind: GapKind::UnreadableFile,
        place: place::Place::whole(path.clone()),
        reason: reason.clone(),
        component: None,
    });
    gaps.collect()
}

/// The flags that say how the run ends, as far as they were given, and the language.
fn flags_given(arguments: &ArgMatches, context: &Context) -> Vec<(String, String)> {
    let mut given = vec![("lang".to_owned(), context.language.tag().to_owned())];
    if let Some(scale) = flags::text_of(arguments, "exit-code").filter(|scale| *scale != "verdict") {
        given.push(("exit-code".to_owned(), scale.to_owned()));
    }
    if arguments.try_get_one::<bool>("exit-zero").ok().flatten() == Some(&true) {
        given.push(("exit-zero".to_owned(), "true".to_owned()));
    }
    given
}

/// Cargo's own graph: from the file that the user names, else by running cargo
/// where the policy's author asked for that.
fn cargo_graph(
    arguments: &ArgMatches,
    root: &Path,
    resolve: CargoResolve,
    limits: &Limits,
) -> Option<CargoGraph> {
    // A command without the flag reads no manifest.
    arguments.try_contains_id("cargo-metadata").ok()?;
    let (name, bytes) = match (flags::path_of(arguments, "cargo-metadata"), resolve) {
        (Some(file), _) => (
            file.display().to_string(),
            disk::read_named(file, limits.file_bytes).map_err(|error| error.to_string()),
        ),
        (None, CargoResolve::Cargo) => ("cargo metadata".to_owned(), cargo::metadata(root)),
        (None, CargoResolve::Lockfile) => return None,
    };
    let artifact = place::Artifact::Outside(Arc::from(name.as_str()));
    let whole = place::Place { artifact: artifact.clone(), region: None };
    let unreadable = |error| crate::source::ReadError {
        place: whole.clone(),
        message: messages::cli::check::metadata_unreadable(&name, error),
    };
    let digest = bytes.as_ref().ok().map(|bytes| Digest::of(bytes));
    let reading = bytes
        .map_err(unreadable)
        .and_then(|bytes| SourceFile::of_artifact(artifact.clone(), bytes, limits))
        .and_then(|file| ecosystem::cargo::metadata::read_metadata(&file));
    Some(CargoGraph { name: Arc::from(name), digest, reading })
}
