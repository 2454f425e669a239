//! The JSON report, `cullis/report/v1`: everything that is known of a run.
//!
//! Its schema is generated from these types and committed as
//! `policies/schemas/report-v1.schema.json`. Fields are only ever added; a
//! change that breaks a reader is a new version. Long lists are written entry
//! by entry, so that a large inventory is never held twice.

mod base;
mod finding;
mod inventory;
mod policy;
mod stream;
#[cfg(test)]
mod tests;
mod threat;

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use self::stream::Stream;
use super::words;
use crate::domain::advisory::{DatabaseState, Feed, SignatureState};
use crate::domain::day::day_of;
use crate::domain::place::{Artifact, Place};
use crate::domain::statement::Statement;
use crate::domain::verdict::{Accounting, Report};
use crate::messages::{self, Language};

/// The name of this version of the format.
const SCHEMA: &str = "cullis/report/v1";

/// Writes the report, indented, with a line end at its end.
pub(super) fn render(report: &Report, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let document = Document::of(report, language);
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

/// The JSON Schema (2020-12) of the report.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Document<'static>).to_value()
}

/// A run of the gate, and everything that led to its verdict.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Cullis report, version 1")]
struct Document<'r> {
    /// The format's name and version.
    #[schemars(extend("const" = "cullis/report/v1"))]
    schema: &'static str,
    /// What made the report.
    tool: Tool,
    /// The outcome.
    #[schemars(extend("enum" = ["pass", "fail", "indeterminate", "nothing-to-judge"]))]
    verdict: &'static str,
    /// The exit code of the verdict, before flags such as `--exit-zero`.
    exit: u8,
    /// The outcome in one sentence.
    headline: Words<'r>,
    /// The emergency grants in force: what passes without approval.
    emergencies: Vec<Words<'r>>,
    /// The clock of the run.
    #[schemars(extend("format" = "date-time"))]
    judged_at: String,
    /// Keeps several runs of one repository apart; may be empty.
    category: &'r str,
    /// The language of the texts, as a BCP 47 tag.
    language: &'static str,
    /// The base revision; left out where nobody asked for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<base::BaseRow<'r>>,
    /// Every finding, blocking ones first, excepted ones included.
    #[schemars(with = "Vec<finding::FindingRow<'r>>")]
    findings: Stream<'r, finding::FindingRow<'r>>,
    /// Every practice, by number.
    practices: Vec<Practice>,
    /// The sum over all declarations.
    accounting: AccountingRow,
    /// What was declared.
    inventory: inventory::InventoryRow<'r>,
    /// What could not be read, resolved or compared.
    gaps: Vec<inventory::GapRow<'r>>,
    /// The advisory database.
    database: Database<'r>,
    /// The policy in force.
    policy: policy::PolicyRow<'r>,
    /// The recorded threat models.
    threat_models: Vec<threat::ThreatModelRow<'r>>,
    /// What the run read, by digest.
    inputs: Inputs<'r>,
}

impl<'r> Document<'r> {
    fn of(report: &'r Report, language: Language) -> Self {
        let judgement = &report.judgement;
        let practices = judgement.practices.iter().map(|judged| Practice {
            number: judged.practice.number,
            id: judged.practice.id,
            title: messages::say(&messages::practice::title_of(judged.practice.number), language),
            state: judged.state.word(),
        });
        let gaps = report.inventory.gaps.iter().map(|gap| inventory::GapRow::of(gap, language));
        let models = report.threat_models.iter();
        Self {
            schema: SCHEMA,
            tool: Tool { name: "cullis", version: report.tool_version },
            verdict: judgement.verdict.word(),
            exit: judgement.verdict.exit_code(),
            headline: Words::owned(&words::headline(report), language),
            emergencies: words::emergencies(report).map(|said| Words::of(said, language)).collect(),
            judged_at: report.now.to_string(),
            category: &report.category,
            language: language.tag(),
            base: base::BaseRow::of(report, language),
            findings: Stream::new(move || {
                let rows = judgement.findings.iter();
                Box::new(rows.map(move |judged| finding::FindingRow::of(judged, report, language)))
            }),
            practices: practices.collect(),
            accounting: AccountingRow::of(&judgement.accounting),
            inventory: inventory::InventoryRow::of(report, language),
            gaps: gaps.collect(),
            database: Database::of(&report.database, language),
            policy: policy::PolicyRow::of(&report.policy, day_of(report.now)),
            threat_models: models.map(|model| threat::ThreatModelRow::of(model, language)).collect(),
            inputs: Inputs::of(report),
        }
    }
}

/// What made a report.
#[derive(Serialize, JsonSchema)]
struct Tool {
    /// Its name.
    #[schemars(extend("const" = "cullis"))]
    name: &'static str,
    /// Its version.
    version: &'static str,
}

/// A sentence for a person, and the facts in it for a machine.
#[derive(Serialize, JsonSchema)]
struct Words<'r> {
    /// The sentence in the report's language; control characters are escaped.
    text: String,
    /// The sentence's stable name.
    key: &'static str,
    /// The arguments, as they were found.
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    arguments: Arguments<'r>,
}

impl<'r> Words<'r> {
    fn of(statement: &'r Statement, language: Language) -> Self {
        let arguments = statement.named_arguments().map(|(name, value)| (name, value.into())).collect();
        let text = messages::say(statement, language);
        Self { text, key: statement.sentence.key, arguments: Arguments(arguments) }
    }

    /// For a statement that nothing else holds on to.
    fn owned(statement: &Statement, language: Language) -> Self {
        let arguments = statement.named_arguments().map(|(name, value)| (name, value.to_owned().into()));
        let arguments = Arguments(arguments.collect());
        Self { text: messages::say(statement, language), key: statement.sentence.key, arguments }
    }
}

/// Arguments in their sentence's order.
struct Arguments<'r>(Vec<(&'static str, std::borrow::Cow<'r, str>)>);

impl Serialize for Arguments<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// A place: a file, and a part of it where one is known. Lines and columns
/// begin at 1; columns count UTF-16 code units; the end is exclusive.
#[derive(Serialize, JsonSchema)]
struct PlaceRow<'r> {
    /// `tree`: of the repository, `outside`: named by whoever ran the gate,
    /// `built-in`: part of the gate.
    #[schemars(extend("enum" = ["tree", "outside", "built-in"]))]
    of: &'static str,
    /// The path in the tree (empty for its root), or the name as given.
    path: &'r str,
    /// The first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// The first column.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
    /// The last line.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
    /// The column behind the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
}

impl<'r> PlaceRow<'r> {
    fn of(place: &'r Place) -> Self {
        let (of, path) = match &place.artifact {
            Artifact::Tree(path) => ("tree", path.as_str()),
            Artifact::Base(path, _) => ("base", path.as_str()),
            Artifact::Outside(name) => ("outside", &**name),
            Artifact::BuiltIn(name) => ("built-in", *name),
        };
        let region = place.region;
        Self {
            of,
            path,
            line: region.map(|region| region.start.line),
            column: region.map(|region| region.start.column),
            end_line: region.map(|region| region.end.line),
            end_column: region.map(|region| region.end.column),
        }
    }
}

/// A practice of the gate's catalogue in this run.
#[derive(Serialize, JsonSchema)]
struct Practice {
    /// Its stable number.
    #[schemars(range(min = 1, max = 17))]
    number: u8,
    /// Its stable id.
    id: &'static str,
    /// Its title.
    title: String,
    /// What the run shows of it.
    #[schemars(extend("enum" = ["met", "not-met", "partly-evidenced", "not-evidenced", "not-applicable"]))]
    state: &'static str,
}

/// `declared` = `first_party` + `clean` + `affected` + `excepted` +
/// `unassessable`; `excluded` and `ignored` count files and folders beside it.
#[derive(Serialize, JsonSchema)]
struct AccountingRow {
    declared: usize,
    first_party: usize,
    clean: usize,
    affected: usize,
    excepted: usize,
    unassessable: usize,
    excluded: usize,
    ignored: usize,
}

impl AccountingRow {
    const fn of(accounting: &Accounting) -> Self {
        let Accounting { declared, first_party, clean, affected, excepted, unassessable, excluded, ignored } =
            *accounting;
        Self { declared, first_party, clean, affected, excepted, unassessable, excluded, ignored }
    }
}

/// The advisory database.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
enum Database<'r> {
    /// There is none.
    Missing,
    /// It is there and can't be used.
    Unusable {
        /// The path as the user gave it.
        path: &'r str,
        /// Why.
        reason: Words<'r>,
    },
    /// It was used.
    Usable {
        /// The path as the user gave it.
        path: &'r str,
        /// The digest over all of it.
        root: String,
        /// Its sources.
        sources: Vec<Source<'r>>,
        /// What it knows beside advisories.
        feeds: Vec<FeedRow>,
        /// How many private namespaces it keeps.
        namespaces: u64,
        /// How many advisories the organisation withdrew.
        withdrawals: u64,
        /// Whether one of the keys that policy names signed it.
        #[schemars(extend("enum" = ["not-asked", "unverified", "verified"]))]
        signature: &'static str,
    },
}

/// One ecosystem's records from one export.
#[derive(Serialize, JsonSchema)]
struct Source<'r> {
    /// The ecosystem as OSV spells it.
    ecosystem: &'r str,
    /// Whether it has all of the ecosystem's records.
    #[schemars(extend("enum" = ["whole", "partial"]))]
    completeness: &'static str,
    /// Records in use.
    advisories: u64,
    /// How many of them are in-house.
    in_house: u64,
    /// Records left out because they are withdrawn.
    withdrawn: u64,
    /// Records left out because the organisation withdrew them.
    withdrawn_here: u64,
    /// The day that the data stands for.
    #[schemars(extend("format" = "date"))]
    as_of: Option<String>,
}

/// What the database knows from another publisher.
#[derive(Serialize, JsonSchema)]
struct FeedRow {
    #[schemars(extend("enum" = ["kev", "epss", "licenses"]))]
    kind: &'static str,
    /// Its entries.
    entries: u64,
    /// Entries that speak of something in the data.
    matched: u64,
    /// The day that it stands for.
    #[schemars(extend("format" = "date"))]
    as_of: Option<String>,
}

impl FeedRow {
    fn of(feed: &Feed) -> Self {
        let Feed { kind, entries, matched, as_of } = *feed;
        Self { kind: kind.word(), entries, matched, as_of: as_of.map(|day| day.to_string()) }
    }
}

impl<'r> Database<'r> {
    fn of(state: &'r DatabaseState, language: Language) -> Self {
        match state {
            DatabaseState::Missing => Self::Missing,
            DatabaseState::Unusable { path, reason } => {
                Self::Unusable { path, reason: Words::of(reason, language) }
            }
            DatabaseState::Usable(database) => {
                let sources = database.sources.iter().map(|source| Source {
                    ecosystem: &source.ecosystem,
                    completeness: source.completeness.word(),
                    advisories: source.advisories,
                    in_house: source.in_house,
                    withdrawn: source.withdrawn,
                    withdrawn_here: source.withdrawn_here,
                    as_of: source.as_of.map(|day| day.to_string()),
                });
                Self::Usable {
                    path: &database.path,
                    root: database.root.to_string(),
                    sources: sources.collect(),
                    feeds: database.feeds.iter().map(FeedRow::of).collect(),
                    namespaces: database.namespaces,
                    withdrawals: database.withdrawals,
                    signature: match database.signature {
                        SignatureState::NotAsked => "not-asked",
                        SignatureState::Unverified(_) => "unverified",
                        SignatureState::Verified(_) => "verified",
                    },
                }
            }
        }
    }
}

/// What the run read and knew: equal inputs give equal reports.
#[derive(Serialize, JsonSchema)]
struct Inputs<'r> {
    /// The digest over all of them.
    digest: String,
    /// Each input.
    #[schemars(with = "Vec<Input<'r>>")]
    entries: Stream<'r, Input<'r>>,
}

/// One input of the run.
#[derive(Serialize, JsonSchema)]
struct Input<'r> {
    /// Its name.
    name: &'r str,
    /// Its digest, or `absent`, or its value.
    value: &'r str,
}

impl<'r> Inputs<'r> {
    fn of(report: &'r Report) -> Self {
        let entries = &report.inputs.entries;
        Self {
            digest: report.inputs.digest.to_string(),
            entries: Stream::new(move || Box::new(entries.iter().map(|(name, value)| Input { name, value }))),
        }
    }
}
