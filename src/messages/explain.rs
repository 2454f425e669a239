//! What `cullis explain` says: of findings, rules, advisories and exit codes.

use super::sentences;
use crate::domain::statement::Statement;

sentences! { "explain";
    /// Heading.
    yours() "Is it yours?" "是你引入的吗？";
    /// The change brought it.
    is_new(revision) "the change brought it: it isn't where the change left `{revision}`, or it got worse" "由变更带来：变更离开 `{revision}` 时没有此项，或者此项变差了";
    /// Nobody can tell.
    counts_as_new(revision) "it counts as new: where the change left `{revision}` isn't in this clone" "视为新问题：此克隆中没有变更离开 `{revision}` 的位置";
    /// It was there before.
    is_old(revision) "it was there before the change left `{revision}`" "在变更离开 `{revision}` 之前就已存在";
    /// Without a base nobody can tell.
    no_base()
        "this run compared nothing with an earlier state, so it can't tell what this change brought from what was there before"
        "本次运行没有与先前状态比较，因此无法区分是本次变更引入的还是原本就有的";
    /// Heading.
    came_in() "How it came in" "如何引入";
    /// The file itself asks for it.
    direct(place) "{place} declares it itself" "由 {place} 直接声明";
    /// Through another component.
    through(path, place) "{path}, declared at {place}" "{path}，声明于 {place}";
    /// Heading.
    brought_by() "All that brings it in" "全部引入者";
    /// Behind a list of direct dependencies.
    more_introducers(count)
        "and others: {count} are told"
        "还有其他引入者，此处列出 {count} 个";
    /// Heading.
    severity() "How bad" "严重程度";
    /// Heading.
    fix() "Nearest fix" "最近的修复办法";
    /// Heading.
    who() "Who decides" "由谁决定";
    /// The level and who set it.
    level(level, place)
        "{place} sets level {level}; whoever owns that file can change it"
        "{place} 将级别设为“{level}”；该文件的负责人可以更改";
    /// The level, when no layer names the rule.
    level_unset(level) "level {level}" "级别为“{level}”";
    /// An exception excuses it.
    excused(owner, approver, date)
        "an exception excuses it until {date}: owned by {owner}, approved by {approver}"
        "例外在 {date} 之前豁免此项：负责人 {owner}，审批人 {approver}";
    /// A VEX statement excuses it.
    excused_by_vex(author, status)
        "a VEX statement excuses it: {author} says `{status}`"
        "VEX 声明豁免此项：{author} 声明 `{status}`";
    /// Where that stands, and the reason that it gives.
    covered_at(place, reason)
        "it gives the reason: {reason} ({place})"
        "声明的理由：{reason}（{place}）";
    /// Heading.
    why() "Why it matters" "为何重要";
    /// Heading.
    exception() "An exception would need" "申请例外需要";
    /// Above the block.
    exception_intro()
        "every line below filled in, in a policy file; it ends by itself on its last day"
        "在策略文件中填写以下各行；到期自动失效";
    /// A comment in the block.
    exception_owner() "who looks after it" "负责人";
    /// A comment in the block.
    exception_approver() "who allows it; never the owner" "审批人，不能与负责人相同";
    /// A comment in the block.
    exception_reason() "why it can wait" "为何可以暂缓";
    /// A comment in the block.
    exception_expires() "the last day, such as 2099-12-31" "最后有效日，例如 2099-12-31";
    /// Several findings fit.
    several(prefix) "several findings begin with {prefix}:" "有多项发现以 {prefix} 开头：";
    /// What to do.
    help() "What to do" "处理步骤";
    /// Which practice a rule speaks to.
    practice(number, title) "practice {number}: {title}" "实践 {number}：{title}";
    /// What a rule finds.
    violations() "finds violations: at level block, the change fails (exit 1)" "检查违规：级别为阻断时，变更不通过（退出码 1）";
    /// What a rule finds.
    gaps() "finds gaps: at level block, the verdict is indeterminate (exit 3)" "检查缺口：级别为阻断时，无法判定（退出码 3）";
    /// Exit 0.
    exit_0() "0: pass; nothing blocks" "0：通过，没有阻断项";
    /// Exit 1.
    exit_1() "1: fail; at least one violation blocks, or a verification failed, or differences were found" "1：不通过，至少一项违规被阻断，或校验失败，或发现差异";
    /// Exit 2.
    exit_2() "2: usage or configuration error; nothing was judged" "2：用法或配置错误，没有进行判定";
    /// Exit 3.
    exit_3() "3: indeterminate; no violation blocks, but something that decides could not be read or written" "3：无法判定，没有违规被阻断，但有决定性的内容无法读取或写入";
    /// Exit 4.
    exit_4() "4: nothing to judge; no manifest was recognised, and the policy does not allow that" "4：无可判定，没有识别到清单文件，而策略不允许";
    /// Exit 20 + n.
    exit_practice(code, number, title) "{code}: with `--exit-code practice`, practice {number} is broken: {title}" "{code}：使用 `--exit-code practice` 时，实践 {number} 不符合：{title}";
    /// Exit 70.
    exit_70() "70: a fault in Cullis itself; please report it" "70：Cullis 自身的缺陷，请报告";
    /// Exit 130.
    exit_130() "130: interrupted" "130：被中断";
    /// Exit 143.
    exit_143() "143: terminated" "143：被终止";
}

/// What an exit code means; `None` for one that is never used.
pub fn exit_code(code: u8) -> Option<Statement> {
    match code {
        0 => Some(exit_0()),
        1 => Some(exit_1()),
        2 => Some(exit_2()),
        3 => Some(exit_3()),
        4 => Some(exit_4()),
        70 => Some(exit_70()),
        130 => Some(exit_130()),
        143 => Some(exit_143()),
        _ => None,
    }
}
