//! Names of Python packages in the form that the index compares.

/// Lower case, with one dash for each run of dashes, dots and underscores.
///
/// Source: PEP 503, "Normalized Names".
pub(in crate::ecosystem) fn normalised(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    let mut divides = false;
    for c in name.chars() {
        if matches!(c, '-' | '_' | '.') {
            divides = true;
            continue;
        }
        if divides {
            normal.push('-');
            divides = false;
        }
        normal.extend(c.to_lowercase());
    }
    if divides {
        normal.push('-');
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn names_are_compared_as_the_index_compares_them() {
        for name in ["Ruamel.Yaml--CLib", "ruamel-yaml-clib", "RUAMEL_yaml.-_clib"] {
            assert_eq!(normalised(name), "ruamel-yaml-clib", "{name}");
        }
        assert_eq!(normalised("zope.interface2"), "zope-interface2");
    }
}
