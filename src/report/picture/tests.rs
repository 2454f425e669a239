//! The picture: whole, apart, the same each time, and safe.

use super::graph::Graph;
use super::grid::{Area, Grid};
use super::names::names;
use super::render;
use super::route::route;
use crate::domain::place::{Place, TreePath};
use crate::domain::threat::{Element, ElementKind, Flow, Located, ModelFormat, ThreatModel};
use crate::messages::Language;

fn located(text: &str) -> Located<std::sync::Arc<str>> {
    let place = Place::whole(TreePath::new("threat-model.yaml").expect("sound"));
    Located { value: text.into(), place }
}

fn element(id: &str, zone: Option<&str>) -> Element {
    Element {
        id: located(id),
        title: None,
        kind: ElementKind::Process,
        is_untrusted: zone == Some("internet"),
        zone: zone.map(located),
        untrusted_input: false,
        paths: Vec::new(),
        components: Vec::new(),
        in_scope: true,
    }
}

/// So many elements in zones of seven, each with flows to three others.
fn model(count: usize) -> ThreatModel {
    let path = TreePath::new("threat-model.yaml").expect("sound");
    let mut model = ThreatModel::empty(path, ModelFormat::Native);
    let zones = ["internet", "dmz", "bank", "vault", "branch", "office", "archive", "cloud"];
    for at in 0..count {
        let zone = zones.get(at / 7 % zones.len()).copied().filter(|_| at % 11 != 10);
        model.elements.push(element(&format!("element-{at}"), zone));
        for (number, to) in [at * 7 + 3, at * 5 + 1, at + 1].into_iter().enumerate() {
            let (from, to) = (format!("element-{at}"), format!("element-{}", to % count));
            let id = located(&format!("flow {at}.{number}"));
            model.flows.push(Flow { id, from: located(&from), to: located(&to), in_scope: true });
        }
    }
    model
}

#[test]
fn nothing_stands_on_anything_else_and_no_arrow_passes_through_an_element() {
    for count in [1, 2, 5, 20, 50, 120] {
        let graph = Graph::of(&model(count), Language::English);
        let mut grid = Grid::of(&graph);
        let ways = route(&graph, &mut grid);
        let names = names(&graph, &grid, &ways);
        let whole = Area { x: -40, y: -40, width: grid.width + 80, height: grid.height + 80 };
        for (at, area) in grid.nodes.iter().enumerate() {
            assert!(whole.meets(*area), "{count}: element {at}");
            let others = grid.nodes.iter().skip(at + 1);
            assert!(!others.clone().any(|other| other.meets(*area)), "{count}: element {at}");
            for (edge, way) in graph.edges.iter().zip(&ways) {
                let inside =
                    Area { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 };
                let is_end = edge.from == at || edge.to == at;
                let points = way.pieces.iter().flat_map(|piece| (0..=20).map(|share| piece.at(share * 5)));
                let hits =
                    points.filter(|(x, y)| inside.meets(Area { x: *x, y: *y, width: 1, height: 1 })).count();
                assert!(is_end || hits == 0, "{count}: {} passes through element {at}", edge.hint);
            }
        }
        for (zone, area) in grid.zones.iter().enumerate() {
            let others = grid.zones.iter().skip(zone + 1);
            assert!(!others.clone().any(|other| other.meets(*area)), "{count}: zone {zone}");
        }
        for (at, name) in names.iter().enumerate() {
            let covers = grid.nodes.iter().any(|node| node.meets(name.area));
            assert!(!covers || name.number.is_some(), "{count}: the name of flow {at} covers an element");
            let later = names.iter().skip(at + 1).filter(|other| other.number.is_none());
            let both = later.filter(|other| name.number.is_none() && other.area.meets(name.area)).count();
            assert_eq!(both, 0, "{count}: the name of flow {at}");
        }
    }
}

#[test]
fn the_same_model_gives_the_same_picture_and_names_are_no_markup() {
    let mut hostile = model(9);
    hostile.system = "<script>alert(1)</script>".into();
    hostile.elements[0].id = located("</text><image href='x'/>");
    hostile.elements[1].zone = Some(located("\"><g onload=\"x\u{0}\u{202e}"));
    let mut pictures: Vec<Vec<u8>> = Vec::new();
    for _ in 0..2 {
        let mut bytes = Vec::new();
        render(&[hostile.clone(), model(3)], Language::Chinese, &mut bytes).expect("written");
        pictures.push(bytes);
    }
    assert_eq!(pictures[0], pictures[1]);
    let text = String::from_utf8(pictures.remove(0)).expect("UTF-8");
    let document = roxmltree::Document::parse(&text).expect("XML");
    let names: std::collections::BTreeSet<&str> = document
        .descendants()
        .filter(roxmltree::Node::is_element)
        .map(|node| node.tag_name().name())
        .collect();
    let known = ["defs", "g", "marker", "path", "rect", "svg", "text", "title"];
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    let attributes = document.descendants().flat_map(|node| node.attributes());
    assert!(attributes.into_iter().all(|one| !one.name().starts_with("on") && one.name() != "href"));
}

#[test]
fn a_model_without_elements_says_so() {
    let path = TreePath::new("threat-model.yaml").expect("sound");
    let mut bytes = Vec::new();
    render(&[ThreatModel::empty(path, ModelFormat::Native)], Language::English, &mut bytes).expect("written");
    assert!(String::from_utf8_lossy(&bytes).contains("nothing to draw"));
}
