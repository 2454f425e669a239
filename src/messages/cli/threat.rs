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
    help_model()
        "The model, below PATH [default: threat-model.yaml]"
        "PATH 下的模型文件 [默认：threat-model.yaml]";
    /// `--id`.
    help_id()
        "The item's id; a fresh one when left out"
        "条目的标识；省略时自动分配";
    /// `--title`.
    help_title()
        "What it is, in one line"
        "一行标题";
    /// `--kind`.
    help_kind()
        "What sort of element: process, store, external and the like"
        "元素类型：process、store、external 等";
    /// `--zone`.
    help_zone()
        "The zone of trust that the element stands in"
        "元素所在的信任区";
    /// `--paths`.
    help_paths()
        "The files that it is made of, as patterns; several with commas"
        "实现它的文件（可用通配符）；多个以逗号分隔";
    /// `--components`.
    help_components()
        "Package URLs of what it uses; several with commas"
        "它使用的组件（purl）；多个以逗号分隔";
    /// `--from`.
    help_from()
        "The element where the flow begins"
        "数据流的起点元素";
    /// `--to`.
    help_to()
        "The element where the flow ends"
        "数据流的终点元素";
    /// `--on`.
    help_on()
        "The elements and flows that it threatens; several with commas"
        "受威胁的元素与数据流；多个以逗号分隔";
    /// `--stride`.
    help_stride()
        "Letters of STRIDE; several with commas"
        "STRIDE 类别字母；多个以逗号分隔";
    /// `--cwe`.
    help_cwe()
        "Weaknesses, such as CWE-400; several with commas"
        "弱点编号，如 CWE-400；多个以逗号分隔";
    /// `--advisories`.
    help_advisories()
        "Advisories that make it real; several with commas"
        "使其成为现实的公告；多个以逗号分隔";
    /// `--severity`.
    help_severity()
        "low, medium, high or critical"
        "low、medium、high 或 critical";
    /// `--decision`.
    help_decision()
        "open, mitigate, accept, transfer, avoid or not-applicable"
        "open、mitigate、accept、transfer、avoid 或 not-applicable";
    /// `--mitigations`.
    help_mitigations()
        "What holds the threat off: ids of mitigations; several with commas"
        "抵御它的缓解措施标识；多个以逗号分隔";
    /// `--status`.
    help_status()
        "proposed, planned, implemented, verified, rejected or retired"
        "proposed、planned、implemented、verified、rejected 或 retired";
    /// `--evidence`.
    help_evidence()
        "A file that shows it, or the test in it, as FILE#TEST; may be repeated"
        "作为证据的文件，或其中的测试（FILE#TEST）；可重复";
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
    no_editable(file)
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
    /// What was looked at.
    looked_at(models, threats, evidence, rules)
        "looked at {models} threat {models:model|models} with {threats} {threats:threat|threats} and {evidence} {evidence:piece|pieces} of evidence, by {rules} {rules:rule|rules}"
        "已用 {rules} 条规则检查 {models} 个威胁模型，共 {threats} 个威胁、{evidence} 项证据";
    /// Rules that need more than the models.
    not_looked_at(rules)
        "not looked for here, but by `cullis check`: {rules}"
        "此处不检查，由 `cullis check` 检查：{rules}";
    /// Nothing to compare with.
    without_base()
        "without `--base` nothing tells what a change takes away from a model"
        "没有 `--base`，无从得知变更从模型中去掉了什么";
    /// `--format`.
    help_format()
        "text, or svg for a picture [default: text]"
        "text，或 svg（图） [默认：text]";
    /// `--output`.
    help_output()
        "Write to this file instead of the screen"
        "写入此文件，而不是屏幕";
    /// What `review` does.
    about_review()
        "Show what changed since a model was reviewed, and write a new review into it"
        "显示模型自复核以来的变更，并写入新的复核";
    /// `--by`.
    help_by()
        "Who looked at the model and at what it covers"
        "查看模型及其覆盖内容的人";
    /// `--role`.
    help_role()
        "In what role, such as `risk-owner`"
        "其角色，例如 `risk-owner`";
    /// `--key`.
    help_review_key()
        "Sign with this private key, whose public half the policy's roster has"
        "用此私钥签名，其公钥须在策略的名册中";
    /// Somebody else's key.
    key_of_another(owner, by)
        "the key is that of `{owner}`, and the review is by `{by}`"
        "该密钥属于 `{owner}`，而复核人为 `{by}`";
    /// `--system`.
    help_system()
        "The system whose model is meant, where the repository has several"
        "仓库有多个模型时，所指系统的标识";
    /// `--add`.
    help_add()
        "Sign beside those who signed already; only while the review still holds"
        "在已有签字之外再签一人；仅当复核仍然有效时可用";
    /// `--show`.
    help_show()
        "Only show what changed; nothing is written"
        "只显示变更，不写入";
    /// The heading of what changed.
    since(system, file, date)
        "`{system}` ({file}), reviewed on {date}"
        "`{system}`（{file}），复核于 {date}";
    /// The heading where there is no review.
    never_reviewed(system, file)
        "`{system}` ({file}), never reviewed"
        "`{system}`（{file}），从未复核";
    /// A model that names no paths.
    covers_nothing()
        "no element names `paths`, so the review can't be held to the code"
        "没有元素写明 `paths`，因此无法将复核与代码核对";
    /// An element as it was reviewed.
    element_same(element, count)
        "`{element}`: as reviewed ({count} {count:file|files})"
        "`{element}`：与复核时一致（{count} 个文件）";
    /// An element that the review doesn't know.
    element_new(element, count)
        "`{element}`: not in the review ({count} {count:file|files})"
        "`{element}`：不在复核中（{count} 个文件）";
    /// An element of a model without a review.
    element_unreviewed(element, count)
        "`{element}`: {count} {count:file|files}"
        "`{element}`：{count} 个文件";
    /// An element of which nobody can tell.
    element_unknown(element, count)
        "`{element}` ({count} {count:file|files}): not known"
        "`{element}`（{count} 个文件）：未知";
    /// An element that changed, and nobody knows how.
    element_changed_somehow(element, count)
        "`{element}` ({count} {count:file|files}): changed"
        "`{element}`（{count} 个文件）：有变更";
    /// An element that changed.
    element_changed(element, count, changed)
        "`{element}`: {changed} {changed:file|files} changed ({count} covered now)"
        "`{element}`：{changed} 个文件变更（现覆盖 {count} 个）";
    /// One changed file.
    file(path)
        "{path}"
        "文件 {path}";
    /// Files that aren't listed.
    more_files(count)
        "and {count} more"
        "另有 {count} 个";
    /// What was written.
    reviewed(system, who, role, file)
        "wrote the review of `{system}` by `{who}` as `{role}` into {file}"
        "已将 `{who}`（`{role}`）对 `{system}` 的复核写入 {file}";
    /// Nothing to review.
    no_model()
        "the repository has no threat model of the native format to review"
        "仓库中没有可复核的本工具格式威胁模型";
    /// A system without a model.
    no_such_system(system)
        "no threat model is of the system `{system}`"
        "没有系统 `{system}` 的威胁模型";
    /// A model that can't be read.
    model_unread(file)
        "`{file}` can't be read; `cullis threat check` says why"
        "无法读取 `{file}`；原因见 `cullis threat check`";
    /// A model of another tool.
    model_of_other_format(file, format)
        "`{file}` is of the format `{format}`, which holds no review that could be written"
        "`{file}` 的格式为 `{format}`，其中无处写入复核";
    /// More models than one.
    several_models(systems)
        "the repository has several threat models; name one with `--system`: {systems}"
        "仓库有多个威胁模型；请用 `--system` 指定其一：{systems}";
    /// A name or a role without letters.
    empty_name()
        "`--by` and `--role` can't be empty"
        "`--by` 与 `--role` 不能为空";
    /// The files of an element can't be named by a digest.
    not_digestible(element)
        "what `{element}` covers can't be told, so nobody can review it"
        "无法确定 `{element}` 覆盖的内容，因此无法复核";
    /// No review to sign beside.
    nothing_to_add_to()
        "there is no dated review to sign beside; leave `--add` out"
        "没有注明日期的复核可供加签；请去掉 `--add`";
    /// A review that doesn't hold any more.
    stale_to_add_to()
        "what the review saw has changed, so nobody can sign beside it; leave `--add` out"
        "复核所见内容已变更，无法加签；请去掉 `--add`";
}
