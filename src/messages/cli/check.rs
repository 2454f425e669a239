//! The words of `cullis check`, and of the flags that other commands share with it.

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
    /// Help of `--policy`.
    help_policy()
        "A policy layer above the repository's own: a file, or default, strict, bank; repeatable, outermost first"
        "位于仓库策略之上的策略层：文件，或 default、strict、bank；可重复，最外层在前";
    /// Help of `--db`.
    help_db()
        "The advisory database: an index made by `cullis db import`, or OSV records (a folder, a zip, a tree of <ecosystem>/all.zip); else CULLIS_DB, else the user's own"
        "公告数据库：由 `cullis db import` 生成的索引，或 OSV 记录（文件夹、zip、<生态>/all.zip 目录树）；未指定时依次取 CULLIS_DB、用户默认位置";
    /// Help of `--report`.
    help_report()
        "A report: text, json, sarif, sarif-full or markdown, with =FILE to write a file; repeatable (default: text)"
        "报告格式：text、json、sarif、sarif-full、markdown，可加 =文件 写入文件；可重复（默认 text）";
    /// Help of `--history`.
    help_history()
        "Where the run is recorded: a folder, or none (default: the user's state folder)"
        "运行记录的存放位置：文件夹或 none（默认为用户状态文件夹）";
    /// Help of `--pipeline`.
    help_pipeline()
        "The key that this pipeline's records are numbered under; else CULLIS_PIPELINE, else the folder's full path"
        "记录编号所属的流水线键；未指定时取 CULLIS_PIPELINE，否则为文件夹完整路径";
    /// Help of `--packages`.
    help_packages()
        "A folder with the package stores cargo, cargo-git, nuget, go, python and maven, or none (default: the user's own stores)"
        "包含 cargo、cargo-git、nuget、go、python、maven 包缓存的文件夹，或 none（默认为用户自己的包缓存）";
    /// Help of `--now`.
    help_now()
        "Judge as if it were this moment (RFC 3339); the report is then the same on any day"
        "按此时刻判定（RFC 3339）；报告不随日期变化";
    /// Help of `--category`.
    help_category()
        "Keeps several runs over one repository apart in reports and records (default: cullis)"
        "在报告与记录中区分同一仓库的多次运行（默认 cullis）";
    /// Help of `--exit-code`.
    help_exit_code()
        "verdict, or practice: then a fail exits with 20 + the lowest number of a broken practice"
        "verdict 或 practice；后者在不通过时以 20 + 最小的未满足实践编号退出";
    /// Help of `--exit-zero`.
    help_exit_zero()
        "Exit with 0 where the verdict is fail; every other code stays"
        "结论为不通过时也以 0 退出；其他退出码不变";
    /// Help of `--verbose`.
    help_verbose()
        "Fold nothing in text reports: every place, every path, every finding's identity"
        "文本报告不折叠任何内容：显示每个位置、每条引入路径和每项发现的标识";
    /// Help of `--cargo-metadata`.
    help_cargo_metadata()
        "A graph made by `cargo metadata --format-version 1`, for scopes and edges that Cargo.lock doesn't have"
        "由 `cargo metadata --format-version 1` 生成的依赖图，补充 Cargo.lock 没有的作用域与依赖边";
    /// A layer forbids a flag.
    flag_forbidden(flag, place)
        "`{flag}` is forbidden by {place}; run without it"
        "{place} 禁止使用 `{flag}`；请去掉后再运行";
    /// A layer forbids a flag, and a variable stands for it.
    variable_forbidden(variable, flag, place)
        "`{variable}` is set, and {place} forbids `{flag}`, which it stands for; run without it"
        "已设置 `{variable}`，而 {place} 禁止与之等效的 `{flag}`；请取消该变量后再运行";
    /// `--now` isn't a moment.
    bad_moment(text, detail)
        "`{text}` isn't a moment for `--now`; expected RFC 3339, such as `2026-11-23T12:00:00Z` ({detail})"
        "`{text}` 不是 `--now` 的有效时刻，应为 RFC 3339 格式，如 `2026-11-23T12:00:00Z`（{detail}）";
    /// `--report` names no format.
    unknown_format(text)
        "`{text}` is no report format; expected text, json, sarif, sarif-full or markdown"
        "`{text}` 不是报告格式，应为 text、json、sarif、sarif-full 或 markdown";
    /// Two reports want standard output.
    two_on_stdout(first, second)
        "`{first}` and `{second}` both want standard output; give one of them a file (`--report {second}=FILE`)"
        "`{first}` 与 `{second}` 都要写到标准输出，请为其中之一指定文件（`--report {second}=文件`）";
    /// Two reports want one file.
    two_in_one_file(file)
        "two reports want the file `{file}`; give each its own"
        "两个报告要写入同一个文件 `{file}`，请分别指定";
    /// A `--policy` file can't be read.
    policy_unreadable(error)
        "the policy can't be read: {error}; it is a file, or one of default, strict, bank"
        "无法读取策略：{error}；应为文件，或 default、strict、bank 之一";
    /// The policy can't be used.
    policy_errors(count)
        "the policy has {count} {count:error|errors}; nothing was judged"
        "策略有 {count} 处错误，未进行任何判定";
    /// Standard output could not be written.
    stdout_failed(error)
        "the report could not be written to standard output: {error}"
        "无法将报告写入标准输出：{error}";
    /// The run isn't recorded.
    not_recorded()
        "not recorded (`--history none`)"
        "未留存记录（`--history none`）";
    /// Nobody says where the history belongs.
    no_state_folder()
        "there is no folder for the history: neither XDG_STATE_HOME nor HOME is set; give `--history DIR`, or `--history none`"
        "没有存放历史的文件夹：XDG_STATE_HOME 与 HOME 均未设置；请指定 `--history DIR` 或 `--history none`";
    /// The record failed.
    record_failed()
        "this run could not be recorded, so it is not acknowledged"
        "此次运行无法留存记录，因此不予确认";
    /// The graph of cargo can't be read.
    metadata_unreadable(file, error)
        "`{file}` can't be read as the output of `cargo metadata`: {error}"
        "无法将 `{file}` 作为 `cargo metadata` 的输出读取：{error}";
}
