//! `[[vex.document]]`: VEX documents that a layer above the repository names.

use toml::Spanned;
use toml::de::DeValue;

use super::LayerKind;
use super::conditions::digest;
use super::document::Document;
use super::entries::entries_of;
use crate::domain::vex::VexDocument;
use crate::messages::policy as say;

/// The entry's name. Adding one may excuse something, so it needs the grant of
/// this name.
pub(super) const VEX_DOCUMENT: &str = "vex.document";

pub(super) const VEX_DOCUMENT_FIELDS: [&str; 2] = ["file", "sha256"];

/// Reads `[[vex.document]]`. What stands in the tree could excuse the change
/// that writes it, so only what is handed in names documents.
pub(super) fn vex_documents(
    document: &mut Document<'_>,
    value: &Spanned<DeValue<'_>>,
    kind: LayerKind,
) -> Vec<VexDocument> {
    if !matches!(kind, LayerKind::Host | LayerKind::HandedIn) {
        document.error(value.span(), say::document_of_the_tree(VEX_DOCUMENT));
        return Vec::new();
    }
    let entries = entries_of(document, VEX_DOCUMENT, &VEX_DOCUMENT_FIELDS, value);
    let read = entries.iter().filter_map(|fields| {
        let file = fields.text(document, "file");
        let digest = match fields.optional("sha256") {
            None => Some(None),
            Some(value) => digest(document, "sha256", value).map(Some),
        };
        Some(VexDocument { file: file?, digest: digest?, place: fields.place(document) })
    });
    read.collect()
}
