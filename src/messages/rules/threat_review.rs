//! Rules about the past of threat models: their reviews (practice 12), and
//! what was deleted from them (practice 13).

use super::rule_words;

rule_words! {
    "incomplete-threat-review"
        title "Threat model isn't reviewed as policy asks" "威胁模型的复核不符合策略要求"
        help "have somebody look at the model and the code that it covers, then `cullis threat review --by NAME --role ROLE`"
            "请人查看模型及其覆盖的代码，然后运行 `cullis threat review --by 姓名 --role 角色`"
        why "A model that nobody answers for is a draft. Without a day nobody can tell how old it is, without a name nobody can be asked, and a day that is still to come is nobody's review."
            "无人负责的模型只是草稿。没有日期就无法判断新旧，没有姓名就无人可问；日期在未来的复核等于没有复核。";
    "stale-threat-review"
        title "What the threat model covers changed since its review" "威胁模型覆盖的内容自复核以来有变更"
        help "look at what changed (`cullis threat review --show`), mend the model, then `cullis threat review --by NAME --role ROLE`"
            "查看变更（`cullis threat review --show`），修正模型，然后运行 `cullis threat review --by 姓名 --role 角色`"
        why "The model describes the code as it was when somebody looked. A parser, an endpoint or a trust boundary that came since is in nobody's model, however complete the rest is."
            "模型描述的是复核当时的代码。此后出现的解析器、接口或信任边界不在任何人的模型之中，无论其余部分多么完整。";
    "outdated-threat-review"
        title "Threat model's review is out of date" "威胁模型的复核已过时"
        help "review the model again: `cullis threat review --by NAME --role ROLE`"
            "重新复核模型：`cullis threat review --by 姓名 --role 角色`"
        why "`threat-review` of the policy says how much may change, and how long a review holds. Beyond that the model counts as unreviewed."
            "策略的 `threat-review` 规定允许变更多少、复核有效多久。超出之后，模型视为未经复核。";
    "vanished-threat"
        title "Threats were deleted from the model" "模型中有威胁被删除"
        help "restore them, or set their state in the tool instead of deleting them"
            "恢复这些威胁，或在工具中更改其状态而不是删除"
        why "The tool numbers threats and never uses a number again. A number that no threat has was somebody's threat, and nothing says what became of it."
            "该工具为威胁编号且从不重复使用。缺失的编号曾对应某个威胁，而没有任何内容说明其去向。";
    "unchecked-threat-review"
        title "Nothing tells whether the review still holds" "无从得知复核是否仍然有效"
        help "do what the message names; `cullis threat review` stores digests that need no history"
            "按消息所述处理；`cullis threat review` 写入的摘要不依赖历史"
        why "Whether the code is still what was reviewed couldn't be told: a path matches nothing, a file can't be read, or the clone lacks the commit. That is no pass."
            "无法判断代码是否仍与复核时一致：路径没有匹配的文件、文件无法读取，或克隆中缺少相应提交。这不算通过。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.threat_review";
        /// No review at all.
        absent(system)
            "the threat model of `{system}` was never reviewed"
            "`{system}` 的威胁模型从未复核";
        /// A field of another tool's is empty.
        absent_field(system, field)
            "the threat model of `{system}` has no `{field}`, so nothing says that anybody reviewed it"
            "`{system}` 的威胁模型没有 `{field}`，没有任何内容表明有人复核过";
        /// No day.
        undated(system)
            "the review of `{system}` has no `date`"
            "`{system}` 的复核没有 `date`";
        /// Nobody signed.
        unsigned(system)
            "nobody signed the review of `{system}` off (`by`)"
            "`{system}` 的复核无人签字（`by`）";
        /// A day that is still to come.
        in_the_future(system, date)
            "the review of `{system}` is dated {date}, which is in the future"
            "`{system}` 的复核日期为 {date}，在未来";
        /// A signature is about something else.
        spoilt_signature(system)
            "a signature of the review of `{system}` doesn't hold: the model, the day or what it covers changed since"
            "`{system}` 复核的签名无效：模型、日期或覆盖内容此后有改动";
        /// A role didn't sign.
        lacks_role(system, role)
            "nobody signed the review of `{system}` off as `{role}`"
            "`{system}` 的复核没有 `{role}` 签字";
        /// Where policy asks for it.
        role_asked_here()
            "asked for here"
            "在此处要求";
        /// Covered files changed.
        changed(count, element, date)
            "{count} {count:file|files} that `{element}` covers changed since the review of {date}"
            "`{element}` 覆盖的文件自 {date} 复核以来有 {count} 个变更";
        /// Covered files changed, and nobody knows which.
        changed_somehow(element, date)
            "files that `{element}` covers changed since the review of {date}; which ones isn't known"
            "`{element}` 覆盖的文件自 {date} 复核以来有变更，但不知是哪些";
        /// An element that the review doesn't know.
        new_element(element, date)
            "the review of {date} doesn't speak of `{element}`"
            "{date} 的复核未涉及 `{element}`";
        /// An element that only the review knows.
        gone_element(element, date)
            "the review of {date} speaks of `{element}`, and no element of that id covers files any more"
            "{date} 的复核涉及 `{element}`，但已没有该标识的元素覆盖文件";
        /// A file that changed.
        changed_file()
            "changed since"
            "此后有变更";
        /// Many commits followed.
        many_commits(file, count, commit, date)
            "{count} {count:commit|commits} followed the last change of `{file}` ({commit}, {date})"
            "`{file}` 上次变更（{commit}，{date}）之后已有 {count} 个提交";
        /// Many commits followed; how many isn't known.
        more_commits(file, count)
            "more than {count} {count:commit|commits} followed the last change of `{file}`"
            "`{file}` 上次变更之后已有超过 {count} 个提交";
        /// What to do about it.
        review_again()
            "see what changed with `cullis threat review --show`, mend the model, then `cullis threat review --by NAME --role ROLE`"
            "用 `cullis threat review --show` 查看变更，修正模型，然后运行 `cullis threat review --by 姓名 --role 角色`";
        /// What to do about a model that names no paths.
        look_again()
            "see whether the model still describes what is there, mend it with its own tool, and commit it"
            "确认模型是否仍符合现状，用其所属工具修正后提交";
        /// Too many files changed.
        too_many_files(system, count, most)
            "{count} {count:file|files} changed since the review of `{system}`; the policy allows {most}"
            "`{system}` 自复核以来有 {count} 个文件变更；策略允许 {most} 个";
        /// Perhaps too many files changed.
        unknown_number(system, most)
            "how many files changed since the review of `{system}` isn't known; the policy allows {most}"
            "不知 `{system}` 自复核以来有多少文件变更；策略允许 {most} 个";
        /// Too much time went by.
        too_old(system, date, age, most)
            "the review of `{system}` of {date} is {age} days old; the policy allows {most}"
            "`{system}` 于 {date} 的复核已过 {age} 天；策略允许 {most} 天";
        /// Nobody can tell, for these elements.
        unknown_for(elements)
            "nothing tells whether what {elements} covers is as it was reviewed"
            "无从得知 {elements} 覆盖的内容是否仍与复核时一致";
        /// Numbers that no threat has.
        numbers_missing(file, highest, numbers)
            "`{file}` numbered threats up to {highest}, and none has the numbers {numbers} any more"
            "`{file}` 的威胁编号已到 {highest}，但编号 {numbers} 已没有对应的威胁";
        /// Nobody can tell how old the model is.
        unknown_age(system)
            "nothing tells how old the threat model of `{system}` is"
            "无从得知 `{system}` 的威胁模型有多旧";
    }
}

pub(super) use say::all;
