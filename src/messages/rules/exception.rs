//! Rules about exceptions and policy layers (practice 10).

use super::rule_words;

rule_words! {}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.exception";
    }
}

pub(super) use say::all;
