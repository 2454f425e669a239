//! Whether a finding of a story has clean neighbours: an item of the same kind before
//! the bad one and another behind it, so that a rule that stops at the first, or
//! takes all for bad, would tell another story.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::gate::Desk;

/// A story's report, with the desk that it was made on.
pub(crate) struct Told<'desk> {
    pub(crate) report: &'desk Value,
    /// The folder that was judged.
    pub(crate) tree: &'desk str,
    pub(crate) desk: &'desk Desk,
}

impl Told<'_> {
    /// Whether some finding of this rule stands between two items without one.
    pub(crate) fn has_clean_neighbours(&self, rule: &str) -> bool {
        let findings = self.report["findings"].as_array().expect("a list");
        let places: Vec<(&str, usize)> = findings
            .iter()
            .filter(|finding| finding["rule"] == rule)
            .filter_map(|finding| Some((finding["place"]["path"].as_str()?, line_of(&finding["place"]))))
            .collect();
        places.iter().any(|(file, line)| {
            let own = places.iter().filter(|(other, _)| other == file).map(|(_, line)| *line);
            let own: BTreeSet<usize> = own.collect();
            self.between_items(file, *line, &own)
                || self.between_components(file, *line, &own)
                || self.between_models(file, &places)
        })
    }

    /// Items of one list in the file: lines that begin alike, at one depth.
    fn between_items(&self, file: &str, line: usize, bad: &BTreeSet<usize>) -> bool {
        let text = fs::read_to_string(self.desk.at(self.tree).join(file)).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let mark = |line: &str| {
            let inside = line.trim_start();
            // Threagile names its risks by keys.
            let is_risk = inside.split(':').next().is_some_and(|key| key.contains('@'));
            let begins = is_risk || inside.starts_with("- ") || inside.starts_with(['{', '"']);
            let kind = if is_risk { Some('@') } else { inside.chars().next() };
            begins.then(|| (line.len() - inside.len(), kind))
        };
        let is_heading = |line: &&str| line.starts_with(|c: char| c.is_alphabetic());
        let before = lines.get(..line).unwrap_or_default();
        // Of every depth that the finding stands in, the items around it.
        let first = before.iter().rposition(is_heading).unwrap_or_default();
        let end = lines.iter().skip(line).position(is_heading).map_or(lines.len(), |at| at + line);
        let depths: BTreeSet<_> = before.iter().skip(first).filter_map(|line| mark(line)).collect();
        depths.into_iter().any(|depth| {
            let starts: Vec<usize> = (first..end).filter(|at| mark(lines[*at]) == Some(depth)).collect();
            let is_clean = |at: usize| {
                let from = starts[at] + 1;
                let to = starts.get(at + 1).map_or(end, |next| *next);
                !bad.iter().any(|line| (from..=to).contains(line))
            };
            let own = starts.iter().rposition(|start| *start < line);
            own.is_some_and(|own| (0..own).any(is_clean) && (own + 1..starts.len()).any(is_clean))
        })
    }

    /// Components that the file declares.
    fn between_components(&self, file: &str, line: usize, bad: &BTreeSet<usize>) -> bool {
        let components = self.report["inventory"]["components"].as_array().expect("a list");
        let occurrences = components.iter().flat_map(|one| one["occurrences"].as_array().expect("a list"));
        let places = occurrences.map(|one| &one["place"]).filter(|place| place["path"] == file);
        let clean: Vec<usize> = places.map(line_of).filter(|line| !bad.contains(line)).collect();
        clean.iter().any(|other| *other < line) && clean.iter().any(|other| *other > line)
    }

    /// Models of the repository, in the order in which they are read.
    fn between_models(&self, file: &str, places: &[(&str, usize)]) -> bool {
        let models = self.report["threat_models"].as_array().expect("a list");
        let files: Vec<&str> = models.iter().filter_map(|model| model["file"].as_str()).collect();
        let is_clean = |other: &&str| !places.iter().any(|(bad, _)| bad == other);
        let clean: Vec<&str> = files.into_iter().filter(is_clean).collect();
        clean.iter().any(|other| *other < file) && clean.iter().any(|other| *other > file)
    }
}

/// A place's line; 0 for a file as a whole.
fn line_of(place: &Value) -> usize {
    place["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or_default()
}
