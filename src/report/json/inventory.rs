//! The inventory in JSON: every component with every place that declares it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::finding::ComponentRow;
use super::stream::Stream;
use super::{PlaceRow, Words};
use crate::domain::assessment::{Assessment, Standing};
use crate::domain::component::{Component, Occurrence, Origin, Relation};
use crate::domain::inventory::{Gap, GapKind};
use crate::domain::license::{LicenseFact, LicenseSource, LicenseStatement, Verification};
use crate::domain::verdict::Report;
use crate::messages::Language;
use crate::report::purl;

/// What the repository declares.
#[derive(Serialize, JsonSchema)]
pub(super) struct InventoryRow<'r> {
    /// The manifests that were read, in path order.
    manifests: Vec<ManifestRow<'r>>,
    /// Every component, by ecosystem, name and version.
    #[schemars(with = "Vec<Declared<'r>>")]
    components: Stream<'r, Declared<'r>>,
    /// What was passed over.
    passed_over: PassedOverRow<'r>,
}

/// A manifest that was read.
#[derive(Serialize, JsonSchema)]
struct ManifestRow<'r> {
    path: &'r str,
    /// The reader of its format.
    reader: &'static str,
    /// How many entries it declares.
    declared: usize,
}

/// Files and folders that no reader saw.
#[derive(Serialize, JsonSchema)]
struct PassedOverRow<'r> {
    /// Named by an ignore file and not tracked by git.
    ignored: usize,
    /// Excluded by policy, by the pattern that did it.
    excluded: BTreeMap<&'r str, usize>,
    /// Symbolic links, which are never followed.
    links: usize,
}

/// A component and the places that declare it.
#[derive(Serialize, JsonSchema)]
struct Declared<'r> {
    #[serde(flatten)]
    component: ComponentRow<'r>,
    occurrences: Vec<OccurrenceRow<'r>>,
}

/// One declaration of a component.
#[derive(Serialize, JsonSchema)]
struct OccurrenceRow<'r> {
    /// Its number in the run; findings and `dependencies` speak of it.
    number: usize,
    place: PlaceRow<'r>,
    origin: OriginRow<'r>,
    #[schemars(extend("enum" = ["runtime", "development", "build", "test"]))]
    scope: &'static str,
    /// Whether the project asks for it itself.
    #[schemars(extend("enum" = ["direct", "transitive", "unstated"]))]
    relation: &'static str,
    hashes: Vec<HashRow<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<LicenseRow<'r>>,
    /// What the database says: the heading that the accounting counts it
    /// under, before exceptions.
    #[schemars(extend("enum" = ["first-party", "clean", "affected", "unassessable", "unassessed"]))]
    standing: &'static str,
    /// Why it could not be assessed, or not in full.
    doubts: Vec<Words<'r>>,
    /// The numbers of what it depends on.
    dependencies: &'r [usize],
}

/// Where a component comes from, as its manifest says.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum OriginRow<'r> {
    FirstParty,
    Registry { url: Option<&'r str> },
    Git { url: &'r str, revision: Option<&'r str> },
    Archive { url: &'r str },
    Path { path: &'r str },
    Unstated,
}

/// An integrity hash as the manifest states it.
#[derive(Serialize, JsonSchema)]
struct HashRow<'r> {
    algorithm: &'r str,
    value: &'r str,
}

/// What is known of a licence.
#[derive(Serialize, JsonSchema)]
struct LicenseRow<'r> {
    #[schemars(extend("enum" = ["expression", "none", "no-assertion", "unknown"]))]
    state: &'static str,
    /// The text as stated; it should be an SPDX expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    expression: Option<&'r str>,
    /// Why nobody says anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Words<'r>>,
    /// Where it is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceRow<'r>>,
    /// Whether the archive that states it matches the manifest's hash.
    verified: bool,
    /// How much its text has in common with the licence's, in per cent, where it
    /// was recognised by that.
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
}

/// Something that couldn't be read, resolved or compared.
#[derive(Serialize, JsonSchema)]
pub(super) struct GapRow<'r> {
    #[schemars(extend("enum" = ["unreadable-file", "unsupported-format", "missing-lockfile", "unresolved-version", "unpinned-build-requirement", "empty-sbom"]))]
    kind: &'static str,
    place: PlaceRow<'r>,
    reason: Words<'r>,
    #[serde(skip_serializing_if = "Option::is_none")]
    component: Option<ComponentRow<'r>>,
}

impl<'r> InventoryRow<'r> {
    pub(super) fn of(report: &'r Report, language: Language) -> Self {
        let inventory = &report.inventory;
        let manifests = inventory.manifests.iter().map(|manifest| ManifestRow {
            path: manifest.path.as_str(),
            reader: manifest.reader,
            declared: manifest.occurrences.len(),
        });
        let excluded = inventory.passed_over.excluded.iter();
        Self {
            manifests: manifests.collect(),
            components: Stream::new(move || {
                let components = by_component(&inventory.occurrences).into_iter();
                Box::new(
                    components
                        .map(move |(component, numbers)| declared(report, component, numbers, language)),
                )
            }),
            passed_over: PassedOverRow {
                ignored: inventory.passed_over.ignored,
                excluded: excluded.map(|(pattern, count)| (pattern.as_str(), *count)).collect(),
                links: inventory.passed_over.links,
            },
        }
    }
}

/// Declarations of one component stand together; those from different origins
/// apart, because they are different code.
fn by_component(occurrences: &[Occurrence]) -> BTreeMap<(&Component, Option<String>), Vec<usize>> {
    let mut components: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (number, occurrence) in occurrences.iter().enumerate() {
        let purl = purl::of(&occurrence.component, Some(&occurrence.origin));
        components.entry((&occurrence.component, purl)).or_default().push(number);
    }
    components
}

fn declared<'r>(
    report: &'r Report,
    (component, purl): (&'r Component, Option<String>),
    numbers: Vec<usize>,
    language: Language,
) -> Declared<'r> {
    let occurrences = numbers.into_iter().filter_map(|number| {
        let occurrence = report.inventory.occurrences.get(number)?;
        let assessment = report.assessments.get(number);
        let license = report.licenses.get(number).and_then(Option::as_ref);
        Some(OccurrenceRow {
            license: license.map(|fact| LicenseRow::of(fact, language)),
            standing: standing(assessment),
            doubts: doubts(assessment, language),
            ..OccurrenceRow::bare(number, occurrence)
        })
    });
    Declared { component: ComponentRow::of(component, purl), occurrences: occurrences.collect() }
}

fn standing(assessment: Option<&Assessment>) -> &'static str {
    match assessment.map(Assessment::standing) {
        Some(Standing::FirstParty) => "first-party",
        Some(Standing::Clean) => "clean",
        Some(Standing::Affected) => "affected",
        Some(Standing::Unassessable) => "unassessable",
        None => "unassessed",
    }
}

fn doubts(assessment: Option<&Assessment>, language: Language) -> Vec<Words<'_>> {
    let doubts = assessment.map(|assessment| assessment.doubts.as_slice()).unwrap_or_default();
    doubts.iter().map(|doubt| Words::of(doubt, language)).collect()
}

impl<'r> OccurrenceRow<'r> {
    /// What the manifest alone says.
    fn bare(number: usize, occurrence: &'r Occurrence) -> Self {
        let hashes = occurrence.hashes.iter();
        Self {
            number,
            place: PlaceRow::of(&occurrence.place),
            origin: OriginRow::of(&occurrence.origin),
            scope: occurrence.scope.word(),
            relation: match occurrence.relation {
                Relation::Direct => "direct",
                Relation::Transitive => "transitive",
                Relation::Unstated => "unstated",
            },
            hashes: hashes.map(|hash| HashRow { algorithm: &hash.algorithm, value: &hash.value }).collect(),
            license: None,
            standing: standing(None),
            doubts: Vec::new(),
            dependencies: &occurrence.dependencies,
        }
    }
}

impl<'r> OriginRow<'r> {
    fn of(origin: &'r Origin) -> Self {
        match origin {
            Origin::FirstParty => Self::FirstParty,
            Origin::Registry { url } => Self::Registry { url: url.as_deref() },
            Origin::Git { url, revision } => Self::Git { url, revision: revision.as_deref() },
            Origin::Archive { url } => Self::Archive { url },
            Origin::Path { path } => Self::Path { path },
            Origin::Unstated => Self::Unstated,
        }
    }
}

impl<'r> LicenseRow<'r> {
    fn of(fact: &'r LicenseFact, language: Language) -> Self {
        let (state, expression, reason) = match &fact.statement {
            LicenseStatement::Expression(text) => ("expression", Some(&**text), None),
            LicenseStatement::None => ("none", None, None),
            LicenseStatement::NoAssertion => ("no-assertion", None, None),
            LicenseStatement::Unknown(reason) => ("unknown", None, Some(Words::of(reason, language))),
        };
        let place = match &fact.source {
            LicenseSource::Manifest(place)
            | LicenseSource::PackageStore(place)
            | LicenseSource::Database(place)
            | LicenseSource::Policy(place) => Some(PlaceRow::of(place)),
            LicenseSource::Nobody => None,
        };
        let verified = fact.verification == Verification::Verified;
        let confidence = fact.confidence.map(|confidence| confidence.0);
        Self { state, expression, reason, place, verified, confidence }
    }
}

impl<'r> GapRow<'r> {
    pub(super) fn of(gap: &'r Gap, language: Language) -> Self {
        let component = gap.component.as_ref();
        Self {
            kind: match gap.kind {
                GapKind::UnreadableFile => "unreadable-file",
                GapKind::UnsupportedFormat => "unsupported-format",
                GapKind::MissingLockfile => "missing-lockfile",
                GapKind::UnresolvedVersion => "unresolved-version",
                GapKind::UnpinnedBuild => "unpinned-build-requirement",
                GapKind::EmptySbom => "empty-sbom",
            },
            place: PlaceRow::of(&gap.place),
            reason: Words::of(&gap.reason, language),
            component: component.map(|component| ComponentRow::of(component, purl::of(component, None))),
        }
    }
}
