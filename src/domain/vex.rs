//! VEX: what somebody says of a vulnerability in a product.

use std::sync::Arc;

use super::place::Place;

/// What a statement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VexStatus {
    /// The product isn't affected.
    NotAffected,
    /// This version of it has a fix.
    Fixed,
    /// It is affected.
    Affected,
    /// Nobody knows yet.
    UnderInvestigation,
}

impl VexStatus {
    /// The word of `OpenVEX`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAffected => "not_affected",
            Self::Fixed => "fixed",
            Self::Affected => "affected",
            Self::UnderInvestigation => "under_investigation",
        }
    }
}

/// A product that a statement speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VexProduct {
    /// Its ecosystem as OSV spells it.
    pub ecosystem: Arc<str>,
    /// Its name as the ecosystem spells it.
    pub name: Arc<str>,
    /// Its version; every one without it.
    pub version: Option<Arc<str>>,
}

/// One statement of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VexStatement {
    /// Who says it.
    pub author: Arc<str>,
    /// Every id of the vulnerability, the document's own name for it first.
    pub ids: Vec<Arc<str>>,
    /// What it speaks of; empty where no product has a package URL.
    pub products: Vec<VexProduct>,
    /// What it says.
    pub status: VexStatus,
    /// Why, in a word of the format or a sentence.
    pub justification: Option<Arc<str>>,
    /// Where it stands.
    pub place: Place,
}
