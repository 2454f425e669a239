//! SARIF 2.1.0, for the code-hosting UIs that read it, and for evidence.
//!
//! Two profiles. `sarif` is for upload: it holds only what hosts take, keeps
//! their limits, and leaves excused findings out, because hosts ignore
//! suppressions and would open an alert for each. `sarif-full` is for the
//! record: everything, with suppressions and taxonomies.
//!
//! Results are made and written one at a time.
//! Specification: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

mod parts;
mod place;
mod result;
mod rule;
mod taxonomy;
#[cfg(test)]
mod tests;

use std::cmp::{Ordering, Reverse};
use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;
use serde_sarif::sarif::{Invocation, Notification, RunAutomationDetails, Tool, ToolComponent};

use self::rule::Rules;
use super::words;
use crate::domain::commit::CommitId;
use crate::domain::verdict::{JudgedFinding, Report};
use crate::messages::{self, Language, report as said};

/// Results of one run that hosts keep; of more they drop some of their own choice.
const HOST_RESULTS: usize = 5_000;
/// The schema that the file names.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// For whom the file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Profile {
    /// For upload to a host.
    Host,
    /// For the record.
    Full,
}

/// Writes the report, with a line end at its end.
pub(super) fn render(
    profile: Profile,
    report: &Report,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Log(Run::new(profile, report, language)))?;
    out.write_all(b"\n")
}

/// The file: one run.
struct Log<'r>(Run<'r>);

impl Serialize for Log<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("$schema", SCHEMA)?;
        map.serialize_entry("version", "2.1.0")?;
        map.serialize_entry("runs", &[&self.0])?;
        map.end()
    }
}

/// A finding on its way into the file.
#[derive(Clone, Copy)]
struct Shown<'r> {
    judged: &'r JudgedFinding,
    /// Which of the findings of its identity it is, from 1.
    ordinal: usize,
}

/// What every part of a run needs.
struct Run<'r> {
    profile: Profile,
    report: &'r Report,
    language: Language,
    shown: Vec<Shown<'r>>,
    /// Findings that the profile would show and the limit cut off.
    cut: usize,
    rules: Rules<'r>,
}

impl<'r> Run<'r> {
    fn new(profile: Profile, report: &'r Report, language: Language) -> Self {
        let mut shown = with_ordinals(&report.judgement.findings);
        let mut cut = 0;
        shown.sort_by(|a, b| weightier(a.judged, b.judged));
        if profile == Profile::Host {
            shown.retain(|shown| !shown.judged.is_excused());
            cut = shown.len().saturating_sub(HOST_RESULTS);
            shown.truncate(HOST_RESULTS);
        }
        let rules = Rules::of(&shown, report);
        Self { profile, report, language, shown, cut, rules }
    }

    fn say(&self, statement: &crate::domain::statement::Statement) -> String {
        messages::say(statement, self.language)
    }

    fn tool(&self) -> Tool {
        let driver = ToolComponent::builder()
            .name("Cullis")
            .version(self.report.tool_version)
            .semantic_version(self.report.tool_version)
            .language(self.language.tag())
            .rules(self.rules.descriptors(self))
            .build();
        let driver = match self.profile {
            Profile::Host => driver,
            Profile::Full => ToolComponent { supported_taxonomies: Some(taxonomy::references()), ..driver },
        };
        Tool::builder().driver(driver).build()
    }

    /// The gate did its work even when it fails the change: hosts refuse the
    /// file of a tool that says it didn't.
    fn invocation(&self) -> Invocation {
        let invocation = Invocation::builder()
            .execution_successful(true)
            .exit_code(i64::from(self.report.judgement.verdict.exit_code()))
            .exit_code_description(self.say(&words::headline(self.report)))
            .build();
        if self.cut == 0 {
            return invocation;
        }
        let text = self.say(&said::sarif_cut(self.shown.len(), self.cut));
        let notification = Notification::builder().level("warning").message(parts::message(text)).build();
        Invocation { tool_execution_notifications: Some(vec![notification]), ..invocation }
    }

    fn automation(&self) -> RunAutomationDetails {
        let category = if self.report.category.is_empty() { "cullis" } else { &self.report.category };
        RunAutomationDetails { id: Some(format!("{category}/")), ..RunAutomationDetails::default() }
    }

    fn properties(&self) -> serde_json::Value {
        let judgement = &self.report.judgement;
        let accounting = &judgement.accounting;
        let mut properties = json!({
            "verdict": judgement.verdict.word(),
            "inputs": self.report.inputs.digest,
            "judgedAt": self.report.now.to_string(),
            "governedByThisRepositoryAlone": self.report.policy.repository_governs_itself,
            "accounting": {
                "declared": accounting.declared,
                "firstParty": accounting.first_party,
                "clean": accounting.clean,
                "affected": accounting.affected,
                "excepted": accounting.excepted,
                "unassessable": accounting.unassessable,
            },
        });
        if let (Some(properties), Some(base)) = (properties.as_object_mut(), self.report.base.base()) {
            let merge_base = base.merge_base.as_ref().ok().map(CommitId::as_str);
            let base = json!({ "revision": &*base.revision, "commit": base.commit.as_str(), "mergeBase": merge_base });
            properties.insert("base".to_owned(), base);
        }
        let emergencies: Vec<String> = words::emergencies(self.report).map(|said| self.say(said)).collect();
        if let Some(properties) = properties.as_object_mut().filter(|_| !emergencies.is_empty()) {
            properties.insert("emergencies".to_owned(), emergencies.into());
        }
        if let Some(properties) = properties.as_object_mut().filter(|_| self.cut > 0) {
            properties.insert("resultsCut".to_owned(), self.cut.into());
        }
        properties
    }
}

impl Serialize for Run<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("tool", &self.tool())?;
        map.serialize_entry("automationDetails", &self.automation())?;
        map.serialize_entry("invocations", &[self.invocation()])?;
        map.serialize_entry("columnKind", "utf16CodeUnits")?;
        let root = json!({ place::ROOT: { "description": { "text": self.say(&said::sarif_root()) } } });
        map.serialize_entry("originalUriBaseIds", &root)?;
        if self.profile == Profile::Full {
            map.serialize_entry("taxonomies", &taxonomy::all(self))?;
        }
        map.serialize_entry("results", &Results(self))?;
        map.serialize_entry("properties", &self.properties())?;
        map.end()
    }
}

/// The results, one at a time.
struct Results<'r>(&'r Run<'r>);

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.shown.iter().map(|shown| result::of(*shown, self.0)))
    }
}

/// Numbers the findings that share an identity, over all of them, so that
/// excusing one doesn't rename another.
fn with_ordinals(findings: &[JudgedFinding]) -> Vec<Shown<'_>> {
    let mut seen = std::collections::HashMap::new();
    let shown = findings.iter().map(|judged| {
        let ordinal = seen.entry(judged.identity).or_insert(0_usize);
        *ordinal += 1;
        Shown { judged, ordinal: *ordinal }
    });
    shown.collect()
}

/// What blocks comes first, then what is graver, then by id: the order in
/// which a host's limit may cut.
fn weightier(a: &JudgedFinding, b: &JudgedFinding) -> Ordering {
    let key = |judged: &JudgedFinding| (Reverse(judged.blocks()), Reverse(judged.level));
    key(a)
        .cmp(&key(b))
        .then_with(|| words::weight(&b.finding).total_cmp(&words::weight(&a.finding)))
        .then_with(|| rule::id_of(&a.finding).cmp(rule::id_of(&b.finding)))
        .then_with(|| a.finding.place.cmp(&b.finding.place))
        .then_with(|| a.identity.cmp(&b.identity))
}
