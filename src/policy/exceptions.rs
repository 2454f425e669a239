//! `[[exception]]`: what a layer excuses, each with mandatory parts.

use toml::Spanned;
use toml::de::DeValue;

use super::document::Document;
use super::entries::{Fields, day, entries_of};
use super::keys::EXCEPTION;
use crate::domain::exception::Exception;
use crate::messages;

const EXCEPTION_FIELDS: [&str; 6] = ["id", "component", "owner", "approver", "reason", "expires"];

/// Reads `[[exception]]`. An entry that lacks anything is an error, never an
/// exception.
pub(super) fn exceptions(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Exception> {
    let entries = entries_of(document, EXCEPTION, &EXCEPTION_FIELDS, value);
    entries.iter().filter_map(|fields| exception(document, fields)).collect()
}

fn exception(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Exception> {
    // Each is read before any is missed, so that one reading names them all.
    let [id, component, owner, approver, reason] =
        ["id", "component", "owner", "approver", "reason"].map(|field| fields.text(document, field));
    let expires = fields.value(document, "expires").and_then(|value| day(document, "expires", value));
    if let (Some(owner), Some(approver)) = (&owner, &approver)
        && owner.to_lowercase() == approver.to_lowercase()
    {
        let span = fields.values.get("approver").map_or(fields.span.clone(), |value| value.span());
        document.error(span, messages::policy::approver_is_owner(approver));
        return None;
    }
    Some(Exception {
        id: id?,
        component: component?,
        owner: owner?,
        approver: approver?,
        reason: reason?,
        expires: expires?,
        place: fields.place(document),
    })
}
