//! Exceptions: what somebody allowed for a time, for whom, and why.

use std::sync::Arc;

use jiff::civil::Date;

use super::component::Component;
use super::finding::Finding;
use super::place::Place;

/// A time-boxed, owned and approved exception. Every part is mandatory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// What it excuses: an advisory's id or alias, a licence, a rule's id with
    /// an item (`open-threat:T-1`).
    pub id: Arc<str>,
    /// The component it is for: a name, or a name with an ecosystem in front
    /// (`npm:left-pad`); `*` where the finding has none.
    pub component: Arc<str>,
    /// Who looks after it.
    pub owner: Arc<str>,
    /// Who allowed it. Never the owner.
    pub approver: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
    /// The last day that it holds, inclusive, in UTC.
    pub expires: Date,
    /// Where the policy states it.
    pub place: Place,
}

impl Exception {
    /// Whether it still holds on this day.
    pub fn holds_on(&self, day: Date) -> bool {
        day <= self.expires
    }

    /// Whether it is meant for this finding, in force or not: its id is one of
    /// the finding's ids (`rule:item` for findings that aren't advisories) and
    /// its component is the finding's.
    pub fn is_for(&self, finding: &Finding) -> bool {
        let item = || format!("{}:{}", finding.rule.id, finding.subject.item);
        let id_fits =
            finding.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(&self.id)) || *self.id == item();
        id_fits && self.component_fits(finding.component.as_ref())
    }

    fn component_fits(&self, component: Option<&Component>) -> bool {
        let Some(component) = component else { return &*self.component == "*" };
        match self
            .component
            .strip_prefix(component.ecosystem.as_str())
            .and_then(|rest| rest.strip_prefix(':'))
        {
            Some(name) => *name == *component.name,
            None => self.component == component.name,
        }
    }
}
