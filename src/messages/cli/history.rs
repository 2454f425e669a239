//! The words of `cullis history`.

use crate::messages::sentences;

sentences! { "cli.history";
    /// What the command does.
    about()
        "List, show and verify what was recorded of runs"
        "列出、查看并验证运行记录";
    /// Help of `list`.
    about_list()
        "List the newest records"
        "列出最新的记录";
    /// Help of `show`.
    about_show()
        "Show one record with its place in the log"
        "查看单条记录及其在日志中的位置";
    /// Help of `verify`.
    about_verify()
        "Verify every byte of the history, and print its Merkle tree's size and root"
        "逐字节验证历史记录，并输出默克尔树的大小与根";
    /// Help of `--history`.
    help_history()
        "The folder of the history (else `cullis/history` in the user's folder for state)"
        "历史记录所在的文件夹（默认为用户状态目录下的 `cullis/history`）";
    /// Help of `--pipeline`.
    help_pipeline()
        "Only records of this pipeline"
        "仅限此流水线的记录";
    /// Help of `--limit`.
    help_limit()
        "How many records at most (20)"
        "最多列出多少条（默认 20）";
    /// Help of `--json`.
    help_json()
        "Print JSON, one object a line"
        "输出 JSON，每行一个对象";
    /// Help of the record's argument.
    help_record()
        "A record's number, or its digest (12 digits or more)"
        "记录的编号，或其摘要（至少 12 位）";
    /// Nothing to list.
    none()
        "No record fits."
        "没有符合条件的记录。";
    /// The record isn't there.
    not_found(record, log)
        "no record `{record}` in the history `{log}`; `cullis history list` shows what there is"
        "历史记录 `{log}` 中没有记录 `{record}`；可用 `cullis history list` 查看现有记录";
    /// There is no place for the history.
    no_place()
        "no place for the history: the environment names no home folder; name the history's folder with `--history`"
        "无法确定历史记录的位置：环境中没有用户主目录；请用 `--history` 指定文件夹";
    /// One record in the list.
    row(number, facts, digest, pipeline)
        "no. {number} {facts}  {digest}  {pipeline}"
        "第 {number} 号 {facts}  {digest}  {pipeline}";
    /// Before the record's facts.
    shown(log, number, pipeline)
        "Record {number} of the pipeline `{pipeline}` in `{log}`"
        "`{log}` 中流水线 `{pipeline}` 的第 {number} 号记录";
    /// The leaf's place in the tree.
    shown_place(index, digest)
        "Leaf {index} of the log (counted from 0), leaf hash {digest}"
        "日志中的第 {index} 个叶节点（从 0 计），叶哈希 {digest}";
    /// The leaf's own bytes.
    shown_leaf(leaf)
        "Leaf: {leaf}"
        "叶记录：{leaf}";
    /// The history is whole.
    whole(log, leaves, pipelines)
        "`{log}` is whole: {leaves} {leaves:record|records} of {pipelines} {pipelines:pipeline|pipelines}, every byte as it was written."
        "`{log}` 完好：共 {leaves} 条记录、{pipelines} 条流水线，每个字节均与写入时一致。";
    /// The history isn't whole.
    broken(log, found)
        "`{log}` is not as it was written: {found} {found:difference|differences}."
        "`{log}` 与写入时不一致：发现 {found} 处差异。";
    /// The tree.
    tree(leaves, root)
        "Tree size {leaves}, root {root} (RFC 6962)"
        "树大小 {leaves}，根 {root}（RFC 6962）";
    /// The tree of a log with differences.
    tree_of_readable(leaves, root)
        "Tree of the records that could be read: size {leaves}, root {root} (RFC 6962)"
        "可读记录构成的树：大小 {leaves}，根 {root}（RFC 6962）";
    /// A difference, with its place.
    difference(line, offset, message)
        "  line {line}, offset {offset}: {message}"
        "  第 {line} 行，偏移 {offset}：{message}";
    /// Differences that aren't shown.
    more(count)
        "  and {count} more"
        "  另有 {count} 处";
    /// Bytes of a record that was never acknowledged.
    unfinished(bytes)
        "The last {bytes} {bytes:byte is|bytes are} a record whose writer was stopped; it was never acknowledged, and the next run cuts it off."
        "末尾 {bytes} 字节是写入被中断的记录；它从未被确认，下次运行会将其截去。";
    /// Nothing notes how far the log was acknowledged.
    unnoted()
        "Nothing beside the log notes how far it was acknowledged: records missing at its end can't be noticed."
        "日志旁没有确认进度的记录：若末尾缺少记录，将无法察觉。";
}
