//! Rules about threat models (practices 11 to 14).

use super::rule_words;

rule_words! {
    "missing-threat-model"
        title "No threat model" "没有威胁模型"
        help "write `threat-model.yaml` at the root of the repository; the elements and the five worst threats are a start"
            "在仓库根目录编写 `threat-model.yaml`；先写出组成元素和最严重的五个威胁即可"
        why "Without a recorded threat model nobody can say which attacks were considered, what was decided about them, and what in the code holds them off."
            "没有记录在案的威胁模型，就无从得知考虑过哪些攻击、作出了什么决定，以及代码中靠什么抵御。";
    "invalid-threat-model"
        title "Threat model can't be read" "威胁模型无法读取"
        help "mend the text at the place named; one key, one document, plain YAML"
            "修正所指位置的文本；键不重复、只有一个文档、使用普通 YAML"
        why "What can't be read for sure was not checked. Of two equal keys readers keep different ones, so a model could say one thing to people and another to the gate."
            "无法确定读取的内容就未经检查。键重复时不同读取器取舍不同，模型对人和对门禁可能说法不一。";
    "foreign-threat-model"
        title "Threat model of another tool" "其他工具的威胁模型"
        help "write the model in the native format (`schema: cullis/threat-model/v1`), or exclude the file by `inventory.exclude`"
            "以本工具的格式（`schema: cullis/threat-model/v1`）编写模型，或用 `inventory.exclude` 排除该文件"
        why "The file has the name of a threat model and another tool's content, which this version doesn't read. Nothing in it counts for or against the change."
            "文件名是威胁模型，内容却属于其他工具，此版本不读取。其中内容对本次变更既不加分也不减分。";
    "unevaluated-threat-model"
        title "Part of the threat model was not evaluated" "威胁模型有部分未能评估"
        help "give what the message names; for evidence, write the model in the native format (`schema: cullis/threat-model/v1`)"
            "提供消息所指的内容；如需证据，请以本工具的格式（`schema: cullis/threat-model/v1`）编写模型"
        why "The model says more than this run could hold to the repository. What wasn't looked at is no pass."
            "模型所述超出本次运行能与仓库核对的范围。未经查看者不算通过。";
    "unknown-threat-field"
        title "Field of the threat model is unknown, missing or malformed" "威胁模型的字段未知、缺失或格式错误"
        help "correct the field at the place named" "修正所指位置的字段"
        why "A misspelt field is silently lost by most readers: a threat without its severity, an acceptance without its end. Here it is a finding."
            "多数读取器会悄悄丢弃拼错的字段，例如威胁失去严重程度、接受失去期限。此处作为发现报告。";
    "unknown-threat-state"
        title "State or severity is not in the vocabulary" "状态或严重程度不在词表中"
        help "use one of the words that the message lists" "使用消息中列出的词"
        why "A word that the gate doesn't know decides nothing: an unknown decision counts as open, an unknown severity as unrated, an unknown status as proposed."
            "门禁不认识的词不构成决定：未知的决定视为未处理，未知的严重程度视为未评级，未知的状态视为仅提议。";
    "duplicate-threat-id"
        title "Id is used twice" "标识重复"
        help "give one of the two another id" "为其中之一换用其他标识"
        why "References, exceptions and the history name items by their ids. An id that stands for two things lets one of them hide behind the other."
            "引用、例外和历史都以标识指代条目。一个标识对应两个条目时，其中一个会被另一个掩盖。";
    "dangling-threat-reference"
        title "Reference names nothing" "引用没有对应条目"
        help "name an item of the model, or add the missing one" "引用模型中的条目，或补上缺失的条目"
        why "A threat that relies on a mitigation that isn't there relies on nothing, and a flow between unknown elements says nothing about the system."
            "依赖不存在的缓解措施等于没有依靠；连接未知元素的数据流也说明不了系统的任何情况。";
    "open-threat"
        title "High threat is open" "高危威胁未处理"
        help "decide: mitigate it, accept it with a reason, an approver and an end, transfer it, avoid it, or say why it doesn't apply"
            "作出决定：缓解、接受（写明理由、批准人和期限）、转移、规避，或说明为何不适用"
        why "Somebody found this threat and rated it high or critical, or nobody rated it, and nothing was decided. A change on top of it ships the risk undecided."
            "有人发现了该威胁并评为高危或严重（或未评级），但尚未作出任何决定。此时合并变更，就是带着未决风险发布。";
    "unimplemented-mitigation"
        title "Threat counts as mitigated, and no mitigation is implemented" "威胁称已缓解，但没有已实施的缓解措施"
        help "implement a mitigation and record it, or set the decision back to `open`"
            "实施缓解措施并记录，或将决定改回 `open`"
        why "A decision to mitigate is a plan. The threat is as real as before until at least one of its mitigations works."
            "决定缓解只是计划。在至少一项缓解措施生效之前，威胁依旧存在。";
    "missing-evidence"
        title "Mitigation of a high threat has no evidence" "高危威胁的缓解措施没有证据"
        help "name a file or a test of this repository that shows the mitigation" "给出此仓库中能证明该缓解措施的文件或测试"
        why "The mitigation claims to work, and nothing in the repository shows it. Pages don't count here: a run can't verify them."
            "该缓解措施声称有效，但仓库中没有任何内容可以证明。网页不算，因为运行时无法验证。";
    "missing-evidence-below-high"
        title "Mitigation has no evidence" "缓解措施没有证据"
        help "name a file or a test of this repository that shows the mitigation" "给出此仓库中能证明该缓解措施的文件或测试"
        why "The mitigation claims to work, and nothing in the repository shows it. The threats that rely on it are rated below high, so policy can be milder here."
            "该缓解措施声称有效，但仓库中没有任何内容可以证明。依赖它的威胁均低于高危，因此策略可以更宽松。";
    "missing-test-result"
        title "Mitigation of a high threat has no passed test" "高危威胁的缓解措施没有通过的测试"
        help "name a test as its evidence, and hand in the results of the test run (`--junit`)"
            "将测试列为其证据，并提供测试运行的结果（`--junit`）"
        why "That a test is there says that somebody once wrote it. Policy asks for more here: that it ran for this change, and held."
            "测试存在只说明有人写过它。此处策略要求更多：测试针对本次变更运行过，并且通过。";
    "refuted-evidence"
        title "Test results speak against the evidence" "测试结果与证据相悖"
        help "mend the test or what it tests, hand in the results of the whole test run, or set the mitigation's status back"
            "修复该测试或被测代码，提供完整测试运行的结果，或将缓解措施的状态改回"
        why "The model relies on a test that failed, was skipped or didn't run at all. What it would have shown is unknown for this change."
            "模型依赖的测试失败、被跳过或根本没有运行。对本次变更而言，它本应证明的内容无从得知。";
    "vanished-evidence"
        title "Evidence is gone" "证据已消失"
        help "restore what the evidence names, name what took its place, or set the mitigation's status back"
            "恢复证据所指内容，改为指向其替代者，或将缓解措施的状态改回"
        why "A file was moved, a test was renamed or switched off, and the model still relies on it. What it held off may be open again."
            "文件被移动、测试被改名或停用，而模型仍依赖它。它所抵御的威胁可能重新出现。";
    "unchecked-evidence"
        title "Evidence was not checked" "证据未经检查"
        help "name a file or a test of this repository beside it" "同时给出此仓库中的文件或测试"
        why "The evidence may be sound, and this run can't tell: it needs more of the git history, a network, or a language that this version doesn't read."
            "证据可能可靠，但本次运行无法判断：它需要更多 git 历史、网络，或此版本不支持的语言。";
    "incomplete-acceptance"
        title "Acceptance lacks its reason, approver or end" "接受缺少理由、批准人或期限"
        help "complete the acceptance: `reason`, `by` and `until`" "补全接受记录：`reason`、`by` 与 `until`"
        why "To accept a threat is somebody's decision for some time. Without a reason nobody can review it, without an approver nobody answers for it, without an end it is for ever."
            "接受威胁是某人在一定期限内的决定。没有理由就无法复核，没有批准人就无人负责，没有期限就成了永久。";
    "expired-acceptance"
        title "Acceptance has expired" "接受已过期"
        help "mitigate the threat, or have the acceptance renewed by somebody who may" "缓解该威胁，或由有权者续签接受"
        why "The threat was accepted until a day that has passed. Whoever accepted it didn't accept it for today."
            "该威胁的接受期限已过。当初的批准并不涵盖今天。";
    "unreasoned-dismissal"
        title "Threat is dismissed without a reason" "未说明理由即排除威胁"
        help "say in `reason` why the threat doesn't apply" "在 `reason` 中说明该威胁为何不适用"
        why "\"Not applicable\" makes a threat disappear from every count. The reason is what a reviewer can check when the system changes."
            "“不适用”会使威胁从所有统计中消失。只有写明理由，系统变化时复核者才能核对。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.threat";
        /// No model at all.
        no_threat_model()
            "the repository has no threat model"
            "仓库没有威胁模型";
        /// A format has no place for evidence.
        format_without_evidence(count, format)
            "{count} {count:mitigation claims|mitigations claim} to work, and the format `{format}` has no place for what shows it"
            "{count} 项缓解措施声称有效，但格式 `{format}` 无处记录证据";
        /// What to do about an open threat.
        decide(id)
            "decide about `{id}`: mitigate it, accept it with a reason, an approver and an end, transfer it, avoid it, or say why it doesn't apply"
            "就 `{id}` 作出决定：缓解、接受（写明理由、批准人和期限）、转移、规避，或说明为何不适用";
        /// A grave threat is open.
        open(severity, id, title)
            "{severity} threat `{id}` is open: {title}"
            "威胁 `{id}`（{severity}）未处理：{title}";
        /// A threat is to be mitigated, by nothing.
        no_mitigation(id)
            "`{id}` is decided as `mitigate` and names no mitigation of the model"
            "`{id}` 决定为 `mitigate`，却未引用模型中的任何缓解措施";
        /// None of a threat's mitigations works.
        none_implemented(id, count)
            "`{id}` is decided as `mitigate`, and no mitigation of it is implemented ({count} named)"
            "`{id}` 决定为 `mitigate`，但其 {count} 项缓解措施均未实施";
        /// Where a mitigation says how far it is.
        mitigation_is(id, status)
            "`{id}` is `{status}`"
            "`{id}` 的状态为 `{status}`";
        /// Nothing shows a mitigation.
        unshown(id, status)
            "`{id}` claims to be `{status}`, and nothing in the repository shows it"
            "`{id}` 声称为 `{status}`，但仓库中没有任何内容可以证明";
        /// A threat is accepted without an acceptance.
        no_acceptance(id)
            "`{id}` is decided as `accept` and has no `acceptance`"
            "`{id}` 决定为 `accept`，却没有 `acceptance`";
        /// An acceptance isn't complete.
        acceptance_lacks(id, fields)
            "the acceptance of `{id}` lacks {fields}"
            "`{id}` 的接受缺少 {fields}";
        /// An acceptance has ended.
        acceptance_expired(id, until)
            "the acceptance of `{id}` expired on {until}"
            "`{id}` 的接受已于 {until} 过期";
        /// A threat is dismissed.
        dismissed(id)
            "`{id}` is decided as `not-applicable` without a `reason`"
            "`{id}` 决定为 `not-applicable`，但没有 `reason`";
    }
}

pub(super) use say::all;
