//! What the command line says: help, usage errors, progress.
//!
//! One file for each command; what they share is here.

pub mod base;
pub mod check;
pub mod completions;
pub mod db;
pub mod db_diff;
pub mod db_manifest;
pub mod db_sign;
pub mod db_sync;
pub mod exception;
pub mod explain;
pub mod history;
pub mod init;
pub mod inventory;
pub mod policy;
pub mod practice;
pub mod report;
pub mod threat;

use super::sentences;
use crate::domain::statement::Sentence;

sentences! { "cli";
    /// The first line of the help.
    about()
        "A pipeline gate: inventory, advisories, licences and threat model, judged offline into one verdict."
        "流水线门禁：离线判定组件清单、漏洞公告、许可证与威胁模型，给出唯一结论。";
    /// Before an error.
    error_head()
        "error: "
        "错误：";
    /// Heading of the help.
    heading_usage()
        "Usage:"
        "用法：";
    /// Heading of the help.
    heading_commands()
        "Commands"
        "命令";
    /// Heading of the help.
    heading_options()
        "Options"
        "选项";
    /// Heading of the help.
    heading_arguments()
        "Arguments"
        "参数";
    /// Heading of the help.
    heading_examples()
        "Examples:"
        "示例：";
    /// Stands for a command in the usage line.
    command_value_name()
        "COMMAND"
        "命令";
    /// Help of `--help`.
    help_help()
        "Print this help"
        "显示此帮助";
    /// Help of `--version`.
    help_version()
        "Print the version"
        "显示版本号";
    /// Help of `--lang`.
    help_lang()
        "Language: en or zh-CN (else LC_ALL, LC_MESSAGES, LANG)"
        "语言：en 或 zh-CN（未指定时依次取 LC_ALL、LC_MESSAGES、LANG）";
    /// Behind a usage error.
    see_help()
        "Nothing was judged. `--help` shows what can be asked."
        "未进行任何判定。用 `--help` 查看可用的选项。";
    /// A language that isn't spoken.
    unknown_language(tag)
        "`{tag}` is no language of this program; expected `en` or `zh-CN`"
        "不支持语言 `{tag}`，应为 `en` 或 `zh-CN`";
    /// An argument that nobody knows.
    unknown_argument(argument)
        "`{argument}` isn't an option of this command"
        "此命令没有选项 `{argument}`";
    /// An argument that nobody knows, and one that is like it.
    unknown_argument_but(argument, suggestion)
        "`{argument}` isn't an option of this command; did you mean `{suggestion}`?"
        "此命令没有选项 `{argument}`，是否想用 `{suggestion}`？";
    /// A command that nobody knows.
    unknown_command(command)
        "there is no command `{command}`"
        "没有命令 `{command}`";
    /// A command that nobody knows, and one that is like it.
    unknown_command_but(command, suggestion)
        "there is no command `{command}`; did you mean `{suggestion}`?"
        "没有命令 `{command}`，是否想用 `{suggestion}`？";
    /// An argument is missing.
    missing_argument(argument)
        "{argument} is missing"
        "缺少 {argument}";
    /// The command is missing.
    missing_command()
        "a command is missing"
        "缺少命令";
    /// Two arguments exclude each other.
    conflicting_arguments(argument, other)
        "{argument} can't be used together with {other}"
        "{argument} 不能与 {other} 同时使用";
    /// A value isn't one of those that are known.
    bad_value(value, argument, expected)
        "`{value}` isn't a value for {argument}; expected {expected}"
        "`{value}` 不是 {argument} 的有效值，应为 {expected}";
    /// Anything else that is wrong with the arguments.
    bad_arguments(detail)
        "the arguments can't be read: {detail}"
        "无法解析参数：{detail}";
    /// A fault in the program itself.
    fault(detail)
        "this is a fault in Cullis, and nothing was judged: {detail}. Please report it with the command that led here."
        "这是 Cullis 自身的故障，未得出任何结论：{detail}。请附上所用命令反馈此问题。";
}

/// Every sentence of the command line.
pub(crate) fn all_sentences() -> Vec<&'static Sentence> {
    [
        all(),
        base::all(),
        check::all(),
        completions::all(),
        db::all(),
        db_diff::all(),
        db_manifest::all(),
        db_sign::all(),
        db_sync::all(),
        exception::all(),
        explain::all(),
        history::all(),
        init::all(),
        inventory::all(),
        policy::all(),
        practice::all(),
        report::all(),
        threat::all(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
