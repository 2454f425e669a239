//! Rules about the advisory database and the history (practices 9, 15, 16, 17).

use super::rule_words;

rule_words! {
    "unwritten-report"
        title "Report or record could not be written" "报告或记录无法写入"
        help "make room or give a path that can be written, and run again" "释放空间或指定可写入的路径，然后重新运行"
        why "The run came to a conclusion and could not leave what shows it. A conclusion that nobody can look at later is not one to act on."
            "此次运行得出了结论，却无法留下凭据。日后无法查证的结论，不应据以行动。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.database";
    }
}

pub(super) use say::all;
