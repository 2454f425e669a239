//! `[[exception]]` and `[[roster]]`: what a layer excuses, and who may allow it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeValue;

use super::LayerKind;
use super::document::Document;
use super::entries::{Fields, Told, day, entries_of};
use super::keys::{EXCEPTION, LEVELS, ROSTER, Vocabulary};
use super::layer::misfit;
use super::value::{Shape, Value};
use crate::domain::advisory::SeverityBand;
use crate::domain::exception::{Approver, Exception, Standing};
use crate::domain::place::TreePath;
use crate::domain::repository::{RepositoryName, is_repository_pattern};
use crate::domain::statement::Statement;
use crate::exception::{check_component, check_versions};
use crate::messages::policy as say;
use crate::signature::PublicKey;
use crate::source::shorten;

pub(super) const EXCEPTION_FIELDS: [&str; 15] = [
    "id",
    "component",
    "versions",
    "folder",
    "rule",
    "repository",
    "owner",
    "approver",
    "reason",
    "approved",
    "expires",
    "severity",
    "license",
    "emergency",
    "signatures",
];
/// Those of them that may be left out.
pub(super) const OPTIONAL_FIELDS: [&str; 10] = [
    "versions",
    "folder",
    "rule",
    "repository",
    "approver",
    "approved",
    "severity",
    "license",
    "emergency",
    "signatures",
];
pub(super) const ROSTER_FIELDS: [&str; 4] = ["name", "email", "keys", "may-approve"];

/// Reads `[[exception]]`. An entry that lacks anything, or has anything that
/// can't be understood, is an error, never an exception. Only the approver may
/// be missing: the entry is then asked for, and excuses nothing.
pub(super) fn exceptions(
    document: &mut Document<'_>,
    (vocabulary, kind): (&Vocabulary, LayerKind),
    value: &Spanned<DeValue<'_>>,
) -> Vec<Exception> {
    let entries = entries_of(document, EXCEPTION, &EXCEPTION_FIELDS, value);
    let repository = if kind == LayerKind::Repository { &REPOSITORY } else { &REPOSITORIES };
    let mut reading = Reading { document, vocabulary, repository };
    entries.iter().filter_map(|fields| reading.exception(fields)).collect()
}

/// Reads `[[roster]]`.
pub(super) fn roster(document: &mut Document<'_>, value: &Spanned<DeValue<'_>>) -> Vec<Approver> {
    let entries = entries_of(document, ROSTER, &ROSTER_FIELDS, value);
    entries.iter().filter_map(|fields| approver(document, fields)).collect()
}

/// A part that may be left out.
type Optional<T> = Result<Option<T>, Told>;

/// What a field's text has to be.
struct Check {
    field: &'static str,
    is_sound: fn(&str) -> bool,
    message: fn(String) -> Statement,
}

const COMPONENT: Check =
    Check { field: "component", is_sound: check_component, message: say::expected_component };
const VERSIONS: Check =
    Check { field: "versions", is_sound: check_versions, message: say::exception_versions };
const FOLDER: Check = Check { field: "folder", is_sound: is_folder, message: say::exception_folder };

/// A repository is one by name. What stands above repositories may be for several.
const REPOSITORY: Check = Check {
    field: "repository",
    is_sound: |text| RepositoryName::new(text).is_some(),
    message: say::exception_repository,
};
const REPOSITORIES: Check =
    Check { field: "repository", is_sound: is_repository_pattern, message: say::exception_repositories };

struct Reading<'reading, 'file> {
    document: &'reading mut Document<'file>,
    vocabulary: &'reading Vocabulary,
    repository: &'static Check,
}

impl Reading<'_, '_> {
    fn exception(&mut self, fields: &Fields<'_>) -> Option<Exception> {
        // Each is read before any is missed, so that one reading names them all.
        let [id, component, owner, reason] =
            ["id", "component", "owner", "reason"].map(|field| fields.text(self.document, field));
        let expires = fields.value(self.document, "expires");
        let expires = expires.and_then(|value| day(self.document, "expires", value));
        let component = component.and_then(|text| self.check(fields, &COMPONENT, text));
        let [versions, folder, rule, repository, approver, license] =
            ["versions", "folder", "rule", "repository", "approver", "license"]
                .map(|field| fields.optional_text(self.document, field));
        let versions = self.check_optional(fields, &VERSIONS, versions);
        let folder = self.check_optional(fields, &FOLDER, folder);
        let rule = self.known_rule(fields, rule);
        let repository = self.check_optional(fields, self.repository, repository);
        let severity = self.severity(fields);
        let emergency = self.emergency(fields);
        let since = self.approved(fields);
        let signatures = words(self.document, fields, "signatures");
        let stated = approver.as_ref().ok().and_then(Option::as_deref);
        let is_own = self.approves_own(fields, owner.as_deref(), stated);
        let exception = Exception {
            id: id?,
            component: component?,
            versions: versions.ok()?,
            folder: folder.ok()?,
            rule: rule.ok()?,
            repository: repository.ok()?,
            owner: owner?,
            approver: approver.ok()?,
            reason: reason?,
            approved: since.ok()?,
            expires: expires?,
            severity: severity.ok()?,
            license: license.ok()?,
            emergency: emergency.ok()?,
            signatures: signatures?,
            standing: Standing::Stated,
            place: fields.place(self.document),
        };
        (!is_own).then_some(exception)
    }

    fn approved(&mut self, fields: &Fields<'_>) -> Optional<Date> {
        match fields.values.get("approved") {
            None => Ok(None),
            Some(value) => day(self.document, "approved", value).map(Some).ok_or(Told),
        }
    }

    fn approves_own(&mut self, fields: &Fields<'_>, owner: Option<&str>, approver: Option<&str>) -> bool {
        let (Some(owner), Some(approver)) = (owner, approver) else { return false };
        if owner.to_lowercase() != approver.to_lowercase() {
            return false;
        }
        self.error(fields, "approver", say::approver_is_owner(approver));
        true
    }

    fn check(&mut self, fields: &Fields<'_>, check: &Check, text: Arc<str>) -> Option<Arc<str>> {
        if (check.is_sound)(&text) {
            return Some(text);
        }
        self.error(fields, check.field, (check.message)(shorten(&text)));
        None
    }

    fn check_optional(
        &mut self,
        fields: &Fields<'_>,
        check: &Check,
        text: Optional<Arc<str>>,
    ) -> Optional<Arc<str>> {
        match text? {
            None => Ok(None),
            Some(text) => self.check(fields, check, text).map(Some).ok_or(Told),
        }
    }

    fn known_rule(&mut self, fields: &Fields<'_>, rule: Optional<Arc<str>>) -> Optional<Arc<str>> {
        let Some(rule) = rule? else { return Ok(None) };
        if self.vocabulary.meaning_of(&format!("{LEVELS}.{rule}")).is_some() {
            return Ok(Some(rule));
        }
        self.error(fields, "rule", say::exception_rule(shorten(&rule)));
        Err(Told)
    }

    fn severity(&mut self, fields: &Fields<'_>) -> Optional<SeverityBand> {
        let Some(text) = fields.optional_text(self.document, "severity")? else { return Ok(None) };
        let band = SeverityBand::from_word(&text);
        if band.is_none() {
            let choices = SeverityBand::ALL.map(|band| format!("`\"{}\"`", band.word())).join(", ");
            self.error(fields, "severity", say::expected_choice("severity", choices, shorten(&text)));
        }
        band.map(Some).ok_or(Told)
    }

    fn emergency(&mut self, fields: &Fields<'_>) -> Optional<Timestamp> {
        let Some(value) = fields.values.get("emergency") else { return Ok(None) };
        let text = match value.as_ref() {
            DeValue::Datetime(moment) => Some(moment.to_string()),
            DeValue::String(text) => Some(text.to_string()),
            _ => None,
        };
        let moment = text.and_then(|text| text.parse::<Timestamp>().ok());
        if moment.is_none() {
            let found = self.document.found(&value.span());
            self.document.error(value.span(), say::expected_moment("emergency", found));
        }
        moment.map(Some).ok_or(Told)
    }

    fn error(&mut self, fields: &Fields<'_>, field: &str, message: Statement) {
        let span = fields.values.get(field).map_or(fields.span.clone(), |value| value.span());
        self.document.error(span, message);
    }
}

fn is_folder(text: &str) -> bool {
    TreePath::new(text.trim_end_matches('/')).is_some_and(|path| !path.as_str().is_empty())
}

fn words(document: &mut Document<'_>, fields: &Fields<'_>, field: &'static str) -> Option<Vec<Arc<str>>> {
    let Some(value) = fields.values.get(field) else { return Some(Vec::new()) };
    if let Some(Value::Words(words)) = Shape::Words.read(value.as_ref()) {
        return Some(words);
    }
    let found = document.found(&value.span());
    document.error(value.span(), misfit(Shape::Words, field, found));
    None
}

fn approver(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Approver> {
    let name = fields.text(document, "name");
    let email = fields.optional_text(document, "email");
    let keys = words(document, fields, "keys");
    let mut is_sound = true;
    for key in keys.iter().flatten() {
        if let Err(reason) = PublicKey::from_text(key) {
            let span = fields.values.get("keys").map_or(fields.span.clone(), |value| value.span());
            document.error(span, say::unusable_roster_key(shorten(key)).because(reason));
            is_sound = false;
        }
    }
    let may = [SeverityBand::Low, SeverityBand::Medium, SeverityBand::High, SeverityBand::Critical];
    let may_approve = fields.value(document, "may-approve").and_then(|value| {
        let word = value.as_ref().as_str();
        let band = word.and_then(|word| may.into_iter().find(|band| band.word() == word));
        if band.is_none() {
            let choices = may.map(|band| format!("`\"{}\"`", band.word())).join(", ");
            let found = document.found(&value.span());
            document.error(value.span(), say::expected_choice("may-approve", choices, found));
        }
        band
    });
    let place = fields.place(document);
    let approver =
        Approver { name: name?, email: email.ok()?, keys: keys?, may_approve: may_approve?, place };
    is_sound.then_some(approver)
}
