//! Rules about the base revision (practices 10 and 13).

use super::rule_words;

rule_words! {
    "weakened-policy"
        title "The change weakens the policy that judges it" "变更放宽了用以判定它的策略"
        help "take it out of the change, or have it merged by somebody who may decide about policy"
            "从变更中移除，或由有权决定策略的人合并"
        why "The rules of the target branch hold, whatever the change says of them: a change can't approve itself. What it tries has no effect in this run, but once merged it would hold for everybody, so somebody has to see it."
            "无论变更如何改写，均以目标分支的规则为准：变更不能批准自己。它的改动在本次运行中不起作用，但一旦合并就会对所有人生效，因此必须有人过目。";
    "weakened-threat-model"
        title "The change weakens the threat model" "变更削弱了威胁模型"
        help "restore it, or have it merged by somebody who may decide about threats"
            "恢复原状，或由有权决定威胁处置的人合并"
        why "A threat that disappears, drops in severity or is waived in the same change as the code that it is about has been decided by whoever wants the change through. Evidence that goes away leaves its mitigation unshown."
            "若威胁在相关代码的同一变更中消失、降级或被豁免，那就是由希望变更通过的人自行作出的决定；证据被去掉，缓解措施便无从证明。";
    "missing-base"
        title "The run has no base revision" "本次运行没有基准版本"
        help "name one with `--base REVISION` or `--base auto`"
            "用 `--base 版本` 或 `--base auto` 指定"
        why "Without a base, the rules that judge a change are those that it brings along. `base.required` asks for one where that isn't good enough, such as on protected branches."
            "没有基准版本时，判定变更的规则就是变更自带的规则。`base.required` 在不容许如此之处（如受保护分支）要求指定基准。";
    "unusable-base"
        title "The base revision can't be used" "基准版本无法使用"
        help "fetch the target branch, and name its tip with `--base`"
            "获取目标分支，并用 `--base` 指定其最新提交"
        why "Nothing shows what was in force before the change, or the base is the change itself. The change can't set the level of this gap: whatever its own policy says, the verdict stays open."
            "无从得知变更之前的规则，或者基准就是变更本身。此缺口的级别不由变更决定：无论其自身策略如何，结论都悬而未决。";
    "missing-merge-base"
        title "Where the change began isn't in this clone" "此克隆中没有变更的起点"
        help "fetch more of the history" "获取更多历史"
        why "What is new can only be told from what was there where the change began. While that commit isn't at hand, every finding counts as new."
            "只有与变更起点相比才能分辨新旧。该提交不在手边时，所有发现一律视为新问题。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.base";
        /// A key's new value has no effect.
        weakened_key(key, attempted, in_force)
            "the change sets `{key} = {attempted}`; the base's `{in_force}` stays in force"
            "变更设置了 `{key} = {attempted}`；仍以基准版本的 `{in_force}` 为准";
        /// An added entry has no effect.
        weakened_entry(entry, what)
            "the change adds `[[{entry}]]` with `{what}`; it has no effect before it is merged"
            "变更新增了 `[[{entry}]]`（`{what}`）；合并之前不起作用";
        /// A removed entry stays in force.
        weakened_dropped(entry, what)
            "the change takes out `[[{entry}]]` with `{what}`; the base's stays in force"
            "变更移除了 `[[{entry}]]`（`{what}`）；仍以基准版本为准";
        /// The policy file is gone.
        removed(file)
            "the change removes `{file}` or moves it away; the base's stays in force"
            "变更删除或移走了 `{file}`；仍以基准版本为准";
        /// Something else is in the policy file's place.
        replaced(file)
            "the change puts something in the place of `{file}` that isn't read; the base's stays in force"
            "变更把 `{file}` 换成了无法读取的内容；仍以基准版本为准";
        /// Where the base holds it.
        held_here()
            "the base holds it here"
            "基准版本在此规定";
        /// A threat isn't in any model any more.
        threat_removed(id, title)
            "the change removes threat `{id}`: {title}"
            "变更删除了威胁 `{id}`：{title}";
        /// A whole model isn't there any more.
        model_removed(system, count)
            "the change removes the threat model of `{system}` with {count} {count:threat|threats}, or leaves it unreadable"
            "变更删除了 `{system}` 的威胁模型（含 {count} 个威胁），或使其无法读取";
        /// A threat is gone, and a tombstone says so.
        threat_retired(id, title)
            "the change retires threat `{id}`, which the base holds as live: {title}"
            "变更将基准版本中仍有效的威胁 `{id}` 归档：{title}";
        /// A tombstone that doesn't say enough.
        tombstone_incomplete(id)
            "the change removes threat `{id}`, and its entry in `retired` lacks `on`, `by` or `reason`"
            "变更删除了威胁 `{id}`，其 `retired` 条目缺少 `on`、`by` 或 `reason`";
        /// A tombstone is gone.
        tombstone_removed(id)
            "the change removes `{id}` from `retired`"
            "变更从 `retired` 中删除了 `{id}`";
        /// A threat doesn't name a mitigation any more.
        mitigation_dropped(id, mitigation)
            "the change takes mitigation `{mitigation}`, which works, away from threat `{id}`"
            "变更使威胁 `{id}` 不再引用有效的缓解措施 `{mitigation}`";
        /// An element is gone.
        element_removed(id)
            "the change removes element `{id}`"
            "变更删除了元素 `{id}`";
        /// An element covers less.
        paths_narrowed(id, path)
            "the change takes `{path}` out of what element `{id}` covers"
            "变更使元素 `{id}` 不再覆盖 `{path}`";
        /// An element has fewer components.
        component_removed(id, component)
            "the change takes `{component}` out of the components of element `{id}`"
            "变更从元素 `{id}` 的组件中去掉了 `{component}`";
        /// An element's input is trusted of a sudden.
        input_trusted(id)
            "the change has element `{id}` read trusted input only (`untrusted-input`)"
            "变更使元素 `{id}` 不再标记为读取不可信输入（`untrusted-input`）";
        /// An element is left out of the model.
        element_excluded(id)
            "the change takes element `{id}` out of scope"
            "变更将元素 `{id}` 排除在范围之外";
        /// A flow is left out of the model.
        flow_excluded(id)
            "the change takes flow `{id}` out of scope"
            "变更将数据流 `{id}` 排除在范围之外";
        /// An element stands where somebody vouches for it, of a sudden.
        zone_trusted(id, before, after)
            "the change has element `{id}` be trusted: `{after}` in place of `{before}`"
            "变更使元素 `{id}` 变为受信任：由 `{before}` 改为 `{after}`";
        /// What to do where somebody may allow it.
        restore_or_have_approved()
            "restore it, or have somebody of the target's roster who didn't write the change sign a new review (`cullis threat review --key`) or approve the commit (`--approvals`)"
            "恢复原状，或由目标分支名册中非变更作者的人签署新的复核（`cullis threat review --key`）或批准该提交（`--approvals`）";
        /// What to do where nobody may.
        restore_or_retire()
            "restore it, or list its id in `retired` with `on`, `by` and `reason`"
            "恢复原状，或在 `retired` 中列出其标识，并注明 `on`、`by` 与 `reason`";
        /// A threat is rated lower.
        threat_lowered(id, before, after)
            "the change lowers threat `{id}` from {before} to {after}"
            "变更把威胁 `{id}` 从 {before} 降为 {after}";
        /// A threat is decided away.
        threat_waived(id, before, after)
            "the change decides about threat `{id}`: `{after}` in place of `{before}`"
            "变更改变了对威胁 `{id}` 的决定：由 `{before}` 改为 `{after}`";
        /// An acceptance lasts longer.
        acceptance_prolonged(id, until)
            "the change prolongs the acceptance of threat `{id}` to {until}"
            "变更把对威胁 `{id}` 的接受延长至 {until}";
        /// Fewer things show a mitigation.
        evidence_removed(id, count)
            "the change takes away {count} {count:piece|pieces} of evidence of mitigation `{id}`"
            "变更去掉了缓解措施 `{id}` 的 {count} 项证据";
        /// The key that asks for it.
        asked_here()
            "asked for here"
            "在此处要求";
        /// There is no base, and policy asks for one.
        no_base()
            "the policy asks for a base revision, and the run has none"
            "策略要求有基准版本，而本次运行没有";
        /// Why not.
        unusable(revision)
            "`{revision}` can't be the base"
            "`{revision}` 不能作为基准版本";
        /// Nobody knows what is new.
        all_is_new(revision)
            "where the change left `{revision}` isn't known, so every finding counts as new"
            "不知变更从何处离开 `{revision}`，因此所有发现一律视为新问题";
    }
}

pub(super) use say::all;
