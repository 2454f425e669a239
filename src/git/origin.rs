//! The repository that a clone came from, by its remote `origin`. No change can
//! alter it: the configuration isn't part of any tree.

use std::path::Path;

use super::config::urls_of;
use super::place::GitPlace;
use crate::domain::repository::RepositoryName;
use crate::domain::statement::Statement;
use crate::messages::{self, exception as say};

/// The remote that `git clone` makes.
const ORIGIN: &str = "origin";

/// Its name; an error where there is no such remote, or it is a folder, or its
/// URLs name different repositories.
pub fn origin_of(folder: &Path) -> Result<RepositoryName, Statement> {
    // Where the folder lies on the machine is no part of a report.
    let absent = messages::git::no_repository(folder.display());
    let untold = |reason| if reason == absent { messages::git::no_history() } else { reason };
    let place = GitPlace::of(folder).map_err(untold)?;
    let text = GitPlace::read(&place.common, "config")?.unwrap_or_default();
    let urls = urls_of(&text, ORIGIN).map_err(say::config_misread)?;
    let mut names = urls
        .iter()
        .map(|url| RepositoryName::of_url(url).ok_or_else(|| say::origin_is_no_name(without_secrets(url))));
    let first = names.next().ok_or_else(say::no_origin)??;
    names.try_fold(first, |first, name| match name? {
        name if name == first => Ok(first),
        name => Err(say::origins_differ(first, name)),
    })
}

/// A URL without who logs in: that may hold a password.
fn without_secrets(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    let shown = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let separator = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{separator}{shown}")
}
