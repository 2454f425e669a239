//! Rules about the acceptance of threats (practice 13).

use super::rule_words;

rule_words! {
    "expiring-acceptance"
        title "Acceptance ends soon" "接受即将到期"
        help "mitigate the threat, or have the acceptance renewed before it ends" "缓解该威胁，或在到期前续签接受"
        why "From the day after its end on the threat blocks. Whoever has to decide needs some time."
            "到期次日起该威胁即阻止变更，决定者需要时间准备。";
    "overlong-acceptance"
        title "Acceptance holds too long" "接受期限过长"
        help "give it an end within `acceptances.max-days`" "将期限设在 `acceptances.max-days` 之内"
        why "The policy says for how long a threat so bad may be accepted. Beyond that it is a decision for ever, made by whoever wrote the date."
            "策略规定了该严重程度的威胁最长可接受多久。超出期限就成了由填写日期者作出的永久决定。";
    "unauthorized-acceptance"
        title "Somebody who may not has accepted the threat" "接受威胁者无权这样做"
        help "have it accepted by somebody of the target branch's roster who may, and who didn't make the change"
            "由目标分支名册中有权且非变更作者的人接受"
        why "To accept a risk is the decision of somebody who answers for it: named in the roster for threats so bad, and not the one who wants the change through. Names in commits are what their authors say; only signatures or the host can vouch for them."
            "接受风险应由对其负责的人决定：须在名册中有相应权限，且不是希望变更通过的人。提交中的姓名由作者自行填写，只有签名或平台才能为其担保。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.acceptance";
        /// It ends soon.
        expiring(id, until, days)
            "the acceptance of `{id}` ends on {until}, with {days} {days:day|days} left"
            "`{id}` 的接受将于 {until} 到期，还剩 {days} 天";
        /// It ended by the policy.
        expired_by_policy(id, until, most)
            "the acceptance of `{id}` ended on {until}: its format has no end, and the policy lets it hold for {most} {most:day|days} from its date"
            "`{id}` 的接受已于 {until} 到期：其格式没有期限，策略允许自其日期起 {most} 天";
        /// It holds too long.
        too_long(id, days, most, severity)
            "the acceptance of `{id}` holds for {days} days; {most} are the most for a threat that is {severity}"
            "`{id}` 的接受长达 {days} 天；{severity} 级威胁最长 {most} 天";
        /// Nobody knows who accepted it.
        not_on_roster(id, by)
            "`{by}` accepted `{id}` and isn't on the roster"
            "`{by}` 接受了 `{id}`，但不在名册中";
        /// Whoever accepted it may accept less.
        may_not_accept(id, by, most, severity)
            "`{by}` accepted `{id}`, which is {severity}, and may decide up to {most}"
            "`{by}` 接受了 `{id}`（{severity}），但其权限最高为 {most}";
        /// Whoever accepted it made the change.
        accepted_by_author(id, by)
            "`{by}` accepted `{id}` in a change of their own"
            "`{by}` 在自己的变更中接受了 `{id}`";
    }
}

pub(super) use say::all;
