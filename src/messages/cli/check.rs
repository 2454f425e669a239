//! The words of `cullis check`.

use crate::messages::sentences;

sentences! { "cli.check";
    /// What the command does.
    about()
        "Judge a repository: report, record, and exit with a code that CI can act on"
        "判定代码仓库：输出报告、留存记录，并以 CI 可用的退出码结束";
    /// Help of PATH.
    help_path()
        "The repository's folder (default: the current one)"
        "代码仓库所在文件夹（默认为当前文件夹）";
}
