//! The words of `cullis threat`.

use crate::messages::sentences;

sentences! { "cli.threat";
    /// What the command does.
    about()
        "The recorded threat models: what is wrong with them, and where each threat stands"
        "已记录的威胁模型：存在的问题，以及各威胁的现状";
    /// What `check` does.
    about_check()
        "Judge the threat models alone: no manifest is read, nothing is recorded"
        "只判定威胁模型：不读取清单，不留存记录";
    /// What `show` does.
    about_show()
        "Show the threat models as tables or as a picture: elements, flows, threats, mitigations"
        "以表格或图显示威胁模型：元素、数据流、威胁、缓解措施";
    /// What `new` does.
    about_new()
        "Add an element, a flow, a threat or a mitigation, with a fresh id; comments stay"
        "添加元素、数据流、威胁或缓解措施，自动分配新标识；保留注释";
    /// `ITEM`.
    help_item()
        "element, flow, threat or mitigation"
        "element、flow、threat 或 mitigation";
    /// `--file`.
    help_file()
        "The model, below PATH [default: threat-model.yaml]"
        "PATH 下的模型文件 [默认：threat-model.yaml]";
    /// `--id`.
    help_id()
        "The item's id; a fresh one when left out"
        "条目的标识；省略时自动分配";
    /// The fields of an item.
    help_field()
        "The field of this name; lists take several, with commas between"
        "同名字段；列表可用逗号分隔多个值";
    /// What somebody at a terminal is asked.
    ask(field)
        "{field}?"
        "{field}（请填写）？";
    /// A kind of item has no such field.
    no_such_field(item, field)
        "`{item}` has no field `{field}`"
        "`{item}` 没有字段 `{field}`";
    /// Fields that somebody has to say.
    needs(item, flags)
        "`{item}` needs {flags}"
        "`{item}` 需要 {flags}";
    /// There is no model to add to.
    no_model(file)
        "`{file}` is no threat model that can be edited; `cullis init` writes one"
        "`{file}` 不是可编辑的威胁模型；`cullis init` 可生成一个";
    /// An item would break the model.
    not_added(file)
        "nothing was written to `{file}`"
        "`{file}` 未作改动";
    /// An item was added.
    added(id, file)
        "added `{id}` to `{file}`"
        "已将 `{id}` 添加到 `{file}`";
    /// `--format`.
    help_format()
        "text, or svg for a picture [default: text]"
        "text，或 svg（图） [默认：text]";
    /// `--output`.
    help_output()
        "Write to this file instead of the screen"
        "写入此文件，而不是屏幕";
}
