//! A threat model as a picture: zones as boxes, elements by their kind, flows as
//! arrows, threats as badges by where they stand.
//!
//! The picture is SVG and depends on nothing but the model and the language:
//! distances are whole pixels, widths are reckoned without a font, and what
//! stands where follows from the order of the model.

mod graph;
mod grid;
mod layers;
mod measure;
mod names;
mod paint;
mod route;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use graph::{Graph, NAME, SMALL, State};
use grid::{Area, Grid};
use measure::{count, width};
use names::Name;
use paint::{Canvas, Ground};

use crate::domain::statement::Statement;
use crate::domain::threat::{ElementKind, ThreatModel};
use crate::messages::{self, Language, picture as say};

/// Space around everything, and between two models.
const EDGE: i32 = 28;
/// The height of a model's heading.
const HEADING: i32 = 58;
/// The height of the legend.
const LEGEND: i32 = 84;
/// The least width, so that the legend has room.
const LEAST: i32 = 760;
/// The width of a column of flows' names below the picture.
const LISTED: i32 = 380;

/// Writes every model, one below the other.
pub fn render(models: &[ThreatModel], language: Language, out: &mut dyn Write) -> io::Result<()> {
    let drawn: Vec<Drawn> = models.iter().map(|model| draw(model, language)).collect();
    let across = drawn.iter().map(|one| one.width).max().unwrap_or_default().max(LEAST) + 2 * EDGE;
    let down: i32 = drawn.iter().map(|one| one.height + EDGE).sum();
    let height = down + EDGE + LEGEND;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{across}\" height=\"{height}\" \
         viewBox=\"0 0 {across} {height}\" font-family=\"{}\" lang=\"{}\">",
        paint::FONTS,
        language.tag()
    )?;
    write!(out, "{}", paint::definitions())?;
    writeln!(out, "<rect width=\"{across}\" height=\"{height}\" fill=\"#ffffff\"/>")?;
    let mut y = EDGE;
    for one in &drawn {
        let x = EDGE + (across - 2 * EDGE - one.width).max(0) / 2;
        writeln!(out, "<g transform=\"translate({EDGE} {y})\">\n{}</g>", one.heading)?;
        writeln!(out, "<g transform=\"translate({x} {})\">\n{}</g>", y + HEADING, one.body)?;
        y += one.height + EDGE;
    }
    writeln!(out, "<g transform=\"translate({EDGE} {y})\">\n{}</g>\n</svg>", legend(language))
}

/// One model, drawn from its own corner.
struct Drawn {
    heading: String,
    body: String,
    width: i32,
    height: i32,
}

fn draw(model: &ThreatModel, language: Language) -> Drawn {
    let graph = Graph::of(model, language);
    let mut canvas = Canvas::default();
    let (mut across, mut down) = (0, 24);
    if graph.nodes.is_empty() {
        canvas.words((0, 16), NAME, "", &messages::say(&say::nothing_to_draw(), language));
    } else {
        let mut grid = Grid::of(&graph);
        let ways = route::route(&graph, &mut grid);
        let names = names::names(&graph, &grid, &ways);
        canvas.graph(&graph, &grid, (&ways, &names));
        let listed = list(&mut canvas, &graph, &names, (grid.width, grid.height + 22));
        (across, down) = (grid.width + 30, grid.height + listed);
    }
    Drawn { heading: heading(model, language), body: canvas.text, width: across, height: HEADING + down }
}

fn heading(model: &ThreatModel, language: Language) -> String {
    let mut canvas = Canvas::default();
    canvas.words((0, 18), 18, " font-weight=\"700\" fill=\"#1f2933\"", &model.system);
    let summary = say::summary(model.elements.len(), model.flows.len(), model.threats.len());
    let line = format!("{} · {}", model.file.as_str(), messages::say(&summary, language));
    canvas.words((0, 38), 12, " fill=\"#5f6b7a\"", &line);
    canvas.text
}

/// The flows that are numbers in the picture, in columns below it; their height.
fn list(canvas: &mut Canvas, graph: &Graph, names: &[Name], (across, y): (i32, i32)) -> i32 {
    let numbered: Vec<(usize, &graph::Edge)> =
        names.iter().zip(&graph.edges).filter_map(|(name, edge)| Some((name.number?, edge))).collect();
    let columns = usize::try_from((across / LISTED).max(1)).unwrap_or(1);
    let rows = numbered.len().div_ceil(columns);
    for (at, (number, edge)) in numbered.iter().enumerate() {
        let (column, row) = (at / rows.max(1), at % rows.max(1));
        let (x, y) = (count(column) * LISTED, y + paint::lines_height(row + 1));
        let words = measure::cut(&format!("{number}  {}", edge.hint), SMALL, LISTED - 150);
        canvas.words((x, y), SMALL, " fill=\"#1f2933\"", &words);
        canvas.badges(&edge.badges, (x + width(&words, SMALL) + 10, y - 12));
    }
    if rows == 0 { 0 } else { paint::lines_height(rows) + 30 }
}

/// What shapes and colours mean.
fn legend(language: Language) -> String {
    let mut canvas = Canvas::default();
    let word = |statement: &Statement| messages::fixed(statement, language);
    let mut x = 0;
    let grey = " fill=\"#1f2933\"";
    let kinds = [
        (ElementKind::External, say::external()),
        (ElementKind::Process, say::process()),
        (ElementKind::Store, say::store()),
    ];
    for (kind, name) in kinds {
        canvas.shape(kind, Area { x, y: 4, width: 34, height: 24 });
        canvas.words((x + 42, 21), 12, grey, word(&name));
        x += 42 + width(word(&name), 12) + 26;
    }
    for (ground, name) in [(Ground::Trusted, say::zone()), (Ground::Untrusted, say::untrusted_zone())] {
        canvas.zone("", Area { x, y: 4, width: 34, height: 24 }, ground);
        canvas.words((x + 42, 21), 12, grey, word(&name));
        x += 42 + width(word(&name), 12) + 26;
    }
    let mut x = 0;
    for state in State::ALL {
        let badge = paint::sample(state, state.word(language).to_owned());
        let across = badge.width;
        canvas.badges(&[badge], (x, 44));
        x += across + 14;
    }
    let untrusted_input = format!(
        "<rect x=\"{x}\" y=\"43\" width=\"5\" height=\"18\" rx=\"2\" fill=\"#b3261e\"/>\n\
         <path d=\"M{} 52h34\" stroke=\"#b3261e\" stroke-width=\"1.5\" marker-end=\"url(#tip-outside)\"/>\n",
        x + 14 + width(word(&say::untrusted_input()), 12) + 22
    );
    canvas.text.push_str(&untrusted_input);
    canvas.words((x + 12, 56), 12, grey, word(&say::untrusted_input()));
    let flow = x + 14 + width(word(&say::untrusted_input()), 12) + 22 + 42;
    canvas.words((flow, 56), 12, grey, word(&say::untrusted_flow()));
    canvas.text
}
