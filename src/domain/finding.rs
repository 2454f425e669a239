//! Findings: what rules found, and how a finding keeps its identity.

use std::sync::Arc;

use jiff::civil::Date;

use super::advisory::{Epss, Exploited, Severity};
use super::assessment::Cure;
use super::component::{Component, Scope};
use super::digest::Digest;
use super::place::{Place, TreePath};
use super::rule::RuleInfo;
use super::statement::Statement;

/// What a finding is about, beside its rule: the parts of its identity.
/// Nothing here may change when a line moves or a version is bumped.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The manifest, policy or model that it stands in.
    pub file: Option<TreePath>,
    /// The component, without its version: ecosystem and name.
    pub component: Option<(Arc<str>, Arc<str>)>,
    /// What about it: an advisory group's id, a licence, a threat item, a key.
    pub item: Arc<str>,
}

/// A direct dependency that brings a component in.
#[derive(Clone, Debug, PartialEq)]
pub struct Introducer {
    /// One way from it to the component, both included; it alone, when the
    /// project asks for the component itself.
    pub path: Vec<Component>,
    /// Where to edit: the line of the project's own manifest that asks for it,
    /// else its entry in the lockfile.
    pub place: Place,
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static RuleInfo,
    /// Where it stands. One of its own: never empty.
    pub place: Place,
    /// What was found.
    pub message: Statement,
    /// What to do about this one, where more can be said than the rule's help.
    pub remedy: Option<Statement>,
    /// What it is about.
    pub subject: Subject,
    /// Names of its subject that an exception may use, and that comparisons
    /// match on: every id of an advisory, a licence as stated.
    pub aliases: Vec<Arc<str>>,
    /// The component, with its version.
    pub component: Option<Component>,
    /// Since when its subject is known to be exploited.
    pub exploited: Option<Exploited>,
    /// How likely its subject is to be exploited.
    pub epss: Option<Epss>,
    /// The occurrence in the inventory, when it is about one.
    pub occurrence: Option<usize>,
    /// What its component is needed for, when it is about one declaration.
    pub scope: Option<Scope>,
    /// The day that its subject was published.
    pub published: Option<Date>,
    /// How bad, where there is a scale.
    pub severity: Option<Severity>,
    /// A source's own word for how bad, where there is no score.
    pub rating: Option<Arc<str>>,
    /// Versions that mend it, nearest first.
    pub fixed: Vec<Arc<str>>,
    /// The last version that is known to be affected, where none is fixed.
    pub last_affected: Option<Arc<str>>,
    /// The nearest version that mends all that is known of the component.
    pub cure: Option<Cure>,
    /// The introducing path, from what the project asks for to the component.
    pub path: Vec<Component>,
    /// Every direct dependency that brings the component in, the nearest
    /// first, up to [`MOST`](super::introduction::MOST) of them.
    pub introducers: Vec<Introducer>,
    /// Whether there are more of them.
    pub more_introducers: bool,
    /// Other places that help to understand it.
    pub related: Vec<(Place, Statement)>,
}

impl Finding {
    /// A finding with nothing but what every finding has.
    pub fn new(rule: &'static RuleInfo, place: Place, message: Statement, subject: Subject) -> Self {
        Self {
            rule,
            place,
            message,
            remedy: None,
            subject,
            aliases: Vec::new(),
            component: None,
            exploited: None,
            epss: None,
            occurrence: None,
            scope: None,
            published: None,
            severity: None,
            rating: None,
            fixed: Vec::new(),
            last_affected: None,
            cure: None,
            path: Vec::new(),
            introducers: Vec::new(),
            more_introducers: false,
            related: Vec::new(),
        }
    }

    /// Whether its subject is an advisory: what the practices about known
    /// faults, malice and maintenance find by name.
    pub fn is_about_advisory(&self) -> bool {
        matches!(self.rule.practice, 2..=4) && !self.aliases.is_empty()
    }

    /// Identity, version 1: SHA-256 over the rule, the file, the component
    /// without its version, and the item. It survives line shifts, version
    /// bumps and renamed aliases; two findings of one run may share it when a
    /// file declares two affected versions of one component.
    pub fn identity(&self) -> Digest {
        let file = self.subject.file.as_ref().map_or("", TreePath::as_str);
        let (ecosystem, name) = match &self.subject.component {
            Some((ecosystem, name)) => (&**ecosystem, &**name),
            None => ("", ""),
        };
        let parts = ["cullis/finding/v1", self.rule.id, file, ecosystem, name, &self.subject.item];
        Digest::of_parts(parts.map(str::as_bytes))
    }
}
