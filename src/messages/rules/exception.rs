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
    "void-exception"
        title "An exception doesn't count" "例外不起作用"
        help "mend what the message says and have it approved again, or remove the entry"
            "按提示更正并重新审批，或删除该条目"
        why "An exception excuses exactly what somebody who may decide it looked at, for as long as policy allows. This one was changed since, runs too long, was approved by somebody who may not, or what it was approved for is no longer the same. It excuses nothing."
            "例外只豁免有权之人审阅过的内容，且不超过策略允许的期限。此例外在批准后被改动、期限过长、由无权之人批准，或其对象已经改变，因此不豁免任何发现。";
    "unapproved-exception"
        title "An exception that nobody has approved" "例外未经批准"
        help "have somebody of the roster sign it (`cullis exception sign`), or let the host hand in their approval (`--approvals`)"
            "请名册上的批准人签名（`cullis exception sign`），或由平台提交其批准（`--approvals`）"
        why "A change can't approve itself. An exception that arrives with it counts only when somebody else, whom the policy above it names, signed exactly this entry or the host vouches for their approval. Merged without that, it would count from then on."
            "变更不能批准自身。随变更而来的例外，只有在上层策略点名的其他人签署了该条目、或由平台证明其批准时才有效。若未经批准就合入，此后它便会生效。";
    "emergency-exception"
        title "An emergency grant is in force" "紧急放行生效中"
        help "have it approved before its hours are over, or mend the finding"
            "在期限之前获得批准，或解决该发现"
        why "Something passes that nobody of the roster has looked at yet, because it could not wait. That is allowed for some hours only, and everybody who reads this report should know it."
            "因情况紧急，某项发现在名册上无人审阅的情况下被放行。这只允许持续数小时，阅读本报告的每个人都应知晓。";
    "expiring-exception"
        title "An exception ends soon" "例外即将到期"
        help "mend the finding before that day, or have the exception approved again"
            "在到期日之前解决该发现，或重新审批例外"
        why "On the day after its end the finding counts again, and the change of that day is blocked by something that it didn't bring."
            "到期次日，该发现将重新计入，当天的变更会被并非由其引入的问题阻止。";
    "duplicate-exception"
        title "Two exceptions say the same" "两条例外重复"
        help "keep one of the two" "只保留其中一条"
        why "Several ids of one advisory are one thing. Of two entries that say the same, somebody ends one and the other goes on excusing."
            "同一公告的多个标识是一回事。两条相同的例外，即使终止其一，另一条仍会继续豁免。";
    "overlapping-exception"
        title "Two exceptions excuse one finding" "两条例外豁免同一发现"
        help "narrow one of the two, or remove it" "收窄其中一条，或将其删除"
        why "Where two entries excuse one finding, ending one changes nothing, and nobody can say who answers for it."
            "两条例外同时豁免一项发现时，终止其一不起作用，也无法说明由谁负责。";
    "unrevoked-exception"
        title "A signed exception is taken out and not revoked" "已签名的例外被移除但未撤销"
        help "revoke it with `cullis exception revoke`, in place of removing it"
            "用 `cullis exception revoke` 将其撤销，而不是直接删除"
        why "A signature holds until the end of its entry. Once the entry is gone nothing says that it was meant to go, so a later change can put it back as it was, and it excuses again. A revocation names it by its digest, and no layer counts it any more."
            "签名在条目到期之前一直有效。条目删除后，没有任何记录说明它理应失效，日后的变更可以原样放回，从而再次豁免。撤销记录以摘要指明该条目，此后任何策略层都不再采用。";
    "void-vex-statement"
        title "A VEX statement doesn't count" "VEX 声明不起作用"
        help "have policy name its author in `vex.authors`, or ask the author for a justification"
            "请策略在 `vex.authors` 中列出其作者，或请作者给出理由"
        why "Whoever can hand in a document could excuse anything by it. A statement counts only when policy trusts its author, and when it says why a product isn't affected or which version is fixed."
            "能提交文档的人便能借此豁免任何问题。只有策略信任其作者，且声明说明了产品不受影响的理由或修复的版本，该声明才有效。";
    "unmatched-vex-statement"
        title "A VEX statement is about nothing that was found" "VEX 声明与任何发现都不对应"
        help "compare its product with `cullis inventory`, or leave the document out"
            "将其产品与 `cullis inventory` 对照，或不再提交该文档"
        why "The statement's product isn't in this repository, has no package URL, or nothing is known against it. Whoever handed it in may rely on it."
            "声明所指的产品不在此仓库中、没有 package URL，或并无相关问题。提交者可能正依赖它。";
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
        /// Something is wrong with it.
        void(id, component)
            "the exception for `{id}` in `{component}` doesn't count"
            "针对 `{component}` 中 `{id}` 的例外不起作用";
        /// Nobody who may has approved it.
        unapproved(id, component)
            "nobody who may has approved the exception for `{id}` in `{component}`"
            "针对 `{component}` 中 `{id}` 的例外尚未经有权批准的人批准";
        /// What to do.
        have_it_approved(digest)
            "somebody of the roster signs it with `cullis exception sign`, or the host approves it as sha256:{digest}"
            "由名册上的批准人用 `cullis exception sign` 签名，或由平台以 sha256:{digest} 批准";
        /// An emergency grant is in force.
        emergency(id, component, since, hours)
            "EMERGENCY: the exception for `{id}` in `{component}` has counted without approval since {since}, for {hours} {hours:hour|hours} at most"
            "紧急放行：针对 `{component}` 中 `{id}` 的例外自 {since} 起未经批准即生效，最长 {hours} 小时";
        /// What to do.
        approve_in_time(owner)
            "`{owner}` has it approved before its hours are over, or mends the finding"
            "由 `{owner}` 在期限之前获得批准，或解决该发现";
        /// It ends soon.
        expiring(id, component, expires, days, count)
            "the exception for `{id}` in `{component}` ends on {expires}, in {days} {days:day|days}; {count} {count:finding needs|findings need} it"
            "针对 `{component}` 中 `{id}` 的例外将于 {expires} 到期（还有 {days} 天），有 {count} 个发现需要它";
        /// It says what another one says.
        duplicate(id, component)
            "the exception for `{id}` in `{component}` says what another one says already"
            "针对 `{component}` 中 `{id}` 的例外与另一条重复";
        /// It excuses what another one excuses.
        overlapping(id, component, other, other_component)
            "the exception for `{id}` in `{component}` excuses what that for `{other}` in `{other_component}` excuses, too"
            "针对 `{component}` 中 `{id}` 的例外与针对 `{other_component}` 中 `{other}` 的例外豁免了同一发现";
        /// It is gone, and its signature isn't.
        unrevoked(id, component, expires)
            "the change takes out the exception for `{id}` in `{component}`, whose signature holds until {expires}: a later change could put it back"
            "变更移除了针对 `{component}` 中 `{id}` 的例外，但其签名在 {expires} 之前一直有效：日后的变更可以将其放回";
        /// Where the base has it.
        it_stood_here()
            "it stands here in the base"
            "基准版本中位于此处";
        /// What to do.
        revoke_it(digest)
            "`cullis exception revoke sha256:{digest} --by NAME --reason TEXT`, beside taking it out"
            "在移除的同时运行 `cullis exception revoke sha256:{digest} --by 姓名 --reason 原因`";
        /// A VEX statement doesn't count.
        void_vex(id, status)
            "the statement `{status}` about `{id}` doesn't count"
            "关于 `{id}` 的声明 `{status}` 不起作用";
        /// A VEX statement about nothing.
        unmatched_vex(id, product)
            "nothing that was found is what the statement about `{id}` in `{product}` speaks of"
            "没有任何发现与关于 `{product}` 中 `{id}` 的声明相对应";
        /// A VEX statement without a package URL.
        vex_without_product(id)
            "the statement about `{id}` names no product by a package URL, so that it can't be compared"
            "关于 `{id}` 的声明没有以 package URL 指明产品，无法比对";
        /// The other of two exceptions.
        the_other()
            "the other one"
            "另一条例外";
        /// What to do.
        mend_or_renew(owner)
            "`{owner}` mends what it was for, or has it approved again with a new end"
            "由 `{owner}` 解决相应问题，或重新审批并设定新的到期日";
    }
}

pub(super) use say::all;
