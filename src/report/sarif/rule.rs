//! The rules of a file: one for each advisory, because hosts keep severity by
//! rule and read CVE ids from rule ids; for the rest, the gate's own rules.

use std::collections::HashMap;

use serde_json::{Value, json};
use serde_sarif::sarif::{ReportingConfiguration, ReportingDescriptor};

use super::{Profile, Run, Shown, parts, taxonomy};
use crate::domain::advisory::{AdvisoryGroup, Severity, SeverityBand};
use crate::domain::finding::Finding;
use crate::domain::practice::PRACTICES;
use crate::domain::rule::Level;
use crate::domain::verdict::Report;
use crate::messages::{
    self, practice, report as said,
    rules::{RuleWords, words_of},
};
use crate::report::markdown;

/// The longest description that hosts take.
const DESCRIPTION: usize = 1024;
/// The longest name that hosts take.
const NAME: usize = 255;
/// The tags of a rule that hosts keep.
const TAGS: usize = 10;

/// A rule's id: the advisory's for findings about one, else the gate's rule.
pub(super) fn id_of(finding: &Finding) -> &str {
    let item = &finding.subject.item;
    if finding.is_about_advisory() { item } else { finding.rule.id }
}

/// The rules that the results speak of, in their order.
pub(super) struct Rules<'r> {
    rows: Vec<Row<'r>>,
    positions: HashMap<&'r str, usize>,
}

/// One rule, by the first finding that needs it.
struct Row<'r> {
    id: &'r str,
    finding: &'r Finding,
    advisory: Option<&'r AdvisoryGroup>,
    /// The gravest level of its findings.
    level: Level,
}

impl<'r> Rules<'r> {
    pub(super) fn of(shown: &[Shown<'r>], report: &'r Report) -> Self {
        let mut rules = Self { rows: Vec::new(), positions: HashMap::new() };
        for Shown { judged, .. } in shown {
            let id = id_of(&judged.finding);
            let position = *rules.positions.entry(id).or_insert_with(|| {
                let advisory = advisory_of(&judged.finding, report);
                rules.rows.push(Row { id, finding: &judged.finding, advisory, level: judged.level });
                rules.rows.len() - 1
            });
            if let Some(row) = rules.rows.get_mut(position) {
                row.level = row.level.max(judged.level);
            }
        }
        rules
    }

    /// Where the rule stands in the file.
    pub(super) fn position(&self, id: &str) -> Option<i64> {
        self.positions.get(id).and_then(|position| i64::try_from(*position).ok())
    }

    pub(super) fn descriptors(&self, run: &Run<'_>) -> Vec<ReportingDescriptor> {
        let weaknesses = self.weaknesses();
        self.rows.iter().map(|row| row.descriptor(run, &weaknesses)).collect()
    }

    /// The weaknesses of all advisories, sorted, each once.
    pub(super) fn weaknesses(&self) -> Vec<&'r str> {
        let mut all: Vec<&str> = self.rows.iter().flat_map(Row::weaknesses).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn advisory_of<'r>(finding: &Finding, report: &'r Report) -> Option<&'r AdvisoryGroup> {
    let assessment = report.assessments.get(finding.occurrence?)?;
    let groups = assessment.hits.iter().map(|hit| &*hit.group);
    groups.into_iter().find(|group| group.id == finding.subject.item)
}

impl<'r> Row<'r> {
    fn descriptor(&self, run: &Run<'_>, weaknesses: &[&str]) -> ReportingDescriptor {
        let configuration = ReportingConfiguration {
            level: Some(Value::from(parts::level_word(self.level))),
            ..ReportingConfiguration::default()
        };
        let words = words_of(self.finding.rule.id);
        let said = |statement: Option<_>| statement.map_or_else(String::new, |said| run.say(&said));
        let title = said(words.map(RuleWords::title));
        let why = said(words.map(RuleWords::why));
        let help = said(words.map(RuleWords::help));
        let summary = self.advisory.map(summary).filter(|summary| !summary.is_empty());
        // Hosts take no empty text, and a rule without words still has its id.
        let short = [summary.as_deref().unwrap_or_default(), &title, self.finding.rule.id];
        let short = short.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        let full = [short, &why].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" — ");
        let (text, markdown) = self.help(run, if help.is_empty() { short } else { &help });
        let descriptor = ReportingDescriptor::builder()
            .id(self.id)
            .name(parts::clip(&pascal_case(self.finding.rule.id), NAME).into_owned())
            .short_description(parts::plain(parts::clip(short, DESCRIPTION).into_owned()))
            .full_description(parts::plain(parts::clip(&full, DESCRIPTION).into_owned()))
            .help(parts::texts(text, markdown))
            .default_configuration(configuration)
            .properties(parts::properties(Some(self.tags()), self.properties()))
            .build();
        let relationships = match run.profile {
            Profile::Host => None,
            Profile::Full => Some(taxonomy::relationships(
                self.finding.rule.practice,
                &self.weaknesses().collect::<Vec<_>>(),
                weaknesses,
            )),
        };
        ReportingDescriptor { help_uri: self.url().map(str::to_owned), relationships, ..descriptor }
    }

    /// What to do, and under which ids to read on. No word of a package: the
    /// rule is shared by all that the advisory affects.
    fn help(&self, run: &Run<'_>, help: &str) -> (String, String) {
        let mut text = help.to_owned();
        let mut marked = markdown::escape(help);
        if let Some(group) = self.advisory {
            let ids: Vec<&str> = group.ids.iter().map(|id| &**id).collect();
            let ids = run.say(&said::sarif_ids(ids.join(", ")));
            text.push_str(&format_line(&ids));
            marked.push_str(&format_paragraph(&markdown::escape(&ids)));
        }
        if let Some(url) = self.url() {
            text.push_str(&format_line(url));
            marked.push_str(&format_paragraph(&format!("<{url}>")));
        }
        (text, marked)
    }

    /// The advisory's page, if it is an address that hosts may show as a link.
    fn url(&self) -> Option<&'r str> {
        let mut urls = self.advisory?.advisories.iter().filter_map(|advisory| advisory.url.as_deref());
        urls.find(|url| is_web_address(url))
    }

    fn weaknesses(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let advisories = self.advisory.map(|group| group.advisories.as_slice()).unwrap_or_default();
        let weaknesses = advisories.iter().flat_map(|advisory| &advisory.weaknesses);
        weaknesses.map(|weakness| &**weakness).filter(|weakness| number_of(weakness).is_some())
    }

    fn tags(&self) -> Vec<String> {
        let practice = self.finding.rule.practice;
        let area = match practice {
            5 => "license",
            10 => "policy",
            11..=14 => "threat-model",
            15..=17 => "evidence",
            _ => "sca",
        };
        let id = PRACTICES.iter().find(|known| known.number == practice).map(|known| known.id);
        let mut tags = vec![area.to_owned()];
        tags.extend(id.map(str::to_owned));
        if let Some(group) = self.advisory {
            tags.push("security".to_owned());
            let weaknesses = self.weaknesses().filter_map(number_of);
            tags.extend(weaknesses.take(4).map(|number| format!("external/cwe/cwe-{number:03}")));
            tags.extend(group.ids.iter().map(|id| messages::escape(id).into_owned()));
        }
        let mut unique: Vec<String> = Vec::new();
        for tag in tags {
            if !unique.contains(&tag) {
                unique.push(tag);
            }
        }
        unique.truncate(TAGS);
        unique
    }

    /// A score makes a host's security severity; without one the level speaks.
    /// Only advisories have a score that holds for all findings of the rule.
    fn properties(&self) -> Value {
        let severity = self.advisory.map_or(Severity::Unscored, AdvisoryGroup::severity);
        let mut properties = json!({ "practice": self.finding.rule.practice, "rule": self.finding.rule.id });
        let Some(map) = properties.as_object_mut() else { return properties };
        match severity {
            Severity::Score(score) if severity.band() != SeverityBand::None => {
                let score = format!("{:.1}", score.clamp(0.1, 10.0));
                map.insert("security-severity".to_owned(), Value::from(score));
            }
            Severity::Score(_) | Severity::Unscored => {
                let word = match self.level {
                    Level::Block => "error",
                    Level::Warn => "warning",
                    Level::Note | Level::Off => "recommendation",
                };
                map.insert("problem.severity".to_owned(), Value::from(word));
            }
        }
        if self.advisory.is_some() {
            map.insert("precision".to_owned(), Value::from("very-high"));
        }
        properties
    }
}

fn format_line(text: &str) -> String {
    format!("\n{text}")
}

fn format_paragraph(text: &str) -> String {
    format!("\n\n{text}")
}

/// The first record's line about it that isn't empty.
fn summary(group: &AdvisoryGroup) -> String {
    let mut summaries = group.advisories.iter().map(|advisory| advisory.summary.trim());
    let summary = summaries.find(|summary| !summary.is_empty()).unwrap_or_default();
    messages::escape(summary).into_owned()
}

/// The number of `CWE-79`.
pub(super) fn number_of(weakness: &str) -> Option<u32> {
    weakness.strip_prefix("CWE-")?.parse().ok()
}

/// `vulnerable-component` as `VulnerableComponent`.
fn pascal_case(id: &str) -> String {
    let words = id.split('-').filter_map(|word| {
        let mut letters = word.chars();
        let first = letters.next()?;
        Some(first.to_uppercase().chain(letters).collect::<String>())
    });
    words.collect()
}

/// Whether a text is an `http` or `https` address that needs no escaping.
fn is_web_address(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c);
    host.is_some_and(|host| host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.chars().all(plain))
        && text.split('%').skip(1).all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2)
        && text.matches('#').count() <= 1
}

/// The title of a practice in the run's language.
pub(super) fn practice_title(number: u8, run: &Run<'_>) -> String {
    run.say(&practice::title_of(number))
}
