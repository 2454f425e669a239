//! Rules about components: advisories, origins, hashes (practices 2, 3, 4, 6, 8).

use super::rule_words;

rule_words! {}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.component";
    }
}

pub(super) use say::all;
