//! The gate's practices, the standards' requirements, and what maps one to the
//! other: data of `policies/`, read only when somebody asks for it.
//!
//! No verdict depends on a standard or a mapping. A mapping has a row for each
//! practice, even an empty one, so that silence is never an oversight.

mod files;

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use files::{CATALOGUE, MAPPINGS, STANDARDS};

use super::PolicyError;
use crate::domain::limits::Limits;
use crate::domain::place::Artifact;
use crate::domain::practice::{PRACTICES, Practice};
use crate::domain::statement::Statement;
use crate::messages;
use crate::messages::Language;
use crate::source::SourceFile;

/// A text in every language of the product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    en: String,
    zh: String,
}

impl Words {
    /// The text in that language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}

/// How sure an id is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    /// Read in the publisher's own source.
    Confirmed,
    /// Seen in somebody else's copy or excerpt.
    Secondary,
    /// Seen in no source.
    Unconfirmed,
}

impl Verification {
    /// The word in the data and in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Secondary => "secondary",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// How much of a requirement a practice shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// A little: what else is needed is most of it.
    Supporting,
    /// A part; the rest is shown elsewhere.
    Partial,
    /// All that a machine can show.
    Full,
}

impl Coverage {
    /// The word in the data and in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Supporting => "supporting",
            Self::Partial => "partial",
            Self::Full => "full",
        }
    }
}

/// How far a mapping can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MappingStatus {
    /// Nobody but its author has looked at it.
    Draft,
    /// Somebody else has.
    Reviewed,
}

/// A practice with what it states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedPractice {
    /// The practice.
    pub practice: &'static Practice,
    /// What good looks like.
    pub statement: Words,
}

/// One requirement of a standard: its id, and a title in our own words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// The id as published.
    pub id: Spanned<String>,
    /// The level that asks for it first, where the standard has levels.
    pub level: Option<String>,
    /// How sure the id is.
    pub verification: Verification,
    /// Our own short words.
    pub title: Words,
}

/// A standard's requirements, as far as practices speak to them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Kebab-case, `ssdf`.
    pub id: String,
    /// The edition.
    pub version: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its name.
    pub title: Words,
    /// The requirements in the standard's order.
    #[serde(rename = "requirement")]
    pub requirements: Vec<Requirement>,
}

/// What one practice speaks to in one standard.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappingRow {
    /// The practice's id.
    pub practice: Spanned<String>,
    /// How much it shows.
    pub coverage: Coverage,
    /// Ids of requirements; empty when the standard asks for nothing of it.
    pub targets: Vec<Spanned<String>>,
}

/// What the practices speak to in one standard.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The standard's id.
    pub standard: String,
    /// The standard's edition.
    pub version: String,
    /// How far it can be relied on.
    pub status: MappingStatus,
    /// One row for each practice.
    #[serde(rename = "row")]
    pub rows: Vec<MappingRow>,
}

/// A standard with what maps to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedStandard {
    /// The requirements.
    pub standard: Standard,
    /// The mapping.
    pub mapping: Mapping,
}

impl MappedStandard {
    /// The practices that speak to a requirement, and how much of it.
    pub fn practices_for(&self, requirement: &str) -> Vec<(&str, Coverage)> {
        let speaks = |row: &&MappingRow| row.targets.iter().any(|target| target.as_ref() == requirement);
        let rows = self.mapping.rows.iter().filter(speaks);
        rows.map(|row| (row.practice.as_ref().as_str(), row.coverage)).collect()
    }
}

/// Everything that `policies/` says of practices and standards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// The practices, by number.
    pub practices: Vec<StatedPractice>,
    /// The standards, by name.
    pub standards: Vec<MappedStandard>,
}

/// An embedded file: its name below `policies/`, and its text.
pub(super) type DataFile = (&'static str, &'static str);

/// Reads all of it. Whatever is wrong with it is told, never passed over.
pub fn catalogue() -> Result<Catalogue, Vec<PolicyError>> {
    read(CATALOGUE, STANDARDS, MAPPINGS)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueFile {
    practice: Vec<CatalogueRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueRow {
    number: u8,
    id: Spanned<String>,
    statement: Words,
}

/// A data file's text, for places.
struct Data {
    file: SourceFile,
}

impl Data {
    fn open((name, text): DataFile) -> Result<Self, PolicyError> {
        SourceFile::of_artifact(Artifact::BuiltIn(name), text.as_bytes().to_vec(), &Limits::DEFAULT)
            .map(|file| Self { file })
            .map_err(|error| PolicyError { place: error.place, message: error.message })
    }

    fn parse<T: for<'text> Deserialize<'text>>(&self) -> Result<T, PolicyError> {
        toml::from_str(self.file.text()).map_err(|error| {
            let place = error.span().map_or_else(|| self.file.whole(), |span| self.file.place(span));
            PolicyError { place, message: messages::source::syntax("TOML", error.message()) }
        })
    }

    fn error_at(&self, word: &Spanned<String>, message: Statement) -> PolicyError {
        PolicyError { place: self.file.place(word.span()), message }
    }

    fn error(&self, message: Statement) -> PolicyError {
        PolicyError { place: self.file.whole(), message }
    }
}

pub(super) fn read(
    catalogue: DataFile,
    standards: &[DataFile],
    mappings: &[DataFile],
) -> Result<Catalogue, Vec<PolicyError>> {
    let mut errors = Vec::new();
    let practices = practices(catalogue, &mut errors).unwrap_or_else(|error| {
        errors.push(error);
        Vec::new()
    });
    let mut mapped = Vec::new();
    let mut unmapped: Vec<DataFile> = mappings.to_vec();
    for standard in standards {
        let name = standard.0.trim_start_matches("standards/");
        let Some(at) = unmapped.iter().position(|(file, _)| file.trim_start_matches("mappings/") == name)
        else {
            errors.extend(
                Data::open(*standard).map(|data| data.error(messages::policy::unmapped_standard(name))),
            );
            continue;
        };
        match mapped_standard(*standard, unmapped.swap_remove(at), &mut errors) {
            Ok(standard) => mapped.push(standard),
            Err(error) => errors.push(error),
        }
    }
    let strays = unmapped.into_iter().filter_map(|file| Data::open(file).ok());
    errors.extend(strays.map(|data| data.error(messages::policy::unmapped_standard(data.file.artifact()))));
    if errors.is_empty() { Ok(Catalogue { practices, standards: mapped }) } else { Err(errors) }
}

/// The catalogue has the practices of `domain`, in their order.
fn practices(file: DataFile, errors: &mut Vec<PolicyError>) -> Result<Vec<StatedPractice>, PolicyError> {
    let data = Data::open(file)?;
    let rows: CatalogueFile = data.parse()?;
    let mut stated = Vec::new();
    let mut expected = PRACTICES.iter();
    for row in rows.practice {
        match expected.next() {
            Some(practice) if practice.number == row.number && practice.id == row.id.as_ref() => {
                stated.push(StatedPractice { practice, statement: row.statement });
            }
            _ => errors.push(data.error_at(&row.id, messages::policy::unknown_practice(row.id.as_ref()))),
        }
    }
    errors.extend(expected.map(|practice| data.error(messages::policy::missing_practice(practice.id))));
    Ok(stated)
}

fn mapped_standard(
    standard: DataFile,
    mapping: DataFile,
    errors: &mut Vec<PolicyError>,
) -> Result<MappedStandard, PolicyError> {
    let standard_data = Data::open(standard)?;
    let standard: Standard = standard_data.parse()?;
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for requirement in &standard.requirements {
        let id = &requirement.id;
        if !known.insert(id.as_ref()) {
            errors.push(standard_data.error_at(id, messages::policy::duplicate_requirement(id.as_ref())));
        }
    }
    let data = Data::open(mapping)?;
    let mapping: Mapping = data.parse()?;
    if (&mapping.standard, &mapping.version) != (&standard.id, &standard.version) {
        errors.push(data.error(messages::policy::unmapped_standard(&mapping.standard)));
    }
    let mut mapped: BTreeSet<&str> = BTreeSet::new();
    for row in &mapping.rows {
        let id = &row.practice;
        if !PRACTICES.iter().any(|practice| practice.id == id.as_ref()) || !mapped.insert(id.as_ref()) {
            errors.push(data.error_at(id, messages::policy::unknown_practice(id.as_ref())));
        }
        errors.extend(wrong_targets(row, &known, &data));
    }
    let missing = PRACTICES.iter().filter(|practice| !mapped.contains(practice.id));
    errors.extend(missing.map(|practice| data.error(messages::policy::missing_practice(practice.id))));
    Ok(MappedStandard { standard, mapping })
}

fn wrong_targets(row: &MappingRow, known: &BTreeSet<&str>, data: &Data) -> Vec<PolicyError> {
    let mut seen = BTreeSet::new();
    let mut errors = Vec::new();
    for target in &row.targets {
        let id: &str = target.as_ref();
        if !known.contains(id) {
            errors.push(data.error_at(target, messages::policy::unknown_requirement(id)));
        } else if !seen.insert(id) {
            errors.push(data.error_at(target, messages::policy::duplicate_requirement(id)));
        }
    }
    errors
}

#[cfg(test)]
mod tests;
