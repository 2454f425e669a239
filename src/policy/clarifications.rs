//! `[[licenses.clarification]]`: what a package's licence is, bound to the
//! digest of the text that somebody read.

use toml::Spanned;
use toml::de::DeValue;

use super::conditions::digest;
use super::document::Document;
use super::entries::{Fields, entries_of};
use super::keys::CLARIFICATION;
use crate::domain::license::Clarification;
use crate::domain::place::TreePath;
use crate::domain::statement::Statement;
use crate::exception::{check_component, check_versions};
use crate::license::{Dialect, LicenseExpression};
use crate::messages::policy as say;
use crate::source::shorten;

pub(super) const CLARIFICATION_FIELDS: [&str; 5] = ["component", "versions", "license", "file", "sha256"];

/// Reads `[[licenses.clarification]]`.
pub(super) fn clarifications(
    document: &mut Document<'_>,
    value: &Spanned<DeValue<'_>>,
) -> Vec<Clarification> {
    let entries = entries_of(document, CLARIFICATION, &CLARIFICATION_FIELDS, value);
    entries.iter().filter_map(|fields| clarification(document, fields)).collect()
}

fn clarification(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Clarification> {
    // Each is read before any is missed, so that one reading names them all.
    let [component, license, file] =
        ["component", "license", "file"].map(|field| fields.text(document, field));
    let versions = fields.optional_text(document, "versions");
    let digest = fields.value(document, "sha256").and_then(|value| digest(document, "sha256", value));
    let mut is_sound = true;
    let mut check = |field: &str, reason: Option<Statement>| {
        if let Some(reason) = reason {
            let span = fields.values.get(field).map_or(fields.span.clone(), |value| value.span());
            document.error(span, reason);
            is_sound = false;
        }
    };
    let wrong_component = component.as_deref().filter(|text| *text == "*" || !check_component(text));
    check("component", wrong_component.map(|text| say::expected_component(shorten(text))));
    let stated = versions.as_ref().ok().and_then(Option::as_deref);
    let wrong_versions = stated.filter(|text| !check_versions(text));
    check("versions", wrong_versions.map(|text| say::exception_versions(shorten(text))));
    let wrong_license = license.as_deref().and_then(|text| {
        let error = LicenseExpression::parse(text, Dialect::Spdx).err()?;
        Some(say::expected_expression("license", shorten(text)).because(error.reason))
    });
    check("license", wrong_license);
    // The path comes from the policy and is joined to a package's folder.
    let is_inside =
        |text: &&str| TreePath::new(text).is_none_or(|path| path.as_str() != *text || text.is_empty());
    let wrong_file = file.as_deref().filter(is_inside);
    check("file", wrong_file.map(|text| say::expected_package_path("file", shorten(text))));
    let clarification = Clarification {
        component: component?,
        versions: versions.ok()?,
        license: license?,
        file: file?,
        digest: digest?,
        place: fields.place(document),
    };
    is_sound.then_some(clarification)
}
