//! Whose format a threat model has, and which models it builds on.

use super::digest::Digest;
use super::place::TreePath;

/// Whose format a model's file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModelFormat {
    /// Our own.
    Native,
    /// Open Threat Model.
    Otm,
    /// Threagile.
    Threagile,
    /// OWASP Threat Dragon, version 2.
    ThreatDragon,
    /// TM-BOM of the OWASP Threat Model Library.
    TmBom,
    /// pytm's JSON.
    Pytm,
    /// CycloneDX 2.0.
    CycloneDx,
}

impl ModelFormat {
    /// Its name in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Native => "cullis",
            Self::Otm => "otm",
            Self::Threagile => "threagile",
            Self::ThreatDragon => "threat-dragon",
            Self::TmBom => "tm-bom",
            Self::Pytm => "pytm",
            Self::CycloneDx => "cyclonedx",
        }
    }

    /// Whether it has a place for what shows a mitigation. Where it has none,
    /// nobody can be asked for it in that file.
    pub const fn has_evidence(self) -> bool {
        matches!(self, Self::Native)
    }

    /// Whether its zones are drawn around elements, so that one in none of them
    /// stands outside. Elsewhere one without a zone is one of which nobody says.
    pub const fn draws_zones(self) -> bool {
        matches!(self, Self::Threagile | Self::ThreatDragon)
    }
}

/// A model that another one imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its file.
    pub file: TreePath,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Whether the import says that digest: then it is always the same model.
    pub is_pinned: bool,
}
