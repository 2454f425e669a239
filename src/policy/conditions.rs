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
use crate::signature::PublicKey;
use crate::version::ordered_ecosystems;

pub(super) const WHEN_FIELDS: [&str; 6] = ["rule", "severity", "scope", "ecosystem", "folder", "level"];
pub(super) const BAN_FIELDS: [&str; 4] = ["component", "versions", "reason", "folder"];

pub(super) const LAYER_FIELDS: [&str; 3] = ["file", "sha256", "signed-by"];

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
            Some(value) => digest(document, "sha256", value).map(Some),
        };
        let signed_by = signers(document, fields);
        Some(AskedLayer {
            file: file?,
            digest: digest?,
            signed_by: signed_by?,
            place: fields.place(document),
        })
    });
    read.collect()
}

/// The keys of which one has to have signed; none where nobody has to. An empty
/// list would ask for a signature of nobody, so it is an error.
fn signers(document: &mut Document<'_>, fields: &Fields<'_>) -> Option<Vec<PublicKey>> {
    let field = "signed-by";
    let Some(value) = fields.optional(field) else { return Some(Vec::new()) };
    let Some(Value::Words(words)) =
        Shape::Words.read(value.as_ref()).filter(|read| *read != Value::Words(Vec::new()))
    else {
        return unfit(document, Shape::Words, field, value);
    };
    let mut keys = Vec::new();
    for (number, word) in (1_usize..).zip(&words) {
        match PublicKey::from_text(word) {
            Ok(key) => keys.push(key),
            // The text isn't shown: it may be a private key.
            Err(reason) => {
                let message = messages::policy::unusable_key(field, number).because(reason);
                document.error(value.span(), message);
            }
        }
    }
    (keys.len() == words.len()).then_some(keys)
}

/// The digest that a text is.
pub(super) fn digest(
    document: &mut Document<'_>,
    field: &str,
    value: &Spanned<DeValue<'_>>,
) -> Option<Digest> {
    let text = document.text(field, value)?;
    let read = Digest::from_hex(&text);
    if read.is_none() {
        let found = document.found(&value.span());
        document.error(value.span(), messages::policy::expected_digest(field, found));
    }
    read
}

#[cfg(test)]
mod tests {
    use crate::domain::place::TreePath;
    use crate::messages::{Language, say};
    use crate::policy::{LayerSource, effective, lint};

    const RULES: [&str; 4] = ["vulnerable-component", "missing-hash", "unused-exception", "open-threat"];

    fn repository(text: &str) -> LayerSource {
        let path = TreePath::new("cullis.toml").expect("a sound path");
        LayerSource::of_repository(path, text.as_bytes().to_vec())
    }

    fn handed_in(name: &str, text: &str) -> LayerSource {
        LayerSource::handed_in(name, text.as_bytes().to_vec())
    }

    fn of_host(text: &str) -> LayerSource {
        LayerSource::of_host("/etc/cullis/policy.toml", text.as_bytes().to_vec())
    }

    fn errors_of(text: &str) -> Vec<String> {
        let errors = lint(&repository(text), &RULES);
        let told =
            errors.iter().map(|error| format!("{}: {}", error.place, say(&error.message, Language::English)));
        told.collect()
    }

    fn told(refused: &[crate::domain::policy::RefusedLoosening]) -> Vec<String> {
        refused.iter().map(|one| format!("{} {} {}", one.key, one.attempted, one.place)).collect()
    }

    #[test]
    fn a_condition_that_lowers_needs_the_grant_of_its_rules_level() {
        let lowers = "[[when]]\nrule = \"open-threat\"\nfolder = \"tools/\"\nlevel = \"warn\"\n";
        let raises = "[[when]]\nrule = \"missing-hash\"\nlevel = \"block\"\n";
        let own = repository(&format!("{lowers}{raises}"));
        let granted = effective(std::slice::from_ref(&own), &RULES).expect("sound");
        assert!(granted.refused.is_empty() && granted.demands.whens.iter().all(|when| when.may_lower));
        let withheld = effective(&[handed_in("house.toml", ""), own.clone()], &RULES).expect("sound");
        assert_eq!(
            told(&withheld.refused),
            ["when rule = \"open-threat\", level = \"warn\" cullis.toml:1:1"],
            "what raises is nobody's to grant"
        );
        // Raising again what a layer above lowered further is no loosening.
        let lower = "[[when]]\nrule = \"open-threat\"\nlevel = \"note\"\n";
        let again = effective(&[handed_in("house.toml", lower), own.clone()], &RULES).expect("sound");
        assert_eq!(told(&again.refused), Vec::<String>::new());
        let elsewhere = "[[when]]\nrule = \"open-threat\"\nfolder = \"web\"\nlevel = \"note\"\n";
        let other = effective(&[handed_in("house.toml", elsewhere), own], &RULES).expect("sound");
        assert_eq!(told(&other.refused).len(), 1);
    }

    #[test]
    fn a_ramp_meets_another_day_by_day() {
        let ramp = |before: &str, from: &str, level: &str| {
            format!("levels.open-threat = {{ before = \"{before}\", from = {from}, level = \"{level}\" }}\n")
        };
        let value = |layers: &[LayerSource]| {
            let shown = crate::policy::show(layers, &RULES).expect("sound");
            let line = shown.lines.iter().find(|line| line.key == "levels.open-threat").expect("the key");
            (line.value.clone(), told(&shown.policy.refused).len())
        };
        let house = handed_in("house.toml", &ramp("warn", "2027-01-01", "block"));
        let held = "{ before = \"warn\", from = 2027-01-01, level = \"block\" }";
        assert_eq!(value(std::slice::from_ref(&house)), (held.to_owned(), 0));
        let sooner = repository(&ramp("warn", "2026-06-01", "block"));
        let wanted = "{ before = \"warn\", from = 2026-06-01, level = \"block\" }";
        assert_eq!(value(&[house.clone(), sooner]), (wanted.to_owned(), 0));
        let later = repository(&ramp("warn", "2028-01-01", "block"));
        assert_eq!(value(&[house.clone(), later]), (held.to_owned(), 1));
        assert_eq!(
            value(&[house, repository("levels.open-threat = \"block\"\n")]),
            ("\"block\"".to_owned(), 0)
        );
    }

    #[test]
    fn what_conditions_and_bans_lack_is_told_with_its_place_and_the_nearest_word() {
        let text = "[[when]]\nrule = \"open-threats\"\nscope = [\"dev\"]\nlevel = \"warn\"\n\
                    [[when]]\nrule = \"open-threat\"\nseverity = [\"lo\"]\necosystem = []\nfolder = \"../up\"\n\
                    [[ban]]\ncomponent = \"a\"\nversions = \"1.2\"\nreasons = \"b\"\n\
                    [levels]\nopen-threat = { before = \"warn\", from = 2027-02-30, level = \"block\" }\n";
        let errors = errors_of(text);
        for expected in [
            "cullis.toml:2:8: `open-threats` is no rule; did you mean `open-threat`?",
            "cullis.toml:3:9: `scope` takes a list of `\"runtime\"`",
            "cullis.toml:7:12: `severity` has no `lo`; did you mean `low`?",
            "cullis.toml:8:13: `ecosystem` takes a list of texts",
            "cullis.toml:9:10: `folder` takes a folder of the repository",
            "this `[[when]]` has no `level`",
            "cullis.toml:12:12: `versions` takes bounds",
            "unknown key `reasons`; did you mean `reason`?",
            "this `[[ban]]` has no `reason`",
            "cullis.toml:15:",
        ] {
            assert!(errors.iter().any(|error| error.contains(expected)), "{expected}: {errors:#?}");
        }
    }

    #[test]
    fn a_layer_that_another_asks_for_has_to_stand_below_it_as_asked() {
        let branch = handed_in("conf/branch.toml", "database.max-age-days = 5\n");
        let digest = crate::domain::digest::Digest::of(&branch.bytes).to_string();
        let asking = |sha256: &str| of_host(&format!("[[layer]]\nfile = \"branch.toml\"\n{sha256}"));
        let told = |layers: &[LayerSource]| match effective(layers, &RULES) {
            Ok(_) => "sound".to_owned(),
            Err(errors) => say(&errors[0].message, Language::English),
        };
        let exact = format!("sha256 = \"{digest}\"\n");
        assert_eq!(told(&[asking(""), branch.clone()]), "sound");
        assert_eq!(told(&[asking(&exact), branch.clone()]), "sound");
        assert!(told(&[asking("")]).starts_with("a layer `branch.toml` has to stand below"));
        assert!(told(&[branch.clone(), asking("")]).starts_with("a layer `branch.toml` has to stand below"));
        let other = format!("sha256 = \"{}\"\n", "0".repeat(64));
        assert!(
            told(&[asking(&other), branch]).starts_with("the layer conf/branch.toml has to be sha256:0000")
        );
    }
}
