//! What the verdict stands on: practices, the sum, the database, the policy.

use std::io;

use super::layout::{self, Label, Page, Tone};
use crate::domain::advisory::{DatabaseState, SignatureState};
use crate::domain::practice::PracticeState;
use crate::domain::statement::Statement;
use crate::domain::verdict::Report;
use crate::messages::{self, advisory, practice, report as said};
use crate::report::words;

/// Where the text of a section begins.
const MARGIN: usize = 2;

pub(super) fn practices(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading(&said::heading_practices())?;
    let rows: Vec<(u8, String, PracticeState)> = report
        .judgement
        .practices
        .iter()
        .map(|judged| {
            let number = judged.practice.number;
            (number, page.say(&practice::title_of(number)), judged.state)
        })
        .collect();
    let column = layout::widest(rows.iter().map(|(_, title, _)| title.as_str())) + 2;
    for (number, title, state) in rows {
        let tone = match state {
            PracticeState::Met => Tone::Good,
            PracticeState::NotMet => Tone::Bad,
            PracticeState::PartlyEvidenced | PracticeState::NotEvidenced => Tone::Doubtful,
            PracticeState::NotApplicable => Tone::Faint,
        };
        let state = page.paint(tone, &page.say(&words::practice_state(state)));
        page.line(&format!("{:MARGIN$}{number:>2}  {}{state}", "", layout::pad(&title, column)))?;
    }
    Ok(())
}

pub(super) fn accounting(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading(&said::heading_accounting())?;
    let accounting = &report.judgement.accounting;
    let sum = words::accounting_sum(report, page.language());
    paragraph(page, &said::accounting_sum(accounting.declared, sum))?;
    if !accounting.balances() {
        let fault = page.say(&said::accounting_unbalanced());
        let fault = page.paint(Tone::Bad, &fault);
        page.line(&format!("{:MARGIN$}{fault}", ""))?;
    }
    paragraph(page, &said::accounting_beside(accounting.excluded, accounting.ignored))
}

pub(super) fn database(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading(&said::heading_database())?;
    let database = match &report.database {
        DatabaseState::Missing => return paragraph(page, &said::database_missing()),
        DatabaseState::Unusable { path, reason } => {
            let reason = page.say(reason);
            return paragraph(page, &said::database_unusable(path, reason));
        }
        DatabaseState::Usable(database) => database,
    };
    paragraph(page, &said::database_root(&database.path, database.root.short()))?;
    if database.sources.is_empty() {
        return paragraph(page, &said::database_empty());
    }
    for source in &database.sources {
        let line = words::source(source, page.language());
        page.paragraph(MARGIN, &line)?;
    }
    for feed in &database.feeds {
        let line: String = advisory::parts_of_feed(feed).iter().map(|part| page.say(part)).collect();
        page.paragraph(MARGIN, &line)?;
    }
    if database.namespaces > 0 {
        paragraph(page, &advisory::holds_namespaces(database.namespaces))?;
    }
    if database.withdrawals > 0 {
        paragraph(page, &advisory::holds_withdrawals(database.withdrawals))?;
    }
    match &database.signature {
        SignatureState::NotAsked => Ok(()),
        SignatureState::Unverified(reason) => paragraph(page, reason),
        SignatureState::Verified(keys) => paragraph(page, &advisory::signed_by(keys.join(", "))),
    }
}

pub(super) fn policy(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading(&said::heading_policy())?;
    if report.policy.repository_governs_itself {
        paragraph(page, &said::governed_alone())?;
    }
    for (index, layer) in report.policy.layers.iter().enumerate() {
        let number = format!("{}.", index + 1);
        let layer = page.say(&said::policy_layer(&layer.place, layer.digest.short()));
        page.labelled(&Label { indent: MARGIN, column: 3, text: &number, tone: Tone::Plain }, &layer)?;
    }
    Ok(())
}

pub(super) fn run(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    page.heading(&said::heading_run())?;
    paragraph(page, &said::run_clock(report.now, report.tool_version))?;
    if let Some(base) = report.base.base() {
        let fork = match &base.merge_base {
            Ok(commit) => commit.to_string(),
            Err(_) => page.say(&said::run_base_unknown()),
        };
        paragraph(page, &said::run_base(&base.commit, fork))?;
    }
    let inputs = messages::say(&said::run_inputs(report.inputs.digest), page.language());
    page.line(&format!("{:MARGIN$}{inputs}", ""))
}

fn paragraph(page: &mut Page<'_>, statement: &Statement) -> io::Result<()> {
    let text = page.say(statement);
    page.paragraph(MARGIN, &text)
}
