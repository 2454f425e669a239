//! Texts that say nothing: a tool's own prompts and examples, and notes that a
//! text is still to be written.
//!
//! A text counts only when the whole of it is one, so that no real sentence
//! that happens to hold such a word is taken for it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::fields::Text;
use crate::domain::place::Place;
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::threat::{ModelFormat, ThreatModel};
use crate::messages::threat_model as say;
use crate::source::shorten;

/// Prompts and examples of threats, mitigations and decisions, in small letters.
const STOCK: [&str; 17] = [
    // Threat Dragon's dialog of a new threat.
    "provide remediation for this threat or a reason if status is n/a",
    "provide a description for this threat",
    "new threat",
    "new generic threat",
    "new stride threat",
    "new linddun threat",
    "new cia threat",
    "new die threat",
    "new cia-die threat",
    "new plot4ai threat",
    "new eop threat",
    // Threagile's example model.
    "xyz-1234",
    "xyz-5678",
    // The examples of the Open Threat Model.
    "threat 1",
    "threat 2",
    "this is the name of mitigation 1",
    "mitigation 2",
];

/// What titles of risks begin with in Threagile's examples.
const EXAMPLE_RISK: &str = "<b>example individual risk</b> at ";

/// Words that begin a note to oneself, as people write them.
const NOTES: [&str; 4] = ["TODO", "TBD", "FIXME", "XXX"];
const CHINESE_NOTES: [&str; 5] = ["待定", "待补充", "待填写", "待办", "待完善"];

/// What stands where a text was asked for and nobody had one.
const NOTHING: [&str; 12] =
    ["n/a", "na", "none", "nothing", "null", "-", "--", "...", "…", "?", "无", "暂无"];

/// Titles and descriptions of models that come with a tool, with whose they are.
const TEMPLATES: [(ModelFormat, &str); 9] = [
    (ModelFormat::Threagile, "some example application"),
    (ModelFormat::Threagile, "example application"),
    (ModelFormat::Threagile, "model stub"),
    (ModelFormat::Threagile, "just some <b>more</b> custom summary possible here..."),
    (ModelFormat::Threagile, "some more <i>demo text</i> here and even images..."),
    (ModelFormat::ThreatDragon, "demo threat model"),
    (
        ModelFormat::ThreatDragon,
        "a sample model of a web application, with a queue-decoupled background process.",
    ),
    (ModelFormat::ThreatDragon, "this threat model has been provided by the owasp threat model cookbook:"),
    (ModelFormat::Otm, "this is a test project for the otm development"),
];

/// Whether a text says nothing yet.
pub(super) fn is_stock(text: &str) -> bool {
    let text = text.trim();
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let small = text.to_lowercase();
    let bare = small.trim_end_matches(['.', ':', '!', '…']);
    STOCK.contains(&&*small)
        || small.starts_with(EXAMPLE_RISK)
        || NOTES.contains(&first)
        || NOTES.iter().any(|note| note.to_lowercase() == bare)
        || CHINESE_NOTES.iter().any(|note| text.starts_with(note))
}

/// Whether a reason or a remedy gives none.
fn is_empty_of_reason(text: &str) -> bool {
    is_stock(text) || NOTHING.contains(&&*text.trim().trim_end_matches('.').to_lowercase())
}

/// Notes a text of an item that says nothing yet.
pub(super) fn note(model: &mut ThreatModel, (item, field): (&Arc<str>, &str), text: Option<&Text>) {
    if let Some(text) = text.filter(|text| is_stock(&text.value)) {
        let about = vec![Arc::clone(item)];
        model.remarks.push(placeholder((item, field), text, about));
    }
}

fn placeholder((item, field): (&Arc<str>, &str), text: &Text, threats: Vec<Arc<str>>) -> Remark {
    Remark {
        kind: RemarkKind::Placeholder,
        place: text.place.clone(),
        message: say::says_nothing_yet(field, shorten(item), shorten(text.value.trim())),
        item: Arc::clone(item),
        threats,
    }
}

/// Notes that a model is a tool's own example, by the first of its texts about
/// itself that is one.
pub(super) fn note_template(model: &mut ThreatModel, texts: &[Option<Text>]) {
    let of_format = TEMPLATES.iter().filter(|(format, _)| *format == model.format);
    let known: Vec<&str> = of_format.map(|(_, text)| *text).collect();
    let is_one = |text: &&Text| {
        let small = text.value.trim().to_lowercase();
        known.iter().any(|known| *known == small || known.ends_with(':') && small.starts_with(known))
    };
    let Some(text) = texts.iter().flatten().find(is_one) else { return };
    let first = text.value.trim().lines().next().unwrap_or_default();
    let remark = Remark {
        kind: RemarkKind::Template,
        place: text.place.clone(),
        message: say::still_the_example(shorten(first), model.format.word()),
        item: Arc::from("template"),
        threats: Vec::new(),
    };
    model.remarks.push(remark);
}

/// Notes a text of a model, beside its threats and mitigations, that says nothing yet.
pub(super) fn note_text(model: &mut ThreatModel, (item, field): (&str, &str), text: &Text) {
    if is_stock(&text.value) {
        model.remarks.push(placeholder((&Arc::from(item), field), text, Vec::new()));
    }
}

/// Notes every text of a model's threats and mitigations that says nothing yet,
/// once for each: of a threat that nobody touched one line is enough.
pub(super) fn note_all(model: &mut ThreatModel) {
    let mut found = Vec::new();
    let mut relying: HashMap<&str, Vec<Arc<str>>> = HashMap::new();
    for threat in &model.threats {
        for id in &threat.mitigations {
            relying.entry(&id.value).or_default().push(Arc::clone(&threat.id.value));
        }
        let id = &threat.id.value;
        let about = || vec![Arc::clone(id)];
        let acceptance = threat.acceptance.as_ref();
        let reasons = [threat.reason.as_ref(), acceptance.and_then(|one| one.reason.as_ref())];
        let reasons = reasons.into_iter().flatten().filter(|text| is_empty_of_reason(&text.value));
        found.extend(reasons.map(|text| placeholder((id, "reason"), text, about())));
        let named = [("title", Some(&threat.title))].into_iter().chain([
            ("by", acceptance.and_then(|one| one.by.as_ref())),
            ("ref", acceptance.and_then(|one| one.reference.as_ref())),
        ]);
        let named = named.filter_map(|(field, text)| Some((field, text?)));
        let named = named.filter(|(_, text)| is_stock(&text.value));
        found.extend(named.map(|(field, text)| placeholder((id, field), text, about())));
    }
    for mitigation in &model.mitigations {
        if is_empty_of_reason(&mitigation.title.value) {
            let threats = relying.remove(&*mitigation.id.value).unwrap_or_default();
            // A mitigation that is part of one threat's text is that threat's.
            let of_one = threats.first().filter(|one| mitigation.id.value.starts_with(&***one)).cloned();
            let item = of_one.unwrap_or_else(|| Arc::clone(&mitigation.id.value));
            found.push(placeholder((&item, "mitigation"), &mitigation.title, threats));
        }
    }
    let noted = std::mem::take(&mut model.remarks);
    model.remarks = once_each(noted.into_iter().chain(found));
}

/// One placeholder for an item, and one for a text that several threats share.
fn once_each(remarks: impl Iterator<Item = Remark>) -> Vec<Remark> {
    let mut kept: Vec<Remark> = Vec::new();
    let mut told: HashSet<Arc<str>> = HashSet::new();
    let mut texts: HashMap<Place, usize> = HashMap::new();
    for remark in remarks {
        if remark.kind == RemarkKind::Placeholder {
            let shared = texts.get(&remark.place).and_then(|at| kept.get_mut(*at));
            if let Some(shared) = shared {
                shared.threats.extend(remark.threats);
                continue;
            }
            if !told.insert(Arc::clone(&remark.item)) {
                continue;
            }
            texts.insert(remark.place.clone(), kept.len());
        }
        kept.push(remark);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{is_empty_of_reason, is_stock};

    #[test]
    fn only_a_text_that_is_stock_as_a_whole_counts() {
        for text in [
            "Provide remediation for this threat or a reason if status is N/A",
            " provide a description for this threat ",
            "TODO",
            "todo:",
            "TODO: ask the ledger team",
            "TBD",
            "待补充：缓解措施",
            "XYZ-1234",
        ] {
            assert!(is_stock(text), "{text}");
        }
        for text in [
            "Todo el tráfico va cifrado",
            "A todo list of another branch is shown",
            "None of the replicas is written to by hand",
            "The prompt `Provide a description for this threat` is shown to customers",
            "n/a",
            "等待定时任务",
        ] {
            assert!(!is_stock(text), "{text}");
        }
        assert!(is_empty_of_reason("N/A") && is_empty_of_reason("无") && !is_empty_of_reason("无外部输入"));
    }
}
