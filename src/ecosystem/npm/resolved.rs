//! The address of a package in a registry, and what it states of the package.
//!
//! Registries keep a package at `/name/-/name-1.2.3.tgz`, where the last part
//! has no scope or the whole name, or at `/download/name/1.2.3/`. The form is
//! custom, not specified: any other address is no registry's here.

use std::cmp::Ordering;

use super::entry::Named;
use crate::domain::component::Ecosystem;
use crate::version;

/// What an address is for an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A registry keeps this very package there.
    OfThis,
    /// A registry keeps this package there at another version, as written.
    OfVersion(String),
    /// A registry keeps another package there, as written.
    OfAnother(String),
    /// It has no registry's form.
    Elsewhere,
}

/// What the address states, held against what the entry calls itself.
pub(super) fn address(resolved: &str, named: Named<'_>) -> Address {
    let end = resolved.find(['?', '#']).unwrap_or(resolved.len());
    let path = resolved.get(..end).unwrap_or_default();
    let plain = path.replace("%2f", "/").replace("%2F", "/").replace("%40", "@");
    let downloads = |version: &str| plain.contains(&format!("/download/{}/{version}/", named.name));
    if named.version.is_some_and(downloads) {
        return Address::OfThis;
    }
    let Some((name, file)) = kept(&plain) else { return Address::Elsewhere };
    let base = name.rsplit_once('/').map_or(name, |(_scope, base)| base);
    let stated = file.strip_prefix(base).and_then(|rest| rest.strip_prefix('-'));
    match (stated, named.version) {
        (None, _) => Address::OfAnother(format!("{name}/-/{file}")),
        (Some(stated), _) if name != named.name => Address::OfAnother(format!("{name} {stated}")),
        (Some(stated), Some(version)) if !same(stated, version) => Address::OfVersion(stated.to_owned()),
        (Some(_), _) => Address::OfThis,
    }
}

/// The package's name before `/-/`, and the file's name without its ending.
fn kept(path: &str) -> Option<(&str, &str)> {
    let (before, behind) = path.rsplit_once("/-/")?;
    let file = behind.rsplit_once('/').map_or(behind, |(_, file)| file);
    let file = [".tgz", ".tar.gz"].iter().find_map(|ending| file.strip_suffix(ending))?;
    let last = before.rfind('/').map_or(0, |slash| slash + 1);
    let scope = before.get(..last.saturating_sub(1)).and_then(|above| above.rfind('/'));
    let scope =
        scope.map(|slash| slash + 1).filter(|at| before.get(*at..).is_some_and(|it| it.starts_with('@')));
    Some((before.get(scope.unwrap_or(last)..)?, file))
}

fn same(a: &str, b: &str) -> bool {
    a == b || version::compare(Ecosystem::NPM, a, b) == Ok(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::{Address, Named, address};

    fn of(resolved: &str, name: &str, version: &str) -> Address {
        address(resolved, Named { name, version: Some(version) })
    }

    #[test]
    fn an_address_speaks_for_the_package_that_it_names() {
        for (resolved, name, version) in [
            ("https://r.example/left-pad/-/left-pad-1.3.0.tgz", "left-pad", "1.3.0"),
            ("https://r.example/npm/@acme/till/-/till-1.0.0-rc.1.tgz", "@acme/till", "1.0.0-rc.1"),
            ("https://r.example/@acme%2ftill/-/@acme/till-1.0.0.tgz?x=1#y", "@acme/till", "1.0.0"),
            ("https://r.example/download/@acme/till/1.0.0/0af1", "@acme/till", "1.0.0"),
            ("https://r.example/till/-/till-1.0.0.tgz", "till", "1.0.0+build"),
        ] {
            assert_eq!(of(resolved, name, version), Address::OfThis, "{resolved}");
        }
    }

    #[test]
    fn what_it_doesnt_name_it_doesnt_speak_for() {
        let pad = "https://r.example/left-pad/-/left-pad-1.1.0.tgz";
        assert_eq!(of(pad, "left-pad", "1.3.0"), Address::OfVersion("1.1.0".to_owned()));
        assert_eq!(of(pad, "right-pad", "1.1.0"), Address::OfAnother("left-pad 1.1.0".to_owned()));
        let scoped = "https://r.example/@evil/left-pad/-/left-pad-1.1.0.tgz";
        assert_eq!(of(scoped, "left-pad", "1.1.0"), Address::OfAnother("@evil/left-pad 1.1.0".to_owned()));
        let hidden = format!("{pad}?/right-pad/-/right-pad-1.1.0.tgz");
        assert_eq!(of(&hidden, "right-pad", "1.1.0"), Address::OfAnother("left-pad 1.1.0".to_owned()));
        let inside = "https://r.example/left-pad/-/evil-1.1.0.tgz";
        assert_eq!(of(inside, "left-pad", "1.1.0"), Address::OfAnother("left-pad/-/evil-1.1.0".to_owned()));
        for elsewhere in ["https://h.example/left-pad.tgz", "https://h.example/left-pad/-/", "x"] {
            assert_eq!(of(elsewhere, "left-pad", "1.1.0"), Address::Elsewhere, "{elsewhere}");
        }
        let download = "https://r.example/x?/download/left-pad/1.1.0/";
        assert_eq!(of(download, "left-pad", "1.1.0"), Address::Elsewhere);
    }
}
