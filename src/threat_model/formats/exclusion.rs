//! Parts of a system that a tool lets be left out, and why.

use std::sync::Arc;

use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::threat::ThreatModel;
use crate::messages::threat_model as say;
use crate::source::shorten;
use crate::threat_model::fields::{Document, Fields, Text};
use crate::threat_model::stock;

/// Notes an element that nobody looks at and nothing says why: it needs a reason, as
/// a threat does that doesn't apply.
pub(super) fn note(
    document: &mut Document<'_>,
    model: &mut ThreatModel,
    (element, name): (&Fields<'_>, &Text),
    (flag, reason): (&'static str, &'static str),
) {
    let Some(flag) = document.optional_text(element, flag).filter(|flag| &*flag.value == "true") else {
        return;
    };
    let said = document.optional_text(element, reason);
    if said.is_none_or(|said| said.value.trim().is_empty() || stock::is_stock(&said.value)) {
        model.remarks.push(Remark {
            kind: RemarkKind::Exclusion,
            place: flag.place,
            message: say::out_of_scope(shorten(&name.value), reason),
            item: Arc::clone(&name.value),
            threats: Vec::new(),
        });
    }
}
