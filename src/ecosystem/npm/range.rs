//! npm's ranges of versions: whether one admits a version.
//!
//! Grammar: <https://github.com/npm/node-semver#ranges>. A tag, an address or
//! anything else that is no range gets no answer.

use std::cmp::Ordering;

use crate::domain::component::Ecosystem;
use crate::version;

/// Whether the range admits this version; `None` when it is no range, or the
/// version can't be compared.
pub(super) fn admits(range: &str, version: &str) -> Option<bool> {
    let mut answer = false;
    for part in range.split("||") {
        let bounds = bounds(part)?;
        let mut within = true;
        for bound in bounds {
            within &= bound.holds(version)?;
        }
        answer |= within;
    }
    Some(answer)
}

#[derive(Clone, Copy)]
enum Side {
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
}

struct Bound {
    side: Side,
    version: String,
}

impl Bound {
    fn holds(&self, version: &str) -> Option<bool> {
        let order = version::compare(Ecosystem::NPM, version, &self.version).ok()?;
        Some(match self.side {
            Side::AtLeast => order != Ordering::Less,
            Side::Above => order == Ordering::Greater,
            Side::AtMost => order != Ordering::Greater,
            Side::Below => order == Ordering::Less,
            Side::Equal => order == Ordering::Equal,
        })
    }
}

/// The bounds that hold together.
fn bounds(part: &str) -> Option<Vec<Bound>> {
    if let Some((from, to)) = part.split_once(" - ") {
        let (from, to) = (Partial::read(from.trim())?, Partial::read(to.trim())?);
        let lower = from.lowest().map(|version| Bound { side: Side::AtLeast, version });
        return Some(lower.into_iter().chain(to.at_most()).collect());
    }
    let mut bounds = Vec::new();
    let mut words = part.split_whitespace();
    while let Some(word) = words.next() {
        let operators = [">=", "<=", "^", "~>", "~", ">", "<", "="];
        let operator = operators.into_iter().find(|operator| word.starts_with(operator)).unwrap_or("");
        let version = match word.strip_prefix(operator)? {
            // An operator may stand apart from its version.
            "" if !operator.is_empty() => words.next()?,
            version => version,
        };
        bounds.extend(comparator(operator, &Partial::read(version)?));
    }
    Some(bounds)
}

fn comparator(operator: &str, partial: &Partial<'_>) -> Vec<Bound> {
    let bound = |side, version: Option<String>| version.map(|version| Bound { side, version });
    let both = |above: Option<String>| {
        let lower = bound(Side::AtLeast, partial.lowest());
        lower.into_iter().chain(bound(Side::Below, above)).collect()
    };
    match operator {
        "^" => both(partial.above(partial.first_that_counts())),
        "~" | "~>" => both(partial.above(1)),
        ">=" => bound(Side::AtLeast, partial.lowest()).into_iter().collect(),
        "<" => bound(Side::Below, partial.lowest()).into_iter().collect(),
        "<=" => partial.at_most(),
        ">" if partial.is_whole() => bound(Side::Above, partial.lowest()).into_iter().collect(),
        ">" => bound(Side::AtLeast, partial.above(2)).into_iter().collect(),
        _ if partial.is_whole() => bound(Side::Equal, partial.lowest()).into_iter().collect(),
        _ => both(partial.above(2)),
    }
}

/// A version of which numbers may be left open: `1`, `1.2.x`, `*`.
struct Partial<'text> {
    numbers: Vec<u64>,
    pre_release: Option<&'text str>,
}

impl<'text> Partial<'text> {
    fn read(text: &'text str) -> Option<Self> {
        let text = text.strip_prefix(['v', '=']).unwrap_or(text);
        let text = text.split_once('+').map_or(text, |(text, _build)| text);
        let (core, pre_release) = match text.split_once('-') {
            Some((core, pre_release)) => (core, Some(pre_release)),
            None => (text, None),
        };
        let parts: Vec<&str> = core.split('.').collect();
        let is_open = |part: &&str| matches!(*part, "" | "x" | "X" | "*");
        let stated = parts.iter().position(is_open).unwrap_or(parts.len());
        let numbers: Option<Vec<u64>> = parts.iter().take(stated).map(|part| part.parse().ok()).collect();
        let rest_is_open = parts.iter().skip(stated).all(|part| is_open(part) || part.parse::<u64>().is_ok());
        let sound = parts.len() <= 3 && rest_is_open && (pre_release.is_none() || stated == 3);
        numbers.filter(|_| sound).map(|numbers| Self { numbers, pre_release })
    }

    fn is_whole(&self) -> bool {
        self.numbers.len() == 3
    }

    fn number(&self, at: usize) -> u64 {
        self.numbers.get(at).copied().unwrap_or_default()
    }

    /// The lowest version that it stands for; `None` for any version at all.
    fn lowest(&self) -> Option<String> {
        self.numbers.first()?;
        let core = format!("{}.{}.{}", self.number(0), self.number(1), self.number(2));
        Some(match self.pre_release {
            Some(pre_release) => format!("{core}-{pre_release}"),
            None => core,
        })
    }

    /// The first version behind all that agree with it up to this number, or
    /// to the last one that it states; pre-releases of that one are behind too.
    fn above(&self, number: usize) -> Option<String> {
        let last = self.numbers.len().checked_sub(1)?.min(number);
        let raised = self.number(last).checked_add(1)?;
        Some(match last {
            0 => format!("{raised}.0.0-0"),
            1 => format!("{}.{raised}.0-0", self.number(0)),
            _ => format!("{}.{}.{raised}-0", self.number(0), self.number(1)),
        })
    }

    /// The number that `^` keeps: the first that isn't zero.
    fn first_that_counts(&self) -> usize {
        self.numbers.iter().position(|number| *number != 0).unwrap_or(2)
    }

    fn at_most(&self) -> Vec<Bound> {
        let bound = if self.is_whole() {
            self.lowest().map(|version| Bound { side: Side::AtMost, version })
        } else {
            self.above(2).map(|version| Bound { side: Side::Below, version })
        };
        bound.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::admits;

    #[test]
    fn ranges_admit_what_npm_installs_for_them() {
        let yes = [
            ("1.2.3", "1.2.3"),
            ("=1.2.3", "1.2.3"),
            ("v1.2.3", "1.2.3"),
            ("^1.2.3", "1.9.0"),
            ("^0.2.3", "0.2.9"),
            ("^0.0.3", "0.0.3"),
            ("^0", "0.9.0"),
            ("^1.x", "1.0.0"),
            ("~1.2.3", "1.2.9"),
            ("~1", "1.9.0"),
            ("1.2.x", "1.2.7"),
            ("1", "1.7.0"),
            ("*", "3.0.0"),
            ("", "3.0.0"),
            (">=1.0.0 <2.0.0", "1.5.0"),
            (">= 1.0.0 < 2.0.0", "1.5.0"),
            (">1", "2.0.0"),
            ("<=1.2", "1.2.9"),
            ("1.2.3 - 2.3", "2.3.9"),
            ("^1.0.0 || ^2.0.0", "2.1.0"),
            ("^1.0.0||^2.0.0", "1.1.0"),
            ("^1.2.3-beta.1", "1.2.3-beta.2"),
        ];
        for (range, version) in yes {
            assert_eq!(admits(range, version), Some(true), "{range} {version}");
        }
        let no = [
            ("1.2.3", "1.2.4"),
            ("^1.2.3", "2.0.0"),
            ("^1.2.3", "1.2.2"),
            ("^1.2.3", "2.0.0-beta.1"),
            ("^0.2.3", "0.3.0"),
            ("^0.0.3", "0.0.4"),
            ("~1.2.3", "1.3.0"),
            ("1.2.x", "1.3.0"),
            (">1", "1.9.0"),
            (">1.2.3", "1.2.3"),
            ("<=1.2", "1.3.0"),
            ("1.2.3 - 2.3", "2.4.0"),
            ("^1.0.0 || ^2.0.0", "3.0.0"),
            (">=1.0.0 <2.0.0", "2.0.0"),
        ];
        for (range, version) in no {
            assert_eq!(admits(range, version), Some(false), "{range} {version}");
        }
        for range in ["latest", "git+https://h.example/a", "file:../a", "a/b", "1.2.3.4", "^", "npm:a@1"] {
            assert_eq!(admits(range, "1.2.3"), None, "{range}");
        }
    }
}
