//! Package names, as each ecosystem takes two spellings for one package.

use std::borrow::Cow;

/// The one spelling under which a package is looked up.
///
/// PyPI: the normal form of its name specification (lower case, runs of `-`,
/// `_` and `.` become one `-`). NuGet and Packagist: without case. Elsewhere
/// names are exact.
/// Source: <https://packaging.python.org/specifications/name-normalization/>.
pub fn normalise<'name>(ecosystem: &str, name: &'name str) -> Cow<'name, str> {
    let base = ecosystem.split_once(':').map_or(ecosystem, |(base, _)| base);
    match base {
        "PyPI" => python(name),
        "NuGet" | "Packagist" => lower(name),
        _ => Cow::Borrowed(name),
    }
}

fn lower(name: &str) -> Cow<'_, str> {
    let is_lower = !name.chars().any(char::is_uppercase);
    if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
}

fn python(name: &str) -> Cow<'_, str> {
    let is_separator = |c: char| matches!(c, '-' | '_' | '.');
    let is_normal =
        !name.contains(|c: char| c.is_ascii_uppercase() || c == '_' || c == '.') && !name.contains("--");
    if is_normal {
        return Cow::Borrowed(name);
    }
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            c if !is_separator(c) => normal.push(c.to_ascii_lowercase()),
            _ if normal.ends_with('-') => {}
            _ => normal.push('-'),
        }
    }
    Cow::Owned(normal)
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn each_ecosystem_has_its_own_spelling() {
        assert_eq!(normalise("PyPI", "Zope.Interface__x"), "zope-interface-x");
        assert_eq!(normalise("NuGet", "Newtonsoft.Json"), "newtonsoft.json");
        assert_eq!(normalise("npm", "JSONStream"), "JSONStream");
        assert_eq!(normalise("crates.io", "serde_json"), "serde_json");
    }
}
