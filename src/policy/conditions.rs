//! What a layer says of some findings, components or layers: `[[when]]`,
//! `[[ban]]` and `[[layer]]`.

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeValue;

use super::document::Document;
use super::entries::{Fields, entries_of};
use super::keys::{BAN, LAYER, MIRRORED, WHEN};
use super::layer::{AskedLayer, misfit};
use super::value::{Shape, Value};
use crate::domain::advisory::SeverityBand;
use crate::domain::component::Scope;
use crate::domain::demands::{Ban, Bound, When};
use crate::domain::digest::Digest;
use crate::domain::place::TreePath;
use crate::messages;
use crate::version::ordered_ecosystems;

pub(super) const WHEN_FIELDS: [&str; 6] = ["rule", "severity", "scope", "ecosystem", "folder", "level"];
pub(super) const BAN_FIELDS: [&str; 4] = ["component", "versions", "reason", "folder"];

pub(super) const LAYER_FIELDS: [&str; 2] = ["file", "sha256"];

/// Words of severities, as reports use them.
pub(super) const SEVERITIES: &[&str] = &["unscored", "none", "low", "medium", "high", "critical"];
/// Words of scopes, as reports use them.
pub(super) const SCOPES: &[&str] = &["runtime", "development", "build", "test"];

const BANDS: [SeverityBand; 6] = [
    SeverityBand::Unscored,
    SeverityBand::None,
    SeverityBand::Low,
    SeverityBand::Medium,
    SeverityBand::High,
    SeverityBand::Critical,
];
const ALL_SCOPES: [Scope; 4] = [Scope::Runtime, Scope::Development, Scope::Build, Scope::Test];

/// Reads `[[when]]`. Its rule has to be one of these.
pub(super) fn whens(
    document: &mut Document<'_>,
    value: &Spanned<DeValue<'_>>,
    rules: &[&'static str],
) -> Vec<When> {
    let entries = entries_of(document, WHEN, &WHEN_FIELDS, value);
    entries.iter().filter_map(|fields| when(document, fields, rules)).collect()
}

/// Reads `[[ban]]`.
pub(super) fn bans(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Ban> {
    let entries = entries_of(document, BAN, &BAN_FIELDS, value);
    entries.iter().filter_map(|fields| ban(document, fields)).collect()
}

fn when(document: &mut Document<'_>, fields: &Fields<'_>, rules: &[&'static str]) -> Option<When> {
    let rule = fields.value(document, "rule").and_then(|value| {
        let text = document.text("rule", value)?;
        let known = rules.iter().any(|rule| **rule == *text);
        if !known {
            document.unknown_rule(value.span(), &text, rules.iter().copied());
        }
        known.then(|| Arc::from(text))
    });
    let level =
        fields.value(document, "level").and_then(|value| match Shape::Schedule.read(value.as_ref()) {
            Some(Value::Schedule(level)) => Some(level),
            _ => unfit(document, Shape::Schedule, "level", value),
        });
    let severities = some_of(document, fields, "severity", SEVERITIES);
    let scopes = some_of(document, fields, "scope", SCOPES);
    let known: Vec<&str> = ordered_ecosystems().chain(MIRRORED).collect();
    let ecosystems = some_of(document, fields, "ecosystem", &known);
    let folder = folder(document, fields);
    let words = |words: Vec<Arc<str>>| words.into_iter();
    Some(When {
        rule: rule?,
        severities: words(severities?)
            .filter_map(|word| BANDS.into_iter().find(|band| band.word() == &*word))
            .collect(),
        scopes: words(scopes?)
            .filter_map(|word| ALL_SCOPES.into_iter().find(|scope| scope.word() == &*word))
            .collect(),
        ecosystems: ecosystems?,
        folder: folder.ok()?,
        level: level?,
        may_lower: false,
        place: fields.place(document),
    })
}

/// The words of an optional list, each one of the known; none where it is absent.
/// An empty list would speak of nothing, so it is an error.
fn some_of(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    field: &'static str,
    known: &[&str],
) -> Option<Vec<Arc<str>>> {
    let Some(value) = fields.optional(field) else { return Some(Vec::new()) };
    let Some(Value::Words(words)) =
        Shape::Words.read(value.as_ref()).filter(|read| *read != Value::Words(Vec::new()))
    else {
        return unfit(document, Shape::Words, field, value);
    };
    let unknown = words.iter().find(|word| !known.contains(&&***word));
    if let Some(unknown) = unknown {
        document.unknown_word(value.span(), (field, unknown), known.iter().copied());
        return None;
    }
    Some(words)
}

fn unfit<T>(
    document: &mut Document<'_>,
    shape: Shape,
    field: &str,
    value: &Spanned<DeValue<'_>>,
) -> Option<T> {
    let found = document.found(&value.span());
    document.error(value.span(), misfit(shape, field, found));
    None
}

/// What is wrong has been told.
struct Told;

/// A folder of the tree, with or without a `/` at its end.
fn folder(document: &mut Document<'_>, fields: &Fields<'_>) -> Result<Option<Arc<str>>, Told> {
    let Some(value) = fields.optional("folder") else { return Ok(None) };
    let text = document.text("folder", value).ok_or(Told)?;
    let folder = text.trim_end_matches('/');
    if folder.is_empty() || TreePath::new(folder).is_none() {
        let found = document.found(&value.span());
        document.error(value.span(), messages::policy::expected_folder("folder", found));
        return Err(Told);
    }
    Ok(Some(Arc::from(folder)))
}

fn ban(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Ban> {
    let [component, reason] = ["component", "reason"].map(|field| fields.text(document, field));
    let versions = match fields.optional("versions") {
        None => Some(Vec::new()),
        Some(value) => {
            let text = document.text("versions", value)?;
            let bounds: Option<Vec<(Bound, Arc<str>)>> = text.split(',').map(bound).collect();
            if bounds.is_none() {
                let found = document.found(&value.span());
                document.error(value.span(), messages::policy::expected_versions("versions", found));
            }
            bounds
        }
    };
    let folder = folder(document, fields);
    Some(Ban {
        component: component?,
        versions: versions?,
        reason: reason?,
        folder: folder.ok()?,
        place: fields.place(document),
    })
}

/// `>=1.2`: a sign and a version without blanks.
fn bound(text: &str) -> Option<(Bound, Arc<str>)> {
    let text = text.trim();
    let (sign, bound) = Bound::SIGNS.iter().find(|(sign, _)| text.starts_with(sign))?;
    let version = text.strip_prefix(sign)?.trim();
    let is_version = !version.is_empty()
        && !version.contains(char::is_whitespace)
        && !version.starts_with(['<', '>', '=']);
    is_version.then(|| (*bound, Arc::from(version)))
}

/// Reads `[[layer]]`.
pub(super) fn layers(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<AskedLayer> {
    let entries = entries_of(document, LAYER, &LAYER_FIELDS, value);
    let read = entries.iter().filter_map(|fields| {
        let file = fields.text(document, "file");
        let digest = match fields.optional("sha256") {
            None => Some(None),
            Some(value) => {
                let digest = document.text("sha256", value)?;
                let read = Digest::from_hex(&digest);
                if read.is_none() {
                    let found = document.found(&value.span());
                    document.error(value.span(), messages::policy::expected_digest("sha256", found));
                }
                read.map(Some)
            }
        };
        Some(AskedLayer { file: file?, digest: digest?, place: fields.place(document) })
    });
    read.collect()
}
