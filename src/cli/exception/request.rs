//! `cullis exception request`: the entry for a finding, with everything but
//! the approval.

use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::{OwnFile, day_of, done};
use crate::cli::scene::Scene;
use crate::cli::{Context, Exit, flags, layers, usage};
use crate::domain::advisory::Severity;
use crate::domain::exception::{Exception, Standing};
use crate::domain::finding::Finding;
use crate::domain::place::Place;
use crate::domain::policy::Policy;
use crate::domain::repository::RepositoryName;
use crate::domain::rule::RuleKind;
use crate::domain::statement::Statement;
use crate::domain::verdict::Report;
use crate::exception;
use crate::gate;
use crate::messages::cli::exception as words;
use crate::messages::{self, Language};
use crate::policy::edit;

/// The practice about licences.
const LICENSES: u8 = 5;

/// The fewest digits that name a finding.
const SHORTEST_PREFIX: usize = 4;

/// `request`.
pub(super) fn command(language: Language) -> Command {
    let say = |statement: Statement| messages::fixed(&statement, language);
    let text = |name: &'static str, label: &'static str, help: Statement| {
        Arg::new(name).long(name).value_name(label).help(say(help))
    };
    Command::new("request")
        .about(say(words::about_request()))
        .arg(Arg::new("what").value_name("FINDING|ADVISORY").required(true).help(say(words::help_what())))
        .args(flags::judging(language))
        .arg(text("owner", "NAME", words::help_owner()).required(true))
        .arg(text("reason", "TEXT", words::help_reason()).required(true))
        .arg(text("expires", "DAY", words::help_expires()))
        .arg(text("versions", "BOUNDS", words::help_versions()))
        .arg(text("folder", "FOLDER", words::help_folder()))
        .arg(text("repository", "NAME", words::help_repository()))
        .arg(
            Arg::new("emergency")
                .long("emergency")
                .action(ArgAction::SetTrue)
                .help(say(words::help_emergency())),
        )
        .after_help(usage::examples(
            language,
            [
                "cullis exception request d5d89b8b596e --owner payments --reason \"never reached\"",
                "cullis exception request CVE-2026-0001003 --owner payments --reason \"behind a proxy\" --expires 2027-01-31",
            ],
        ))
}

/// Runs it.
pub(super) fn run(arguments: &ArgMatches, context: &Context) -> Result<Exit, Exit> {
    let usage = |error: Statement| layers::usage_error(&error, context);
    let what = flags::text_of(arguments, "what").unwrap_or_default();
    let scene = Scene::open(arguments, context)?;
    let file = OwnFile::open(arguments, context)?;
    let settings = scene.settings.clone();
    let here = settings.repository.clone();
    let report = scene.with_world(|world| gate::look(world, settings));
    let found = found(&report, what);
    let first = found.first().ok_or_else(|| usage(words::nothing_found(what)))?;
    if first.rule.practice == exception::PRACTICE {
        return Err(usage(words::inexcusable(first.rule.id)));
    }
    let asked = Asked::read(arguments, (&report.policy, here), report.now).map_err(usage)?;
    let mut entries: Vec<Exception> = Vec::new();
    for finding in found {
        let entry = asked.entry(finding, &report.policy);
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    let mut text = file.text.clone();
    for entry in &entries {
        text =
            edit::with_exception(&text, entry).map_err(|error| super::tell(&file.path, &error, context))?;
    }
    file.write(&text, context)?;
    let path = file.path.display().to_string();
    let mut lines: Vec<Statement> = entries
        .iter()
        .map(|entry| words::requested(&entry.id, &entry.component, entry.expires, &path))
        .collect();
    lines.push(match &asked.repository {
        Ok(name) => words::for_repository(name),
        Err(reason) => words::for_no_repository().because(reason.clone()),
    });
    lines.push(match asked.emergency {
        Some(_) => words::next_emergency(report.policy.exception_rules.emergency_hours.value),
        None => words::next_approval(),
    });
    done(&lines, context)
}

/// The findings that begin so, or that are about that advisory.
fn found<'report>(report: &'report Report, what: &str) -> Vec<&'report Finding> {
    let prefix = what.to_ascii_lowercase();
    let judged = report.judgement.findings.iter();
    let named = judged.filter(|judged| {
        let begins = prefix.len() >= SHORTEST_PREFIX && judged.identity.to_string().starts_with(&prefix);
        begins || judged.finding.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(what))
    });
    named.map(|judged| &judged.finding).collect()
}

/// What the arguments say of the entries.
struct Asked<'arguments> {
    owner: &'arguments str,
    reason: &'arguments str,
    expires: Option<Date>,
    versions: Option<&'arguments str>,
    folder: Option<&'arguments str>,
    repository: Result<RepositoryName, Statement>,
    emergency: Option<Timestamp>,
    today: Date,
}

impl<'arguments> Asked<'arguments> {
    fn read(
        arguments: &'arguments ArgMatches,
        (policy, here): (&Policy, Result<RepositoryName, Statement>),
        now: Timestamp,
    ) -> Result<Self, Statement> {
        let day = |text: &str| text.parse::<Date>().map_err(|_| words::bad_day(text));
        let is_emergency = arguments.get_flag("emergency");
        if is_emergency && policy.exception_rules.emergency_hours.value == 0 {
            return Err(words::no_emergency());
        }
        let repository = match flags::text_of(arguments, "repository") {
            Some(text) => {
                let name = RepositoryName::new(text).or_else(|| RepositoryName::of_url(text));
                Ok(name.ok_or_else(|| words::bad_repository(text))?)
            }
            None => here,
        };
        // Without a name nobody of the roster could approve it.
        if let (Err(reason), false) = (&repository, policy.roster.is_empty()) {
            return Err(words::which_repository().because(reason.clone()));
        }
        let second = Timestamp::from_second(now.as_second()).unwrap_or(now);
        Ok(Self {
            owner: flags::text_of(arguments, "owner").unwrap_or_default(),
            reason: flags::text_of(arguments, "reason").unwrap_or_default(),
            expires: flags::text_of(arguments, "expires").map(day).transpose()?,
            versions: flags::text_of(arguments, "versions"),
            folder: flags::text_of(arguments, "folder"),
            repository,
            emergency: is_emergency.then_some(second),
            today: day_of(now),
        })
    }

    fn entry(&self, finding: &Finding, policy: &Policy) -> Exception {
        let severity = finding.severity.map(Severity::band);
        let most = policy.exception_rules.max_days.of(severity).value;
        let longest = self.today.saturating_add(i64::from(most).days());
        let before_fix = || finding.fixed.first().map(|fixed| Arc::from(format!("<{fixed}")));
        let is_license = finding.rule.practice == LICENSES && finding.rule.kind == RuleKind::Violation;
        Exception {
            id: id_of(finding),
            component: component_of(finding),
            versions: self.versions.map(Arc::from).or_else(before_fix),
            folder: self.folder.map(Arc::from),
            rule: None,
            repository: self.repository.as_ref().ok().map(|name| Arc::from(name.as_str())),
            owner: Arc::from(self.owner),
            approver: None,
            reason: Arc::from(self.reason),
            approved: None,
            expires: self.expires.unwrap_or(longest),
            severity,
            license: is_license.then(|| finding.subject.item.clone()),
            emergency: self.emergency,
            signatures: Vec::new(),
            standing: Standing::Stated,
            place: Place::outside(crate::policy::REPOSITORY_FILE),
        }
    }
}

fn id_of(finding: &Finding) -> Arc<str> {
    if finding.aliases.contains(&finding.subject.item) {
        return finding.subject.item.clone();
    }
    Arc::from(format!("{}:{}", finding.rule.id, finding.subject.item))
}

fn component_of(finding: &Finding) -> Arc<str> {
    match &finding.component {
        Some(component) => Arc::from(format!("{}:{}", component.ecosystem, component.name)),
        None => Arc::from("*"),
    }
}
