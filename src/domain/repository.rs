//! The name of a repository: its host and its path, the same however it was
//! cloned.

use std::fmt;
use std::sync::Arc;

use super::pattern;

/// `github.example/payments/api`: the host in lower case, with its port only
/// where that isn't the scheme's own, and the path without `.git` and without
/// slashes around it. Paths are compared letter by letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RepositoryName(Arc<str>);

/// What no part of a path holds: blanks, and what has a meaning in URLs,
/// patterns and TOML.
const NO_PATH: &str = "\\?#*\"'`";

impl RepositoryName {
    /// A name as people write it; `None` when it isn't written in this form.
    pub fn new(text: &str) -> Option<Self> {
        let (authority, path) = text.split_once('/')?;
        Self::of_parts(authority, None, path).filter(|name| &*name.0 == text)
    }

    /// The name in a URL as git takes it: with a scheme of the network, or as
    /// `user@host:path`. A folder of the machine names nothing: it is another
    /// one on the next machine.
    pub fn of_url(url: &str) -> Option<Self> {
        let Some((scheme, rest)) = url.split_once("://") else { return Self::of_host_and_path(url) };
        let port = match &*scheme.to_ascii_lowercase() {
            "https" => "443",
            "http" => "80",
            "ssh" | "git+ssh" | "ssh+git" => "22",
            "git" => "9418",
            _ => return None,
        };
        let (authority, path) = rest.split_once('/')?;
        Self::of_parts(without_user(authority), Some(port), path)
    }

    /// `user@host:path`, as `scp` has it. One letter before the colon is a disk.
    fn of_host_and_path(text: &str) -> Option<Self> {
        let (authority, path) = text.split_once(':')?;
        let host = without_user(authority);
        let is_host = host.len() > 1 && !authority.contains('/');
        is_host.then(|| Self::of_parts(host, None, path)).flatten()
    }

    fn of_parts(authority: &str, usual_port: Option<&str>, path: &str) -> Option<Self> {
        let authority = authority.to_ascii_lowercase();
        let (host, port) = match authority.rsplit_once(':') {
            // The colons of an address in brackets are its own.
            Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
            _ => (&*authority, None),
        };
        let port = port.filter(|port| !port.is_empty() && Some(*port) != usual_port);
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
        let is_sound = is_host(host) && port.is_none_or(is_port) && path.split('/').all(is_part);
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        is_sound.then(|| Self(Arc::from(format!("{host}{port}/{path}"))))
    }

    /// As people write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a name, or a pattern of names, is this one's.
    pub fn is_named_by(&self, pattern: &str) -> bool {
        pattern::matches(pattern, &self.0)
    }
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Whether it is a pattern of names, or a name: `*` stands for any run of
/// characters of a path, and alone for every repository.
pub fn is_repository_pattern(text: &str) -> bool {
    let is_host_whole = text.split('/').next().is_some_and(|host| !host.contains('*'));
    text == "*" || is_host_whole && RepositoryName::new(&text.replace('*', "any")).is_some()
}

/// The host of an address, whoever logs in to it.
fn without_user(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

fn is_host(host: &str) -> bool {
    let inner = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_address = |inner: &str| inner.chars().all(|c| c.is_ascii_hexdigit() || ":.".contains(c));
    let is_name = |host: &str| host.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
    match inner {
        Some(inner) => !inner.is_empty() && is_address(inner),
        None => host.starts_with(|c: char| c.is_ascii_alphanumeric()) && is_name(host),
    }
}

fn is_port(port: &str) -> bool {
    port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_part(part: &str) -> bool {
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || NO_PATH.contains(c);
    !["", ".", ".."].contains(&part) && !part.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use super::{RepositoryName, is_repository_pattern};

    fn named(url: &str) -> String {
        RepositoryName::of_url(url).map(|name| name.to_string()).unwrap_or_default()
    }

    #[test]
    fn one_repository_has_one_name_however_it_is_cloned() {
        for url in [
            "https://git.example/payments/api",
            "https://Git.Example/payments/api.git/",
            "https://wei.chen:token@git.example:443/payments/api.git",
            "HTTP://git.example:80/payments/api",
            "ssh://git@git.example/payments/api.git",
            "ssh://git@git.example:22//payments/api.git",
            "git://git.example:9418/payments/api.git",
            "git@git.example:payments/api.git",
            "git@git.example:/payments/api",
            "git.example:payments/api",
        ] {
            assert_eq!(named(url), "git.example/payments/api", "{url}");
        }
        assert_eq!(named("https://git.example:8443/payments/api"), "git.example:8443/payments/api");
        assert_eq!(named("ssh://git@[2001:DB8::1]:7999/pay/api.git"), "[2001:db8::1]:7999/pay/api");
        assert_eq!(named("https://[::1]/a"), "[::1]/a");
        assert_ne!(named("https://git.example/Payments/api"), "git.example/payments/api");
    }

    #[test]
    fn a_folder_or_what_cannot_be_read_is_no_name() {
        for url in [
            "",
            "/srv/git/payments.git",
            "../payments",
            "./git.example:payments/api",
            "payments/api",
            "file:///srv/git/payments.git",
            "C:\\git\\payments",
            "C:/git/payments",
            "ext::sh -c true",
            "https://git.example",
            "https://git.example/",
            "https://git.example/a/../b",
            "https://git.example/a//b",
            "https://git.example/a b",
            "https://git.example/a?b",
            "https://git.example/*",
            "https://git.example:port/a",
            "https:///a",
            "https://git..example\u{202e}/a",
            "git.example:..",
        ] {
            assert_eq!(named(url), "", "{url}");
        }
    }

    #[test]
    fn a_name_is_written_in_one_form() {
        assert!(RepositoryName::new("git.example/payments/api").is_some());
        for text in
            ["Git.example/a", "git.example/a.git", "git.example/a/", "/a", "a", "https://git.example/a"]
        {
            assert_eq!(RepositoryName::new(text), None, "{text}");
        }
        let name = RepositoryName::new("git.example/payments/api").expect("a name");
        for (pattern, is_its) in [
            ("git.example/payments/api", true),
            ("git.example/payments/*", true),
            ("*", true),
            ("git.example/payment", false),
            ("git.example/lending/*", false),
            ("git.example/payments/api/*", false),
        ] {
            assert!(is_repository_pattern(pattern), "{pattern}");
            assert_eq!(name.is_named_by(pattern), is_its, "{pattern}");
        }
        for pattern in ["*/payments/api", "git.*/payments", "git.example", "git.example/../*", ""] {
            assert!(!is_repository_pattern(pattern), "{pattern}");
        }
    }
}
