//! The text report on hand-built runs, in both languages.

use unicode_width::UnicodeWidthStr;

use crate::domain::digest::Digest;
use crate::domain::record::Recorded;
use crate::domain::rule::Level;
use crate::domain::verdict::Report;
use crate::messages::Language;
use crate::report::{Colour, Detail, Format, Style, golden, render, samples};

const LANGUAGES: [Language; 2] = [Language::English, Language::Chinese];

fn text(report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    render(Format::Text, report, style, &mut out).expect("memory never fails");
    String::from_utf8(out).expect("text")
}

fn plain(report: &Report, language: Language) -> String {
    text(report, Style::plain(language))
}

#[test]
fn the_reports_look_as_they_were_agreed() {
    let reports = vec![
        ("failing", samples::failing()),
        ("indeterminate", samples::indeterminate()),
        ("nothing", samples::nothing()),
        ("clean", samples::clean()),
    ];
    for (name, report) in reports {
        for language in LANGUAGES {
            golden::compare(&format!("{name}/{}.txt", language.tag()), &plain(&report, language));
        }
    }
}

#[test]
fn the_first_line_is_the_verdict() {
    let first = |report: &Report| plain(report, Language::English).lines().next().map(str::to_owned);
    assert_eq!(first(&samples::failing()).as_deref(), Some("FAIL  2 findings block this change"));
    assert_eq!(first(&samples::clean()).as_deref(), Some("PASS  nothing blocks this change"));
    let unknown = "INDETERMINATE  2 things that aren't known block this change";
    assert_eq!(first(&samples::indeterminate()).as_deref(), Some(unknown));
}

#[test]
fn what_blocks_is_never_folded_and_notes_are() {
    let mut report = samples::crowded(30);
    let folded = plain(&report, Language::English);
    assert_eq!(folded.matches("a note").count(), 3);
    let rest = "and 27 more of `unreadable-file` at level note (`--verbose` shows all)";
    assert!(folded.contains(rest), "{folded}");
    let style = Style { detail: Detail::Whole, ..Style::plain(Language::English) };
    assert_eq!(text(&report, style).matches("a note").count(), 30);
    for judged in &mut report.judgement.findings {
        judged.level = Level::Block;
    }
    let whole = plain(&report, Language::English);
    assert_eq!(whole.matches("a note").count(), 30);
}

/// Whatever is grouped, each advisory that blocks stands there with its id and
/// its component; and nothing is beyond reach: `--verbose` has every finding.
#[test]
fn each_blocking_advisory_is_on_the_screen_and_each_finding_within_reach() {
    let mut report = samples::failing();
    let first = report.judgement.findings[0].clone();
    let elsewhere = |line: u32| {
        let mut again = first.clone();
        again.finding.place = samples::at("web/package-lock.json", line, (1, 4));
        again.identity = Digest::of(&line.to_be_bytes());
        again
    };
    report.judgement.findings.extend((1..=40).map(elsewhere));
    let brief = text(&report, Style { width: 120, ..Style::plain(Language::English) });
    for judged in report.judgement.findings.iter().filter(|judged| judged.blocks()) {
        assert!(brief.contains(&*judged.finding.subject.item), "{}", judged.finding.subject.item);
    }
    assert_eq!(brief.matches("lodash 4.17.15 is vulnerable").count(), 1, "{brief}");
    assert!(brief.contains("package-lock.json:12:5, web/package-lock.json:1:1, :2 and 38 more"), "{brief}");
    assert!(!brief.contains("CWE-"), "{brief}");
    let style = Style { detail: Detail::Whole, ..Style::plain(Language::English) };
    let whole = text(&report, style);
    let one_line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains("(CWE-1321, CWE-94)"), "{whole}");
    for judged in report.judgement.findings.iter().filter(|judged| judged.excepted_by.is_none()) {
        assert!(whole.contains(&judged.identity.short()), "{whole}");
    }
}

/// Forty files of one format are one thing to know: counted, the first named.
#[test]
fn files_that_are_unknown_for_one_reason_are_one() {
    let mut report = samples::indeterminate();
    let mut gap = report.judgement.findings[0].clone();
    let file =
        |number: usize| crate::domain::place::Place::whole(samples::path(&format!("a/{number}/pom.xml")));
    report.judgement.findings = (10..50)
        .map(|number| {
            gap.finding.place = file(number);
            gap.identity = Digest::of(&number.to_be_bytes());
            gap.clone()
        })
        .collect();
    let brief = plain(&report, Language::English);
    assert!(brief.contains("block  40 files: 40 below `a`"), "{brief}");
    assert!(brief.contains("a/10/pom.xml, a/11/pom.xml, a/12/pom.xml and 37 more"), "{brief}");
    let style = Style { detail: Detail::Whole, ..Style::plain(Language::English) };
    let whole = text(&report, style);
    for judged in &report.judgement.findings {
        assert!(whole.contains(&format!("{}  {}", judged.finding.place, judged.identity.short())), "{whole}");
    }
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    for language in LANGUAGES {
        let text = plain(&samples::hostile(), language);
        let harmful = |c: &char| {
            c.is_control() && *c != '\n' || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        };
        assert_eq!(text.chars().find(harmful), None);
        assert!(text.contains("\\u{1b}[2J"), "{text}");
        // A name with a line break must not begin a line of its own.
        assert!(!text.lines().any(|line| line.starts_with("break")), "{text}");
    }
}

#[test]
fn prose_keeps_within_the_terminal() {
    for language in LANGUAGES {
        for width in [80, 120] {
            let style = Style { colour: Colour::Never, width, ..Style::plain(language) };
            let text = text(&samples::failing(), style);
            let (prose, _digest) = text.trim_end().rsplit_once('\n').expect("many lines");
            let wide = prose.lines().find(|line| line.width() > width);
            assert_eq!(wide, None, "{width} columns, {language:?}");
        }
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    let style = Style { colour: Colour::Always, ..Style::plain(Language::English) };
    let coloured = text(&samples::failing(), style);
    assert!(coloured.contains('\u{1b}'));
    let mut bare = String::new();
    for piece in coloured.split('\u{1b}') {
        bare.push_str(
            piece.strip_prefix('[').and_then(|rest| rest.split_once('m')).map_or(piece, |(_, t)| t),
        );
    }
    assert_eq!(bare, plain(&samples::failing(), Language::English));
}

#[test]
fn the_last_line_names_the_record() {
    let recorded = Recorded { log: "team-log".into(), number: 7, digest: Digest::of(b"leaf") };
    let line = super::record_line(&recorded, Language::English);
    assert_eq!(line, format!("Recorded: team-log, number 7, sha256 {}", Digest::of(b"leaf")));
}
