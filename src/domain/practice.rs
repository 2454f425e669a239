//! Practices: what a security standard asks for, as far as a gate can see it.

/// A practice of the gate's own catalogue.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Practice {
    /// Its stable number, 1 to 17.
    pub number: u8,
    /// Its stable id, kebab-case words.
    pub id: &'static str,
}

/// The catalogue, in order. Its words are in `messages`, its mappings to
/// standards in `policies/mappings`.
pub static PRACTICES: [Practice; 17] = [
    Practice { number: 1, id: "inventory-complete" },
    Practice { number: 2, id: "no-known-vulnerable-component" },
    Practice { number: 3, id: "no-malicious-component" },
    Practice { number: 4, id: "no-unmaintained-component" },
    Practice { number: 5, id: "license-allowed" },
    Practice { number: 6, id: "source-allowed" },
    Practice { number: 7, id: "versions-pinned" },
    Practice { number: 8, id: "integrity-hash-present" },
    Practice { number: 9, id: "advisory-database-fresh" },
    Practice { number: 10, id: "exceptions-time-boxed-and-approved" },
    Practice { number: 11, id: "threat-model-present" },
    Practice { number: 12, id: "threat-model-fresh" },
    Practice { number: 13, id: "threats-mitigated-with-evidence" },
    Practice { number: 14, id: "threat-model-covers-components" },
    Practice { number: 15, id: "sbom-emitted" },
    Practice { number: 16, id: "verdict-attested" },
    Practice { number: 17, id: "history-retained" },
];

/// The practices that speak of threat models.
pub const THREAT_PRACTICES: std::ops::RangeInclusive<u8> = 11..=14;

/// What a run shows of a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PracticeState {
    /// Checked, and nothing speaks against it.
    Met,
    /// A violation breaks it.
    NotMet,
    /// Nothing breaks it, and a gap or an exception leaves a part unshown.
    PartlyEvidenced,
    /// This run checked nothing that would show it.
    NotEvidenced,
    /// The repository has nothing that it speaks of.
    NotApplicable,
}

impl PracticeState {
    /// The word in reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not-met",
            Self::PartlyEvidenced => "partly-evidenced",
            Self::NotEvidenced => "not-evidenced",
            Self::NotApplicable => "not-applicable",
        }
    }
}
