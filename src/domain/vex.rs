//! VEX: what somebody says of a vulnerability in a product.

use std::sync::Arc;

use super::digest::Digest;
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

/// Why a statement may count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VexTrust {
    /// Policy trusts its author, or nobody does.
    #[default]
    ByAuthor,
    /// Policy names the very bytes of its document.
    ByDigest,
}

/// A document that policy names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VexDocument {
    /// Its file, beside that of the policy where it isn't a full path.
    pub file: Arc<str>,
    /// What its bytes have to be; whatever they are without one, and then only
    /// trusted authors count.
    pub digest: Option<Digest>,
    /// Where the policy names it.
    pub place: Place,
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
    /// Why it may count.
    pub trust: VexTrust,
    /// Where it stands.
    pub place: Place,
}
