//! `Package.resolved`, versions 1 to 3: every pin.
//!
//! Format: <https://github.com/swiftlang/swift-package-manager>, `PinsStore`;
//! version 2 has `pins` at the root with a kind and a location each, version 3
//! adds `originHash`. Packages are named by their repositories, as OSV names
//! them. A pin to a branch or a commit states no version: advisories that name
//! commits are held against it in a clone. The format tells neither what the
//! project asks for itself nor what needs what, nor tests from runtime; and
//! `Package.swift` is a program, which isn't run, so whether the file is up to
//! date isn't known.

use std::sync::Arc;

use crate::domain::component::{Component, Ecosystem, Occurrence, Origin, Relation, Scope, Version};
use crate::domain::inventory::{Gap, GapKind, Reading};
use crate::ecosystem::{Reader, Surroundings, local_origin};
use crate::messages::{ecosystem as say, source};
use crate::purl;
use crate::source::json::{Document, Kind, Value};
use crate::source::{ReadError, SourceFile, shorten};

/// The newest version of the format that is known here.
const NEWEST: u64 = 3;

/// OSV's name for packages that are named by their repositories.
const BY_REPOSITORY: &str = "SwiftURL";

/// A registry's packages have names of their own, which no advisory uses.
const BY_REGISTRY: &str = "Swift registry";

/// The row of this format.
pub static READER: Reader =
    Reader { id: "swift/package-resolved", recognises: |path| path.file_name() == "Package.resolved", read };

fn read(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Reading, ReadError> {
    let document = Document::parse(file, surroundings.limits)?;
    let root = document.root().as_object("Package.resolved")?;
    let mut reading = Reading::default();
    check_version(root, &mut reading);
    let pins = root.get("pins").or_else(|| root.get("object")?.get("pins"));
    let pins = pins.ok_or_else(|| root.error(say::swift_without_pins()))?.as_list("pins")?;
    for pin in pins.items() {
        match occurrence(pin, file, surroundings) {
            Ok(occurrence) => {
                reading.gaps.extend(unresolved(&occurrence));
                reading.occurrences.push(occurrence);
            }
            Err(error) => reading.gaps.push(error.into()),
        }
    }
    Ok(reading)
}

fn check_version(root: Value<'_>, reading: &mut Reading) {
    let version = root.get("version");
    if version.and_then(Value::integer).is_some_and(|number| (1..=NEWEST).contains(&number)) {
        return;
    }
    let (place, found) = version.map_or((root.place(), "-".to_owned()), |it| (it.place(), it.found()));
    reading.gaps.push(ReadError { place, message: say::swift_version(found, NEWEST) }.into());
}

/// One pin. Version 1 has `package` and `repositoryURL` where later ones have
/// `identity`, `kind` and `location`.
fn occurrence(
    pin: Value<'_>,
    file: &SourceFile,
    surroundings: &Surroundings<'_>,
) -> Result<Occurrence, ReadError> {
    let pin = pin.as_object("pin")?;
    let kind = pin.optional_text("kind")?;
    let identity = pin.optional_text("identity")?.or(pin.optional_text("package")?);
    let location = pin.optional_text("location")?.or(pin.optional_text("repositoryURL")?);
    let location = location.filter(|location| !location.trim().is_empty());
    let state = pin.get("state").filter(|state| state.kind() == Kind::Object);
    let state = state.ok_or_else(|| pin.error(source::missing_field("state")))?;
    let (ecosystem, name, origin) = match (kind.as_deref(), location) {
        (Some("registry"), _) => {
            let name = identity.ok_or_else(|| pin.error(source::missing_field("identity")))?;
            (BY_REGISTRY, name.into_owned(), Origin::Registry { url: None })
        }
        (_, None) => return Err(pin.error(source::missing_field("location"))),
        (Some("localSourceControl" | "fileSystem"), Some(folder)) => {
            let origin = local_origin(surroundings.files, &file.path(), &folder);
            (BY_REPOSITORY, identity.unwrap_or(folder).into_owned(), origin)
        }
        (None | Some("remoteSourceControl"), Some(url)) => {
            let revision = state.optional_text("revision")?.map(|revision| Arc::from(&*revision));
            let name = purl::normalise(BY_REPOSITORY, &url).into_owned();
            let is_of_host =
                name.split_once('/').is_some_and(|(host, path)| host.contains('.') && !path.is_empty());
            if !is_of_host || name.starts_with('.') {
                return Err(pin.error(say::swift_location(shorten(&url))));
            }
            (BY_REPOSITORY, name, Origin::Git { url: Arc::from(&*url), revision })
        }
        (Some(_), Some(_)) => {
            let kind = pin.get("kind").unwrap_or(pin);
            return Err(kind.error(say::swift_kind(kind.found())));
        }
    };
    let version = state.optional_text("version")?.filter(|version| !version.is_empty());
    let named = pin.get("location").or_else(|| pin.get("repositoryURL")).or_else(|| pin.get("identity"));
    Ok(Occurrence {
        component: Component {
            ecosystem: Ecosystem::new(ecosystem),
            name: Arc::from(name),
            version: version.map_or(Version::Unstated, |version| Version::Exact(Arc::from(&*version))),
        },
        place: named.unwrap_or(pin).place(),
        origin,
        scope: Scope::Runtime,
        relation: Relation::Unstated,
        hashes: Vec::new(),
        license: None,
        dependencies: Vec::new(),
    })
}

fn unresolved(occurrence: &Occurrence) -> Option<Gap> {
    let is_open =
        occurrence.component.version == Version::Unstated && occurrence.origin != Origin::FirstParty;
    is_open.then(|| Gap {
        kind: GapKind::UnresolvedVersion,
        place: occurrence.place.clone(),
        reason: say::swift_without_version(shorten(&occurrence.component.name)),
        component: Some(occurrence.component.clone()),
    })
}
