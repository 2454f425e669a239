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
        "The day that the data stands for (2026-08-21), of all sources or of one (npm=2026-08-20); without it, runs report data of unknown age"
        "数据所代表的日期（2026-08-21），可针对全部数据源或其中一个（npm=2026-08-20）；不写则运行时会报告数据日期不明";
    /// Help of `--whole`.
    help_whole()
        "This ecosystem's records are all there are, whatever the source is called"
        "该生态系统的记录是完整的，无论数据源叫什么";
    /// Help of `--partial`.
    help_partial()
        "This ecosystem's records aren't all there are, although the source is called after it"
        "该生态系统的记录并不完整，尽管数据源以其命名";
    /// Help of `--overlay`.
    help_overlay()
        "The organisation's own: withdrawals, private namespaces, aliases and advisories (TOML), OSV records, or a folder of both"
        "本组织自有内容：撤回、私有命名空间、别名与公告（TOML），OSV 记录，或含有两者的文件夹";
    /// Help of `--kev`.
    help_kev()
        "The catalogue of known exploited vulnerabilities (CISA's JSON or CSV)"
        "已知遭利用漏洞目录（CISA 的 JSON 或 CSV）";
    /// Help of `--epss`.
    help_epss()
        "Estimates of how likely exploits are (FIRST's CSV, plain or gzip)"
        "漏洞利用概率（FIRST 的 CSV，原文或 gzip）";
    /// Help of `--licenses`.
    help_licenses()
        "Licences of components: `purl,SPDX expression` in CSV, or JSON lines"
        "组件许可证：CSV 中的 `purl,SPDX 表达式`，或 JSON 行";
    /// Help of INDEX.
    help_index()
        "An index made by `cullis db import`"
        "由 `cullis db import` 生成的索引";
    /// A date that isn't one.
    bad_date(text, reason)
        "`--as-of` expects a day such as 2026-08-21, with `npm=` before it where it is for one ecosystem; found `{text}`: {reason}"
        "`--as-of` 应为 2026-08-21 这样的日期，仅针对一个生态系统时在前面写 `npm=`；实际为 `{text}`：{reason}";
    /// Two days for all sources.
    two_dates(text)
        "`--as-of` names a second day for all sources, `{text}`; for one ecosystem write `npm={text}`"
        "`--as-of` 为全部数据源指明了第二个日期 `{text}`；若仅针对一个生态系统，请写 `npm={text}`";
    /// A withdrawal without its advisory.
    withdrawal_unmatched(id)
        "no record has the id {id}, which an overlay withdraws"
        "覆盖文件要撤回 {id}，但没有记录使用该编号";
    /// A withdrawal by an alias.
    withdrawal_of_alias(id, records)
        "an overlay withdraws {id}, which is only an alias: withdraw the records themselves ({records})"
        "覆盖文件要撤回 {id}，但它只是别名：请撤回记录本身（{records}）";
    /// An alias without its advisory.
    alias_unmatched(id, of)
        "no record has the id {of}, for which an overlay has the alias {id}"
        "覆盖文件为 {of} 设了别名 {id}，但没有记录使用编号 {of}";
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
    /// Records that nothing can be held against.
    nameless(count)
        "{count} {count:record names|records name} no package, so that no component is ever held against {count:it|them}"
        "{count} 条记录未指明软件包，因此不会用于比对任何组件";
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
