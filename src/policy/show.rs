//! The effective policy as a person asks for it: each key, its value, and the
//! layer and line behind it.

use super::stack::Stack;
use super::value::{list, quote};
use crate::domain::exception::{Approver, Exception};
use crate::domain::place::Place;
use crate::domain::policy::{Extension, Policy, Registry, RequiredSource};

/// One key in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLine {
    /// The key with the names of its tables.
    pub key: String,
    /// Its value as TOML writes it.
    pub value: String,
    /// The layer and line that set it.
    pub place: Place,
}

/// What is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The keys by name.
    pub lines: Vec<ShownLine>,
    /// The policy that they make.
    pub policy: Policy,
}

impl Shown {
    pub(super) fn of(stack: &Stack) -> Self {
        let lines = stack.in_force.iter().map(|(key, held)| ShownLine {
            key: key.clone(),
            value: held.value.to_toml(),
            place: held.place.clone(),
        });
        Self { lines: lines.collect(), policy: stack.policy.clone() }
    }

    /// The whole as TOML, which a policy file can hold: behind each line, as
    /// a comment, the place that set it.
    pub fn to_toml(&self) -> String {
        let layers =
            self.policy.layers.iter().map(|layer| format!("# {} sha256:{}", layer.place, layer.digest));
        let lines =
            self.lines.iter().map(|line| commented(&format!("{} = {}", line.key, line.value), &line.place));
        let required = self.policy.database.require.iter().flat_map(required_source);
        let extensions = self.policy.database.extensions.iter().flat_map(extension);
        let registries = required.chain(extensions).chain(self.policy.registries.iter().flat_map(registry));
        let registries = registries.chain(self.policy.roster.iter().flat_map(approver));
        let proposed = self.policy.proposed.iter().map(|proposal| &proposal.exception);
        let exceptions = self.policy.exceptions.iter().chain(proposed).flat_map(exception);
        let mut text = String::new();
        for line in layers.chain([String::new()]).chain(lines).chain(registries).chain(exceptions) {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

/// A comment ends with its line, whatever a file's name holds.
fn commented(line: &str, place: &Place) -> String {
    let place: String = place.to_string().chars().map(|c| if c.is_control() { '?' } else { c }).collect();
    format!("{line:<48} # {place}")
}

fn required_source(entry: &RequiredSource) -> Vec<String> {
    vec![
        String::new(),
        commented("[[database.require]]", &entry.place),
        format!("ecosystem = {}", quote(&entry.ecosystem)),
        format!("least = {}", entry.least),
        format!("whole = {}", entry.whole),
    ]
}

fn extension(entry: &Extension) -> Vec<String> {
    vec![
        String::new(),
        commented("[[database.extension]]", &entry.place),
        format!("until = {}", entry.until),
        format!("approver = {}", quote(&entry.approver)),
        format!("reason = {}", quote(&entry.reason)),
    ]
}

fn registry(entry: &Registry) -> Vec<String> {
    let mut lines = vec![String::new(), commented("[[registry]]", &entry.place)];
    lines.push(format!("url = {}", quote(&entry.url)));
    lines.extend(entry.mirrors.as_ref().map(|ecosystem| format!("mirrors = {}", quote(ecosystem))));
    lines
}

fn approver(entry: &Approver) -> Vec<String> {
    let mut lines = vec![String::new(), commented("[[roster]]", &entry.place)];
    lines.push(format!("name = {}", quote(&entry.name)));
    lines.extend(entry.email.as_ref().map(|email| format!("email = {}", quote(email))));
    lines.push(format!("keys = {}", list(&entry.keys)));
    lines.push(format!("may-approve = {}", quote(entry.may_approve.word())));
    lines
}

fn exception(entry: &Exception) -> Vec<String> {
    let texts = [
        ("id", Some(&entry.id)),
        ("component", Some(&entry.component)),
        ("versions", entry.versions.as_ref()),
        ("folder", entry.folder.as_ref()),
        ("rule", entry.rule.as_ref()),
        ("owner", Some(&entry.owner)),
        ("approver", entry.approver.as_ref()),
        ("reason", Some(&entry.reason)),
        ("license", entry.license.as_ref()),
    ];
    let mut lines = vec![String::new(), commented("[[exception]]", &entry.place)];
    let stated = texts.into_iter().filter_map(|(name, text)| Some((name, text?)));
    lines.extend(stated.map(|(name, text)| format!("{name} = {}", quote(text))));
    lines.extend(entry.severity.map(|severity| format!("severity = {}", quote(severity.word()))));
    lines.extend(entry.approved.map(|day| format!("approved = {day}")));
    lines.push(format!("expires = {}", entry.expires));
    lines.extend(entry.emergency.map(|moment| format!("emergency = {moment}")));
    if !entry.signatures.is_empty() {
        lines.push(format!("signatures = {}", list(&entry.signatures)));
    }
    lines
}
