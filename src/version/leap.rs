//! What a version's number promises beside its order: whether it is a
//! prerelease, and whether a move to it may break what uses it.

use std::cmp::Ordering;

use super::{compare, ruling_ecosystem};
use crate::domain::assessment::Leap;

/// What ecosystems promise by their numbers.
enum Promise {
    /// The first number that isn't zero stays the same: Cargo's caret.
    /// Sources: <https://doc.rust-lang.org/cargo/reference/semver.html>,
    /// <https://docs.npmjs.com/about-semantic-versioning>,
    /// <https://getcomposer.org/doc/articles/versions.md>.
    Caret,
    /// The major number stays the same; below 1 nothing is promised.
    /// Sources: <https://go.dev/doc/modules/version-numbers>,
    /// <https://learn.microsoft.com/en-us/nuget/concepts/package-versioning>.
    Major,
}

static PROMISES: &[(&str, Promise)] = &[
    ("crates.io", Promise::Caret),
    ("npm", Promise::Caret),
    ("Packagist", Promise::Caret),
    ("Pub", Promise::Caret),
    ("Hex", Promise::Caret),
    ("Go", Promise::Major),
    ("NuGet", Promise::Major),
];

/// Whether a version comes before the release whose numbers it has: `1.2.0-rc.1`
/// before `1.2.0`, `2.0.dev3` before `2.0`. What the ecosystem can't compare is
/// taken for a release, because nothing says otherwise.
pub fn is_prerelease(ecosystem: &str, version: &str) -> bool {
    let release = release_of(version);
    release != version && compare(ecosystem, version, release).is_ok_and(Ordering::is_lt)
}

/// What a move from one version to another means; `None` where the ecosystem
/// promises nothing by its numbers, as PyPI and Maven do.
pub fn leap(ecosystem: &str, from: &str, to: &str) -> Option<Leap> {
    let ruling = ruling_ecosystem(ecosystem);
    let (_, promise) = PROMISES.iter().find(|(name, _)| *name == ruling)?;
    let (from, to) = (numbers(from), numbers(to));
    let (first, other) = (from.first()?, to.first()?);
    let kept = match promise {
        Promise::Major if first == other && first.is_empty() => return None,
        Promise::Major => first == other,
        Promise::Caret => {
            let zeros = from.iter().take(2).take_while(|number| number.is_empty()).count();
            (0..=zeros).all(|index| number_at(&from, index) == number_at(&to, index))
        }
    };
    Some(if kept { Leap::Compatible } else { Leap::Breaking })
}

/// The text up to the end of its leading numbers, with what stands before them
/// (`v`) and an epoch (`1!`).
fn release_of(version: &str) -> &str {
    let version = version.trim();
    let begin = version.find(|c: char| c.is_ascii_digit()).unwrap_or(version.len());
    let behind = version.get(begin..).unwrap_or_default();
    let length = behind.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '!')).unwrap_or(behind.len());
    version.get(..begin + length).unwrap_or_default().trim_end_matches(['.', '!'])
}

/// The leading numbers without leading zeros, so that zero is empty.
fn numbers(version: &str) -> Vec<&str> {
    let release = release_of(version).trim_start_matches(|c: char| !c.is_ascii_digit());
    release.split('.').map(|number| number.trim_start_matches('0')).collect()
}

fn number_at<'text>(numbers: &[&'text str], index: usize) -> &'text str {
    numbers.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Leap, is_prerelease, leap};

    #[test]
    fn prereleases_come_before_their_release_in_each_ecosystem() {
        for (ecosystem, version) in [
            ("crates.io", "0.10.0-rc.18"),
            ("npm", "1.2.3beta.1"),
            ("PyPI", "2.0rc1"),
            ("PyPI", "1!2.0.dev3"),
            ("Go", "v0.0.0-20190101000000-abcdefabcdef"),
            ("NuGet", "3.0.0-preview.2"),
            ("Maven", "1.0-SNAPSHOT"),
            ("Maven", "2.0-alpha-1"),
        ] {
            assert!(is_prerelease(ecosystem, version), "{ecosystem} {version}");
        }
        for (ecosystem, version) in [
            ("crates.io", "0.10.0+build"),
            ("npm", "1.2.3"),
            ("PyPI", "2.0.post1"),
            ("PyPI", "2.0+local"),
            ("Go", "v2.0.0+incompatible"),
            ("Maven", "32.1.2-jre"),
            ("Maven", "1.0.RELEASE"),
            ("Brewery", "1.0-rc1"),
            ("npm", ""),
        ] {
            assert!(!is_prerelease(ecosystem, version), "{ecosystem} {version}");
        }
    }

    #[test]
    fn a_caret_keeps_the_first_number_that_is_not_zero() {
        let compatible = [("1.2.3", "1.10.0"), ("0.4.15", "0.4.16"), ("0.0.8", "0.0.8"), ("v1", "1.9")];
        for (from, to) in compatible {
            assert_eq!(leap("npm", from, to), Some(Leap::Compatible), "{from} to {to}");
        }
        let breaking = [
            ("1.2.3", "2.0.0"),
            ("0.4.15", "0.5.0"),
            ("0.0.8", "0.0.9"),
            ("0.4.0", "1.0.0"),
            ("2.9", "10.0"),
        ];
        for (from, to) in breaking {
            assert_eq!(leap("crates.io", from, to), Some(Leap::Breaking), "{from} to {to}");
        }
    }

    #[test]
    fn where_nothing_is_promised_nothing_is_said() {
        assert_eq!(leap("PyPI", "1.0", "1.1"), None);
        assert_eq!(leap("Go", "v0.17.0", "v0.31.0"), None);
        assert_eq!(leap("Go", "v1.17.0", "1.31.0"), Some(Leap::Compatible));
        assert_eq!(leap("NuGet", "4.0.0", "5.0.0"), Some(Leap::Breaking));
        assert_eq!(leap("npm", "", "1.0.0"), Some(Leap::Breaking));
    }
}
