//! Places as hosts read them: a path from the root, and a region that isn't empty.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_sarif::sarif::{ArtifactLocation, Location, LogicalLocation, PhysicalLocation, Region};

use crate::domain::place::{Artifact, Place};
use crate::domain::verdict::Report;

/// The name of the repository's root.
pub(super) const ROOT: &str = "%SRCROOT%";

/// What a path keeps as it is: RFC 3986's `pchar` without `:` (section 3.3),
/// and the separator.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@')
    .remove(b'+')
    .remove(b'=')
    .remove(b',')
    .remove(b'(')
    .remove(b')');

/// The place, if it is a file of the tree.
pub(super) fn physical(place: &Place) -> Option<PhysicalLocation> {
    let path = place.tree_path().filter(|path| !path.as_str().is_empty())?;
    Some(PhysicalLocation {
        artifact_location: Some(artifact(path.as_str())),
        region: Some(region(place)),
        ..PhysicalLocation::default()
    })
}

/// The one location of a result: its own place, or the beginning of the file
/// that would mend it.
pub(super) fn location(place: &Place, report: &Report, purl: Option<String>) -> Location {
    let at = physical(place).unwrap_or_else(|| PhysicalLocation {
        artifact_location: Some(artifact(mending_file(report))),
        region: Some(region(&Place { artifact: Artifact::BuiltIn(""), region: None })),
        ..PhysicalLocation::default()
    });
    let package = purl.map(|purl| {
        let kind = Some("package".to_owned());
        vec![LogicalLocation { fully_qualified_name: Some(purl), kind, ..LogicalLocation::default() }]
    });
    Location { physical_location: Some(at), logical_locations: package, ..Location::default() }
}

/// The repository's policy where it has one, else its first manifest, else
/// its first threat model, else the policy that it could have.
fn mending_file(report: &Report) -> &str {
    let layers = report.policy.layers.iter().filter_map(|layer| layer.place.tree_path());
    let manifests = report.inventory.manifests.iter().map(|manifest| &manifest.path);
    let models = report.threat_models.iter().map(|model| &model.file);
    layers.chain(manifests).chain(models).next().map_or("cullis.toml", |path| path.as_str())
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation {
        uri: Some(utf8_percent_encode(path, PATH).to_string()),
        uri_base_id: Some(ROOT.to_owned()),
        ..ArtifactLocation::default()
    }
}

/// Lines and columns as they are; a file as a whole, and a place of no width,
/// become one character.
fn region(place: &Place) -> Region {
    let (start, end) = place.region.map_or(((1, 1), (1, 2)), |region| {
        let (start, end) = (region.start, region.end);
        let end = if end > start { (end.line, end.column) } else { (start.line, start.column + 1) };
        ((start.line, start.column), end)
    });
    Region {
        start_line: Some(i64::from(start.0)),
        start_column: Some(i64::from(start.1)),
        end_line: Some(i64::from(end.0)),
        end_column: Some(i64::from(end.1)),
        ..Region::default()
    }
}
