//! Clones that are on this machine already: the repository under judgement, its
//! submodules, Cargo's git store and Go's module cache.
//!
//! The last two lie in the user's own default places; the first two are what is
//! judged. No file of the tree names any of them, and nothing is fetched. A
//! shortened id is looked for only in Go's clone of that very repository, where
//! Go itself has shortened it: anybody could make a commit that begins alike.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gix_hash::ObjectId;

use super::Repository;
use super::history::Ancestors;
use super::objects::{commit_id, object_id};
use super::place::GitPlace;
use crate::domain::commit::{Ancestry, CommitId};
use crate::domain::digest::Digest;
use crate::domain::ports::{Clones, HeldCommit, InputLog};
use crate::domain::statement::Statement;
use crate::messages::advisory as say;

/// How deep submodules are looked for below `modules`: their names may have
/// slashes, and each may have submodules of its own.
const DEEPEST_MODULE: usize = 12;

/// How many folders that search looks at.
const MOST_FOLDERS: usize = 10_000;

/// How many digits a whole id has.
const WHOLE: usize = 40;

/// Where clones are looked for; `None` where there is no such place.
#[derive(Clone, Debug, Default)]
pub struct ClonePlaces {
    /// The folder under judgement.
    pub tree: Option<PathBuf>,
    /// `git/db` of Cargo's home: bare clones, `<name>-<hash>`.
    pub cargo: Option<PathBuf>,
    /// `cache/vcs` of Go's module cache: bare clones with what they are of beside.
    pub go: Option<PathBuf>,
}

/// The clones on this machine.
pub struct LocalClones {
    places: ClonePlaces,
    known: Mutex<Known>,
}

/// What has been opened and asked so far.
#[derive(Default)]
struct Known {
    numbers: HashMap<PathBuf, usize>,
    opened: Vec<Result<Repository, Statement>>,
    /// The tree's own repository and its submodules, once looked for.
    of_tree: Option<Vec<PathBuf>>,
    /// The last history that was walked in each clone.
    walked: HashMap<usize, (CommitId, Arc<Ancestors>)>,
    /// Every question with its answer: an input of the run.
    asked: BTreeMap<String, String>,
}

impl LocalClones {
    /// Clones in these places; nothing is opened before it is asked for.
    pub fn new(places: ClonePlaces) -> Self {
        Self { places, known: Mutex::default() }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clones that may hold a commit of that repository.
    fn candidates(&self, url: &str, revision: &str, known: &mut Known) -> Vec<PathBuf> {
        let mut found = self.places.go.as_deref().map(|go| of_go(go, url)).unwrap_or_default();
        if revision.len() == WHOLE {
            found.extend(self.places.cargo.iter().flat_map(|cargo| of_cargo(cargo, url)));
            let of_tree = known
                .of_tree
                .get_or_insert_with(|| self.places.tree.as_deref().map(of_tree).unwrap_or_default());
            found.extend(of_tree.iter().cloned());
        }
        found
    }

    fn find(&self, (url, revision): (&str, &str), known: &mut Known) -> Result<HeldCommit, Statement> {
        let mut shallow = None;
        let mut refusal = None;
        for folder in self.candidates(url, revision, known) {
            let clone = known.open(folder, self.places.tree.as_deref());
            let held = match known.repository(clone) {
                Ok(repository) => repository.holds(revision).map(|id| (id, repository.objects.is_shallow())),
                Err(reason) => Err(reason),
            };
            match held {
                Ok((Some(commit), false)) => return Ok(HeldCommit { clone, commit }),
                Ok((Some(commit), true)) => shallow = shallow.or(Some(HeldCommit { clone, commit })),
                Ok((None, _)) => {}
                Err(reason) => refusal = refusal.or(Some(reason)),
            }
        }
        let absent = say::commit_not_at_hand(revision, url);
        shallow.ok_or_else(|| match refusal {
            Some(reason) => absent.because(reason),
            None => absent,
        })
    }
}

impl Known {
    fn open(&mut self, folder: PathBuf, tree: Option<&Path>) -> usize {
        if let Some(number) = self.numbers.get(&folder) {
            return *number;
        }
        let is_tree = tree == Some(&*folder);
        let opened = if is_tree { Repository::open(&folder) } else { Repository::open_bare(&folder) };
        self.opened.push(opened);
        let number = self.opened.len() - 1;
        self.numbers.insert(folder, number);
        number
    }

    fn repository(&self, clone: usize) -> Result<&Repository, Statement> {
        let opened = self.opened.get(clone).ok_or_else(|| say::commit_not_at_hand("", ""))?;
        opened.as_ref().map_err(Clone::clone)
    }

    fn ancestors(&mut self, clone: usize, of: &CommitId) -> Result<Arc<Ancestors>, Statement> {
        if let Some((_, walked)) = self.walked.get(&clone).filter(|(commit, _)| commit == of) {
            return Ok(Arc::clone(walked));
        }
        let walked = Arc::new(Ancestors::of(&self.repository(clone)?.objects, object_id(of)?)?);
        self.walked.insert(clone, (of.clone(), Arc::clone(&walked)));
        Ok(walked)
    }

    fn note<Out>(
        &mut self,
        question: String,
        answer: Result<Out, Statement>,
        word: impl Fn(&Out) -> String,
    ) -> Result<Out, Statement> {
        let answered = match &answer {
            Ok(answer) => word(answer),
            Err(reason) => format!("sha256:{}", reason.digest()),
        };
        self.asked.insert(question, answered);
        answer
    }
}

impl Clones for LocalClones {
    fn holding(&self, url: &str, revision: &str) -> Result<HeldCommit, Statement> {
        let mut known = self.known();
        let found = self.find((url, revision), &mut known);
        known.note(format!("{url} {revision}"), found, |held| held.commit.to_string())
    }

    fn has(&self, clone: usize, commit: &CommitId) -> Result<bool, Statement> {
        let mut known = self.known();
        let found = known.repository(clone).and_then(|one| one.objects.has_commit(&object_id(commit)?));
        known.note(format!("has {commit}"), found, bool::to_string)
    }

    fn ancestry(&self, clone: usize, ancestor: &CommitId, of: &CommitId) -> Result<Ancestry, Statement> {
        let mut known = self.known();
        let ancestors = known.ancestors(clone, of);
        let found = ancestors.and_then(|ancestors| Ok(ancestors.have(&object_id(ancestor)?)));
        known.note(format!("{ancestor} in {of}"), found, |ancestry| format!("{ancestry:?}"))
    }
}

/// One entry, `commits`: the digest of all questions with their answers. Ids are
/// digests, so that nothing else of a clone can change a report.
impl InputLog for LocalClones {
    fn used(&self) -> Vec<(String, Option<Digest>)> {
        let known = self.known();
        if known.asked.is_empty() {
            return Vec::new();
        }
        let parts =
            known.asked.iter().flat_map(|(question, answer)| [question.as_bytes(), answer.as_bytes()]);
        vec![("commits".to_owned(), Some(Digest::of_parts(parts)))]
    }
}

impl Repository {
    /// The commit that a whole or a shortened id names, where the clone has it.
    fn holds(&self, revision: &str) -> Result<Option<CommitId>, Statement> {
        let id = match ObjectId::from_hex(revision.as_bytes()) {
            Ok(id) => Some(id),
            Err(_) => self.objects.starting_with(revision)?,
        };
        let Some(id) = id else { return Ok(None) };
        Ok(self.objects.has_commit(&id)?.then(|| commit_id(&id)))
    }
}

/// Cargo names a clone after the last part of its address, and a digest that
/// changes between its versions: every clone of that name is asked.
fn of_cargo(store: &Path, url: &str) -> Vec<PathBuf> {
    let address = address_of(url);
    let name = address.rsplit('/').next().unwrap_or_default();
    let is_named = |folder: &str| {
        let named = folder.rsplit_once('-').filter(|(_, hash)| hash.len() == 16);
        named.is_some_and(|(found, _)| found.eq_ignore_ascii_case(name))
    };
    folders_of(store).into_iter().filter(|folder| is_named(folder)).map(|folder| store.join(folder)).collect()
}

/// Go writes beside each clone what it is of: `git3:https://host/path`. A
/// module may lie below the root of its repository.
fn of_go(store: &Path, url: &str) -> Vec<PathBuf> {
    let address = address_of(url);
    let is_of = |folder: &str| {
        let text = GitPlace::read(store, &format!("{folder}.info")).ok().flatten().unwrap_or_default();
        let repository = text.trim().split_once(':').map_or(String::new(), |(_, url)| address_of(url));
        let rest = address.strip_prefix(&repository).filter(|_| !repository.is_empty());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    folders_of(store).into_iter().filter(|folder| is_of(folder)).map(|folder| store.join(folder)).collect()
}

/// The repository of the tree, and the submodules that it has fetched.
fn of_tree(tree: &Path) -> Vec<PathBuf> {
    let mut found = vec![tree.to_path_buf()];
    let Ok(place) = GitPlace::of(tree) else { return found };
    let mut waiting = vec![(place.common, 0)];
    let mut seen = 0;
    while let Some((folder, depth)) = waiting.pop() {
        seen += 1;
        if depth > DEEPEST_MODULE || seen > MOST_FOLDERS {
            continue;
        }
        let is_repository = folder.join("HEAD").is_file() && folder.join("objects").is_dir();
        if is_repository && depth > 0 {
            found.push(folder.clone());
        }
        let below = if is_repository { folder.join("modules") } else { folder };
        waiting.extend(folders_of(&below).into_iter().map(|name| (below.join(name), depth + 1)));
    }
    found
}

/// The names of real folders, sorted; links aren't followed.
fn folders_of(folder: &Path) -> Vec<String> {
    let is_link = fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink());
    let entries = if is_link { None } else { fs::read_dir(folder).ok() };
    let real =
        entries.into_iter().flatten().flatten().filter(|entry| entry.file_type().is_ok_and(|it| it.is_dir()));
    let mut names: Vec<String> = real.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

/// `host/path` of an address: without scheme, user, `.git`, query and case.
fn address_of(url: &str) -> String {
    let url = url.strip_prefix("git+").unwrap_or(url);
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let plain = url.get(..end).unwrap_or_default();
    let plain = plain.split_once("://").map_or(plain, |(_, rest)| rest);
    let slash = plain.find('/').unwrap_or(plain.len());
    let host_starts = plain.get(..slash).and_then(|host| host.rfind('@')).map_or(0, |at| at + 1);
    let plain = plain.get(host_starts..).unwrap_or_default().trim_end_matches('/');
    plain.strip_suffix(".git").unwrap_or(plain).to_lowercase()
}
