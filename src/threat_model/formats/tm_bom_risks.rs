//! The risks of a TM-BOM: a threat is as bad as the worst risk that names it,
//! and a risk's level has to be what its likelihood and its impact make.
//!
//! The bands are the library's own: its specification multiplies likelihood by
//! impact, both of 1 to 5, and calls 1 and 2 very low, 3 and 4 low, 5 to 9
//! medium, 10 to 12 high, 13 to 16 very high, 20 to 25 critical.

use std::collections::HashMap;
use std::sync::Arc;

use super::scope::Scope;
use super::tm_bom::LEVELS;
use crate::domain::remark::{Remark, RemarkKind};
use crate::domain::statement::Statement;
use crate::domain::threat::{Located, ThreatModel, ThreatSeverity};
use crate::messages::threat_model as say;
use crate::threat_model::fields::{Document, Fields, Text};

const LIKELIHOODS: [&str; 5] = ["rare", "unlikely", "possible", "likely", "certain"];
const IMPACTS: [&str; 5] = ["negligible", "minor", "moderate", "major", "severe"];

/// The greatest score of each band, least first. No product of two numbers up
/// to 5 lies between the last two.
const BANDS: [(u32, &str); 6] =
    [(2, "very_low"), (4, "low"), (9, "medium"), (12, "high"), (16, "very_high"), (25, "critical")];

/// Reads the risks, rates the threats by them, and holds each to itself.
pub(super) fn read(
    document: &mut Document<'_>,
    fields: &Fields<'_>,
    (threats, model): (&Scope, &mut ThreatModel),
) {
    let mut worst: HashMap<Arc<str>, Located<ThreatSeverity>> = HashMap::new();
    for risk in document.all_items(fields, "risks") {
        let Some(id) = document.required_text(&risk, "symbolic_name") else { continue };
        let level = document.state(&risk, "level", (&LEVELS, ThreatSeverity::Unrated));
        let mut named = Vec::new();
        for threat in document.texts(&risk, "threats") {
            let threat = threats.resolve(document, (&id.value, "threats"), &threat);
            named.push(Arc::clone(&threat.value));
            let so_far = worst.entry(threat.value).or_insert_with(|| level.clone());
            if level.value > so_far.value {
                *so_far = level.clone();
            }
        }
        model.remarks.extend(contradictions(document, &risk, (&id, named)));
    }
    for threat in &mut model.threats {
        if let Some(level) = worst.remove(&threat.id.value) {
            threat.severity = level;
        }
    }
}

/// A score that isn't the product, and a level that isn't the score's.
fn contradictions(
    document: &mut Document<'_>,
    risk: &Fields<'_>,
    (id, threats): (&Text, Vec<Arc<str>>),
) -> Vec<Remark> {
    let likelihood = document.optional_text(risk, "likelihood");
    let impact = document.optional_text(risk, "impact");
    let score = document.optional_text(risk, "score");
    let level = document.optional_text(risk, "level");
    let product = likelihood.as_ref().zip(impact.as_ref()).and_then(|(likelihood, impact)| {
        Some((rank(&LIKELIHOODS, &likelihood.value)? * rank(&IMPACTS, &impact.value)?, likelihood, impact))
    });
    let stated = score.as_ref().and_then(|score| score.value.parse::<u32>().ok());
    let mut remarks = Vec::new();
    let mut remark = |text: &Text, what: &str, message: Statement| {
        remarks.push(Remark {
            kind: RemarkKind::Contradiction,
            place: text.place.clone(),
            message,
            item: Arc::from(format!("{}.{what}", id.value)),
            threats: threats.clone(),
        });
    };
    if let (Some((product, likelihood, impact)), Some(stated), Some(text)) = (&product, stated, &score)
        && *product != stated
    {
        let made =
            say::score_is_not_the_product(&id.value, stated, &likelihood.value, &impact.value, product);
        remark(text, "score", made);
    }
    let score = product.map(|(product, _, _)| product).or(stated);
    if let (Some(score), Some(level)) = (score, &level)
        && let Some(band) = band_of(score)
        && LEVELS.iter().any(|(word, _)| *word == &*level.value)
        && *band != *level.value
    {
        remark(level, "level", say::level_is_not_the_band(&id.value, &level.value, score, band));
    }
    remarks
}

fn rank(words: &[&str], word: &str) -> Option<u32> {
    (1..).zip(words).find(|(_, known)| **known == word).map(|(rank, _)| rank)
}

fn band_of(score: u32) -> Option<&'static str> {
    let band = BANDS.iter().find(|(greatest, _)| score <= *greatest);
    band.filter(|_| score > 0).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    use super::band_of;

    /// The specification's matrix, row by row.
    #[test]
    fn every_cell_of_the_matrix_has_its_band() {
        let words = [
            "very_low very_low low low medium",
            "very_low low medium medium high",
            "low medium medium high very_high",
            "low medium high very_high critical",
            "medium high very_high critical critical",
        ];
        for (likelihood, row) in (1..).zip(words) {
            for (impact, word) in (1..).zip(row.split(' ')) {
                assert_eq!(band_of(likelihood * impact), Some(word), "{likelihood} {impact}");
            }
        }
        assert_eq!((band_of(0), band_of(26)), (None, None));
    }
}
