//! Version specifiers: whether one admits a version.
//!
//! Grammar and meaning: PEP 440, "Version specifiers"; `^` and `~` are Poetry's
//! own: <https://python-poetry.org/docs/dependency-specification/>.

use std::cmp::Ordering;

use crate::domain::component::Ecosystem;
use crate::version;

/// Whether every clause admits this version; `None` where one of them is no
/// clause of PEP 440, or the versions can't be compared.
pub(super) fn admits(specifier: &str, version: &str) -> Option<bool> {
    let clauses = specifier.split(',').map(str::trim).filter(|clause| !clause.is_empty());
    let mut admitted = true;
    for clause in clauses {
        admitted &= holds(clause, version)?;
    }
    Some(admitted)
}

fn holds(clause: &str, version: &str) -> Option<bool> {
    let operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">", "^", "~"];
    let operator = operators.into_iter().find(|operator| clause.starts_with(operator))?;
    let wanted = clause.strip_prefix(operator)?.trim();
    let equal = || match wanted.strip_suffix(".*") {
        Some(prefix) => begins_with(version, &numbers(prefix)?),
        // A local label counts only where the clause has one.
        None if wanted.contains('+') => compare(version, wanted).map(Ordering::is_eq),
        None => compare(without_label(version), wanted).map(Ordering::is_eq),
    };
    match operator {
        "===" => Some(version == wanted),
        "==" => equal(),
        "!=" => equal().map(|equal| !equal),
        "<=" => compare(without_label(version), wanted).map(Ordering::is_le),
        ">=" => compare(version, wanted).map(Ordering::is_ge),
        "<" => compare(version, wanted).map(Ordering::is_lt),
        ">" => compare(version, wanted).map(Ordering::is_gt),
        _ => {
            let mut prefix = numbers(wanted)?;
            let kept = match operator {
                "^" => prefix.iter().position(|number| *number != 0).map_or(prefix.len(), |first| first + 1),
                "~" => prefix.len().min(2),
                _ => prefix.len().checked_sub(1).filter(|kept| *kept > 0)?,
            };
            prefix.truncate(kept);
            Some(compare(version, wanted)?.is_ge() && begins_with(version, &prefix)?)
        }
    }
}

fn compare(a: &str, b: &str) -> Option<Ordering> {
    version::compare(Ecosystem::PYPI, a, b).ok()
}

fn without_label(version: &str) -> &str {
    version.split_once('+').map_or(version, |(version, _label)| version)
}

/// The numbers of a release, without what stands behind them. Epochs are too
/// rare to be worth a guess.
fn numbers(version: &str) -> Option<Vec<u64>> {
    if version.contains('!') {
        return None;
    }
    let version = version.strip_prefix(['v', 'V']).unwrap_or(version);
    let end = version.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(version.len());
    let release = version.get(..end)?.trim_end_matches('.');
    release.split('.').map(|number| number.parse().ok()).collect()
}

fn begins_with(version: &str, prefix: &[u64]) -> Option<bool> {
    let numbers = numbers(version)?;
    let padded = numbers.into_iter().chain(std::iter::repeat(0));
    Some(padded.zip(prefix).all(|(own, wanted)| own == *wanted))
}

#[cfg(test)]
mod tests {
    use super::admits;

    #[test]
    fn specifiers_admit_what_pip_installs_for_them() {
        let yes = [
            ("==1.2", "1.2.0"),
            ("==1.2", "1.2+cpu"),
            ("==1.2.*", "1.2.9"),
            ("!=1.3", "1.2"),
            (">=1.2,<2", "1.9"),
            ("~=1.4.2", "1.4.9"),
            ("~=1.4", "1.9"),
            ("===2024b", "2024b"),
            (">1,", "1.1"),
            ("^1.2", "1.9"),
            ("^0.2.1", "0.2.9"),
            ("~1.2.3", "1.2.9"),
            ("~1", "1.9"),
            ("", "1"),
        ];
        for (specifier, version) in yes {
            assert_eq!(admits(specifier, version), Some(true), "{specifier} {version}");
        }
        let no = [
            ("==1.2", "1.2.1"),
            ("==1.2+cpu", "1.2"),
            ("==1.2.*", "1.20"),
            ("!=1.2.*", "1.2.1"),
            (">=1.2,<2", "2.0"),
            ("~=1.4.2", "1.5"),
            ("~=1.4.2", "1.4.1"),
            ("^1.2", "2.0"),
            ("^1.2", "1.1"),
            ("^0.2.1", "0.3"),
            ("~1.2.3", "1.3"),
        ];
        for (specifier, version) in no {
            assert_eq!(admits(specifier, version), Some(false), "{specifier} {version}");
        }
        for specifier in ["1.2", "==1!2.*", ">=x", "~=1", "latest"] {
            assert_eq!(admits(specifier, "1.2"), None, "{specifier}");
        }
    }
}
