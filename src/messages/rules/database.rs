//! Rules about the advisory database and the history (practices 9, 15, 16, 17).

use super::rule_words;

rule_words! {}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.database";
    }
}

pub(super) use say::all;
