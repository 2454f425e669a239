//! Where elements and zones stand: zones in layers from left to right, elements
//! in columns inside their zone, and room between them for arrows that pass.

use std::collections::BTreeMap;

use super::graph::{ELEMENT_WIDTH, Graph};
use super::layers::layers;
use super::measure::count;

/// Space inside a zone, at its sides; below its name; below its last element.
const SIDE: i32 = 22;
const TOP: i32 = 34;
const BOTTOM: i32 = 20;
/// Space between two elements, and between two zones.
const BETWEEN_NODES: i32 = 30;
const BETWEEN_ZONES: i32 = 34;
/// What each arrow that passes needs more.
pub(super) const LANE: i32 = 13;
/// The space between columns, where the names of flows stand.
const GUTTER: i32 = 150;
/// How often rows are put in order by what they are joined to.
const SWEEPS: usize = 12;
/// Elements of a column before another one is begun.
const LEAST_ROWS: usize = 5;

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Area {
    pub(super) const fn right(self) -> i32 {
        self.x + self.width
    }

    pub(super) const fn bottom(self) -> i32 {
        self.y + self.height
    }

    pub(super) const fn middle(self) -> i32 {
        self.y + self.height / 2
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }
}

/// A gap that arrows can pass through: above the first of what is stacked,
/// between two, or below the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Between the zones of a layer.
    Zones { layer: usize, before: usize },
    /// Between the elements of a zone's column.
    Nodes { zone: usize, column: usize, before: usize },
}

/// The stacks, and where everything stands.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The zones of each layer, from above.
    pub(super) layers: Vec<Vec<usize>>,
    /// The columns of each zone, each from above.
    pub(super) columns: Vec<Vec<Vec<usize>>>,
    /// The layer of each zone.
    pub(super) layer_of: Vec<usize>,
    /// The column of each element in its zone.
    pub(super) column_of: Vec<usize>,
    pub(super) zones: Vec<Area>,
    pub(super) nodes: Vec<Area>,
    /// Left and right of each layer.
    pub(super) spans: Vec<(i32, i32)>,
    /// Top and bottom of each gap.
    pub(super) gaps: BTreeMap<Gap, (i32, i32)>,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Grid {
    /// Everything in its place, with no room kept for arrows that pass.
    pub(super) fn of(graph: &Graph) -> Self {
        let zone_of = |at: usize| graph.nodes.get(at).map_or(0, |node| node.zone);
        let between: Vec<(usize, usize)> =
            graph.edges.iter().map(|edge| (zone_of(edge.from), zone_of(edge.to))).collect();
        let first: Vec<bool> = graph.zones.iter().map(|zone| zone.is_untrusted).collect();
        let layer_of = layers(graph.zones.len(), &between, &first);
        let mut grid = Self { column_of: vec![0; graph.nodes.len()], ..Self::default() };
        grid.layers = vec![Vec::new(); layer_of.iter().max().map_or(0, |last| last + 1)];
        for (zone, layer) in layer_of.iter().enumerate() {
            if let Some(layer) = grid.layers.get_mut(*layer) {
                layer.push(zone);
            }
        }
        grid.layer_of = layer_of;
        grid.columns = (0..graph.zones.len()).map(|zone| columns(graph, zone)).collect();
        for (column, at) in grid.columns.iter().flat_map(|columns| {
            columns.iter().enumerate().flat_map(|(column, nodes)| nodes.iter().map(move |at| (column, *at)))
        }) {
            if let Some(slot) = grid.column_of.get_mut(at) {
                *slot = column;
            }
        }
        grid.place(graph, &BTreeMap::new());
        for _ in 0..SWEEPS {
            grid.order(graph);
            grid.place(graph, &BTreeMap::new());
        }
        grid
    }

    /// Puts every stack in the order of what its members are joined to.
    fn order(&mut self, graph: &Graph) {
        let pulls = self.pulls(graph);
        let pull_of = |at: &usize| pulls.get(*at).copied().unwrap_or_default();
        for columns in &mut self.columns {
            for nodes in columns {
                nodes.sort_by_key(pull_of);
            }
        }
        let of_zone = |zone: &usize| -> i64 {
            let nodes = graph.zones.get(*zone).map_or(&[][..], |zone| &zone.nodes);
            let sum: i64 = nodes.iter().map(pull_of).sum();
            sum / i64::from(count(nodes.len()).max(1))
        };
        for layer in &mut self.layers {
            layer.sort_by_key(of_zone);
        }
    }

    /// The mean height of what each element is joined to; its own where it is
    /// joined to nothing.
    fn pulls(&self, graph: &Graph) -> Vec<i64> {
        let own = |at: usize| self.nodes.get(at).map_or(0, |area| i64::from(area.middle()));
        let mut sums: Vec<(i64, i64)> = vec![(0, 0); graph.nodes.len()];
        for edge in &graph.edges {
            for (at, other) in [(edge.from, edge.to), (edge.to, edge.from)] {
                if let Some((sum, joined)) = sums.get_mut(at) {
                    *sum += own(other);
                    *joined += 1;
                }
            }
        }
        // In sixteenths, so that small differences count.
        let mean = |(at, (sum, joined)): (usize, (i64, i64))| match joined {
            0 => own(at) * 16,
            joined => sum * 16 / joined,
        };
        sums.into_iter().enumerate().map(mean).collect()
    }

    /// Lays everything out, with room for so many arrows in each gap.
    pub(super) fn place(&mut self, graph: &Graph, passing: &BTreeMap<Gap, usize>) {
        self.zones = vec![Area::default(); graph.zones.len()];
        self.nodes = vec![Area::default(); graph.nodes.len()];
        self.gaps.clear();
        self.spans.clear();
        let is_boxed = |zone: usize| graph.zones.get(zone).is_some_and(|zone| zone.name.is_some());
        let sides_of = |zone: usize| if is_boxed(zone) { 2 * SIDE } else { 0 };
        let lanes = |gap: Gap| passing.get(&gap).map_or(0, |arrows| count(*arrows) * LANE);
        let heights: Vec<i32> =
            (0..graph.zones.len()).map(|zone| self.zone_height(graph, zone, &lanes)).collect();
        let height_of = |zone: &usize| heights.get(*zone).copied().unwrap_or_default();
        let stack_height = |(layer, zones): (usize, &Vec<usize>)| -> i32 {
            let gaps: i32 = (0..=zones.len()).map(|before| lanes(Gap::Zones { layer, before })).sum();
            zones.iter().map(height_of).sum::<i32>() + gaps + (count(zones.len()) - 1) * BETWEEN_ZONES
        };
        self.height = self.layers.iter().enumerate().map(stack_height).max().unwrap_or_default();
        let mut x = 0;
        for (layer, zones) in self.layers.clone().iter().enumerate() {
            let width =
                zones.iter().map(|zone| self.zone_width(*zone, sides_of(*zone))).max().unwrap_or_default();
            let mut y = (self.height - stack_height((layer, zones))) / 2;
            for (before, &zone) in zones.iter().enumerate() {
                let space = if before == 0 { 0 } else { BETWEEN_ZONES };
                let gap = Gap::Zones { layer, before };
                self.gaps.insert(gap, (y, y + space + lanes(gap)));
                y += space + lanes(gap);
                let own = self.zone_width(zone, sides_of(zone));
                let area = Area { x: x + (width - own) / 2, y, width: own, height: height_of(&zone) };
                self.fill(graph, zone, area, &lanes);
                y += area.height;
            }
            let gap = Gap::Zones { layer, before: zones.len() };
            self.gaps.insert(gap, (y, y + lanes(gap)));
            self.spans.push((x, x + width));
            x += width + GUTTER;
        }
        self.width = (x - GUTTER).max(0);
    }

    fn zone_width(&self, zone: usize, sides: i32) -> i32 {
        let columns = count(self.columns.get(zone).map_or(1, Vec::len));
        columns * ELEMENT_WIDTH + (columns - 1) * GUTTER + sides
    }

    fn zone_height(&self, graph: &Graph, zone: usize, lanes: &dyn Fn(Gap) -> i32) -> i32 {
        let columns = self.columns.get(zone).map_or(&[][..], Vec::as_slice);
        let tallest = columns.iter().enumerate().map(|at| column_height(graph, zone, at, lanes)).max();
        tallest.unwrap_or_default() + margins(graph, zone)
    }

    /// Places a zone and what stands in it.
    fn fill(&mut self, graph: &Graph, zone: usize, area: Area, lanes: &dyn Fn(Gap) -> i32) {
        let boxed = graph.zones.get(zone).is_some_and(|zone| zone.name.is_some());
        let (side, top, bottom) = if boxed { (SIDE, TOP, BOTTOM) } else { (0, 0, 0) };
        let columns = self.columns.get(zone).cloned().unwrap_or_default();
        for (column, nodes) in columns.iter().enumerate() {
            let height = column_height(graph, zone, (column, nodes), lanes);
            let mut y = area.y + top + (area.height - top - bottom - height) / 2;
            let x = area.x + side + count(column) * (ELEMENT_WIDTH + GUTTER);
            for (before, &at) in nodes.iter().enumerate() {
                let gap = Gap::Nodes { zone, column, before };
                let space = if before == 0 { 0 } else { BETWEEN_NODES };
                self.gaps.insert(gap, (y, y + space + lanes(gap)));
                y += space + lanes(gap);
                let height = graph.nodes.get(at).map_or(0, |node| node.height);
                if let Some(slot) = self.nodes.get_mut(at) {
                    *slot = Area { x, y, width: ELEMENT_WIDTH, height };
                }
                y += height;
            }
            let gap = Gap::Nodes { zone, column, before: nodes.len() };
            self.gaps.insert(gap, (y, y + lanes(gap)));
        }
        if let Some(slot) = self.zones.get_mut(zone) {
            *slot = area;
        }
    }
}

fn margins(graph: &Graph, zone: usize) -> i32 {
    let boxed = graph.zones.get(zone).is_some_and(|zone| zone.name.is_some());
    if boxed { TOP + BOTTOM } else { 0 }
}

fn column_height(
    graph: &Graph,
    zone: usize,
    (column, nodes): (usize, &Vec<usize>),
    lanes: &dyn Fn(Gap) -> i32,
) -> i32 {
    let gaps: i32 = (0..=nodes.len()).map(|before| lanes(Gap::Nodes { zone, column, before })).sum();
    let heights = nodes.iter().filter_map(|at| graph.nodes.get(*at)).map(|node| node.height);
    heights.sum::<i32>() + gaps + (count(nodes.len()) - 1).max(0) * BETWEEN_NODES
}

/// The columns of a zone: its own flows lead to the right, and no column gets
/// much taller than the picture is wide.
fn columns(graph: &Graph, zone: usize) -> Vec<Vec<usize>> {
    let nodes = graph.zones.get(zone).map_or(&[][..], |zone| &zone.nodes);
    let inside = |at: usize| nodes.iter().position(|node| *node == at);
    let arrows = graph.edges.iter().filter(|edge| {
        [edge.from, edge.to].iter().all(|at| graph.nodes.get(*at).is_some_and(|node| node.zone == zone))
    });
    let arrows: Vec<(usize, usize)> =
        arrows.filter_map(|edge| Some((inside(edge.from)?, inside(edge.to)?))).collect();
    let layer = layers(nodes.len(), &arrows, &[]);
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (layer, node) in layer.iter().zip(nodes) {
        columns.entry(*layer).or_default().push(*node);
    }
    let most = most_rows(graph.nodes.len());
    columns.into_values().flat_map(|nodes| in_even_parts(&nodes, most)).collect()
}

/// About the root of half of all elements: elements are wider than tall.
fn most_rows(nodes: usize) -> usize {
    let squared = nodes.saturating_mul(14).div_ceil(10);
    let root = squared.isqrt();
    (root + usize::from(root * root < squared)).max(LEAST_ROWS)
}

fn in_even_parts(nodes: &[usize], most: usize) -> Vec<Vec<usize>> {
    let parts = nodes.len().div_ceil(most).max(1);
    nodes.chunks(nodes.len().div_ceil(parts).max(1)).map(<[usize]>::to_vec).collect()
}
