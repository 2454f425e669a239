//! Where the names of flows stand: beside their arrows, over nothing else. One
//! that finds no room is a number there, and a line below the picture.

use super::graph::{BADGE_ROW, Edge, Graph, SMALL};
use super::grid::{Area, Grid};
use super::measure::width;
use super::route::Way;

/// A flow's name, or the number that stands for it.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub(super) area: Area,
    /// The number, when the name didn't fit.
    pub(super) number: Option<usize>,
}

/// Where on a piece a name is tried, in hundredths.
const TRIED: [i32; 9] = [50, 38, 62, 28, 72, 45, 55, 20, 80];
/// A number's width for each figure, and its height.
const FIGURE: i32 = 8;
const NUMBER_HEIGHT: i32 = 17;

/// A name for each flow, in the flows' order.
pub(super) fn names(graph: &Graph, grid: &Grid, ways: &[Way]) -> Vec<Name> {
    let mut taken: Vec<Area> = grid.nodes.clone();
    taken.extend(graph.zones.iter().zip(&grid.zones).filter_map(|(zone, area)| {
        let name = zone.name.as_ref()?;
        Some(Area { width: width(name, 13) + 24, height: 24, ..*area })
    }));
    let mut numbers = 0;
    let mut names = Vec::with_capacity(ways.len());
    for (edge, way) in graph.edges.iter().zip(ways) {
        let whole = size_of(edge);
        let name = if let Some(area) = free_place(way, whole, &taken) {
            Name { area, number: None }
        } else {
            numbers += 1;
            let small = (14 + FIGURE * digits(numbers), NUMBER_HEIGHT);
            let area = free_place(way, small, &taken).or_else(|| places(way, small).next());
            Name { area: area.unwrap_or_default(), number: Some(numbers) }
        };
        taken.push(name.area);
        names.push(name);
    }
    names
}

fn digits(number: usize) -> i32 {
    super::measure::count(number.to_string().len())
}

/// The width and height of a name with its badges.
fn size_of(edge: &Edge) -> (i32, i32) {
    let badges: i32 = edge.badges.iter().map(|badge| badge.width + 5).sum();
    let rows = if edge.badges.is_empty() { 0 } else { BADGE_ROW };
    (width(&edge.label, SMALL).max(badges) + 10, 18 + rows)
}

fn free_place(way: &Way, size: (i32, i32), taken: &[Area]) -> Option<Area> {
    places(way, size).find(|area| !taken.iter().any(|other| other.meets(grown(*area))))
}

/// A little space around.
const fn grown(area: Area) -> Area {
    Area { x: area.x - 3, y: area.y - 2, width: area.width + 6, height: area.height + 4 }
}

/// The places along a way, the middles of its curves first.
fn places(way: &Way, (width, height): (i32, i32)) -> impl Iterator<Item = Area> {
    TRIED.into_iter().flat_map(move |share| {
        way.pieces.iter().map(move |piece| {
            let (x, y) = piece.at(share);
            Area { x: x - width / 2, y: y - height / 2, width, height }
        })
    })
}
