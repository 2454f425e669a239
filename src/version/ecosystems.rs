//! Which order an ecosystem has: every name of the OSV schema stands in one of
//! the lists here, and a test holds them against the schema.

use super::{
    Compare, apk, bitnami, built, conan, debian, freebsd, go, maven, npm, nuget, numbers, packagist, pep440,
    rpm, rubygems, semver,
};

/// The orders, by ecosystem as OSV spells it.
pub(super) static ORDERS: &[(&str, Compare)] = &[
    ("AlmaLinux", rpm::compare),
    ("Alpaquita", apk::compare),
    ("Alpine", apk::compare),
    ("Azure Linux", rpm::compare),
    ("BellSoft Hardened Containers", apk::compare),
    ("Bioconductor", numbers::compare_r),
    ("Bitnami", bitnami::compare),
    ("CRAN", numbers::compare_r),
    ("Chainguard", apk::compare),
    ("CleanStart", apk::compare),
    ("ConanCenter", conan::compare),
    ("Debian", debian::compare),
    ("Echo", debian::compare),
    ("GHC", numbers::compare_haskell),
    // Tags: `v4` stands for `4.0.0`, the first version that it can have meant.
    // Branches and commits are refused.
    ("GitHub Actions", semver::compare_relaxed),
    ("Go", go::compare),
    ("Hackage", numbers::compare_haskell),
    ("Hex", semver::compare),
    ("Julia", built::compare_julia),
    // Its packages are Go modules.
    ("Kubernetes", go::compare),
    ("Mageia", rpm::compare),
    ("Maven", maven::compare),
    ("MinimOS", apk::compare),
    ("NuGet", nuget::compare),
    ("Packagist", packagist::compare),
    ("Photon OS", rpm::compare),
    ("Pub", built::compare_pub),
    ("PyPI", pep440::compare),
    ("Red Hat", rpm::compare),
    ("Rocky Linux", rpm::compare),
    ("RubyGems", rubygems::compare),
    ("SUSE", rpm::compare),
    // Tags, which may have a `v` in front and leave the last number out.
    ("SwiftURL", semver::compare_relaxed),
    ("Ubuntu", debian::compare),
    ("VSCode", semver::compare),
    ("Wolfi", apk::compare),
    ("crates.io", semver::compare),
    ("npm", npm::compare),
    ("opam", debian::compare_opam),
    ("openEuler", rpm::compare),
    ("openSUSE", rpm::compare),
];

/// Vendors that rebuild the packages of others; what follows the first colon
/// names the ecosystem whose versions they have (`Root:Alpine:3.18`,
/// `TuxCare:npm`). By themselves they have no order.
pub(super) static REBUILT: &[&str] = &["Docker Hardened Images", "Root", "TuxCare"];

/// One part of FreeBSD has packages with versions, the others have releases of
/// the system: `FreeBSD:ports:14.3`.
const FREEBSD: &str = "FreeBSD";
const PORTS: &str = "ports";

/// Names without an order. Versions there are an error, never a guess:
///
/// - `Android`: names of releases, and days of patch levels;
/// - `Linux`: kernel releases, whose order nobody specifies;
/// - `OSS-Fuzz`: commits, and tags of any form.
#[cfg(test)]
pub(super) static WITHOUT_ORDER: &[&str] = &["Android", "Linux", "OSS-Fuzz"];

pub(super) fn order_of(ecosystem: &str) -> Option<Compare> {
    let base = ruling(ecosystem);
    if base == FREEBSD {
        let is_ports = ecosystem.split(':').nth(1) == Some(PORTS);
        return is_ports.then_some(freebsd::compare);
    }
    ORDERS.iter().find(|(name, _)| *name == base).map(|&(_, order)| order)
}

/// The ecosystem whose rules hold: `Debian` for `Debian:12`, `Alpine` for
/// `Root:Alpine:3.18`.
pub(super) fn ruling(ecosystem: &str) -> &str {
    let mut parts = ecosystem.split(':');
    let base = parts.next().unwrap_or_default();
    if REBUILT.contains(&base) { parts.next().unwrap_or(base) } else { base }
}
