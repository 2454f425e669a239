//! What an import adds beside advisories: namespaces, withdrawals, licences.

use std::sync::Arc;

use super::codec::{Decoder, Encoder, Unsound};
use crate::domain::advisory::{Namespace, Withdrawal};

/// What the database states of one package's licences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::advisory) struct PackageLicenses {
    /// The ecosystem as OSV spells it.
    pub(in crate::advisory) ecosystem: String,
    /// The name under which it is looked up.
    pub(in crate::advisory) name: String,
    /// Each expression, with the version that it is for.
    pub(in crate::advisory) stated: Vec<VersionLicense>,
}

/// An expression, and the version that it is for: all of them without one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::advisory) struct VersionLicense {
    pub(in crate::advisory) version: Option<Arc<str>>,
    pub(in crate::advisory) expression: Arc<str>,
}

pub(super) fn encode_namespaces(namespaces: &[Namespace]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.list(namespaces, |encoder, namespace| {
        encoder.text(&namespace.ecosystem);
        encoder.text(&namespace.pattern);
        encoder.list(&namespace.registries, |encoder, registry| encoder.text(registry));
    });
    encoder.bytes
}

pub(super) fn decode_namespaces(bytes: &[u8]) -> Option<Vec<Namespace>> {
    let mut decoder = Decoder::new(bytes);
    let namespaces = decoder.list(|decoder| {
        Some(Namespace {
            ecosystem: decoder.text()?,
            pattern: decoder.text()?,
            registries: decoder.list(Decoder::text)?,
        })
    })?;
    decoder.is_at_end().then_some(namespaces)
}

pub(super) fn encode_withdrawals(withdrawals: &[Withdrawal]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.list(withdrawals, |encoder, withdrawal| {
        encoder.text(&withdrawal.id);
        encoder.text(&withdrawal.reason);
        encoder.text(&withdrawal.by);
        encoder.date(Some(withdrawal.date));
    });
    encoder.bytes
}

pub(super) fn decode_withdrawals(bytes: &[u8]) -> Option<Vec<Withdrawal>> {
    let mut decoder = Decoder::new(bytes);
    let withdrawals = decoder.list(|decoder| {
        Some(Withdrawal {
            id: decoder.text()?,
            reason: decoder.text()?,
            by: decoder.text()?,
            date: decoder.date().ok()??,
        })
    })?;
    decoder.is_at_end().then_some(withdrawals)
}

pub(super) fn encode_licenses(package: &PackageLicenses) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.text(&package.ecosystem);
    encoder.text(&package.name);
    encoder.list(&package.stated, |encoder, stated| {
        encoder.optional_text(stated.version.as_deref());
        encoder.text(&stated.expression);
    });
    encoder.bytes
}

/// Reads a block of licences; `None` when it is of another package with the
/// same mark.
pub(super) fn decode_licenses(
    bytes: &[u8],
    ecosystem: &str,
    name: &str,
) -> Result<Option<Vec<VersionLicense>>, Unsound> {
    let mut decoder = Decoder::new(bytes);
    if !decoder.is_named(ecosystem, name)? {
        return Ok(None);
    }
    let stated = decoder.list(|decoder| {
        let version = decoder.optional_text().ok()?;
        Some(VersionLicense { version, expression: decoder.text()? })
    });
    stated.filter(|_| decoder.is_at_end()).map(Some).ok_or(Unsound)
}
