//! The ways of arrows: out of one side of an element and into the other, through
//! gaps between what stands in between, and never over it.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::grid::{Area, Gap, Grid};
use super::measure::count;

/// A point.
pub(super) type Point = (i32, i32);

/// A piece of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Straight.
    Line(Point, Point),
    /// A curve that begins and ends level.
    Curve(Point, Point),
}

/// An arrow's way.
#[derive(Clone, Debug, Default)]
pub(super) struct Way {
    pub(super) pieces: Vec<Piece>,
}

/// A gap that an arrow passes through, from one side to the other.
#[derive(Clone, Copy, Debug)]
struct Crossing {
    edge: usize,
    gap: Gap,
    left: i32,
    right: i32,
    /// Where the arrow would pass if nothing stood there.
    wish: i32,
}

/// The way of every flow; the grid makes room for those that pass.
pub(super) fn route(graph: &Graph, grid: &mut Grid) -> Vec<Way> {
    let crossings = crossings(graph, grid);
    let mut passing: BTreeMap<Gap, usize> = BTreeMap::new();
    for crossing in &crossings {
        *passing.entry(crossing.gap).or_default() += 1;
    }
    grid.place(graph, &passing);
    let lanes = lanes(&crossings, grid);
    let mut stops: Vec<Vec<Stop>> = vec![Vec::new(); graph.edges.len()];
    for (crossing, y) in crossings.iter().zip(lanes) {
        if let Some(stops) = stops.get_mut(crossing.edge) {
            let (left, right) = sides_of(crossing.gap, grid).unwrap_or((crossing.left, crossing.right));
            stops.push(Stop { gap: crossing.gap, y, left, right });
        }
    }
    let ports = ports(graph, grid, &stops);
    let ways = graph.edges.iter().enumerate().map(|(at, edge)| {
        let (Some((from, to)), Some(stops)) = (ports.get(at).copied(), stops.get(at)) else {
            return Way::default();
        };
        if edge.from == edge.to {
            return circle(grid.nodes.get(edge.from).copied().unwrap_or_default());
        }
        Way { pieces: pieces((from, to), stops, &Ends::of(graph, grid, (edge.from, edge.to))) }
    });
    ways.collect()
}

/// A gap that a flow passes, at a height.
#[derive(Clone, Copy, Debug)]
struct Stop {
    gap: Gap,
    y: i32,
    left: i32,
    right: i32,
}

/// Where a flow leaves the layer that it begins in, and enters that in which it
/// ends; nowhere when both are one.
struct Ends {
    zones: (usize, usize),
    spans: Option<((i32, i32), (i32, i32))>,
}

impl Ends {
    fn of(graph: &Graph, grid: &Grid, (from, to): (usize, usize)) -> Self {
        let zone_of = |at: usize| graph.nodes.get(at).map_or(0, |node| node.zone);
        let layer_of = |zone: usize| grid.layer_of.get(zone).copied().unwrap_or_default();
        let zones = (zone_of(from), zone_of(to));
        let layers = (layer_of(zones.0), layer_of(zones.1));
        let span = |layer: usize| grid.spans.get(layer).copied();
        let spans = span(layers.0).zip(span(layers.1)).filter(|_| layers.0 != layers.1);
        Self { zones, spans }
    }
}

/// A way out of one end and into the other, by its stops. In the layers of its
/// ends it stays level beside its own zone, because other zones may be wider.
fn pieces((from, to): (Point, Point), stops: &[Stop], ends: &Ends) -> Vec<Piece> {
    let leads_left = from.0 > to.0;
    let side = |(left, right): (i32, i32)| if leads_left { left } else { right };
    let other = |(left, right): (i32, i32)| if leads_left { right } else { left };
    let mut pieces = Vec::new();
    let mut at = from;
    let mut leave = ends.spans.map(|(own, _)| side(own));
    let mut enter = ends.spans.map(|(_, own)| other(own));
    let is_of = |gap: Gap, wanted: usize| matches!(gap, Gap::Nodes { zone, .. } if zone == wanted);
    let ending = (None, (to, to));
    let stops = stops.iter().map(|stop| {
        let (left, right) = ((stop.left, stop.y), (stop.right, stop.y));
        (Some(stop.gap), if leads_left { (right, left) } else { (left, right) })
    });
    for (gap, (near, far)) in stops.chain([ending]) {
        if !gap.is_some_and(|gap| is_of(gap, ends.zones.0))
            && let Some(x) = leave.take()
        {
            level(&mut pieces, &mut at, x);
        }
        let enters = gap.is_none_or(|gap| is_of(gap, ends.zones.1));
        let door = if enters { enter.take() } else { None };
        let door = (door.unwrap_or(near.0), near.1);
        pieces.push(Piece::Curve(at, door));
        at = door;
        level(&mut pieces, &mut at, near.0);
        level(&mut pieces, &mut at, far.0);
    }
    pieces
}

/// Goes on level to `x`.
fn level(pieces: &mut Vec<Piece>, at: &mut Point, x: i32) {
    if at.0 != x {
        let to = (x, at.1);
        pieces.push(Piece::Line(*at, to));
        *at = to;
    }
}

/// Out of an element and back into it, over its corner.
fn circle(area: Area) -> Way {
    let right = area.right();
    let (low, high) = (area.y + 24, area.y + 10);
    let out = (right + 26, low);
    let back = (right + 26, high);
    Way {
        pieces: vec![
            Piece::Line((right, low), out),
            Piece::Line(out, back),
            Piece::Line(back, (right, high)),
        ],
    }
}

/// Left and right of what a gap lies in.
fn sides_of(gap: Gap, grid: &Grid) -> Option<(i32, i32)> {
    match gap {
        Gap::Zones { layer, .. } => grid.spans.get(layer).copied(),
        Gap::Nodes { zone, column, .. } => {
            let node = grid.columns.get(zone)?.get(column)?.first()?;
            grid.nodes.get(*node).map(|area| (area.x, area.right()))
        }
    }
}

/// The columns and layers that each flow passes, each at the gap nearest to the
/// straight way.
fn crossings(graph: &Graph, grid: &Grid) -> Vec<Crossing> {
    let mut crossings = Vec::new();
    for (edge, flow) in graph.edges.iter().enumerate() {
        let (Some(from), Some(to)) = (grid.nodes.get(flow.from), grid.nodes.get(flow.to)) else { continue };
        let leads_left = from.x > to.x;
        let (left, right) = if leads_left { (flow.to, flow.from) } else { (flow.from, flow.to) };
        let (start, end) = if leads_left { (*to, *from) } else { (*from, *to) };
        let mut passed = Vec::new();
        for group in passed_between(graph, grid, (left, right)) {
            let Some((x, far)) = group.first().and_then(|gap| sides_of(*gap, grid)) else { continue };
            let wish = between(start, end, i32::midpoint(x, far));
            let nearest = group.into_iter().min_by_key(|gap| distance(grid.gaps.get(gap), wish));
            passed.extend(nearest.map(|gap| Crossing { edge, gap, left: x, right: far, wish }));
        }
        if leads_left {
            passed.reverse();
        }
        crossings.extend(passed);
    }
    crossings
}

/// The height of the straight way at `x`.
fn between(start: Area, end: Area, x: i32) -> i32 {
    let (from, to) = (start.right(), end.x);
    if to <= from {
        return i32::midpoint(start.middle(), end.middle());
    }
    start.middle() + (end.middle() - start.middle()) * (x - from) / (to - from)
}

fn distance(gap: Option<&(i32, i32)>, wish: i32) -> i32 {
    gap.map_or(i32::MAX, |(top, bottom)| (wish - i32::midpoint(*top, *bottom)).abs())
}

/// The gaps of every stack between two elements, from left to right.
fn passed_between(graph: &Graph, grid: &Grid, (left, right): (usize, usize)) -> Vec<Vec<Gap>> {
    let zone_of = |at: usize| graph.nodes.get(at).map_or(0, |node| node.zone);
    let column_of = |at: usize| grid.column_of.get(at).copied().unwrap_or_default();
    let layer_of = |zone: usize| grid.layer_of.get(zone).copied().unwrap_or_default();
    let of_column = |zone: usize, column: usize| -> Vec<Gap> {
        let rows = grid.columns.get(zone).and_then(|columns| columns.get(column)).map_or(0, Vec::len);
        (0..=rows).map(|before| Gap::Nodes { zone, column, before }).collect()
    };
    let (from, to) = (zone_of(left), zone_of(right));
    let mut passed = Vec::new();
    if from == to {
        let columns = column_of(left) + 1..column_of(right);
        passed.extend(columns.map(|column| of_column(from, column)));
        return passed;
    }
    let columns = grid.columns.get(from).map_or(0, Vec::len);
    passed.extend((column_of(left) + 1..columns).map(|column| of_column(from, column)));
    passed.extend((layer_of(from) + 1..layer_of(to)).map(|layer| {
        let zones = grid.layers.get(layer).map_or(0, Vec::len);
        (0..=zones).map(|before| Gap::Zones { layer, before }).collect()
    }));
    passed.extend((0..column_of(right)).map(|column| of_column(to, column)));
    passed
}

/// The height at which each crossing passes: those of one gap stand evenly, in
/// the order of where they would pass.
fn lanes(crossings: &[Crossing], grid: &Grid) -> Vec<i32> {
    let mut by_gap: BTreeMap<Gap, Vec<(i32, usize)>> = BTreeMap::new();
    for (at, crossing) in crossings.iter().enumerate() {
        by_gap.entry(crossing.gap).or_default().push((crossing.wish, at));
    }
    let mut lanes = vec![0; crossings.len()];
    for (gap, mut arrows) in by_gap {
        arrows.sort_unstable();
        let (top, bottom) = grid.gaps.get(&gap).copied().unwrap_or_default();
        let parts = count(arrows.len()) + 1;
        for (number, (_, at)) in (1..).zip(arrows) {
            if let Some(lane) = lanes.get_mut(at) {
                *lane = top + (bottom - top) * number / parts;
            }
        }
    }
    lanes
}

/// Where each flow leaves and enters: evenly on an element's side, in the order
/// of where they lead.
fn ports(graph: &Graph, grid: &Grid, stops: &[Vec<Stop>]) -> Vec<(Point, Point)> {
    /// An end of a flow at an element's side: what it leads to, and which end.
    type End = (i32, usize, bool);
    let area = |at: usize| grid.nodes.get(at).copied().unwrap_or_default();
    // By element and side: the right one is `true`.
    let mut sides: BTreeMap<(usize, bool), Vec<End>> = BTreeMap::new();
    for (at, edge) in graph.edges.iter().enumerate().filter(|(_, edge)| edge.from != edge.to) {
        let leads_right = area(edge.from).x <= area(edge.to).x;
        let none = Vec::new();
        let stops = stops.get(at).unwrap_or(&none);
        let first = stops.first().map_or(area(edge.to).middle(), |stop| stop.y);
        let last = stops.last().map_or(area(edge.from).middle(), |stop| stop.y);
        sides.entry((edge.from, leads_right)).or_default().push((first, at, true));
        sides.entry((edge.to, !leads_right)).or_default().push((last, at, false));
    }
    let mut ports = vec![((0, 0), (0, 0)); graph.edges.len()];
    for ((node, is_right), mut ends) in sides {
        ends.sort_unstable();
        let area = area(node);
        let x = if is_right { area.right() } else { area.x };
        let gaps = count(ends.len()) + 1;
        for (number, (_, at, is_start)) in (1..).zip(ends) {
            let point = (x, area.y + area.height * number / gaps);
            if let Some(port) = ports.get_mut(at) {
                if is_start { port.0 = point } else { port.1 = point }
            }
        }
    }
    ports
}

impl Piece {
    /// The point after so many hundredths of the piece.
    pub(super) fn at(self, hundredths: i32) -> Point {
        let t = i64::from(hundredths);
        let mix = |a: i32, b: i32, share: i64, whole: i64| {
            let mixed = (i64::from(a) * (whole - share) + i64::from(b) * share) / whole;
            i32::try_from(mixed).unwrap_or(a)
        };
        match self {
            Self::Line(a, b) => (mix(a.0, b.0, t, 100), mix(a.1, b.1, t, 100)),
            Self::Curve(a, b) => {
                // A cubic with its two handles level with its ends: its height
                // follows 3t² - 2t³, its width nearly the share itself.
                let rise = 3 * t * t * 100 - 2 * t * t * t;
                (mix(a.0, b.0, t, 100), mix(a.1, b.1, rise, 1_000_000))
            }
        }
    }
}
