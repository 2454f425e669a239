//! The licence texts of every third-party component, from where licences are
//! read: package stores, and `node_modules` of the tree.

use std::collections::BTreeMap;

use super::licenses::{Stores, Wanted};
use super::npm::package_store::Modules;
use super::texts::{PackageTexts, TextsAsked};
use crate::domain::component::{Component, Occurrence, Origin};
use crate::domain::inventory::Inventory;
use crate::domain::license::{LicenseFact, LicenseStatement, Verification};
use crate::domain::limits::Limits;
use crate::domain::notice::{Notice, NoticeText, Notices};
use crate::domain::ports::{Files, Packages};
use crate::domain::statement::Statement;
use crate::messages::license as say;
use crate::parallel;

/// From this many packages on, several threads read and unpack.
const WORTH_A_THREAD: usize = 16;

/// What has to be handed on: each version of a component once.
pub fn notices(
    inventory: &Inventory,
    licenses: &[Option<LicenseFact>],
    (files, packages, limits): (&dyn Files, &dyn Packages, &Limits),
) -> Notices {
    let mut wanted: BTreeMap<&Component, (&Occurrence, Option<&LicenseFact>)> = BTreeMap::new();
    for (occurrence, fact) in inventory.occurrences.iter().zip(licenses) {
        if occurrence.origin != Origin::FirstParty {
            wanted.entry(&occurrence.component).or_insert((occurrence, fact.as_ref()));
        }
    }
    let wanted: Vec<_> = wanted.into_values().collect();
    let stores = Stores::new(packages, limits);
    let found = parallel::map(&wanted, WORTH_A_THREAD, |(occurrence, _)| {
        stores.texts(&Wanted::of(occurrence), TextsAsked::Usual)
    });
    let mut modules = Modules::new(files, limits);
    let components = wanted.into_iter().zip(found).map(|((occurrence, fact), found)| {
        let found = modules.texts(occurrence, TextsAsked::Usual).unwrap_or(found);
        notice(occurrence, fact, found)
    });
    Notices { components: components.collect(), gaps: inventory.gaps.clone() }
}

fn notice(
    occurrence: &Occurrence,
    fact: Option<&LicenseFact>,
    found: Result<PackageTexts, Statement>,
) -> Notice {
    let license = fact.and_then(|fact| match &fact.statement {
        LicenseStatement::Expression(text) => Some(text.clone()),
        LicenseStatement::None | LicenseStatement::NoAssertion | LicenseStatement::Unknown(_) => None,
    });
    let verification = found.as_ref().map_or(Verification::Unverified, |found| found.verification);
    let texts = found.and_then(|found| {
        let texts = found.texts.iter().map(|text| NoticeText {
            path: text.path.clone(),
            text: tidy(&String::from_utf8_lossy(&text.bytes)).into(),
        });
        let texts: Vec<NoticeText> = texts.filter(|text| !text.text.is_empty()).collect();
        if texts.is_empty() { Err(say::no_license_text(&found.package)) } else { Ok(texts) }
    });
    Notice { component: occurrence.component.clone(), license, texts, verification }
}

/// The text with plain line ends, without what nobody sees: a byte-order mark,
/// page breaks, blanks at the ends of lines and empty lines around it.
fn tidy(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace('\u{c}', "");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    lines.get(first..last).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn texts_that_look_alike_are_one() {
        let plain = "  MIT License\n\nCopyright";
        for text in
            ["\u{feff}\r\n  MIT License  \r\n\r\nCopyright\r\n\r\n", "\u{c}  MIT License\n\nCopyright\n"]
        {
            assert_eq!(tidy(text), plain);
        }
        assert_eq!(tidy(" \n\t\n"), "");
    }
}
