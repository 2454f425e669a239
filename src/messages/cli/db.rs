//! The words of `cullis db`.

use crate::messages::sentences;

sentences! { "cli.db";
    /// What the command does.
    about()
        "The advisory database: make an index of OSV records, look at it, verify it"
        "公告数据库：由 OSV 记录生成索引、查看、校验";
    /// What `import` does.
    about_import()
        "Compile OSV records into one index"
        "将 OSV 记录编译为一个索引";
    /// What `info` does.
    about_info()
        "Show an index: its sources with their dates and counts, and its name"
        "显示索引：各数据源的日期与数量，以及索引的名称";
    /// What `verify` does.
    about_verify()
        "Verify every page of an index against its digest"
        "逐页校验索引的摘要";
    /// Help of SOURCE.
    help_source()
        "A folder of OSV records, a zip of them, or a tree of <ecosystem>/all.zip"
        "OSV 记录的文件夹、其 zip，或 <生态>/all.zip 目录树";
    /// Help of `--out`.
    help_out()
        "The index to write; it is replaced in one step"
        "要写入的索引；一步完成替换";
    /// Help of `--as-of`.
    help_as_of()
        "The day that the data stands for (2026-08-21); without it, runs report data of unknown age"
        "数据所代表的日期（2026-08-21）；不写则运行时会报告数据日期不明";
    /// Help of INDEX.
    help_index()
        "An index made by `cullis db import`"
        "由 `cullis db import` 生成的索引";
    /// A date that isn't one.
    bad_date(text, reason)
        "`--as-of` expects a day such as 2026-08-21, found `{text}`: {reason}"
        "`--as-of` 应为 2026-08-21 这样的日期，实际为 `{text}`：{reason}";
    /// What an error is about.
    about_path(path)
        "{path}: "
        "文件 {path}：";
    /// While importing.
    progress(count)
        "{count} {count:record|records} read"
        "已读取 {count} 条记录";
    /// No index was written.
    refused(count)
        "no index was written: {count} {count:record|records} can't be read; mend or remove them, and import again"
        "未写入索引：{count} 条记录无法读取；请修复或移除后重新导入";
    /// More defects than are shown.
    more_defects(count)
        "… and {count} more"
        "……另有 {count} 条";
    /// An index was written.
    imported(read, path, bytes)
        "{read} {read:record|records} read, {path} written ({bytes} bytes)"
        "已读取 {read} 条记录，已写入 {path}（{bytes} 字节）";
    /// Repeated records.
    repeated(count)
        "{count} {count:record stands|records stand} in more than one source; each was taken once"
        "{count} 条记录出现在多个数据源中；各取一次";
    /// The name of an index.
    root(root)
        "root {root}"
        "根摘要 {root}";
    /// What an index holds.
    holds(advisories, packages, format)
        "{advisories} {advisories:advisory|advisories} on {packages} {packages:package|packages}, format {format}"
        "{advisories} 条公告，涉及 {packages} 个软件包，格式 {format}";
    /// A source with its date.
    source(ecosystem, advisories, withdrawn, date)
        "{ecosystem}: {advisories} {advisories:advisory|advisories} as of {date}, {withdrawn} withdrawn left out"
        "{ecosystem}：{advisories} 条公告，截至 {date}，已略去撤回的 {withdrawn} 条";
    /// A source without a date.
    source_undated(ecosystem, advisories, withdrawn)
        "{ecosystem}: {advisories} {advisories:advisory|advisories} of unknown date, {withdrawn} withdrawn left out"
        "{ecosystem}：{advisories} 条公告，日期不明，已略去撤回的 {withdrawn} 条";
    /// Every page is sound.
    verified(bytes)
        "every page verified ({bytes} bytes)"
        "所有页均通过校验（{bytes} 字节）";
}
