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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::origin_of;
    use crate::messages::{Language, say};

    /// What a clone with this configuration is called, or why it has no name.
    #[expect(clippy::disallowed_methods, reason = "the test makes a clone")]
    fn told(config: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("services/pay");
        fs::create_dir_all(&inner).expect("folders");
        fs::create_dir_all(folder.path().join(".git/objects")).expect("folders");
        fs::write(folder.path().join(".git/config"), config).expect("written");
        named(&inner)
    }

    fn named(folder: &Path) -> String {
        match origin_of(folder) {
            Ok(name) => name.to_string(),
            Err(reason) => say(&reason, Language::English),
        }
    }

    #[test]
    fn a_clone_is_named_by_its_origin_and_by_one_alone() {
        let origin = |urls: &[&str]| {
            let lines = urls.iter().map(|url| format!("\turl = {url}\n")).collect::<Vec<_>>().concat();
            told(&format!("[core]\n\tbare = false\n[remote \"origin\"]\n{lines}"))
        };
        assert_eq!(origin(&["git@git.example:pay/api.git"]), "git.example/pay/api");
        let both = ["git@git.example:pay/api.git", "https://git.example/pay/api"];
        assert_eq!(origin(&both), "git.example/pay/api", "two ways to one");
        let two = origin(&["https://git.example/pay/api", "https://mirror.example/pay/api"]);
        assert!(two.contains("`git.example/pay/api` and `mirror.example/pay/api`"), "{two}");
        let local = origin(&["https://git.example/pay/api", "/srv/git/api.git"]);
        assert!(local.contains("`/srv/git/api.git`"), "{local}");
        assert!(told("").contains("no remote `origin`"));
        assert!(told("[core\n").contains("line 1"));
    }

    #[test]
    fn no_reason_holds_a_password_or_where_the_folder_lies() {
        let secret = told("[remote \"origin\"]\nurl = https://wei:s3cret@git.example\n");
        assert!(secret.contains("`https://git.example`") && !secret.contains("s3cret"), "{secret}");
        let nowhere = tempfile::tempdir().expect("a folder");
        assert_eq!(named(nowhere.path()), "no git repository holds this tree");
    }
}
