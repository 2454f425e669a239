//! Remarks on models, with the threats that they bear on.

use std::collections::HashMap;

use super::{Facts, finding, graver};
use crate::domain::finding::Finding;
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::rule::RuleInfo;
use crate::domain::threat::{Decision, Threat, ThreatModel, ThreatSeverity};

/// A remark with its model and its threats.
pub(in crate::rules) struct Remarked<'run> {
    model: &'run ThreatModel,
    remark: &'run Remark,
    threats: Vec<&'run Threat>,
}

impl Remarked<'_> {
    /// Whether somebody decided about one of its threats.
    pub(in crate::rules) fn is_closed(&self) -> bool {
        self.threats.iter().any(|threat| threat.decision.value != Decision::Open)
    }

    /// Whether it closes a threat that is known to be high: where the risks aren't
    /// at hand, nobody knows.
    pub(in crate::rules) fn closes_a_high_threat(&self) -> bool {
        let is_high = |threat: &Threat| {
            matches!(threat.severity.value, ThreatSeverity::High | ThreatSeverity::Critical)
        };
        self.threats.iter().any(|threat| threat.decision.value != Decision::Open && is_high(threat))
    }

    /// The finding, as bad as the worst of its threats.
    pub(in crate::rules) fn finding(&self, rule: &'static RuleInfo) -> Finding {
        let severity = self.threats.iter().map(|threat| threat.severity.value).reduce(graver);
        let Remark { place, item, message, .. } = self.remark;
        Finding {
            severity: severity.map(ThreatSeverity::as_severity),
            ..finding(rule, self.model, (place, item), message.clone())
        }
    }
}

/// Every remark of this kind.
pub(in crate::rules) fn remarks<'run>(facts: &Facts<'run>, kind: RemarkKind) -> Vec<Remarked<'run>> {
    let mut found = Vec::new();
    for model in facts.threat_models {
        let mut fitting = model.remarks.iter().filter(|remark| remark.kind == kind).peekable();
        if fitting.peek().is_none() {
            continue;
        }
        let by_id: HashMap<&str, &Threat> =
            model.threats.iter().map(|threat| (&*threat.id.value, threat)).collect();
        found.extend(fitting.map(|remark| {
            let threats = remark.threats.iter().filter_map(|id| by_id.get(&**id).copied()).collect();
            Remarked { model, remark, threats }
        }));
    }
    found
}
