//! The effective policy as a person asks for it: each key, its value, and the
//! layer and line behind it.

use super::keys::LEVELS;
use super::stack::Stack;
use super::value::{list, quote, written};
use crate::domain::demands::{Ban, When, is_below};
use crate::domain::exception::{Approver, Exception, Revocation};
use crate::domain::license::Clarification;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::{Extension, Policy, Registry, RequiredSource, Setting};
use crate::domain::vex::VexDocument;

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

    /// As it holds in a folder: a level that everything below it has is the
    /// folder's level.
    pub(super) fn in_folder(stack: &Stack, folder: &TreePath) -> Self {
        let mut shown = Self::of(stack);
        let place = Place::whole(folder.clone());
        let mut levels = stack.policy.levels.clone();
        let speaks = |when: &&When| {
            let is_plain = when.severities.is_empty() && when.scopes.is_empty() && when.ecosystems.is_empty();
            is_plain && when.folder.as_ref().is_some_and(|above| is_below(&place, above))
        };
        for when in stack.policy.demands.whens.iter().filter(speaks) {
            let Some(held) = levels.get_mut(&*when.rule) else { continue };
            let level = if when.may_lower { when.level.clone() } else { held.value.or_higher(&when.level) };
            if level == held.value {
                continue;
            }
            *held = Setting { value: level, place: when.place.clone() };
            let key = format!("{LEVELS}.{}", when.rule);
            if let Some(line) = shown.lines.iter_mut().find(|line| line.key == key) {
                *line = ShownLine { key, value: written(&held.value), place: held.place.clone() };
            }
        }
        shown
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
        let demands = &self.policy.demands;
        let clarifications = demands.clarifications.iter().flat_map(clarification);
        let registries = registries.chain(clarifications);
        let registries = registries.chain(demands.vex_documents.iter().flat_map(vex_document));
        let conditions = demands.whens.iter().flat_map(when).chain(demands.bans.iter().flat_map(ban));
        let revocations = demands.revocations.iter().flat_map(revocation);
        let exceptions = conditions.chain(exceptions).chain(revocations);
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

fn when(entry: &When) -> Vec<String> {
    let list = |words: Vec<&str>| words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(", ");
    let mut lines = vec![String::new(), commented("[[when]]", &entry.place)];
    lines.push(format!("rule = {}", quote(&entry.rule)));
    let lists = [
        ("severity", entry.severities.iter().map(|band| band.word()).collect::<Vec<_>>()),
        ("scope", entry.scopes.iter().map(|scope| scope.word()).collect()),
        ("ecosystem", entry.ecosystems.iter().map(|name| &**name).collect()),
    ];
    let lists = lists.into_iter().filter(|(_, words)| !words.is_empty());
    lines.extend(lists.map(|(key, words)| format!("{key} = [{}]", list(words))));
    lines.extend(entry.folder.as_ref().map(|folder| format!("folder = {}", quote(folder))));
    lines.push(format!("level = {}", written(&entry.level)));
    lines
}

fn ban(entry: &Ban) -> Vec<String> {
    let mut lines = vec![String::new(), commented("[[ban]]", &entry.place)];
    lines.push(format!("component = {}", quote(&entry.component)));
    let versions = Some(entry.written_versions()).filter(|versions| !versions.is_empty());
    lines.extend(versions.map(|versions| format!("versions = {}", quote(&versions))));
    lines.extend(entry.folder.as_ref().map(|folder| format!("folder = {}", quote(folder))));
    lines.push(format!("reason = {}", quote(&entry.reason)));
    lines
}

fn registry(entry: &Registry) -> Vec<String> {
    let mut lines = vec![String::new(), commented("[[registry]]", &entry.place)];
    lines.push(format!("url = {}", quote(&entry.url)));
    lines.extend(entry.mirrors.as_ref().map(|ecosystem| format!("mirrors = {}", quote(ecosystem))));
    lines
}

fn clarification(entry: &Clarification) -> Vec<String> {
    let mut lines = vec![String::new(), commented("[[licenses.clarification]]", &entry.place)];
    lines.push(format!("component = {}", quote(&entry.component)));
    lines.extend(entry.versions.as_ref().map(|versions| format!("versions = {}", quote(versions))));
    lines.push(format!("license = {}", quote(&entry.license)));
    lines.push(format!("file = {}", quote(&entry.file)));
    lines.push(format!("sha256 = \"{}\"", entry.digest));
    lines
}

fn vex_document(entry: &VexDocument) -> Vec<String> {
    let mut lines = vec![String::new(), commented("[[vex.document]]", &entry.place)];
    lines.push(format!("file = {}", quote(&entry.file)));
    lines.extend(entry.digest.map(|digest| format!("sha256 = \"{digest}\"")));
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
        ("repository", entry.repository.as_ref()),
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

fn revocation(entry: &Revocation) -> Vec<String> {
    let mut lines = vec![String::new(), commented("[[revocation]]", &entry.place)];
    lines.push(format!("exception = \"sha256:{}\"", entry.exception));
    lines.extend(entry.id.as_ref().map(|id| format!("id = {}", quote(id))));
    lines.push(format!("by = {}", quote(&entry.by)));
    lines.push(format!("reason = {}", quote(&entry.reason)));
    lines.push(format!("revoked = {}", entry.revoked));
    lines
}
