//! The words of `cullis completions`.

use crate::messages::sentences;

sentences! { "cli.completions";
    /// What the command does.
    about()
        "Print a script that completes this command line in a shell"
        "输出用于 shell 命令行补全的脚本";
    /// Help of the argument.
    help_shell()
        "bash, elvish, fish, powershell or zsh"
        "bash、elvish、fish、powershell 或 zsh";
    /// A shell that nobody knows.
    unknown_shell(name)
        "there is no completion for the shell `{name}`; expected bash, elvish, fish, powershell or zsh"
        "不支持 shell `{name}` 的补全，应为 bash、elvish、fish、powershell 或 zsh";
}
