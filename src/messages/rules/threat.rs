//! Rules about threat models (practices 11 to 14).

use super::rule_words;

rule_words! {}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.threat";
    }
}

pub(super) use say::all;
