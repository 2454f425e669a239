//! One licence of an expression: its family, its version, its exception.

use spdx::{AdditionItem, LicenseId, LicenseItem, LicenseReq};

/// GNU's deprecated names that hide an exception: the licence and the
/// exception that the SPDX list gives in their place.
const WITH_HIDDEN_EXCEPTION: &[(&str, &str, &str)] = &[
    ("GPL-2.0-with-GCC-exception", "GPL-2.0", "GCC-exception-2.0"),
    ("GPL-2.0-with-autoconf-exception", "GPL-2.0", "Autoconf-exception-2.0"),
    ("GPL-2.0-with-bison-exception", "GPL-2.0", "Bison-exception-2.2"),
    ("GPL-2.0-with-classpath-exception", "GPL-2.0", "Classpath-exception-2.0"),
    ("GPL-2.0-with-font-exception", "GPL-2.0", "Font-exception-2.0"),
    ("GPL-3.0-with-GCC-exception", "GPL-3.0", "GCC-exception-3.1"),
    ("GPL-3.0-with-autoconf-exception", "GPL-3.0", "Autoconf-exception-3.0"),
];

/// Which versions of its family a term speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The named version alone.
    This,
    /// The named version and all later ones (`+`, `-or-later`).
    ThisAndLater,
}

/// What stands behind `WITH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Addition {
    /// A listed exception: it only ever grants more.
    Exception(String),
    /// Somebody's own text (`AdditionRef-`): it may as well take away.
    Own(String),
}

/// A licence, as far as lists are compared with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// The name in lower case, `*` in place of its version (`gpl-*`).
    family: String,
    /// The version's numbers; empty when the name has none.
    version: Vec<u32>,
    pub(super) reach: Reach,
    pub(super) addition: Option<Addition>,
    /// The term for people, normalised.
    pub(super) shown: String,
}

impl Term {
    pub(super) fn new(requirement: &LicenseReq) -> Self {
        let stated = requirement.addition.as_ref().map(|addition| match addition {
            AdditionItem::Spdx(exception) => Addition::Exception(exception.name.to_owned()),
            own @ AdditionItem::Other(_) => Addition::Own(own.to_string()),
        });
        match &requirement.license {
            LicenseItem::Spdx { id, or_later } => {
                let plus = if *or_later { Reach::ThisAndLater } else { Reach::This };
                Self::listed(*id, plus, stated)
            }
            own @ LicenseItem::Other(_) => {
                let name = own.to_string();
                let shown = show(&name, stated.as_ref());
                let family = name.to_ascii_lowercase();
                Self { family, version: Vec::new(), reach: Reach::This, addition: stated, shown }
            }
        }
    }

    fn listed(id: LicenseId, plus: Reach, stated: Option<Addition>) -> Self {
        let hidden = WITH_HIDDEN_EXCEPTION.iter().find(|(deprecated, ..)| *deprecated == id.name);
        let (name, addition) = match hidden {
            Some((_, license, exception)) => {
                let both =
                    stated.map_or((*exception).to_owned(), |stated| format!("{exception} {}", stated.text()));
                (*license, Some(Addition::Exception(both)))
            }
            None => (id.name, stated),
        };
        let (base, reach) = match (name.strip_suffix("-or-later"), name.strip_suffix("-only")) {
            (Some(base), _) => (base, Reach::ThisAndLater),
            (None, Some(base)) => (base, Reach::This),
            (None, None) => (name, plus),
        };
        let suffix = match (id.is_gnu(), reach) {
            (true, Reach::This) => "-only",
            (true, Reach::ThisAndLater) => "-or-later",
            (false, Reach::This) => "",
            (false, Reach::ThisAndLater) => "+",
        };
        let shown = show(&format!("{base}{suffix}"), addition.as_ref());
        let (family, version) = split_version(base);
        Self { family, version, reach, addition, shown }
    }

    /// Whether the version that this term names is one that `entry` speaks of.
    pub(super) fn is_named_by(&self, entry: &Self) -> bool {
        self.family == entry.family
            && match entry.reach {
                Reach::This => self.version == entry.version,
                Reach::ThisAndLater => self.version >= entry.version,
            }
    }

    /// Whether whoever is offered this term may choose a version that `entry`
    /// speaks of: the term's own, or with `+` a later one.
    pub(super) fn may_be_taken_as(&self, entry: &Self) -> bool {
        self.is_named_by(entry)
            || (self.family == entry.family
                && self.reach == Reach::ThisAndLater
                && entry.version >= self.version)
    }

    /// Whether the exceptions let `entry` speak for this term: the same, or
    /// the entry has none and the term's only grants more.
    pub(super) fn addition_is_covered_by(&self, entry: &Self) -> bool {
        match (&self.addition, &entry.addition) {
            (_, None) => !matches!(self.addition, Some(Addition::Own(_))),
            (Some(own), Some(named)) => own.text().eq_ignore_ascii_case(named.text()),
            (None, Some(_)) => false,
        }
    }
}

impl Addition {
    fn text(&self) -> &str {
        match self {
            Self::Exception(text) | Self::Own(text) => text,
        }
    }
}

fn show(license: &str, addition: Option<&Addition>) -> String {
    addition.map_or_else(|| license.to_owned(), |addition| format!("{license} WITH {}", addition.text()))
}

/// `GPL-2.0` to `gpl-*` and 2, 0. Only dotted numbers are versions: the 3 of
/// `BSD-3-Clause` counts clauses.
fn split_version(name: &str) -> (String, Vec<u32>) {
    let numbers = |part: &str| -> Option<Vec<u32>> {
        let dotted = part.contains('.');
        dotted.then(|| part.split('.').map(|number| number.parse().ok()).collect())?
    };
    let version = name.split('-').find_map(numbers).unwrap_or_default();
    let mut seen = false;
    let parts = name.split('-').map(|part| {
        let here = !seen && numbers(part).is_some();
        seen |= here;
        if here { "*".to_owned() } else { part.to_ascii_lowercase() }
    });
    (parts.collect::<Vec<_>>().join("-"), version)
}
