//! Rules about licences (practice 5).

use super::rule_words;

rule_words! {}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.license";
    }
}

pub(super) use say::all;
