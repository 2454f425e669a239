//! Cargo's source ids: where a locked package comes from.
//!
//! Form: <https://doc.rust-lang.org/cargo/reference/pkgid-spec.html>; kinds as
//! `Cargo.lock` and `cargo metadata` write them.

use std::sync::Arc;

use crate::domain::component::Origin;

/// How Cargo spells the default registry. The ecosystem's default stays unsaid
/// in an origin, whatever transport reaches it.
const DEFAULT_REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The origin that a source id names; `None` for a kind that is unknown here.
pub(super) fn origin(source: &str) -> Option<Origin> {
    if source == DEFAULT_REGISTRY {
        return Some(Origin::Registry { url: None });
    }
    let (kind, url) = source.split_once('+')?;
    match kind {
        "registry" | "sparse" => Some(Origin::Registry { url: Some(Arc::from(url)) }),
        "git" => Some(git(url)),
        "path" | "directory" | "local-registry" => Some(Origin::Path { path: Arc::from(url) }),
        _ => None,
    }
}

/// `url?rev=…#commit`: the commit when it is stated, else the branch, tag or
/// revision that was asked for.
fn git(id: &str) -> Origin {
    let (rest, commit) = id.split_once('#').map_or((id, None), |(rest, commit)| (rest, Some(commit)));
    let asked = |query: &str| -> Option<String> {
        let (key, value) = query.split_once('=')?;
        (matches!(key, "rev" | "tag" | "branch") && !value.contains('&')).then(|| value.to_owned())
    };
    // A query that Cargo didn't write belongs to the URL.
    let (url, asked) = match rest.rsplit_once('?').map(|(url, query)| (url, asked(query))) {
        Some((url, Some(asked))) => (url, Some(asked)),
        _ => (rest, None),
    };
    let revision = commit.map(Arc::from).or_else(|| asked.map(Arc::from));
    Origin::Git { url: Arc::from(url), revision }
}

/// A source id without the commit that it is pinned to.
pub(super) fn without_commit(source: &str) -> &str {
    source.split_once('#').map_or(source, |(source, _)| source)
}

#[cfg(test)]
mod tests {
    use super::{Origin, origin};

    fn git(url: &str, revision: Option<&str>) -> Origin {
        Origin::Git { url: url.into(), revision: revision.map(Into::into) }
    }

    #[test]
    fn only_the_exact_default_is_the_default_registry() {
        let default = super::DEFAULT_REGISTRY;
        assert_eq!(origin(default), Some(Origin::Registry { url: None }));
        for near in [format!("{default}/"), default.replace("github.com", "git.example")] {
            assert!(matches!(origin(&near), Some(Origin::Registry { url: Some(_) })), "{near}");
        }
        let sparse = Origin::Registry { url: Some("https://crates.example/index/".into()) };
        assert_eq!(origin("sparse+https://crates.example/index/"), Some(sparse));
    }

    #[test]
    fn a_git_source_gives_its_commit_before_what_was_asked_for() {
        let url = "https://git.example/lib";
        let read = |source| origin(source).expect("a git source");
        assert_eq!(read("git+https://git.example/lib?branch=main#0af1"), git(url, Some("0af1")));
        assert_eq!(read("git+https://git.example/lib?tag=v1"), git(url, Some("v1")));
        assert_eq!(read("git+https://git.example/lib"), git(url, None));
        assert_eq!(
            read("git+ssh://git@git.example/lib?x=1#0af1"),
            git("ssh://git@git.example/lib?x=1", Some("0af1"))
        );
    }

    #[test]
    fn an_unknown_kind_is_not_guessed() {
        assert_eq!(origin("ftp+ftp://host.example/"), None);
        assert_eq!(origin("somewhere"), None);
    }
}
