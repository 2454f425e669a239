//! What a text report shows as one thing: a component with all its advisories,
//! files that aren't known for one reason, or a finding alone.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::components::{self, Block};
use super::layout::{self, Page};
use crate::domain::component::Component;
use crate::domain::rule::RuleKind;
use crate::domain::verdict::JudgedFinding;
use crate::messages::report as said;
use crate::report::{Detail, words};

/// Folders that a group of files names.
const FOLDERS_SHOWN: usize = 3;
/// Files of a group that are named.
const FILES_SHOWN: usize = 3;

/// One thing on the screen.
pub(super) enum Unit<'report> {
    /// What advisories say of one component.
    Component(Block<'report>),
    /// Several files with one reason.
    Files(Vec<&'report JudgedFinding>),
    /// Anything else.
    One(&'report JudgedFinding),
}

impl<'report> Unit<'report> {
    /// Its findings.
    pub(super) fn judged(&self) -> &[&'report JudgedFinding] {
        match self {
            Self::Component(block) => &block.judged,
            Self::Files(judged) => judged,
            Self::One(judged) => std::slice::from_ref(judged),
        }
    }

    /// The rule that found it.
    pub(super) fn rule(&self) -> &'static str {
        self.judged().first().map_or("", |judged| judged.finding.rule.id)
    }
}

/// What findings are one by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'report> {
    Component(&'static str, &'report Component),
    Files(&'static str, &'static str, &'report [String]),
    One(usize),
}

/// The units of some findings of one level: components first, the worst first;
/// then the rest in the findings' order.
pub(super) fn of<'report>(findings: impl Iterator<Item = &'report JudgedFinding>) -> Vec<Unit<'report>> {
    let mut groups: BTreeMap<Key<'report>, (usize, Vec<&'report JudgedFinding>)> = BTreeMap::new();
    for (position, judged) in findings.enumerate() {
        let (_, group) = groups.entry(key_of(judged, position)).or_insert((position, Vec::new()));
        group.push(judged);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, (position, _))| *position);
    let (components, others): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|(key, _)| matches!(key, Key::Component(..)));
    let mut blocks: Vec<Block<'report>> =
        components.into_iter().map(|(_, (_, judged))| Block { judged }).collect();
    blocks.sort_by(|a, b| {
        let weight = b.weight().total_cmp(&a.weight());
        weight.then_with(|| Reverse(a.judged.len()).cmp(&Reverse(b.judged.len())))
    });
    let others = others.into_iter().flat_map(|(key, (_, judged))| match key {
        Key::Files(..) if judged.len() > 1 => vec![Unit::Files(judged)],
        _ => judged.into_iter().map(Unit::One).collect(),
    });
    blocks.into_iter().map(Unit::Component).chain(others).collect()
}

/// Gaps of whole files are one when their words are: forty files of a format
/// that isn't read are one thing to know.
fn key_of(judged: &JudgedFinding, position: usize) -> Key<'_> {
    let finding = &judged.finding;
    let is_whole_file = finding.place.region.is_none() && finding.place.tree_path().is_some();
    match &finding.component {
        Some(component) if finding.is_about_advisory() => Key::Component(finding.rule.id, component),
        None if finding.rule.kind == RuleKind::Gap && is_whole_file && finding.related.is_empty() => {
            Key::Files(finding.rule.id, finding.message.sentence.key, &finding.message.arguments)
        }
        _ => Key::One(position),
    }
}

/// How many files, and in which folders when they are few.
pub(super) fn files_heading(judged: &[&JudgedFinding], page: &Page<'_>) -> String {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for path in judged.iter().filter_map(|judged| judged.finding.place.tree_path()) {
        let top = path.as_str().split_once('/').map_or("", |(top, _)| top);
        *folders.entry(top).or_default() += 1;
    }
    if folders.len() > FOLDERS_SHOWN {
        return page.say(&said::files_counted(judged.len()));
    }
    let folders = folders.iter().map(|(folder, count)| match *folder {
        "" => page.say(&said::files_at_root(count)),
        folder => page.say(&said::files_below(count, folder)),
    });
    let folders: Vec<String> = folders.collect();
    page.say(&said::files_in(judged.len(), folders.join(", ")))
}

/// A row of a group of files.
pub(super) struct Field {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) column: usize,
}

/// The first files; all of them, each with its finding, when everything is shown.
pub(super) fn files_fields(judged: &[&JudgedFinding], page: &Page<'_>) -> Vec<Field> {
    let label = page.say(&said::label_at());
    let column = layout::widest([&*label]) + 2;
    let texts: Vec<String> = match page.detail() {
        Detail::Brief => {
            let places: Vec<String> = judged.iter().map(|one| one.finding.place.to_string()).collect();
            vec![words::first_few(&places, FILES_SHOWN, words::Counted::All, page.language())]
        }
        Detail::Whole => {
            let place = |one: &&JudgedFinding| {
                let place = components::places(std::iter::once(&one.finding.place), page);
                format!("{place}  {}", one.identity.short())
            };
            judged.iter().map(place).collect()
        }
    };
    let first = std::iter::once(label).chain(std::iter::repeat(String::new()));
    texts.into_iter().zip(first).map(|(text, label)| Field { label, text, column }).collect()
}
