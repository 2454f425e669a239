//! One requirement: a name with a version specifier or an address, or an
//! address or a path alone.
//!
//! Grammar: PEP 508, "Grammar"; specifiers: PEP 440, "Version specifiers".
//! Markers say on which machines a requirement counts; the gate judges for all
//! of them, so they aren't evaluated.

/// What one requirement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Requirement<'text> {
    /// The name as written; a bare address may have none.
    pub(super) name: Option<&'text str>,
    pub(super) wanted: Wanted<'text>,
    /// On which machines it counts, as written; empty for all.
    pub(super) marker: &'text str,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted<'text> {
    /// Any version.
    Any,
    /// `==1.2.3` or `===1.2.3`.
    Exact(&'text str),
    /// Any other specifier, as written.
    Range(&'text str),
    /// An address.
    Url(&'text str),
    /// A path of a file or folder.
    Path(&'text str),
}

/// Reads one requirement; `None` when it is none.
pub(super) fn parse(text: &str) -> Option<Requirement<'_>> {
    if is_address(text) {
        let url = text.split_whitespace().next()?;
        return Some(Requirement { name: egg(url), wanted: Wanted::Url(url), marker: "" });
    }
    if is_path(text) {
        let path = text.split(';').next().unwrap_or(text).trim();
        return Some(Requirement { name: egg(path), wanted: Wanted::Path(without_extras(path)), marker: "" });
    }
    let (name, rest) = name_of(text)?;
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('[') {
        Some(inside) => extras(inside)?.trim_start(),
        None => rest,
    };
    if let Some(address) = rest.strip_prefix('@') {
        let url = address.split_whitespace().next()?;
        let behind = address.trim_start().strip_prefix(url)?.trim_start();
        return (behind.is_empty() || behind.starts_with(';')).then_some(Requirement {
            name: Some(name),
            wanted: Wanted::Url(url),
            marker: "",
        });
    }
    let (specifier, marker) = match rest.split_once(';') {
        Some((specifier, marker)) => (specifier, Some(marker)),
        None => (rest, None),
    };
    if marker.is_some_and(|marker| marker.trim().is_empty()) {
        return None;
    }
    let specifier = specifier.trim();
    let bare = match specifier.strip_prefix('(') {
        Some(inside) => inside.strip_suffix(')')?.trim(),
        None => specifier,
    };
    Some(Requirement { name: Some(name), wanted: wanted(bare)?, marker: marker.unwrap_or_default().trim() })
}

/// An address with a scheme, such as `https:` or `git+ssh:`.
pub(super) fn is_address(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once("://").or_else(|| text.split_once(":/")) else { return false };
    !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn is_path(text: &str) -> bool {
    let first = text.split([' ', ';', '[', '@', '=', '<', '>', '~', '!']).next().unwrap_or_default();
    first.starts_with('.')
        || first.contains(['/', '\\'])
        || [".whl", ".zip", ".tar.gz", ".tar.bz2", ".tgz"].iter().any(|ending| first.ends_with(ending))
}

fn without_extras(path: &str) -> &str {
    let path = path.split_once('#').map_or(path, |(path, _)| path);
    match path.rsplit_once('[') {
        Some((path, extras)) if extras.ends_with(']') => path,
        _ => path,
    }
}

/// The name in an address's fragment, `#egg=name`.
fn egg(url: &str) -> Option<&str> {
    let (_, fragment) = url.split_once('#')?;
    let egg = fragment.split('&').find_map(|part| part.strip_prefix("egg="))?;
    name_of(egg).map(|(name, _)| name)
}

/// The name at the beginning, and what follows it.
fn name_of(text: &str) -> Option<(&str, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let length = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(length)?;
    let is_end = |c: char| c.is_ascii_alphanumeric();
    (name.starts_with(is_end) && name.ends_with(is_end)).then_some((name, rest))
}

/// What follows the extras, which are names divided by commas.
fn extras(inside: &str) -> Option<&str> {
    let (names, rest) = inside.split_once(']')?;
    let sound = |name: &str| name_of(name).is_some_and(|(_, rest)| rest.is_empty());
    (names.trim().is_empty() || names.split(',').all(|name| sound(name.trim()))).then_some(rest)
}

fn wanted(specifier: &str) -> Option<Wanted<'_>> {
    if specifier.is_empty() {
        return Some(Wanted::Any);
    }
    let mut exact = None;
    for one in specifier.split(',') {
        // A comma behind the last one is allowed.
        if one.trim().is_empty() && exact_or_more(specifier) {
            continue;
        }
        if let Wanted::Exact(version) = clause(one.trim())? {
            exact = exact.or(Some(version));
        }
    }
    Some(exact.map_or(Wanted::Range(specifier), Wanted::Exact))
}

fn exact_or_more(specifier: &str) -> bool {
    specifier.trim_end().ends_with(',') && specifier.trim() != ","
}

/// One clause, which is exact or a range; `None` is no clause at all.
fn clause(text: &str) -> Option<Wanted<'_>> {
    let operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];
    let operator = operators.into_iter().find(|operator| text.starts_with(operator))?;
    let version = text.strip_prefix(operator)?.trim();
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '!' | '*');
    if version.is_empty() || (operator != "===" && !version.chars().all(sound)) || version.contains(' ') {
        return None;
    }
    let exact = operator == "===" || (operator == "==" && !version.contains('*'));
    Some(if exact { Wanted::Exact(version) } else { Wanted::Range(text) })
}

#[cfg(test)]
mod tests {
    use super::{Requirement, Wanted, parse};

    #[test]
    fn requirements_are_told_apart() {
        let named = |name, wanted| Some(Requirement { name: Some(name), wanted, marker: "" });
        let path = |path| Some(Requirement { name: None, wanted: Wanted::Path(path), marker: "" });
        let cases = [
            ("bleach==6.3.0", named("bleach", Wanted::Exact("6.3.0"))),
            (
                "Django == 5.2.15 ; python_version > '3'",
                Some(Requirement {
                    name: Some("Django"),
                    wanted: Wanted::Exact("5.2.15"),
                    marker: "python_version > '3'",
                }),
            ),
            ("celery[sqs, redis]==5.6.3", named("celery", Wanted::Exact("5.6.3"))),
            ("a===2024b", named("a", Wanted::Exact("2024b"))),
            ("a>=1,==1.4", named("a", Wanted::Exact("1.4"))),
            ("a==1.*", named("a", Wanted::Range("==1.*"))),
            ("a~=1.4.2", named("a", Wanted::Range("~=1.4.2"))),
            ("a (>=1, <2)", named("a", Wanted::Range(">=1, <2"))),
            ("a>=1,", named("a", Wanted::Range(">=1,"))),
            ("bleach[css]", named("bleach", Wanted::Any)),
            (
                "a @ https://h.example/a-1.0.zip ; os_name == 'nt'",
                named("a", Wanted::Url("https://h.example/a-1.0.zip")),
            ),
            (
                "git+https://h.example/a.git@v1#egg=a&subdirectory=x",
                named("a", Wanted::Url("git+https://h.example/a.git@v1#egg=a&subdirectory=x")),
            ),
            ("./lib[dev]", path("./lib")),
            ("dist/a-1.0-py3-none-any.whl", path("dist/a-1.0-py3-none-any.whl")),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_requirement_is_refused() {
        for text in [
            "", "==1", "a==", "a=1", "a b", "a==1 2", "a[", "a[x", "a;", "-a==1", "a-", "a,b", "a @ ",
            "a==1;", "a(", "a>=1,,<2",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
