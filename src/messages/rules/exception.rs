//! Rules about exceptions and policy layers (practice 10).

use super::rule_words;

rule_words! {
    "refused-loosening"
        title "A policy layer tries to loosen what it may not" "策略层试图放宽不被允许的内容"
        help "take it out, or ask whoever keeps the layer above to name the key in `may-loosen`"
            "将其删除，或请上层策略的维护者在 `may-loosen` 中点名该键"
        why "A layer may tighten anything and loosen only what every layer above it grants. This one has no effect; left in place it misleads whoever reads the file, and it may be an attempt to slip something past the gate."
            "任何一层都可以收紧，但只能放宽其上每一层都授权的内容。此处的设置不起作用；留着会误导读者，也可能是有人企图绕过门禁。";
    "unmet-practice"
        title "A required practice is not met" "必需的实践未满足"
        help "mend what breaks the practice, or add what would show it; `cullis practice show` says what does"
            "解决破坏该实践的问题，或补充能够证明它的内容；可用 `cullis practice show` 查看"
        why "The policy requires this practice. Everything that a run knows of it speaks against it, or leaves a part of it unshown; a requirement that isn't shown isn't met."
            "策略要求满足此实践。本次运行所知要么与之相悖，要么未能完整证明；未被证明的要求即未满足。";
    "unused-exception"
        title "Nothing needs this exception" "例外已无用处"
        help "remove it" "将其删除"
        why "The exception excuses nothing that this run found: the component was upgraded or removed, or the entry is mistyped. Left in place, it would excuse the same finding unseen if it came back."
            "本次运行的发现都不需要此例外：组件已升级或移除，或条目有笔误。若保留，日后同样的问题再次出现时会被悄悄放过。";
    "expired-exception"
        title "An exception has ended and is still needed" "例外已到期但仍被需要"
        help "mend the finding, or have the exception approved again with a new end"
            "解决该发现，或重新审批例外并设定新的到期日"
        why "Exceptions are for a time: somebody accepted the risk until that day. It has passed, the finding is still there, and nobody accepts it any more."
            "例外都有期限：有人承担风险，仅到那一天为止。期限已过而问题仍在，也不再有人为其担责。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.exception";
        /// A key's new value has no effect.
        refused_key(key, attempted, in_force)
            "`{key} = {attempted}` would loosen what the layers above hold; `{in_force}` stays in force"
            "`{key} = {attempted}` 会放宽上层策略的要求，不起作用；仍以 `{in_force}` 为准";
        /// An added entry has no effect.
        refused_entry(key, attempted)
            "this `[[{key}]]` with `{attempted}` has no effect: the layers above don't let it be added here"
            "此 `[[{key}]]`（`{attempted}`）不起作用：上层策略不允许在此添加";
        /// A violation breaks a required practice.
        practice_broken(number, id)
            "practice {number}, `{id}`, is required and isn't met"
            "要求满足实践 {number}（`{id}`），但未满足";
        /// A required practice is shown only in part.
        practice_in_part(number, id)
            "practice {number}, `{id}`, is required and is shown only in part"
            "要求满足实践 {number}（`{id}`），但仅部分得到证明";
        /// Nothing shows a required practice.
        practice_unshown(number, id)
            "practice {number}, `{id}`, is required, and nothing in this run shows it"
            "要求满足实践 {number}（`{id}`），但本次运行没有任何证明";
        /// The line that requires it.
        practice_required_here()
            "it is required here"
            "由此处要求";
        /// The layer that holds the value.
        held_here(key)
            "`{key}` is held here"
            "`{key}` 由此处限定";
        /// Nothing needs it.
        unused(id, component)
            "the exception for `{id}` in `{component}` excuses nothing that was found"
            "针对 `{component}` 中 `{id}` 的例外没有对应任何发现";
        /// Nothing needs it, and it has ended.
        unused_and_expired(id, component, expires)
            "the exception for `{id}` in `{component}` ended on {expires}, and nothing needs it any more"
            "针对 `{component}` 中 `{id}` 的例外已于 {expires} 到期，且不再有发现需要它";
        /// Something needs it, and it has ended.
        expired(id, component, expires, count)
            "the exception for `{id}` in `{component}` ended on {expires}; {count} {count:finding still needs|findings still need} it"
            "针对 `{component}` 中 `{id}` 的例外已于 {expires} 到期，仍有 {count} 个发现需要它";
        /// What to do.
        mend_or_renew(owner)
            "`{owner}` mends what it was for, or has it approved again with a new end"
            "由 `{owner}` 解决相应问题，或重新审批并设定新的到期日";
    }
}

pub(super) use say::all;
