//! What each CI host says of a change request and of the repository, in
//! variables of its own: the table behind `--base auto` and names. `docs/base-revision.md` shows it, and a test
//! compares the two.
//!
//! Only the target's own branch or commit counts. What a host computes from
//! the change is left alone: GitLab's `CI_MERGE_REQUEST_DIFF_BASE_SHA` is a
//! merge base, and stale after the request got another target; Gitee's
//! `GITEE_SOURCE_COMMIT` is the change itself.

use std::collections::BTreeMap;

use crate::messages::{self, Language};

/// A host and its variables.
#[derive(Debug)]
pub(super) struct Host {
    /// Its name.
    pub(super) name: &'static str,
    /// The variable that is set in every job of it.
    pub(super) known_by: &'static str,
    /// The variable that is set only for change requests, where the others
    /// alone don't say so.
    pub(super) request: Option<&'static str>,
    /// The variable with the commit of the target branch.
    pub(super) commit: Option<&'static str>,
    /// The variable with the name of the target branch.
    pub(super) branch: &'static str,
    /// The variables that name the repository that a change goes into, the best
    /// first; the parts of one are put together with slashes.
    pub(super) repository: &'static [&'static [&'static str]],
}

/// The hosts: the first one that is known by its variable counts. Gitea sets
/// GitHub's variables too, so it stands before it.
pub(super) static HOSTS: &[Host] = &[
    Host {
        name: "Gitea",
        known_by: "GITEA_ACTIONS",
        request: None,
        commit: None,
        branch: "GITHUB_BASE_REF",
        repository: &[&["GITHUB_SERVER_URL", "GITHUB_REPOSITORY"]],
    },
    Host {
        name: "GitHub",
        known_by: "GITHUB_ACTIONS",
        request: None,
        commit: None,
        branch: "GITHUB_BASE_REF",
        repository: &[&["GITHUB_SERVER_URL", "GITHUB_REPOSITORY"]],
    },
    Host {
        name: "GitLab",
        known_by: "GITLAB_CI",
        request: None,
        // Set in merged results pipelines only.
        commit: Some("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"),
        branch: "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
        // In a request from a fork, the job's own project may be the fork.
        repository: &[&["CI_MERGE_REQUEST_PROJECT_URL"], &["CI_PROJECT_URL"]],
    },
    Host {
        name: "Gitee",
        known_by: "GITEE_PIPELINE_NAME",
        // Without a request, the other two speak of the branch that was pushed.
        request: Some("GITEE_PULL_ID"),
        commit: Some("GITEE_COMMIT"),
        branch: "GITEE_BRANCH",
        // `GITEE_REPO` has no owner, so it may be anybody's.
        repository: &[],
    },
    Host {
        name: "Jenkins",
        known_by: "JENKINS_URL",
        request: None,
        commit: None,
        branch: "CHANGE_TARGET",
        repository: &[&["GIT_URL"]],
    },
    Host {
        name: "Azure Pipelines",
        known_by: "TF_BUILD",
        request: None,
        commit: None,
        branch: "SYSTEM_PULLREQUEST_TARGETBRANCH",
        repository: &[&["BUILD_REPOSITORY_URI"]],
    },
    Host {
        name: "Bitbucket",
        known_by: "BITBUCKET_BUILD_NUMBER",
        request: None,
        commit: Some("BITBUCKET_PR_DESTINATION_COMMIT"),
        branch: "BITBUCKET_PR_DESTINATION_BRANCH",
        repository: &[&["BITBUCKET_GIT_HTTP_ORIGIN"]],
    },
];

/// Every variable that the table names.
pub(super) fn variables() -> impl Iterator<Item = &'static str> {
    let of = |host: &'static Host| {
        let own = [Some(host.known_by), host.request, host.commit, Some(host.branch)];
        own.into_iter().flatten().chain(host.repository.iter().copied().flatten().copied())
    };
    HOSTS.iter().flat_map(of)
}

impl Host {
    /// The variables that name the target, the best first.
    fn target_variables(&self) -> String {
        self.commit.into_iter().chain([self.branch]).collect::<Vec<_>>().join(", ")
    }
}

/// The table for the help.
pub(super) fn help(language: Language) -> String {
    let heading = messages::say(&messages::cli::base::heading_hosts(), language);
    let widest = HOSTS.iter().map(|host| host.name.len()).max().unwrap_or_default();
    let rows = HOSTS.iter().map(|host| format!("\n  {:widest$}  {}", host.name, host.target_variables()));
    std::iter::once(heading).chain(rows).collect()
}

/// What the host says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// No host is known by its variables.
    NoHost,
    /// The job isn't one of a change request.
    NoRequest(&'static Host),
    /// The target, by the revisions that may name it in the clone, best first.
    Revisions(&'static Host, Vec<String>),
}

impl PartialEq for Host {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Host {}

/// Reads the variables, of which empty ones are as good as none.
pub(super) fn target(variables: &BTreeMap<&'static str, String>) -> Target {
    let value = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    let Some(host) = HOSTS.iter().find(|host| value(host.known_by).is_some()) else { return Target::NoHost };
    let commit = host.commit.and_then(value).cloned();
    // A branch of the same name in the clone may be anybody's: the remote's counts.
    let branch = value(host.branch).map(|branch| {
        let name = branch.strip_prefix("refs/heads/").unwrap_or(branch);
        format!("refs/remotes/origin/{name}")
    });
    let is_request = host.request.is_none_or(|request| value(request).is_some());
    let revisions: Vec<String> = commit.into_iter().chain(branch).filter(|_| is_request).collect();
    if revisions.is_empty() { Target::NoRequest(host) } else { Target::Revisions(host, revisions) }
}

/// What the host says of the repository.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// No host is known, or it names none.
    Nothing,
    /// Its URL.
    Url(&'static Host, String),
}

/// The repository's URL, by the first variables of the host that are all set.
pub(super) fn repository(variables: &BTreeMap<&'static str, String>) -> Said {
    let value = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    let Some(host) = HOSTS.iter().find(|host| value(host.known_by).is_some()) else { return Said::Nothing };
    let url = host.repository.iter().find_map(|parts| {
        let parts: Option<Vec<&str>> = parts.iter().map(|name| value(name).map(String::as_str)).collect();
        parts.map(|parts| parts.join("/"))
    });
    url.map_or(Said::Nothing, |url| Said::Url(host, url))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{HOSTS, Said, Target, repository, target};

    fn said(variables: &[(&'static str, &str)]) -> (&'static str, Vec<String>) {
        let variables: BTreeMap<&'static str, String> =
            variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        match target(&variables) {
            Target::NoHost => ("no host", Vec::new()),
            Target::NoRequest(host) => (host.name, Vec::new()),
            Target::Revisions(host, revisions) => (host.name, revisions),
        }
    }

    fn expected(host: &'static str, revisions: &[&str]) -> (&'static str, Vec<String>) {
        (host, revisions.iter().map(|revision| (*revision).to_owned()).collect())
    }

    #[test]
    fn each_host_names_the_target_in_its_own_way() {
        assert_eq!(
            said(&[("GITHUB_ACTIONS", "true"), ("GITHUB_BASE_REF", "release/2")]),
            expected("GitHub", &["refs/remotes/origin/release/2"])
        );
        let both = [("GITHUB_ACTIONS", "true"), ("GITEA_ACTIONS", "true"), ("GITHUB_BASE_REF", "main")];
        assert_eq!(said(&both), expected("Gitea", &["refs/remotes/origin/main"]));
        let sha = "0123456789012345678901234567890123456789";
        let merged = [
            ("GITLAB_CI", "true"),
            ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
            ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", sha),
        ];
        assert_eq!(said(&merged), expected("GitLab", &[sha, "refs/remotes/origin/main"]));
        assert_eq!(said(&merged[..2]), expected("GitLab", &["refs/remotes/origin/main"]));
        assert_eq!(
            said(&[("TF_BUILD", "True"), ("SYSTEM_PULLREQUEST_TARGETBRANCH", "refs/heads/main")]),
            expected("Azure Pipelines", &["refs/remotes/origin/main"])
        );
        assert_eq!(
            said(&[("JENKINS_URL", "https://ci.example/"), ("CHANGE_TARGET", "main")]),
            expected("Jenkins", &["refs/remotes/origin/main"])
        );
        let bitbucket = [
            ("BITBUCKET_BUILD_NUMBER", "7"),
            ("BITBUCKET_PR_DESTINATION_COMMIT", "0123456789ab"),
            ("BITBUCKET_PR_DESTINATION_BRANCH", "main"),
        ];
        assert_eq!(said(&bitbucket), expected("Bitbucket", &["0123456789ab", "refs/remotes/origin/main"]));
    }

    #[test]
    fn each_host_names_the_repository_in_its_own_way() {
        let url = |variables: &[(&'static str, &str)]| {
            let variables = variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            match repository(&variables) {
                Said::Nothing => String::new(),
                Said::Url(_, url) => url,
            }
        };
        let github = [
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_SERVER_URL", "https://git.example"),
            ("GITHUB_REPOSITORY", "payments/api"),
        ];
        assert_eq!(url(&github), "https://git.example/payments/api");
        assert_eq!(url(&github[1..]), "", "no host is known");
        assert_eq!(url(&github[..2]), "", "half a name is none");
        let gitlab = [("GITLAB_CI", "true"), ("CI_PROJECT_URL", "a"), ("CI_MERGE_REQUEST_PROJECT_URL", "b")];
        assert_eq!((url(&gitlab), url(&gitlab[..2])), ("b".to_owned(), "a".to_owned()));
        for (known_by, name) in [
            ("JENKINS_URL", "GIT_URL"),
            ("TF_BUILD", "BUILD_REPOSITORY_URI"),
            ("BITBUCKET_BUILD_NUMBER", "BITBUCKET_GIT_HTTP_ORIGIN"),
        ] {
            assert_eq!(url(&[(known_by, "1"), (name, "u")]), "u", "{name}");
        }
        assert_eq!(url(&[("GITEE_PIPELINE_NAME", "gate"), ("GITEE_REPO", "api")]), "");
    }

    const PAGE: &str = include_str!("../../docs/base-revision.md");

    #[test]
    fn the_page_shows_the_table() {
        for host in HOSTS {
            let quoted = |name: Option<&str>| name.map_or_else(|| "–".to_owned(), |name| format!("`{name}`"));
            let columns = [Some(host.known_by), host.request, host.commit, Some(host.branch)].map(quoted);
            let row = format!("| {} | {} |", host.name, columns.join(" | "));
            assert!(PAGE.contains(&row), "docs/base-revision.md lacks {row}");
            let ways = host
                .repository
                .iter()
                .map(|parts| parts.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" / "));
            let ways = ways.collect::<Vec<_>>().join(", else ");
            let ways = if ways.is_empty() { "–" } else { &ways };
            let row = format!("| {} | {ways} |", host.name);
            assert!(PAGE.contains(&row), "docs/base-revision.md lacks {row}");
        }
    }

    /// Gitee's commit and branch are the target's in a request, and the pushed
    /// branch's own without one: that is the change itself.
    #[test]
    fn a_push_is_no_change_request() {
        let push = [("GITEE_PIPELINE_NAME", "gate"), ("GITEE_COMMIT", "0123456"), ("GITEE_BRANCH", "topic")];
        assert_eq!(said(&push), expected("Gitee", &[]));
        let request = [push[0], push[1], ("GITEE_BRANCH", "main"), ("GITEE_PULL_ID", "4")];
        assert_eq!(said(&request), expected("Gitee", &["0123456", "refs/remotes/origin/main"]));
        for host in HOSTS {
            assert_eq!(said(&[(host.known_by, "true"), (host.branch, "")]).1.len(), 0, "{}", host.name);
        }
        assert_eq!(said(&[("GITHUB_BASE_REF", "main")]), expected("no host", &[]));
    }
}
