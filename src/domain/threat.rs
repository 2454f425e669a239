//! Threat models as the gate sees them, whatever file they came from.

use std::sync::Arc;

use jiff::civil::Date;

use super::advisory::Severity;
pub use super::element::{Element, ElementKind, Flow};
pub use super::model_format::{Import, ModelFormat};
use super::place::{Place, TreePath};
use super::remark::Remark;
use super::review::{Review, ReviewFacts};
use super::statement::Statement;

/// A value with the place that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// How bad a threat is, by the model's own rating. The order is the order of badness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThreatSeverity {
    /// The model doesn't rate it.
    Unrated,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Critical.
    Critical,
}

impl ThreatSeverity {
    /// The words of the native format, least first.
    pub const WORDS: [(&'static str, Self); 4] =
        [("low", Self::Low), ("medium", Self::Medium), ("high", Self::High), ("critical", Self::Critical)];

    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unrated => "unrated",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// Whether rules treat it as high. An unrated threat counts too: nobody
    /// has shown that it is less.
    pub const fn counts_as_high(self) -> bool {
        matches!(self, Self::Unrated | Self::High | Self::Critical)
    }

    /// The lowest score of the band of the same name, so that whoever sorts
    /// findings by score shows the threat in its band.
    pub const fn as_severity(self) -> Severity {
        match self {
            Self::Unrated => Severity::Unscored,
            Self::Low => Severity::Score(0.1),
            Self::Medium => Severity::Score(4.0),
            Self::High => Severity::Score(7.0),
            Self::Critical => Severity::Score(9.0),
        }
    }
}

/// What was decided about a threat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Nothing yet, or a state that isn't known.
    Open,
    /// To mitigate it.
    Mitigate,
    /// To live with it.
    Accept,
    /// To hand it to somebody else.
    Transfer,
    /// To remove what it threatens.
    Avoid,
    /// It doesn't apply.
    NotApplicable,
}

impl Decision {
    /// The words of the native format.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("open", Self::Open),
        ("mitigate", Self::Mitigate),
        ("accept", Self::Accept),
        ("transfer", Self::Transfer),
        ("avoid", Self::Avoid),
        ("not-applicable", Self::NotApplicable),
    ];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, decision)| *decision == self).map_or("open", |(word, _)| word)
    }
}

/// How far a mitigation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MitigationStatus {
    /// Somebody suggests it.
    Proposed,
    /// Decided, not done.
    Planned,
    /// Done.
    Implemented,
    /// Done, and somebody checked.
    Verified,
    /// It won't be done.
    Rejected,
    /// It was done once and is gone.
    Retired,
}

impl MitigationStatus {
    /// The words of the native format.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("proposed", Self::Proposed),
        ("planned", Self::Planned),
        ("implemented", Self::Implemented),
        ("verified", Self::Verified),
        ("rejected", Self::Rejected),
        ("retired", Self::Retired),
    ];

    /// The word in reports.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, status)| *status == self).map_or("proposed", |(word, _)| word)
    }

    /// Whether the mitigation claims to work today.
    pub const fn claims_to_work(self) -> bool {
        matches!(self, Self::Implemented | Self::Verified)
    }
}

/// Something in the repository that shows a mitigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// What kind: `file`, `test`, `commit`, `url`.
    pub kind: Located<EvidenceKind>,
}

/// Kinds of evidence, each with what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceKind {
    /// A file, or a text in it.
    File {
        /// Its path as written.
        path: Located<Arc<str>>,
        /// A text that it has to contain.
        contains: Option<Located<Arc<str>>>,
    },
    /// A test by name.
    Test {
        /// The file of the test as written.
        path: Located<Arc<str>>,
        /// Its name.
        name: Located<Arc<str>>,
    },
    /// A commit.
    Commit {
        /// Its id.
        id: Located<Arc<str>>,
    },
    /// A page: never verifiable offline.
    Url {
        /// The address.
        url: Located<Arc<str>>,
    },
}

/// A decision to live with a threat. Every part is optional here, because the
/// rules report what is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub reason: Option<Located<Arc<str>>>,
    /// Who.
    pub by: Option<Located<Arc<str>>>,
    /// In what role.
    pub role: Option<Located<Arc<str>>>,
    /// Where it is recorded elsewhere.
    pub reference: Option<Located<Arc<str>>>,
    /// Since when.
    pub on: Option<Located<Date>>,
    /// The last day that it holds, inclusive, in UTC.
    pub until: Option<Located<Date>>,
}

/// A threat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threat {
    /// Its id in the model.
    pub id: Located<Arc<str>>,
    /// One line.
    pub title: Located<Arc<str>>,
    /// The elements and flows that it threatens.
    pub on: Vec<Located<Arc<str>>>,
    /// How bad.
    pub severity: Located<ThreatSeverity>,
    /// What was decided.
    pub decision: Located<Decision>,
    /// Why, where the decision needs a reason of its own (`not-applicable`).
    pub reason: Option<Located<Arc<str>>>,
    /// Weaknesses, `CWE-79`.
    pub weaknesses: Vec<Located<Arc<str>>>,
    /// Advisories by id or alias that it cites.
    pub advisories: Vec<Located<Arc<str>>>,
    /// The ids of its mitigations.
    pub mitigations: Vec<Located<Arc<str>>>,
    /// Its acceptance.
    pub acceptance: Option<Acceptance>,
}

/// A mitigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mitigation {
    /// Its id in the model.
    pub id: Located<Arc<str>>,
    /// One line.
    pub title: Located<Arc<str>>,
    /// How far it is.
    pub status: Located<MitigationStatus>,
    /// What shows it.
    pub evidence: Vec<Evidence>,
}

/// A tombstone: something that was in the model once. Its id isn't used again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    /// Its id.
    pub id: Located<Arc<str>>,
    /// Since when.
    pub on: Option<Located<Date>>,
    /// Who took it out.
    pub by: Option<Located<Arc<str>>>,
    /// Why.
    pub reason: Option<Located<Arc<str>>>,
}

impl Retired {
    /// Whether it says when, by whom and why.
    pub const fn is_complete(&self) -> bool {
        self.on.is_some() && self.by.is_some() && self.reason.is_some()
    }
}

/// What kind of defect a model's own text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefectKind {
    /// It is the file of another tool, of a format that this version doesn't
    /// read: nothing of it is known.
    Foreign,
    /// It isn't YAML, a key stands twice, it is too large or too deep, or an
    /// item of it is of another type: something is lost that nobody knows.
    Syntax,
    /// A field is unknown, missing or of the wrong type.
    Field,
    /// A state or a severity is outside the vocabulary.
    UnknownState,
    /// An id is used twice.
    DuplicateId,
    /// A reference names nothing.
    DanglingReference,
    /// Something that the model rests on can't be seen, so that what it says
    /// couldn't be looked at whole.
    Unevaluated,
}

/// A defect of a model's own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// What kind.
    pub kind: DefectKind,
    /// Where.
    pub place: Place,
    /// What is wrong, what was expected.
    pub message: Statement,
    /// The item or field that it is about: part of the finding's identity.
    pub item: Arc<str>,
    /// Another place that helps, such as the first use of an id.
    pub related: Option<(Place, Statement)>,
}

/// What a piece of evidence was found to be in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceState {
    /// It is there.
    Found,
    /// It is a test, and passed in the given results.
    Passed,
    /// The given results speak against it: why, and where.
    Refuted(Statement, Option<Place>),
    /// It isn't, and what is missing.
    Gone(Statement),
    /// This version can't tell, and why.
    NotChecked(Statement),
}

impl EvidenceState {
    /// Whether it shows what it is named for.
    pub const fn shows(&self) -> bool {
        matches!(self, Self::Found | Self::Passed)
    }
}

/// A threat model, as far as its file could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThreatModel {
    /// Its file.
    pub file: TreePath,
    /// Whose format the file has.
    pub format: ModelFormat,
    /// The system's id: part of findings' identities.
    pub system: Arc<str>,
    /// Its review, as the file states it.
    pub review: Option<Review>,
    /// What is known of the review beside that.
    pub review_facts: ReviewFacts,
    /// The parts of the system.
    pub elements: Vec<Element>,
    /// The flows between them.
    pub flows: Vec<Flow>,
    /// The threats.
    pub threats: Vec<Threat>,
    /// The mitigations.
    pub mitigations: Vec<Mitigation>,
    /// The models that it imports, as far as they are there.
    pub imports: Vec<Import>,
    /// Whether another model lays evidence and acceptances over it.
    pub is_overlaid: bool,
    /// Whether another model imports it by the digest of its bytes: whoever supplies
    /// it reviews it, and the model that imports it reviews what is laid over it.
    pub is_supplied: bool,
    /// What was in it once.
    pub retired: Vec<Retired>,
    /// The highest number that a threat ever had, in a format that counts them
    /// and never uses one again.
    pub highest_number: Option<Located<u64>>,
    /// The defects of its text.
    pub defects: Vec<Defect>,
    /// What its text says against itself, or leaves unsaid.
    pub remarks: Vec<Remark>,
    /// What each piece of evidence was found to be: by mitigation, then by
    /// evidence, in the model's order.
    pub evidence: Vec<Vec<EvidenceState>>,
}

impl ThreatModel {
    /// A model with nothing in it yet, named by its file until it says a name.
    pub fn empty(file: TreePath, format: ModelFormat) -> Self {
        Self {
            system: Arc::from(file.as_str()),
            file,
            format,
            review: None,
            review_facts: ReviewFacts::default(),
            elements: Vec::new(),
            flows: Vec::new(),
            threats: Vec::new(),
            mitigations: Vec::new(),
            imports: Vec::new(),
            is_overlaid: false,
            is_supplied: false,
            retired: Vec::new(),
            highest_number: None,
            defects: Vec::new(),
            remarks: Vec::new(),
            evidence: Vec::new(),
        }
    }

    /// A model of which nothing could be read, and why.
    pub fn unread(file: TreePath, defect: Defect) -> Self {
        Self { defects: vec![defect], ..Self::empty(file, ModelFormat::Native) }
    }

    /// Whether there is a place for what shows its mitigations: in its own format,
    /// or in an overlay. Where there is none, nobody can be asked for it.
    pub const fn has_evidence(&self) -> bool {
        matches!(self.format, ModelFormat::Native) || self.is_overlaid
    }

    /// Whether nothing of it could be read.
    pub fn is_unread(&self) -> bool {
        let lost = |kind| matches!(kind, DefectKind::Foreign | DefectKind::Syntax);
        let is_empty = self.elements.is_empty() && self.threats.is_empty() && self.mitigations.is_empty();
        is_empty && self.defects.iter().any(|defect| lost(defect.kind))
    }

    /// Whether the file belongs to another tool.
    pub fn is_foreign(&self) -> bool {
        self.defects.iter().any(|defect| defect.kind == DefectKind::Foreign)
    }
}
