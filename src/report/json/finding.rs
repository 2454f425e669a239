//! Findings in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::policy::StepRow;
use super::{PlaceRow, Words};
use crate::domain::advisory::Severity;
use crate::domain::assessment::Leap;
use crate::domain::base::Age;
use crate::domain::component::{Component, Version};
use crate::domain::demands::Deadline;
use crate::domain::finding::Introducer;
use crate::domain::rule::RuleKind;
use crate::domain::verdict::{JudgedFinding, Report};
use crate::messages::Language;
use crate::report::{purl, words};

/// Something that a rule found, and what policy made of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct FindingRow<'r> {
    /// Survives line shifts and version bumps; two findings of one run may
    /// share it when a file declares two affected versions of one component.
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    identity: String,
    /// The rule's id.
    rule: &'static str,
    /// The number of the practice that the rule speaks to.
    practice: u8,
    /// A violation is wrong; a gap isn't known.
    #[schemars(extend("enum" = ["violation", "gap"]))]
    kind: &'static str,
    /// What policy makes of it.
    #[schemars(extend("enum" = ["off", "note", "warn", "block"]))]
    level: &'static str,
    /// Whether it stops the change: level block, and no exception.
    blocks: bool,
    /// The exception that excuses it: a position in `policy.exceptions`.
    excepted_by: Option<usize>,
    /// Whether the change brought it, where there is a base revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["new", "old"]))]
    age: Option<&'static str>,
    /// The VEX statement that excuses it: a position in `policy.vex`.
    excused_by_vex: Option<usize>,
    /// Where it stands.
    place: PlaceRow<'r>,
    /// What was found.
    message: Words<'r>,
    /// What to do about this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<Words<'r>>,
    /// What about the place or component: an advisory's id, a licence, a threat.
    subject: &'r str,
    /// Every id of the advisory.
    ids: Vec<&'r str>,
    /// The component.
    #[serde(skip_serializing_if = "Option::is_none")]
    component: Option<ComponentRow<'r>>,
    /// Since when the vulnerability is known to be exploited.
    #[serde(skip_serializing_if = "Option::is_none")]
    exploited: Option<ExploitedRow<'r>>,
    /// How likely the vulnerability is to be exploited.
    #[serde(skip_serializing_if = "Option::is_none")]
    epss: Option<EpssRow<'r>>,
    /// The last day that its fix may take, where policy sets a window; `unknown`
    /// where the advisory has no date, so that no time can be left.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix_by: Option<String>,
    /// The next day on which its level rises, and to what.
    #[serde(skip_serializing_if = "Option::is_none")]
    rises: Option<StepRow>,
    /// Weaknesses, `CWE-79`.
    weaknesses: Vec<&'r str>,
    /// The declaration: a number in the inventory.
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<usize>,
    /// How bad.
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<SeverityRow<'r>>,
    /// Versions that mend it, nearest first. For advisories: above the version
    /// in use, verified against every record of it; an empty list says that no
    /// fixed version is known.
    fixed: Vec<&'r str>,
    /// The last version that is said to be affected, where no fixed one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_affected: Option<&'r str>,
    /// The nearest version that nothing in the database affects, but what no
    /// version is known to fix.
    #[serde(skip_serializing_if = "Option::is_none")]
    cure: Option<CureRow<'r>>,
    /// From what the project asks for to the component: the shortest path.
    path: Vec<ComponentRow<'r>>,
    /// The direct dependencies that bring it in, the nearest first; at most 32.
    introduced_by: Vec<IntroducerRow<'r>>,
    /// Whether there are more of them.
    introduced_by_more: bool,
    /// Other places that help to understand it.
    related: Vec<Related<'r>>,
}

/// A component at a version.
#[derive(Serialize, JsonSchema)]
pub(super) struct ComponentRow<'r> {
    /// The ecosystem as OSV spells it.
    ecosystem: &'r str,
    /// The package's name.
    name: &'r str,
    /// The version, when there is exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'r str>,
    /// The range, when the file states no version but a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<&'r str>,
    /// Its package URL, where one fits. For display: ecosystem and name are
    /// the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    purl: Option<String>,
}

impl<'r> ComponentRow<'r> {
    pub(super) fn of(component: &'r Component, purl: Option<String>) -> Self {
        let (version, requirement) = match &component.version {
            Version::Exact(version) => (Some(&**version), None),
            Version::Requirement(range) => (None, Some(&**range)),
            Version::Unstated => (None, None),
        };
        let (ecosystem, name) = (component.ecosystem.as_str(), &*component.name);
        Self { ecosystem, name, version, requirement, purl }
    }
}

/// The version that mends a component.
#[derive(Serialize, JsonSchema)]
struct CureRow<'r> {
    version: &'r str,
    /// What the move to it means, where the ecosystem's numbers promise anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = ["compatible", "breaking"]))]
    leap: Option<&'static str>,
    /// Advisories of the component that no version is known to fix.
    leaves: Vec<&'r str>,
}

/// A direct dependency that brings the component in.
#[derive(Serialize, JsonSchema)]
struct IntroducerRow<'r> {
    /// One way from it to the component, both included.
    path: Vec<ComponentRow<'r>>,
    /// Where to edit: the line of the project's own manifest that asks for it,
    /// else its entry in the lockfile.
    place: PlaceRow<'r>,
}

/// How bad, by a score and its band.
#[derive(Serialize, JsonSchema)]
struct SeverityRow<'r> {
    /// The band of CVSS.
    #[schemars(extend("enum" = ["unscored", "none", "low", "medium", "high", "critical"]))]
    band: &'static str,
    /// The score.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 10.0))]
    score: Option<f64>,
    /// The source's own word, where there is no score. It is no score.
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<&'r str>,
}

/// An entry of the catalogue of vulnerabilities that are known to be exploited.
#[derive(Serialize, JsonSchema)]
struct ExploitedRow<'r> {
    /// The id that the catalogue lists.
    id: &'r str,
    /// The day that it was added.
    #[schemars(extend("format" = "date"))]
    since: String,
}

/// An estimate of the Exploit Prediction Scoring System.
#[derive(Serialize, JsonSchema)]
struct EpssRow<'r> {
    /// The id that it is for.
    id: &'r str,
    /// How likely an exploit within thirty days is.
    #[schemars(range(min = 0.0, max = 1.0))]
    probability: f64,
    /// The share of scored vulnerabilities that are no likelier.
    #[schemars(range(min = 0.0, max = 1.0))]
    percentile: f64,
}

/// Another place, and what it has to do with the finding.
#[derive(Serialize, JsonSchema)]
struct Related<'r> {
    place: PlaceRow<'r>,
    message: Words<'r>,
}

impl<'r> FindingRow<'r> {
    pub(super) fn of(judged: &'r JudgedFinding, report: &'r Report, language: Language) -> Self {
        let finding = &judged.finding;
        let occurrence = finding.occurrence.and_then(|position| report.inventory.occurrences.get(position));
        let origin = occurrence.map(|occurrence| &occurrence.origin);
        let component = finding.component.as_ref();
        let related = finding.related.iter().map(|(place, statement)| Related {
            place: PlaceRow::of(place),
            message: Words::of(statement, language),
        });
        Self {
            identity: judged.identity.to_string(),
            rule: finding.rule.id,
            practice: finding.rule.practice,
            kind: match finding.rule.kind {
                RuleKind::Violation => "violation",
                RuleKind::Gap => "gap",
            },
            level: judged.level.word(),
            blocks: judged.blocks(),
            excepted_by: judged.excepted_by,
            age: judged.age.map(Age::word),
            excused_by_vex: judged.vex,
            place: PlaceRow::of(&finding.place),
            message: Words::of(&finding.message, language),
            remedy: finding.remedy.as_ref().map(|remedy| Words::of(remedy, language)),
            subject: &finding.subject.item,
            ids: finding.aliases.iter().map(|id| &**id).collect(),
            component: component.map(|component| ComponentRow::of(component, purl::of(component, origin))),
            exploited: finding
                .exploited
                .as_ref()
                .map(|exploited| ExploitedRow { id: &exploited.id, since: exploited.since.to_string() }),
            epss: finding.epss.as_ref().map(|epss| EpssRow {
                id: &epss.id,
                probability: epss.probability,
                percentile: epss.percentile,
            }),
            fix_by: fix_by(judged),
            rises: rises(judged),
            weaknesses: words::weaknesses(report, finding),
            occurrence: finding.occurrence,
            severity: finding.severity.map(|severity| SeverityRow {
                band: severity.band().word(),
                score: match severity {
                    Severity::Score(score) => Some(score),
                    Severity::Unscored => None,
                },
                rating: finding.rating.as_deref(),
            }),
            fixed: finding.fixed.iter().map(|version| &**version).collect(),
            last_affected: finding.last_affected.as_deref(),
            cure: finding.cure.as_ref().map(|cure| CureRow {
                version: &cure.version,
                leap: cure.leap.map(Leap::word),
                leaves: cure.leaves.iter().map(|id| &**id).collect(),
            }),
            path: steps(&finding.path),
            introduced_by: finding.introducers.iter().map(IntroducerRow::of).collect(),
            introduced_by_more: finding.more_introducers,
            related: related.collect(),
        }
    }
}

fn fix_by(judged: &JudgedFinding) -> Option<String> {
    judged.ahead.deadline.map(|deadline| match deadline {
        Deadline::On(day) => day.to_string(),
        Deadline::Unknown => "unknown".to_owned(),
    })
}

fn rises(judged: &JudgedFinding) -> Option<StepRow> {
    let (from, level) = judged.ahead.rises?;
    Some(StepRow { from: from.to_string(), level: level.word() })
}

fn steps(path: &[Component]) -> Vec<ComponentRow<'_>> {
    path.iter().map(|step| ComponentRow::of(step, purl::of(step, None))).collect()
}

impl<'r> IntroducerRow<'r> {
    fn of(introducer: &'r Introducer) -> Self {
        Self { path: steps(&introducer.path), place: PlaceRow::of(&introducer.place) }
    }
}
