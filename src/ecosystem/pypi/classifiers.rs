//! Trove classifiers that name one licence, and those that name several.
//!
//! The ambiguous ones are those that
//! PEP 639 calls so (appendix "Mapping license classifiers to SPDX
//! identifiers"): a family's name without its version is no licence.

/// What a classifier says of the licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Classified {
    /// One licence, by its SPDX id.
    License(&'static str),
    /// A family of licences, or "other".
    Ambiguous,
}

/// What a classifier says of the licence; `None` when it speaks of something else.
pub(super) fn classify(classifier: &str) -> Option<Classified> {
    let rest = classifier.strip_prefix("License ::")?.trim();
    // The heading alone says no more than that the next line is more exact.
    if rest == "OSI Approved" {
        return None;
    }
    let name = rest.strip_prefix("OSI Approved ::").map_or(rest, str::trim);
    let known = TABLE.iter().find(|(row, _)| *row == name);
    Some(known.map_or(Classified::Ambiguous, |(_, id)| Classified::License(id)))
}

/// Names that stand for exactly one licence. What isn't here is ambiguous.
const TABLE: &[(&str, &str)] = &[
    ("Academic Free License (AFL) v3.0", "AFL-3.0"),
    ("Attribution Assurance License", "AAL"),
    ("Blue Oak Model License (BlueOak-1.0.0)", "BlueOak-1.0.0"),
    ("Boost Software License 1.0 (BSL-1.0)", "BSL-1.0"),
    ("CC0 1.0 Universal (CC0 1.0) Public Domain Dedication", "CC0-1.0"),
    ("CMU License (MIT-CMU)", "MIT-CMU"),
    ("Common Development and Distribution License 1.0 (CDDL-1.0)", "CDDL-1.0"),
    ("Eclipse Public License 1.0 (EPL-1.0)", "EPL-1.0"),
    ("Eclipse Public License 2.0 (EPL-2.0)", "EPL-2.0"),
    ("Educational Community License, Version 2.0 (ECL-2.0)", "ECL-2.0"),
    ("European Union Public Licence 1.0 (EUPL 1.0)", "EUPL-1.0"),
    ("European Union Public Licence 1.1 (EUPL 1.1)", "EUPL-1.1"),
    ("European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2"),
    ("GNU Affero General Public License v3 or later (AGPLv3+)", "AGPL-3.0-or-later"),
    ("GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
    ("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
    ("GNU Lesser General Public License v2 or later (LGPLv2+)", "LGPL-2.0-or-later"),
    ("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"),
    ("Historical Permission Notice and Disclaimer (HPND)", "HPND"),
    ("ISC License (ISCL)", "ISC"),
    ("MIT License", "MIT"),
    ("MIT No Attribution License (MIT-0)", "MIT-0"),
    ("MirOS License (MirOS)", "MirOS"),
    ("Mozilla Public License 1.0 (MPL)", "MPL-1.0"),
    ("Mozilla Public License 1.1 (MPL 1.1)", "MPL-1.1"),
    ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
    ("Mulan Permissive Software License v2 (MulanPSL-2.0)", "MulanPSL-2.0"),
    ("NASA Open Source Agreement v1.3 (NASA-1.3)", "NASA-1.3"),
    ("Python Software Foundation License", "PSF-2.0"),
    ("SIL Open Font License 1.1 (OFL-1.1)", "OFL-1.1"),
    ("The Unlicense (Unlicense)", "Unlicense"),
    ("Universal Permissive License (UPL)", "UPL-1.0"),
    ("Zero-Clause BSD (0BSD)", "0BSD"),
    ("zlib/libpng License", "Zlib"),
];

#[cfg(test)]
mod tests {
    use super::{Classified, TABLE, classify};

    #[test]
    fn every_row_names_a_licence_of_the_list() {
        for (name, id) in TABLE {
            assert!(crate::license::is_known_id(id), "{name}");
        }
    }

    #[test]
    fn families_are_ambiguous_and_headings_say_nothing() {
        assert_eq!(classify("License :: OSI Approved :: MIT License"), Some(Classified::License("MIT")));
        assert_eq!(classify("License :: OSI Approved :: BSD License"), Some(Classified::Ambiguous));
        assert_eq!(
            classify("License :: OSI Approved :: GNU General Public License v3 (GPLv3)"),
            Some(Classified::Ambiguous)
        );
        assert_eq!(classify("License :: OSI Approved"), None);
        assert_eq!(classify("Programming Language :: Rust"), None);
    }
}
