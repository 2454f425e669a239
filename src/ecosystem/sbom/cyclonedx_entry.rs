//! What a CycloneDX document says of one component.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::domain::component::{
    Component, Ecosystem, IntegrityHash, Occurrence, Origin, Relation, Scope, StatedLicense, Version,
};
use crate::domain::inventory::{Gap, GapKind};
use crate::domain::place::Place;
use crate::messages::{ecosystem as say, source};
use crate::purl::PackageUrl;
use crate::source::json::{Kind, Value};
use crate::source::{ReadError, shorten};
use crate::version;

/// Lengths of the hexadecimal digests that the format's algorithms give.
const DIGEST_LENGTHS: &[usize] = &[32, 40, 64, 96, 128];

/// A name can hold a licence's whole text; an expression is shorter, in bytes.
const LONGEST_LICENSE: usize = 4096;

/// Reads one component. Without a name it is none; what else of it can't be
/// read becomes a gap beside it.
pub(super) fn occurrence(fields: Value<'_>, gaps: &mut Vec<Gap>) -> Result<Occurrence, ReadError> {
    let fields = fields.as_object("component")?;
    let name = text(fields, "name", gaps).ok_or_else(|| fields.error(source::missing_field("name")))?;
    let purl = purl(fields, gaps);
    let (ecosystem, name) = match &purl {
        Some(purl) => (purl.ecosystem(), purl.full_name()),
        None => unregistered(fields, &name, gaps),
    };
    let ecosystem = Ecosystem::new(&ecosystem);
    let version = version(fields, purl.as_ref(), gaps);
    let component = Component { ecosystem, name: name.into(), version };
    check_version(fields, &component, purl.as_ref(), gaps);
    Ok(Occurrence {
        component,
        place: declaring_place(fields),
        origin: purl.as_ref().map_or(Origin::Unstated, PackageUrl::origin),
        scope: scope(fields),
        relation: Relation::Unstated,
        hashes: hashes(fields, gaps),
        license: license(fields, gaps),
        dependencies: Vec::new(),
    })
}

/// The text at this key; `None` for an empty one too.
fn text(fields: Value<'_>, key: &str, gaps: &mut Vec<Gap>) -> Option<String> {
    let text = fields.optional_text(key).unwrap_or_else(|error| {
        gaps.push(error.into());
        None
    });
    text.filter(|text| !text.is_empty()).map(std::borrow::Cow::into_owned)
}

/// The values of the list at this key.
pub(super) fn items<'doc>(fields: Value<'doc>, key: &str, gaps: &mut Vec<Gap>) -> Vec<Value<'doc>> {
    match fields.get(key).map(|listed| listed.as_list(key)) {
        None => Vec::new(),
        Some(Ok(listed)) => listed.items().collect(),
        Some(Err(error)) => {
            gaps.push(error.into());
            Vec::new()
        }
    }
}

/// What has no package URL is in no ecosystem of OSV, so nothing will call it
/// clean: its ecosystem is `cyclonedx:` and the component's type.
fn unregistered(fields: Value<'_>, name: &str, gaps: &mut Vec<Gap>) -> (String, String) {
    let kind = text(fields, "type", gaps).unwrap_or_default();
    let group = text(fields, "group", gaps);
    let name = group.map_or_else(|| name.to_owned(), |group| format!("{group}/{name}"));
    (format!("cyclonedx:{kind}"), name)
}

/// The component's `purl`, else its `name`: a line that names it.
fn declaring_place(fields: Value<'_>) -> Place {
    fields.get("purl").or_else(|| fields.get("name")).unwrap_or(fields).place()
}

fn purl(fields: Value<'_>, gaps: &mut Vec<Gap>) -> Option<PackageUrl> {
    let value = fields.get("purl").filter(|value| value.kind() != Kind::Null)?;
    let purl = value.text().and_then(|text| PackageUrl::parse(&text));
    if purl.is_none() {
        gaps.push(value.error(say::sbom_not_a_purl(value.found())).into());
    }
    purl
}

/// The package URL's version goes before `version`; `versionRange` is a range.
fn version(fields: Value<'_>, purl: Option<&PackageUrl>, gaps: &mut Vec<Gap>) -> Version {
    let stated = purl.and_then(|purl| purl.version.clone()).or_else(|| text(fields, "version", gaps));
    let range = |gaps: &mut Vec<Gap>| text(fields, "versionRange", gaps);
    match stated {
        Some(version) => Version::Exact(version.into()),
        None => range(gaps).map_or(Version::Unstated, |range| Version::Requirement(range.into())),
    }
}

/// `version` may not say another version than the package URL. What has no
/// package URL can't be assessed whatever its version, so it isn't asked for one.
fn check_version(fields: Value<'_>, component: &Component, purl: Option<&PackageUrl>, gaps: &mut Vec<Gap>) {
    let name = shorten(&component.name);
    let stated = text(fields, "version", &mut Vec::new());
    let (reason, place) = match (&component.version, stated, purl) {
        (_, _, None) => return,
        (Version::Requirement(range), ..) => (say::sbom_range(name, shorten(range)), declaring_place(fields)),
        (Version::Unstated, ..) => (say::sbom_without_version(name), declaring_place(fields)),
        (Version::Exact(exact), Some(stated), Some(_)) if differ(component, exact, &stated) => {
            let place = fields.get("version").unwrap_or(fields).place();
            (say::sbom_two_versions(name, shorten(exact), shorten(&stated)), place)
        }
        (Version::Exact(_), ..) => return,
    };
    let component = Some(component.clone());
    gaps.push(Gap { kind: GapKind::UnresolvedVersion, place, reason, component });
}

/// Where the ecosystem's order can't tell, nothing is said: packages of
/// operating systems leave the epoch out of the one and put it in the other.
fn differ(component: &Component, a: &str, b: &str) -> bool {
    let ecosystem = component.ecosystem.as_str();
    let order = || version::compare(ecosystem, a, b);
    a != b && version::has_order(ecosystem) && order() != Ok(Ordering::Equal)
}

/// `excluded` stands for what tests and builds use; npm's own generator marks
/// development by a property.
fn scope(fields: Value<'_>) -> Scope {
    let excluded = fields.get("scope").is_some_and(|scope| scope.is("excluded"));
    let mut properties = fields.get("properties").into_iter().flat_map(Value::items);
    let development = properties.any(|property| {
        property.get("name").is_some_and(|name| name.is("cdx:npm:package:development"))
            && property.get("value").is_some_and(|value| value.is("true"))
    });
    if excluded || development { Scope::Development } else { Scope::Runtime }
}

fn hashes(fields: Value<'_>, gaps: &mut Vec<Gap>) -> Vec<IntegrityHash> {
    let mut hashes = Vec::new();
    for hash in items(fields, "hashes", gaps) {
        let text = |key: &str| hash.get(key).and_then(Value::text).filter(|text| !text.is_empty());
        match (text("alg"), text("content")) {
            (Some(algorithm), Some(content)) if is_digest(&content) => hashes.push(IntegrityHash {
                algorithm: algorithm.to_ascii_lowercase().replace("sha-", "sha").into(),
                value: content.as_ref().into(),
            }),
            _ => gaps.push(hash.error(say::sbom_not_a_hash(hash.found())).into()),
        }
    }
    hashes
}

fn is_digest(content: &str) -> bool {
    DIGEST_LENGTHS.contains(&content.len()) && content.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `licenses`: expressions, and licences by id or name. Several hold together.
fn license(fields: Value<'_>, gaps: &mut Vec<Gap>) -> Option<StatedLicense> {
    let mut texts = Vec::new();
    for choice in items(fields, "licenses", gaps) {
        match one_license(choice) {
            Some(text) => texts.push(text),
            None => gaps.push(choice.error(say::sbom_not_a_license(choice.found())).into()),
        }
    }
    let text = match texts.as_slice() {
        [] => return None,
        [one] => one.clone(),
        several => several.iter().map(|one| in_brackets(one)).collect::<Vec<_>>().join(" AND "),
    };
    let text = if text.len() > LONGEST_LICENSE { shorten(&text) } else { text };
    Some(StatedLicense { text: Arc::from(text), place: fields.get("licenses")?.place() })
}

fn in_brackets(text: &str) -> String {
    if text.contains(' ') { format!("({text})") } else { text.to_owned() }
}

fn one_license(choice: Value<'_>) -> Option<String> {
    let license = choice.get("license");
    let by = |key: &str| license.and_then(|license| license.get(key)).and_then(Value::text);
    let text = choice.get("expression").and_then(Value::text).or_else(|| by("id")).or_else(|| by("name"))?;
    Some(text.into_owned()).filter(|text| !text.is_empty())
}
