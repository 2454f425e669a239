//! The ecosystems, and the names, under which packages are looked up.

use crate::version::ruling_ecosystem;

pub use crate::purl::normalise;

/// Ecosystems whose suffix is the registry that a record speaks of. Files name
/// a registry by other means, so what a record says of a package is asked
/// wherever it comes from.
const BY_REGISTRY: [&str; 3] = ["Maven", "Packagist", "VSCode"];

/// The ecosystem under which a package is looked up.
pub(super) fn place_of(ecosystem: &str) -> &str {
    match ecosystem.split_once(':') {
        Some((base, _)) if BY_REGISTRY.contains(&base) => base,
        _ => ecosystem,
    }
}

/// The name that speaks of this one, too: an action in a folder of a repository
/// (`acme/tools/lint`) is what its repository is, and records name either.
pub(super) fn wider<'name>(ecosystem: &str, name: &'name str) -> Option<&'name str> {
    let is_action = ruling_ecosystem(ecosystem) == "GitHub Actions";
    let (second_slash, _) = name.match_indices('/').nth(1).filter(|_| is_action)?;
    name.get(..second_slash)
}

/// Ecosystems of which every release has packages and advisories of its own.
const BY_RELEASE: [&str; 18] = [
    "AlmaLinux",
    "Alpaquita",
    "Alpine",
    "Azure Linux",
    "BellSoft Hardened Containers",
    "Debian",
    "Docker Hardened Images",
    "FreeBSD",
    "Mageia",
    "Photon OS",
    "Red Hat",
    "Rocky Linux",
    "Root",
    "SUSE",
    "TuxCare",
    "Ubuntu",
    "openEuler",
    "openSUSE",
];

/// Whether advisories can't be chosen because the release is left unsaid.
pub(super) fn lacks_release(ecosystem: &str) -> bool {
    BY_RELEASE.contains(&ecosystem)
}

#[cfg(test)]
mod tests {
    use super::{lacks_release, place_of, wider};

    #[test]
    fn a_folder_of_a_repository_is_of_it() {
        assert_eq!(wider("GitHub Actions", "acme/tools/lint/fast"), Some("acme/tools"));
        assert_eq!(wider("GitHub Actions", "acme/tools"), None);
        assert_eq!(wider("Go", "git.example/acme/tools"), None);
    }

    #[test]
    fn a_registry_is_no_release() {
        assert_eq!(place_of("Maven:https://maven.example"), "Maven");
        assert_eq!(place_of("Debian:12"), "Debian:12");
        assert!(lacks_release("Debian") && !lacks_release("Debian:12") && !lacks_release("npm"));
    }
}
