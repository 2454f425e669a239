//! `[[revocation]]`: exceptions that a layer takes back.

use toml::Spanned;
use toml::de::DeValue;

use super::document::Document;
use super::entries::{Fields, day, entries_of};
use super::keys::REVOCATION;
use crate::domain::digest::Digest;
use crate::domain::exception::Revocation;
use crate::messages::policy as say;

pub(super) const REVOCATION_FIELDS: [&str; 5] = ["exception", "id", "by", "reason", "revoked"];

/// Reads them. One that can't be understood is an error, so that nobody takes
/// an exception for revoked that isn't.
pub(super) fn revocations(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Revocation> {
    let entries = entries_of(document, REVOCATION, &REVOCATION_FIELDS, value);
    entries.iter().filter_map(|fields| revocation(document, fields)).collect()
}

fn revocation(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Revocation> {
    let exception = fields.value(document, "exception").and_then(|value| {
        let text = document.text("exception", value)?;
        let digest = text.strip_prefix("sha256:").and_then(Digest::from_hex);
        if digest.is_none() {
            let found = document.found(&value.span());
            document.error(value.span(), say::revoked_digest(found));
        }
        digest
    });
    let id = fields.optional_text(document, "id");
    let [by, reason] = ["by", "reason"].map(|field| fields.text(document, field));
    let revoked = fields.value(document, "revoked").and_then(|value| day(document, "revoked", value));
    let place = fields.place(document);
    Some(Revocation {
        exception: exception?,
        id: id.ok()?,
        by: by?,
        reason: reason?,
        revoked: revoked?,
        place,
    })
}
