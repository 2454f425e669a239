//! What is drawn of a model: elements, flows and zones with their words.

use std::collections::{BTreeMap, HashMap};

use super::measure::{count, cut, width, wrap};
use crate::domain::threat::{Decision, Element, ElementKind, Threat, ThreatModel};
use crate::messages::picture as say;
use crate::messages::{self, Language};

/// The width of every element.
pub(super) const ELEMENT_WIDTH: i32 = 176;
/// The widest name of a flow that is written beside it.
pub(super) const FLOW_WIDTH: i32 = 132;
/// The font's sizes.
pub(super) const NAME: i32 = 13;
pub(super) const SMALL: i32 = 11;
/// The height of a badge, with the space below it.
pub(super) const BADGE_ROW: i32 = 19;
const LINE: i32 = 17;

/// Where a threat stands, for a reader: the order is that of badges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    Open,
    Planned,
    Accepted,
    Mitigated,
    Closed,
}

impl State {
    pub(super) const ALL: [Self; 5] =
        [Self::Open, Self::Planned, Self::Accepted, Self::Mitigated, Self::Closed];

    fn of(threat: &Threat, working: &HashMap<&str, bool>) -> Self {
        match threat.decision.value {
            Decision::Open => Self::Open,
            Decision::Mitigate => {
                let works = threat.mitigations.iter().any(|id| working.get(&*id.value) == Some(&true));
                if works { Self::Mitigated } else { Self::Planned }
            }
            Decision::Accept => Self::Accepted,
            Decision::Transfer | Decision::Avoid | Decision::NotApplicable => Self::Closed,
        }
    }

    pub(super) fn word(self, language: Language) -> &'static str {
        let word = match self {
            Self::Open => say::open(),
            Self::Planned => say::planned(),
            Self::Accepted => say::accepted(),
            Self::Mitigated => say::mitigated(),
            Self::Closed => say::closed(),
        };
        messages::fixed(&word, language)
    }
}

/// So many threats in a state.
#[derive(Debug)]
pub(super) struct Badge {
    pub(super) state: State,
    pub(super) text: String,
    /// The threats, for whoever points at it.
    pub(super) hint: String,
    pub(super) width: i32,
}

/// An element.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) lines: Vec<String>,
    pub(super) id: Option<String>,
    pub(super) hint: String,
    pub(super) kind: ElementKind,
    pub(super) untrusted_input: bool,
    /// Rows of badges.
    pub(super) badges: Vec<Vec<Badge>>,
    pub(super) zone: usize,
    pub(super) height: i32,
}

/// A zone, or the place of an element that stands in none.
#[derive(Debug)]
pub(super) struct Zone {
    pub(super) name: Option<String>,
    pub(super) is_untrusted: bool,
    pub(super) nodes: Vec<usize>,
}

/// A flow.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) badges: Vec<Badge>,
    pub(super) is_untrusted: bool,
}

/// A model as it is drawn.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) zones: Vec<Zone>,
    pub(super) edges: Vec<Edge>,
}

impl Graph {
    pub(super) fn of(model: &ThreatModel, language: Language) -> Self {
        let threats = Threats::of(model, language);
        let mut graph = Self::default();
        let mut positions: HashMap<&str, usize> = HashMap::new();
        let mut zones: HashMap<&str, usize> = HashMap::new();
        for element in &model.elements {
            let at = graph.nodes.len();
            if positions.insert(&element.id.value, at).is_some() {
                continue;
            }
            let zone = match &element.zone {
                Some(zone) => *zones.entry(&zone.value).or_insert(graph.zones.len()),
                None => graph.zones.len(),
            };
            if zone == graph.zones.len() {
                let name = element.zone.as_ref().map(|zone| in_one_line(&zone.value));
                graph.zones.push(Zone { name, is_untrusted: true, nodes: Vec::new() });
            }
            if let Some(zone) = graph.zones.get_mut(zone) {
                zone.nodes.push(at);
                zone.is_untrusted &= element.is_untrusted;
            }
            graph.nodes.push(node(element, zone, &threats));
        }
        let ends = |flow: &crate::domain::threat::Flow| {
            Some((*positions.get(&*flow.from.value)?, *positions.get(&*flow.to.value)?))
        };
        graph.edges = model
            .flows
            .iter()
            .filter_map(|flow| {
                let (from, to) = ends(flow)?;
                let zone = |at: usize| graph.nodes.get(at).map(|node| node.zone);
                let comes_from_outside = model
                    .elements
                    .iter()
                    .any(|one| one.id.value == flow.from.value && one.is_untrusted && zone(from) != zone(to));
                Some(Edge {
                    from,
                    to,
                    label: cut(&in_one_line(&flow.id.value), SMALL, FLOW_WIDTH),
                    hint: in_one_line(&format!("{}: {} → {}", flow.id.value, flow.from.value, flow.to.value)),
                    badges: threats.badges(&flow.id.value),
                    is_untrusted: comes_from_outside,
                })
            })
            .collect();
        graph
    }
}

fn node(element: &Element, zone: usize, threats: &Threats<'_>) -> Node {
    let title = element.title.as_ref().filter(|title| title.value != element.id.value);
    let name = title.unwrap_or(&element.id);
    let lines = wrap(&in_one_line(&name.value), NAME, ELEMENT_WIDTH - 22, 3);
    let id = title.map(|_| cut(&element.id.value, SMALL, ELEMENT_WIDTH - 22));
    let badges = in_rows(threats.badges(&element.id.value));
    let cap = if element.kind == ElementKind::Store { 10 } else { 0 };
    let height = 18
        + cap
        + count(lines.len()) * LINE
        + count(usize::from(id.is_some())) * 14
        + count(badges.len()) * BADGE_ROW;
    Node {
        hint: format!("{} ({})", name.value, element.id.value),
        lines,
        id,
        kind: element.kind,
        untrusted_input: element.untrusted_input,
        badges,
        zone,
        height,
    }
}

/// Tools let names have line breaks, for their own drawings.
fn in_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Badges in as many rows as an element's width asks for.
fn in_rows(badges: Vec<Badge>) -> Vec<Vec<Badge>> {
    let mut rows: Vec<Vec<Badge>> = Vec::new();
    let mut room = 0;
    for badge in badges {
        if badge.width > room || rows.is_empty() {
            rows.push(Vec::new());
            room = ELEMENT_WIDTH - 16;
        }
        room -= badge.width + 5;
        if let Some(row) = rows.last_mut() {
            row.push(badge);
        }
    }
    rows
}

/// The threats by what they are on.
struct Threats<'model> {
    on: HashMap<&'model str, BTreeMap<State, Vec<&'model Threat>>>,
    language: Language,
}

/// Threats that a badge's hint names; more are counted.
const HINTED: usize = 12;

impl<'model> Threats<'model> {
    fn of(model: &'model ThreatModel, language: Language) -> Self {
        let working: HashMap<&str, bool> =
            model.mitigations.iter().map(|one| (&*one.id.value, one.status.value.claims_to_work())).collect();
        let mut on: HashMap<&str, BTreeMap<State, Vec<&Threat>>> = HashMap::new();
        for threat in &model.threats {
            let state = State::of(threat, &working);
            for target in &threat.on {
                on.entry(&target.value).or_default().entry(state).or_default().push(threat);
            }
        }
        Self { on, language }
    }

    fn badges(&self, id: &str) -> Vec<Badge> {
        let Some(states) = self.on.get(id) else { return Vec::new() };
        let badge = |(state, threats): (&State, &Vec<&Threat>)| {
            let text = format!("{} {}", state.word(self.language), threats.len());
            let named = threats.iter().take(HINTED);
            let mut hint: Vec<String> =
                named.map(|threat| format!("{}: {}", threat.id.value, threat.title.value)).collect();
            if threats.len() > HINTED {
                hint.push(format!("+ {}", threats.len() - HINTED));
            }
            Badge { state: *state, width: width(&text, SMALL) + 14, text, hint: hint.join("\n") }
        };
        states.iter().map(badge).collect()
    }
}
