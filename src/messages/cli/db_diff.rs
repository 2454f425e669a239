//! The words of `cullis db diff`.

use crate::messages::sentences;

sentences! { "cli.db.diff";
    /// What the command does.
    about()
        "Show what one index has that another doesn't: advisories that came, changed, or are gone"
        "显示两个索引的差异：新增、变更和消失的公告";
    /// Help of OLD.
    help_old()
        "The index to compare with"
        "用作比较基准的索引";
    /// Help of NEW.
    help_new()
        "The index that is compared"
        "要比较的索引";
    /// Help of `--json`.
    help_json()
        "One JSON object on one line"
        "以一行 JSON 对象输出";
    /// No difference.
    same()
        "the two are equal"
        "两者相同";
    /// No difference in what they say.
    same_advisories()
        "both hold the same advisories and days, laid out differently"
        "两者的公告与日期相同，只是存放方式不同";
    /// Counts of an ecosystem.
    counts(ecosystem, added, changed, gone)
        "{ecosystem}: {added} came, {changed} changed, {gone} gone"
        "{ecosystem}：新增 {added} 条，变更 {changed} 条，消失 {gone} 条";
    /// A source that came.
    source_added(date)
        "  not covered before; as of {date}"
        "  此前未覆盖；数据截至 {date}";
    /// A source that is gone.
    source_gone(date)
        "  no longer covered; it was as of {date}"
        "  不再覆盖；此前数据截至 {date}";
    /// A source that changed.
    source_changed(old, new, withdrawn_old, withdrawn_new)
        "  as of {old}, then {new}; withdrawn records {withdrawn_old}, then {withdrawn_new}"
        "  数据日期由 {old} 变为 {new}；撤回的记录由 {withdrawn_old} 条变为 {withdrawn_new} 条";
    /// An advisory that came.
    added(id, summary)
        "  + {id} {summary}"
        "  + {id} {summary}（新增）";
    /// An advisory that changed.
    changed(id, fields)
        "  ~ {id} changed: {fields}"
        "  ~ {id} 变更字段：{fields}";
    /// An advisory that is gone.
    gone(id, summary)
        "  - {id} withdrawn or removed: {summary}"
        "  - {id} 已撤回或移除：{summary}";
}
