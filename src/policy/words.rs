//! Words that keys take: flags that can be forbidden, and practices.

/// Flags that a layer can forbid, as they are written: `--history none` speaks
/// of that value alone.
pub const FLAGS: &[&str] = &[
    "--approvals",
    "--base",
    "--cargo-metadata",
    "--category",
    "--db",
    "--exit-code",
    "--exit-zero",
    "--history",
    "--history none",
    "--now",
    "--only-new",
    "--packages",
    "--packages none",
    "--pipeline",
    "--policy",
    "--vex",
];

/// The ids of the practices, which `practices.require` takes.
pub(super) const PRACTICE_IDS: &[&str] = &[
    "inventory-complete",
    "no-known-vulnerable-component",
    "no-malicious-component",
    "no-unmaintained-component",
    "license-allowed",
    "source-allowed",
    "versions-pinned",
    "integrity-hash-present",
    "advisory-database-fresh",
    "exceptions-time-boxed-and-approved",
    "threat-model-present",
    "threat-model-fresh",
    "threats-mitigated-with-evidence",
    "threat-model-covers-components",
    "sbom-emitted",
    "verdict-attested",
    "history-retained",
];
