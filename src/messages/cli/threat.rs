//! The words of `cullis threat`.

use crate::messages::sentences;

sentences! { "cli.threat";
    /// What the command does.
    about()
        "The recorded threat models: what is wrong with them, and where each threat stands"
        "已记录的威胁模型：存在的问题，以及各威胁的现状";
    /// What `check` does.
    about_check()
        "Judge the threat models alone: no manifest is read, nothing is recorded"
        "只判定威胁模型：不读取清单，不留存记录";
    /// What `show` does.
    about_show()
        "Show the threat models as tables: elements, threats, mitigations"
        "以表格显示威胁模型：元素、威胁、缓解措施";
}
