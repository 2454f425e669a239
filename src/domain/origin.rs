//! What a component's origin stands for, under a policy.

use super::advisory::Namespace;
use super::component::{Ecosystem, Origin};
use super::policy::{Policy, Registry, UndeclaredRegistry};

/// What an origin stands for. Only the public ones are what public advisories
/// speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginClass<'run> {
    /// Part of the repository itself.
    FirstParty,
    /// The ecosystem's public registry, or a mirror of it that policy names.
    Public,
    /// A registry that no entry of the policy names; taken for the public one.
    TakenForPublic {
        /// Its URL as the lockfile writes it.
        url: &'run str,
    },
    /// A registry that policy calls private, or that it doesn't name where
    /// unnamed ones are private.
    Private {
        /// Its URL as the lockfile writes it.
        url: &'run str,
    },
    /// The entry names no origin where others do, and policy takes such for private.
    Unstated,
    /// A git repository.
    Git {
        /// Its URL as written.
        url: &'run str,
    },
    /// An archive outside any registry.
    Archive {
        /// Its URL as written.
        url: &'run str,
    },
    /// A file or folder outside the tree.
    Path {
        /// The path as written.
        path: &'run str,
    },
}

impl Policy {
    /// What this origin of a component of that ecosystem stands for.
    pub fn class_of<'run>(&self, origin: &'run Origin, ecosystem: &Ecosystem) -> OriginClass<'run> {
        match origin {
            Origin::FirstParty => OriginClass::FirstParty,
            Origin::Registry { url: None } => OriginClass::Public,
            Origin::Registry { url: Some(url) } => self.class_of_registry(url, ecosystem),
            Origin::Git { url, .. } => OriginClass::Git { url },
            Origin::Archive { url } => OriginClass::Archive { url },
            Origin::Path { path } => OriginClass::Path { path },
            Origin::Unstated => match self.undeclared_registry.value {
                UndeclaredRegistry::Public => OriginClass::Public,
                UndeclaredRegistry::Private => OriginClass::Unstated,
            },
        }
    }

    fn class_of_registry<'run>(&self, url: &'run str, ecosystem: &Ecosystem) -> OriginClass<'run> {
        let speaks_of = |registry: &&Registry| {
            let fits = registry.mirrors.as_deref().is_none_or(|mirrored| mirrored == ecosystem.as_str());
            fits && is_below(url, &registry.url)
        };
        // The longest entry is the most exact one.
        let named = self.registries.iter().filter(speaks_of).max_by_key(|registry| registry.url.len());
        match (named.map(|registry| registry.mirrors.is_some()), self.undeclared_registry.value) {
            (Some(true), _) => OriginClass::Public,
            (Some(false), _) | (None, UndeclaredRegistry::Private) => OriginClass::Private { url },
            (None, UndeclaredRegistry::Public) => OriginClass::TakenForPublic { url },
        }
    }
}

impl Namespace {
    /// Whether a component with one of these names may come from there: from
    /// the registries that serve them, or else from any that isn't public.
    /// What comes from no registry is for other rules.
    pub fn may_come_from(&self, origin: &Origin, class: OriginClass<'_>, ecosystem: &Ecosystem) -> bool {
        match (origin, class) {
            (Origin::Registry { url: Some(url) }, _) if !self.registries.is_empty() => {
                self.registries.iter().any(|registry| is_below(url, registry))
            }
            // Lockfiles of these never say which registry it was.
            (Origin::Registry { url: None }, _) if LEAVE_REGISTRY_UNSAID.contains(&ecosystem.as_str()) => {
                true
            }
            (_, OriginClass::Public | OriginClass::TakenForPublic { .. }) => *origin == Origin::Unstated,
            _ => true,
        }
    }
}

/// Ecosystems whose lockfiles have no registries. Not npm and PyPI, whose
/// entries can name one: one that doesn't is tied to none.
const LEAVE_REGISTRY_UNSAID: [&str; 3] = [Ecosystem::GO, Ecosystem::NUGET, Ecosystem::MAVEN];

/// Whether a URL is the registry's, or one below it. A prefix of letters isn't
/// enough: `https://a.example` says nothing of `https://a.example.org`.
pub fn is_below(url: &str, registry: &str) -> bool {
    let (host, path) = host_and_path(url);
    let (registry_host, registry_path) = host_and_path(registry);
    let registry_path = registry_path.trim_end_matches('/');
    let rest = path.strip_prefix(registry_path);
    let below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    host.eq_ignore_ascii_case(registry_host) && below
}

/// The host of a URL, with its port, and what follows; without the scheme and
/// what Cargo puts before it (`sparse+`, `registry+`).
pub fn host_and_path(url: &str) -> (&str, &str) {
    let address = url.split_once("://").map_or(url, |(_scheme, address)| address);
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    address.split_at_checked(end).unwrap_or((address, ""))
}

#[cfg(test)]
mod tests {
    use super::{host_and_path, is_below};

    #[test]
    fn a_registry_speaks_for_what_is_below_it_and_for_nothing_else() {
        let registry = "https://proxy.example/npm/";
        assert!(is_below("https://proxy.example/npm/left-pad/-/left-pad-1.0.0.tgz", registry));
        assert!(is_below("sparse+https://PROXY.example/npm", registry));
        for other in [
            "https://proxy.example/npm-private/a",
            "https://proxy.example.org/npm/a",
            "https://proxy.example@evil.example/npm/a",
            "https://proxy.example/",
        ] {
            assert!(!is_below(other, registry), "{other}");
        }
        assert!(!is_below("https://a.example.org/x", "https://a.example"));
    }

    #[test]
    fn the_host_keeps_its_port() {
        assert_eq!(host_and_path("https://a.example:8443/x"), ("a.example:8443", "/x"));
        assert_eq!(host_and_path("a.example"), ("a.example", ""));
    }
}
