//! Scores from CVSS vectors.
//!
//! The score is the base score: temporal and environmental metrics of a vector
//! don't count. A vector without all of its base metrics has no score, because
//! the library would count what is missing as harmless.

use std::str::FromStr as _;
use std::sync::Arc;

use cvss::Cvss;

use crate::domain::advisory::Severity;

/// One version of CVSS: OSV's word for it, what its vectors begin with, and
/// its mandatory base metrics.
struct Scale {
    kind: &'static str,
    prefixes: &'static [&'static str],
    mandatory: &'static [&'static str],
}

impl Scale {
    /// Whether a vector is of this scale. Where it says so itself, that counts:
    /// records have put a vector of one version under another one's name.
    fn speaks(&self, kind: &str, vector: &str) -> bool {
        let own = |scale: &Scale| {
            scale.prefixes.iter().any(|prefix| !prefix.is_empty() && vector.trim().starts_with(prefix))
        };
        match SCALES.iter().find(|scale| own(scale)) {
            Some(scale) => scale.kind == self.kind && kind.starts_with("CVSS"),
            None => kind == self.kind,
        }
    }
}

/// The newest first: where a record has several vectors, the newest scale that
/// gives a score speaks.
static SCALES: [Scale; 3] = [
    // CVSS v4.0 specification, table 23.
    Scale {
        kind: "CVSS_V4",
        prefixes: &["CVSS:4.0/"],
        mandatory: &["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"],
    },
    // CVSS v3.1 specification, table 15.
    Scale {
        kind: "CVSS_V3",
        prefixes: &["CVSS:3.1/", "CVSS:3.0/"],
        mandatory: &["AV", "AC", "PR", "UI", "S", "C", "I", "A"],
    },
    // CVSS v2 guide, section 2.4.
    Scale { kind: "CVSS_V2", prefixes: &[""], mandatory: &["AV", "AC", "Au", "C", "I", "A"] },
];

/// The severity that a record's vectors state, with the vector that was used.
/// Each is OSV's word for the scale, and the vector. On one scale the worst
/// counts.
pub(super) fn severity_of(stated: &[(String, String)]) -> (Severity, Option<Arc<str>>) {
    for scale in &SCALES {
        let vectors =
            stated.iter().filter(|(kind, vector)| scale.speaks(kind, vector)).map(|(_, vector)| vector);
        let scored = vectors.filter_map(|vector| Some((score(vector, scale)?, vector)));
        if let Some((score, vector)) = scored.max_by(|(a, _), (b, _)| a.total_cmp(b)) {
            return (Severity::Score(score), Some(Arc::from(vector.as_str())));
        }
    }
    (Severity::Unscored, None)
}

/// The base score; `None` when the vector isn't whole.
fn score(vector: &str, scale: &Scale) -> Option<f64> {
    let vector = vector.trim().trim_start_matches('(').trim_end_matches(')');
    let prefix = scale.prefixes.iter().find(|prefix| vector.starts_with(**prefix))?;
    let metrics: Vec<(&str, &str)> = vector
        .strip_prefix(prefix)?
        .split('/')
        .filter(|metric| !metric.is_empty())
        .map(|metric| metric.split_once(':'))
        .collect::<Option<_>>()?;
    let mut base = (*prefix).to_owned();
    for (index, name) in scale.mandatory.iter().enumerate() {
        let mut stated = metrics.iter().filter(|(metric, _)| metric == name);
        let (_, value) = stated.next()?;
        if stated.next().is_some() {
            return None;
        }
        base.push_str(if index == 0 { "" } else { "/" });
        base.push_str(name);
        base.push(':');
        base.push_str(value);
    }
    let score = Cvss::from_str(&base).ok()?.score();
    // One decimal, as every scale defines its scores.
    (score.is_finite() && (0.0..=10.0).contains(&score)).then(|| (score * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::{Severity, severity_of};

    fn severity(stated: &[(&str, &str)]) -> Severity {
        let owned: Vec<_> = stated.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        severity_of(&owned).0
    }

    /// Scores as the standard's own calculators give them.
    #[test]
    fn each_scale_is_scored() {
        let cases = [
            ("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0),
            ("CVSS_V2", "(AV:N/AC:M/Au:N/C:P/I:N/A:N)", 4.3),
            ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
            ("CVSS_V3", "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
            ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0),
            ("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3),
        ];
        for (kind, vector, score) in cases {
            assert_eq!(severity(&[(kind, vector)]), Severity::Score(score), "{vector}");
        }
    }

    #[test]
    fn what_is_not_whole_has_no_score() {
        for vector in
            ["CVSS:3.1/AV:N", "CVSS:3.1/", "", "high", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Q"]
        {
            assert_eq!(severity(&[("CVSS_V3", vector)]), Severity::Unscored, "{vector}");
        }
    }

    #[test]
    fn the_newest_whole_vector_speaks_and_later_metrics_change_nothing() {
        let old = ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:U");
        let new = ("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N");
        assert_eq!(severity(&[old, new]), Severity::Score(6.9));
        assert_eq!(severity(&[old, ("CVSS_V4", "CVSS:4.0/AV:N")]), Severity::Score(9.8));
        let rated = [
            ("CVSS_V2", "AV:N/AC:L/Au:N/C:C/I:C/A:C/E:U/RL:OF/RC:UC", 10.0),
            ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/RL:O/MAV:P/CR:L", 9.8),
            ("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 9.3),
            ("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/MAV:P/U:Red", 9.3),
        ];
        for (kind, vector, score) in rated {
            assert_eq!(severity(&[(kind, vector)]), Severity::Score(score), "{vector}");
        }
    }

    #[test]
    fn of_several_vectors_on_one_scale_the_worst_counts() {
        let mild = ("CVSS_V3", "CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N");
        let grave = ("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
        let broken = ("CVSS_V3", "CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
        assert_eq!(severity(&[mild, grave, broken]), Severity::Score(9.8));
        assert_eq!(severity(&[grave, mild]), Severity::Score(9.8));
        assert_eq!(severity(&[broken]), Severity::Unscored, "a metric that stands twice is no vector");
    }

    #[test]
    fn a_vector_knows_its_scale_better_than_its_name() {
        let vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N";
        assert_eq!(severity(&[("CVSS_V3", vector)]), Severity::Score(9.3));
        assert_eq!(
            severity(&[("CVSS_V2", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]),
            Severity::Score(9.8)
        );
        assert_eq!(severity(&[("Ubuntu", vector), ("Ubuntu", "high")]), Severity::Unscored);
    }
}
