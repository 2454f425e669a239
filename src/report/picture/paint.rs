//! Shapes and words as SVG.

use std::fmt::Write as _;

use super::graph::{BADGE_ROW, Badge, Edge, Graph, NAME, Node, SMALL, State};
use super::grid::{Area, Grid};
use super::measure::{count, xml};
use super::names::Name;
use super::route::{Piece, Way};
use crate::domain::threat::ElementKind;

/// Fonts that show Chinese stand behind those for Latin text.
pub(super) const FONTS: &str = "'Noto Sans','Segoe UI','Helvetica Neue',Arial,'Noto Sans SC','Noto Sans CJK SC',\
     'Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif";

const INK: &str = "#1f2933";
const FAINT: &str = "#5f6b7a";
const ARROW: &str = "#52606d";
const OUTSIDE: &str = "#b3261e";

/// The colours of a state: of its words and of its ground.
const fn colours(state: State) -> (&'static str, &'static str) {
    match state {
        State::Open => ("#ffffff", "#b3261e"),
        State::Planned => ("#5c3200", "#ffd9a8"),
        State::Accepted => ("#4a3f00", "#ffec99"),
        State::Mitigated => ("#0b4a22", "#bfe8cb"),
        State::Closed => ("#37424d", "#dde3e9"),
    }
}

/// An SVG on its way.
#[derive(Default)]
pub(super) struct Canvas {
    pub(super) text: String,
}

impl Canvas {
    /// Words at a point; `how` are further attributes.
    pub(super) fn words(&mut self, (x, y): (i32, i32), size: i32, how: &str, words: &str) {
        let _ =
            writeln!(self.text, "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{how}>{}</text>", xml(words));
    }

    fn rectangle(&mut self, area: Area, rounding: i32, how: &str) {
        let Area { x, y, width, height } = area;
        let _ = writeln!(
            self.text,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{rounding}\"{how}/>"
        );
    }

    fn begin(&mut self, hint: &str) {
        let _ = writeln!(self.text, "<g><title>{}</title>", xml(hint));
    }

    fn end(&mut self) {
        self.text.push_str("</g>\n");
    }

    /// A whole model: zones below, then arrows, elements, names.
    pub(super) fn graph(&mut self, graph: &Graph, grid: &Grid, (ways, names): (&[Way], &[Name])) {
        for (zone, area) in graph.zones.iter().zip(&grid.zones) {
            if let Some(name) = &zone.name {
                self.zone(name, *area, if zone.is_untrusted { Ground::Untrusted } else { Ground::Trusted });
            }
        }
        for (edge, way) in graph.edges.iter().zip(ways) {
            self.arrow(edge, way);
        }
        for (node, area) in graph.nodes.iter().zip(&grid.nodes) {
            self.node(node, *area);
        }
        for (edge, name) in graph.edges.iter().zip(names) {
            self.name(edge, name);
        }
    }

    pub(super) fn zone(&mut self, name: &str, area: Area, ground: Ground) {
        let (line, fill) = match ground {
            Ground::Untrusted => (OUTSIDE, "#fdf3f2"),
            Ground::Trusted => ("#7b8794", "#f5f7fa"),
        };
        let how = format!(" fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"1.5\" stroke-dasharray=\"7 4\"");
        self.rectangle(area, 10, &how);
        let shown = super::measure::cut(name, NAME, area.width - 24);
        self.words(
            (area.x + 12, area.y + 20),
            NAME,
            &format!(" font-weight=\"600\" fill=\"{line}\""),
            &shown,
        );
    }

    fn arrow(&mut self, edge: &Edge, way: &Way) {
        let colour = if edge.is_untrusted { OUTSIDE } else { ARROW };
        let tip = if edge.is_untrusted { "tip-outside" } else { "tip" };
        self.begin(&edge.hint);
        let _ = writeln!(
            self.text,
            "<path d=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" marker-end=\"url(#{tip})\"/>",
            path(way)
        );
        self.end();
    }

    pub(super) fn node(&mut self, node: &Node, area: Area) {
        self.begin(&node.hint);
        self.shape(node.kind, area);
        if node.untrusted_input {
            let bar = Area { x: area.x, y: area.y + 8, width: 5, height: area.height - 16 };
            self.rectangle(bar, 2, &format!(" fill=\"{OUTSIDE}\""));
        }
        let middle = area.x + area.width / 2;
        let mut y = area.y + if node.kind == ElementKind::Store { 32 } else { 22 };
        for line in &node.lines {
            let how = format!(" text-anchor=\"middle\" font-weight=\"600\" fill=\"{INK}\"");
            self.words((middle, y), NAME, &how, line);
            y += 17;
        }
        if let Some(id) = &node.id {
            self.words((middle, y - 3), SMALL, &format!(" text-anchor=\"middle\" fill=\"{FAINT}\""), id);
            y += 14;
        }
        for row in &node.badges {
            let width: i32 = row.iter().map(|badge| badge.width + 5).sum::<i32>() - 5;
            self.badges(row, (middle - width / 2, y - 10));
            y += BADGE_ROW;
        }
        self.end();
    }

    /// Outside things have corners, what runs is round, what keeps is a drum.
    pub(super) fn shape(&mut self, kind: ElementKind, area: Area) {
        match kind {
            ElementKind::External => {
                self.rectangle(area, 0, &format!(" fill=\"#e9edf2\" stroke=\"{INK}\" stroke-width=\"1.5\""));
            }
            ElementKind::Process => {
                self.rectangle(area, 14, " fill=\"#ffffff\" stroke=\"#1b6ac9\" stroke-width=\"1.8\"");
            }
            ElementKind::Store => self.drum(area),
        }
    }

    fn drum(&mut self, Area { x, y, width, height }: Area) {
        let (half, right, low) = (width / 2, x + width, y + height - 8);
        let top = y + 8;
        let _ = writeln!(
            self.text,
            "<path d=\"M{x} {top}A{half} 8 0 0 1 {right} {top}V{low}A{half} 8 0 0 1 {x} {low}Z\
             M{x} {top}A{half} 8 0 0 0 {right} {top}\" fill=\"#eef4fb\" stroke=\"#3b5b82\" stroke-width=\"1.5\"/>"
        );
    }

    pub(super) fn badges(&mut self, badges: &[Badge], (x, y): (i32, i32)) {
        let mut x = x;
        for badge in badges {
            let (ink, ground) = colours(badge.state);
            self.begin(&badge.hint);
            let area = Area { x, y, width: badge.width, height: 16 };
            self.rectangle(area, 8, &format!(" fill=\"{ground}\""));
            let how = format!(" text-anchor=\"middle\" fill=\"{ink}\"");
            self.words((x + badge.width / 2, y + 12), SMALL, &how, &badge.text);
            self.end();
            x += badge.width + 5;
        }
    }

    fn name(&mut self, edge: &Edge, name: &Name) {
        let area = name.area;
        let colour = if edge.is_untrusted { OUTSIDE } else { INK };
        let middle = area.x + area.width / 2;
        self.begin(&edge.hint);
        let how = format!(" text-anchor=\"middle\" fill=\"{colour}\"");
        if let Some(number) = name.number {
            let line = format!(" fill=\"#ffffff\" stroke=\"{colour}\"");
            self.rectangle(area, area.height / 2, &line);
            self.words((middle, area.y + 13), SMALL, &how, &number.to_string());
        } else {
            self.rectangle(area, 4, " fill=\"#ffffff\" fill-opacity=\"0.92\"");
            self.words((middle, area.y + 13), SMALL, &how, &edge.label);
            let width: i32 = edge.badges.iter().map(|badge| badge.width + 5).sum::<i32>() - 5;
            self.badges(&edge.badges, (middle - width / 2, area.y + 19));
        }
        self.end();
    }
}

/// What a zone is painted as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ground {
    Trusted,
    Untrusted,
}

/// The tips of arrows, which paths name.
pub(super) fn definitions() -> String {
    let tip = |id: &str, colour: &str| {
        format!(
            "<marker id=\"{id}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"8\" markerHeight=\"8\" \
             orient=\"auto\"><path d=\"M0 0L10 5L0 10Z\" fill=\"{colour}\"/></marker>\n"
        )
    };
    format!("<defs>\n{}{}</defs>\n", tip("tip", ARROW), tip("tip-outside", OUTSIDE))
}

fn path(way: &Way) -> String {
    let mut text = String::new();
    for (at, piece) in way.pieces.iter().enumerate() {
        let (Piece::Line(from, to) | Piece::Curve(from, to)) = *piece;
        if at == 0 {
            let _ = write!(text, "M{} {}", from.0, from.1);
        }
        match piece {
            Piece::Line(..) => {
                let _ = write!(text, "L{} {}", to.0, to.1);
            }
            Piece::Curve(..) => {
                let third = (to.0 - from.0) / 3;
                let (near, far) = (from.0 + third, to.0 - third);
                let _ = write!(text, "C{near} {} {far} {} {} {}", from.1, to.1, to.0, to.1);
            }
        }
    }
    text
}

/// A badge that only shows what a state looks like.
pub(super) fn sample(state: State, text: String) -> Badge {
    Badge { state, width: super::measure::width(&text, SMALL) + 14, hint: text.clone(), text }
}

/// The height of so many lines of small words.
pub(super) fn lines_height(lines: usize) -> i32 {
    count(lines) * 18
}
