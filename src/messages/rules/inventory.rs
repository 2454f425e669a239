//! Rules about the inventory (practices 1, 7).

use super::rule_words;

rule_words! {}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.inventory";
    }
}

pub(super) use say::all;
