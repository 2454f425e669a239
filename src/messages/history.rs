//! What is said of the history and its store.

use super::sentences;

sentences! { "history";
    /// A leaf's schema isn't of this version.
    leaf_newer(schema)
        "the leaf has the schema `{schema}`, made by a newer Cullis; this one reads `cullis/leaf/v1`: use the newer one to read it"
        "叶记录的格式为 `{schema}`，由更新版本的 Cullis 写入；当前版本只能读取 `cullis/leaf/v1`，请改用更新的版本";
    /// Bytes that aren't a leaf.
    leaf_syntax(detail)
        "expected a leaf of the history, found something else: {detail}"
        "应为历史叶记录，但内容不符：{detail}";
    /// A leaf's field has a value that it can't have.
    leaf_field(field, expected, found)
        "the leaf's `{field}` should be {expected}, found `{found}`"
        "叶记录的 `{field}` 应为 {expected}，实际为 `{found}`";
    /// A leaf that says the right thing in the wrong bytes.
    leaf_not_canonical()
        "the leaf isn't in canonical form (RFC 8785): something other than Cullis wrote or changed it"
        "叶记录不是规范形式（RFC 8785）：由 Cullis 以外的程序写入或改动过";
    /// A leaf over the bound.
    leaf_too_long(bytes, limit)
        "the leaf has {bytes} bytes; the limit is {limit}: use a shorter pipeline key"
        "叶记录大小为 {bytes} 字节，超过上限 {limit}：请缩短流水线键";
    /// A product's name that a leaf can't hold.
    product_name(name)
        "the name of a product should be printable ASCII, found `{name}`"
        "产物名称应为可打印的 ASCII 字符，实际为 `{name}`";
    /// Two different products of one name.
    product_twice(name)
        "two different products are named `{name}`"
        "有两个内容不同的产物同名 `{name}`";
    /// Bytes that aren't a line of the log.
    line_syntax(detail)
        "expected a line of the history, found something else: {detail}"
        "应为历史日志的一行，但内容不符：{detail}";
    /// A line that says the right thing in the wrong bytes.
    line_not_canonical()
        "the line isn't in canonical form: something other than Cullis wrote or changed it"
        "该行不是规范形式：由 Cullis 以外的程序写入或改动过";
    /// A line over the bound.
    line_too_long(limit)
        "the line is longer than {limit} bytes: it isn't of a history"
        "该行超过 {limit} 字节：不是历史日志的内容";
    /// A line's check doesn't fit.
    check_differs()
        "this line was changed, or a line before it was changed, dropped or moved: its check doesn't fit"
        "该行被改动，或其前面的行被改动、删除或移位：校验值不符";
    /// A line's index is wrong.
    index_differs(expected, found)
        "expected the index {expected}, found {found}"
        "序号应为 {expected}，实际为 {found}";
    /// A line's offsets are wrong.
    trail_differs()
        "the offsets of earlier lines aren't those that the lines before this one give"
        "指向先前行的偏移与前面各行不符";
    /// A pipeline's numbers have a gap or repeat.
    number_differs(pipeline, expected, found)
        "expected number {expected} of the pipeline `{pipeline}`, found {found}"
        "流水线 `{pipeline}` 的编号应为 {expected}，实际为 {found}";
    /// A leaf names another previous leaf than the one that precedes it.
    previous_differs(pipeline, number)
        "number {number} of the pipeline `{pipeline}` doesn't name the leaf that stands before it"
        "流水线 `{pipeline}` 的第 {number} 号记录所指的前一条记录不符";
    /// A run begins twice, or ends without having begun.
    run_differs(pipeline, number, run)
        "number {number} of the pipeline `{pipeline}` begins a run that is open, or ends one that isn't: `{run}`"
        "流水线 `{pipeline}` 的第 {number} 号记录重复开始已开始的运行，或结束未开始的运行：`{run}`";
    /// The log ends before what was acknowledged.
    acknowledged_lost(leaves, end, found)
        "{leaves} {leaves:leaf was|leaves were} acknowledged, up to offset {end}, and the log's whole lines end at {found}: records were cut off or damaged"
        "已确认 {leaves} 条记录（至偏移 {end}），但日志的完整行止于 {found}：记录被截断或损坏";
    /// The log isn't the one whose end was acknowledged.
    acknowledged_changed(leaves, end)
        "{leaves} {leaves:leaf was|leaves were} acknowledged, up to offset {end}, and the log doesn't have them there: it was changed or replaced"
        "已确认 {leaves} 条记录（至偏移 {end}），但日志在该处内容不符：日志被改动或替换";
    /// The place of the history can't be used.
    unusable(log, detail)
        "the history `{log}` can't be opened: {detail}; name a folder that can be written with `--history`, or `--history none` to keep none"
        "无法打开历史记录 `{log}`：{detail}；请用 `--history` 指定可写的文件夹，或用 `--history none` 不保留历史";
    /// There is no history at the place.
    absent(log)
        "there is no history at `{log}`: no run was recorded there yet; name another folder with `--history`"
        "`{log}` 处没有历史记录：尚无运行记录在此；可用 `--history` 指定其他文件夹";
    /// The history can't be read.
    unreadable(log, detail)
        "the history `{log}` can't be read: {detail}"
        "无法读取历史记录 `{log}`：{detail}";
    /// A record couldn't be written.
    append_failed(log, detail)
        "the record could not be written to the history `{log}`: {detail}; nothing of it was kept: make room there, or name another folder with `--history`"
        "无法写入历史记录 `{log}`：{detail}；未保留任何残余：请腾出空间，或用 `--history` 指定其他文件夹";
    /// Another process holds the lock for too long.
    busy(log, seconds)
        "the history `{log}` has been locked by another process for {seconds} seconds: wait until it is done, or end it, and run again"
        "历史记录 `{log}` 已被其他进程锁定 {seconds} 秒：请等待其完成或将其结束后重试";
    /// The log is damaged where a writer has to build on it.
    damaged(log, offset)
        "the history `{log}` is damaged at offset {offset}, and nothing is added to it: `cullis history verify` shows what is wrong; put back a copy, or name another folder with `--history`"
        "历史记录 `{log}` 在偏移 {offset} 处已损坏，不再追加：请用 `cullis history verify` 查看问题所在，然后恢复副本，或用 `--history` 指定其他文件夹";
    /// The log is shorter than what was acknowledged.
    cut_short(log, end, found)
        "the history `{log}` ends at offset {found}, and {end} bytes were acknowledged: records are missing, and nothing is added to it; put back a copy, or name another folder with `--history`"
        "历史记录 `{log}` 止于偏移 {found}，而已确认的内容有 {end} 字节：记录缺失，不再追加；请恢复副本，或用 `--history` 指定其他文件夹";
    /// The file that notes what was acknowledged can't be read.
    note_unreadable(file)
        "`{file}`, which notes how far the log was acknowledged, is damaged; the next run writes it anew"
        "记录日志确认进度的文件 `{file}` 已损坏；下次运行会重新写入";
}
