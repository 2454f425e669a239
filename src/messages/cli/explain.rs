//! The words of `cullis explain`.

use crate::messages::sentences;

sentences! { "cli.explain";
    /// What the command does.
    about()
        "Explain a finding (how it came in, the nearest fix, the exception to ask for), a rule, an advisory or an exit code"
        "解释一条发现（如何引入、最近的修复、如何申请例外）、一条规则、一则公告或一个退出码";
    /// Help of the argument.
    help_what()
        "The beginning of a finding's identity as reports show it, a rule's id, an advisory's id, a number, or exit-code for all of them"
        "报告中所示发现标识的开头、规则 id、公告 id、退出码数字，或用 exit-code 列出全部退出码";
    /// Nothing has that name.
    unknown(what)
        "no finding of this repository, rule, advisory or exit code is called `{what}`; give the same path and flags as in the check"
        "本仓库的发现、规则、公告或退出码中没有 `{what}`；请使用与检查时相同的路径和选项";
}
