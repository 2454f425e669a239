//! The taxonomies that rules are mapped to: CWE, and the gate's own practices.

use serde_json::json;
use serde_sarif::sarif::{
    ReportingDescriptor, ReportingDescriptorReference, ReportingDescriptorRelationship, ToolComponent,
    ToolComponentReference,
};

use super::{Run, parts, rule};
use crate::domain::practice::PRACTICES;
use crate::messages::report as said;

const WEAKNESSES: Taxonomy = Taxonomy { name: "CWE", index: 0 };
const PRACTICE_CATALOGUE: Taxonomy = Taxonomy { name: "Cullis practices", index: 1 };

/// A taxonomy by its name and its place in the file; viewers want both.
struct Taxonomy {
    name: &'static str,
    index: i64,
}

impl Taxonomy {
    fn reference(&self) -> ToolComponentReference {
        ToolComponentReference {
            name: Some(self.name.to_owned()),
            index: Some(self.index),
            ..ToolComponentReference::default()
        }
    }

    fn relationship(&self, id: &str, index: usize, kind: &str) -> ReportingDescriptorRelationship {
        let target = ReportingDescriptorReference {
            id: Some(id.to_owned()),
            index: i64::try_from(index).ok(),
            tool_component: Some(self.reference()),
            ..ReportingDescriptorReference::default()
        };
        ReportingDescriptorRelationship::builder().target(target).kinds(vec![kind.to_owned()]).build()
    }
}

/// References to both, for the tool's row.
pub(super) fn references() -> Vec<ToolComponentReference> {
    vec![WEAKNESSES.reference(), PRACTICE_CATALOGUE.reference()]
}

/// Both taxonomies: the weaknesses that the file speaks of, every practice.
pub(super) fn all(run: &Run<'_>) -> Vec<ToolComponent> {
    let weaknesses = run.rules.weaknesses().into_iter().map(|id| {
        let number = rule::number_of(id).unwrap_or_default();
        ReportingDescriptor::builder()
            .id(id)
            .name(id)
            .help_uri(format!("https://cwe.mitre.org/data/definitions/{number}.html"))
            .short_description(parts::plain(id.to_owned()))
            .build()
    });
    let practices = run.report.judgement.practices.iter().map(|judged| {
        let title = rule::practice_title(judged.practice.number, run);
        let properties = json!({ "number": judged.practice.number, "state": judged.state.word() });
        ReportingDescriptor::builder()
            .id(judged.practice.id)
            .name(judged.practice.id)
            .short_description(parts::plain(title))
            .properties(parts::properties(None, properties))
            .build()
    });
    let weaknesses = ToolComponent::builder()
        .name(WEAKNESSES.name)
        .organization("MITRE")
        .short_description(parts::plain(run.say(&said::sarif_weaknesses())))
        .taxa(weaknesses.collect::<Vec<_>>());
    let practices = ToolComponent::builder()
        .name(PRACTICE_CATALOGUE.name)
        .version(run.report.tool_version)
        .short_description(parts::plain(run.say(&said::sarif_practices())))
        .taxa(practices.collect::<Vec<_>>());
    vec![weaknesses.build(), practices.build()]
}

/// What a rule is mapped to: its practice, and its weaknesses by their
/// position among all of the file.
pub(super) fn relationships(
    practice: u8,
    weaknesses: &[&str],
    all: &[&str],
) -> Vec<ReportingDescriptorRelationship> {
    let mut relationships = Vec::new();
    if let Some(index) = PRACTICES.iter().position(|known| known.number == practice) {
        let id = PRACTICES.get(index).map_or("", |known| known.id);
        relationships.push(PRACTICE_CATALOGUE.relationship(id, index, "relevant"));
    }
    for weakness in weaknesses {
        if let Ok(index) = all.binary_search(weakness) {
            let relationship = WEAKNESSES.relationship(weakness, index, "superset");
            if !relationships.contains(&relationship) {
                relationships.push(relationship);
            }
        }
    }
    relationships
}
