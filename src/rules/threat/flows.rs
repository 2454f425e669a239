//! Flows that cross a boundary of trust without a threat.

use std::collections::{HashMap, HashSet};

use super::finding;
use crate::domain::finding::Finding;
use crate::domain::rule::RuleInfo;
use crate::domain::threat::{DefectKind, Element, Flow, ThreatModel};
use crate::messages::rules::coverage::say;
use crate::rules::Facts;

/// Where a flow comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Source {
    /// From where nobody vouches for what is sent, to where somebody does.
    Untrusted,
    /// From another zone.
    Trusted,
}

/// A finding for each flow of such a source that crosses from one zone into
/// another, with no threat on it or on its ends.
pub(in crate::rules) fn unthreatened(
    rule: &'static RuleInfo,
    wanted: Source,
    facts: &Facts<'_>,
) -> Vec<Finding> {
    let models = facts.threat_models.iter().filter(|model| is_evaluable(model));
    models.flat_map(|model| of_model(rule, wanted, model)).collect()
}

/// A model of which a part can't be seen (`unevaluated-threat-model`) may have
/// the threat there.
fn is_evaluable(model: &ThreatModel) -> bool {
    !model.is_unread() && !model.defects.iter().any(|defect| defect.kind == DefectKind::Unevaluated)
}

fn of_model(rule: &'static RuleInfo, wanted: Source, model: &ThreatModel) -> Vec<Finding> {
    let by_id: HashMap<&str, &Element> =
        model.elements.iter().map(|element| (&*element.id.value, element)).collect();
    let threatened: HashSet<&str> =
        model.threats.iter().flat_map(|threat| &threat.on).map(|on| &*on.value).collect();
    let is_threatened =
        |flow: &Flow| [&flow.id, &flow.from, &flow.to].into_iter().any(|id| threatened.contains(&*id.value));
    let bare = model.flows.iter().filter(|flow| flow.in_scope && !is_threatened(flow));
    bare.filter_map(|flow| {
        let from = by_id.get(&*flow.from.value)?;
        let to = by_id.get(&*flow.to.value)?;
        let (from_zone, to_zone) = crossing(from, to, model)?;
        // Where nobody says that anybody is trusted, nothing has come in yet.
        let comes_in = from.is_untrusted && !to.is_untrusted && to.zone.is_some();
        let source = if comes_in { Source::Untrusted } else { Source::Trusted };
        (source == wanted).then(|| {
            let message = say::unthreatened(&flow.id.value, from_zone, to_zone);
            let place = (&flow.id.place, &*flow.id.value);
            Finding { remedy: Some(say::think_of(&flow.id.value)), ..finding(rule, model, place, message) }
        })
    })
    .collect()
}

/// The zones of a flow's ends, when they differ. An element whose zone nobody
/// states stands in none that could be crossed, except in a format that draws
/// its zones: there it stands outside of them all.
fn crossing<'model>(
    from: &'model Element,
    to: &'model Element,
    model: &ThreatModel,
) -> Option<(&'model str, &'model str)> {
    let zone = |element: &'model Element| element.zone.as_ref().map(|zone| &*zone.value);
    let outside = model.format.draws_zones().then_some("–");
    let (from, to) = (zone(from).or(outside)?, zone(to).or(outside)?);
    (from != to).then_some((from, to))
}
