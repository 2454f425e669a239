//! The words of `cullis inventory`.

use crate::messages::sentences;

sentences! { "cli.inventory";
    /// What the command does.
    about()
        "Show what the repository declares, and what could not be read; judge and record nothing"
        "列出仓库声明的组件以及无法读取的部分；不作判定，也不留存记录";
    /// Help of `--format`.
    help_format()
        "text, or json: the whole report with the inventory in it"
        "text 或 json：包含清单的完整报告";
}
