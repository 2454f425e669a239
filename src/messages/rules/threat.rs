//! Rules about threat models (practices 11 to 14).

use super::rule_words;

rule_words! {
    "missing-threat-model"
        title "No threat model" "没有威胁模型"
        help "write `threat-model.yaml` at the root of the repository; the elements and the five worst threats are a start"
            "在仓库根目录编写 `threat-model.yaml`；先写出组成元素和最严重的五个威胁即可"
        why "Without a recorded threat model nobody can say which attacks were considered, what was decided about them, and what in the code holds them off."
            "没有记录在案的威胁模型，就无从得知考虑过哪些攻击、作出了什么决定，以及代码中靠什么抵御。";
    "missing-base-model"
        title "Required threat model isn't imported" "未导入所要求的威胁模型"
        help "copy the shared model into the repository as it is, and name it in `imports` of the threat model with its `sha256`"
            "将共享模型原样放入仓库，并在威胁模型的 `imports` 中连同 `sha256` 一起写明"
        why "The organisation keeps threats that every system shares in one model, and pins it by its digest. A repository that doesn't build on it has decided nothing about them."
            "组织将各系统共有的威胁集中在一个模型中，并以摘要固定。未以其为基础的仓库，对这些威胁没有作出任何决定。";
    "broken-threat-import"
        title "Imported threat model is missing or isn't what it was" "导入的威胁模型缺失或已改变"
        help "name a file of the repository, its format, and the digest of its bytes" "写明仓库中的文件、其格式以及其内容的摘要"
        why "What is laid over another model rests on it. Where that one is gone or was changed, evidence and acceptances stand on nothing."
            "叠加在另一模型上的内容以其为依据。若该模型已不存在或被改动，证据与接受便失去基础。";
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
    "empty-threat-model"
        title "Threat model records no threat" "威胁模型未记录任何威胁"
        help "write down what could happen to its parts, beginning with the flows that come from outside (`cullis threat new threat`)"
            "写下各部分可能遭受的威胁，先从来自外部的数据流开始（`cullis threat new threat`）"
        why "A drawing of the system is half a threat model: nobody has said what could go wrong with it, so there is nothing to decide, to mitigate or to hold to the code."
            "系统图只是威胁模型的一半：没有人说明可能出什么问题，也就无从决定、缓解，或与代码核对。";
    "untouched-template"
        title "Threat model is a tool's own example" "威胁模型是工具自带的示例"
        help "write the model of your own system, or take the file out of the repository"
            "为自己的系统编写模型，或将该文件移出仓库"
        why "An example that came with a tool describes nobody's system. A repository that holds one looks modelled and isn't."
            "工具附带的示例并不描述任何实际系统。仓库中有这样的文件，看似已建模，其实没有。";
    "placeholder-text"
        title "Text says nothing yet" "文本尚未填写"
        help "write what is meant in its place" "填写实际内容"
        why "The text is a tool's own prompt or example, or a note that it is still to be written. Whoever reads the model later learns nothing from it."
            "该文本是工具自带的提示或示例，或只是“待写”的备注。日后阅读模型的人无法从中得知任何信息。";
    "placeholder-in-closed-threat"
        title "Decision about a threat rests on a text that says nothing" "对威胁的决定所依据的文本没有内容"
        help "write what was done or why, or set the threat back to open" "写明做了什么或为何如此，或将威胁改回未处理"
        why "The threat counts as decided, and the text that should say how is a tool's own prompt or example, or a note that it is still to be written. Somebody ticked a box."
            "该威胁被视为已处置，但本应说明处置方式的文本只是工具的提示或示例，或“待写”的备注：不过是勾选了一下。";
    "contradicting-threat-model"
        title "Threat model contradicts itself" "威胁模型自相矛盾"
        help "decide which of the two is meant, and correct the other" "确定以哪一处为准，并修正另一处"
        why "Two parts of the model can't both be true: a level and its score, a state and its own text. Whoever reads only one of them is misled, and it is usually the milder one that is counted."
            "模型的两处不可能同时成立，例如等级与得分、状态与其说明。只看其中一处的人会被误导，而被统计的往往是较轻的那一处。";
    "unrated-threat"
        title "Threat has no severity" "威胁没有严重程度"
        help "rate it; until then it counts as high" "评定其严重程度；在此之前按高危处理"
        why "Without a severity nobody can say what has to be done first, who may accept it and for how long. The gate treats it as high, because nobody has shown that it is less."
            "没有严重程度，就无法确定处理顺序、谁有权接受以及期限。门禁按高危处理，因为没有人证明它较低。";
    "unplaced-threat"
        title "Threat names no part of the system" "威胁未指明系统的任何部分"
        help "name the components or flows that it threatens" "写明它所威胁的组件或数据流"
        why "A threat that stands for the whole system can't be held to any code: nobody notices when the part that it is about changes."
            "笼统针对整个系统的威胁无法与任何代码核对：相关部分变化时无人察觉。";
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
    "committed-test-results"
        title "Test results are committed" "测试结果是已提交的文件"
        help "have the job write its results to a file that git ignores, hand in that one (`--junit`), and take the committed file out of the repository"
            "让任务将结果写入被 git 忽略的文件并以 `--junit` 提供该文件，同时将已提交的文件移出仓库"
        why "What a test did is for the run to say that the job started. A file that comes with the change says what whoever wrote the change wants it to say."
            "测试结果应由任务启动的测试运行说明。随变更而来的文件，只说明变更作者希望它说明的内容。";
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
        title "High threat is dismissed without a reason" "未说明理由即排除高危威胁"
        help "say in `reason` why the threat doesn't apply" "在 `reason` 中说明该威胁为何不适用"
        why "\"Not applicable\" makes a threat disappear from every count. The reason is what a reviewer can check when the system changes."
            "“不适用”会使威胁从所有统计中消失。只有写明理由，系统变化时复核者才能核对。";
    "unreasoned-dismissal-below-high"
        title "Threat is dismissed without a reason" "未说明理由即排除威胁"
        help "say in `reason` why the threat doesn't apply" "在 `reason` 中说明该威胁为何不适用"
        why "\"Not applicable\" makes a threat disappear from every count. The reason is what a reviewer can check when the system changes. This threat is rated below high, so policy can be milder here."
            "“不适用”会使威胁从所有统计中消失。只有写明理由，系统变化时复核者才能核对。该威胁低于高危，因此策略可以更宽松。";
    "unreasoned-exclusion"
        title "Part of the system is out of scope without a reason" "未说明理由即将系统的某部分排除在范围外"
        help "say why nobody has to look at it, or take it into scope" "说明为何无需考察，或将其纳入范围"
        why "Nobody looks for threats in what is out of scope. Without the reason a later reader can't tell a decision from an oversight."
            "没有人会在范围之外寻找威胁。不写理由，后来的读者就无法分辨这是决定还是疏漏。";
    "bulk-decision"
        title "One entry decides about many risks" "一个条目决定多个风险"
        help "name each risk by its id, so that one that appears later is looked at" "逐一写明风险标识，使今后新出现的风险得到审视"
        why "A pattern decides about risks that didn't exist when somebody wrote it. A new risk would come into the world already decided."
            "模式会对编写时尚不存在的风险作出决定：新风险一出现就已被“处置”。";
    "bulk-decision-of-high"
        title "One entry closes a high risk without naming it" "一个条目未点名即关闭高危风险"
        help "name each high risk by its id, with its own justification" "逐一写明高危风险的标识，并分别说明理由"
        why "A high risk was closed by a pattern: nothing shows that anybody looked at this one, and the next that fits will be closed as well."
            "高危风险被一个模式关闭：没有迹象表明有人审视过它，而下一个匹配的风险也会被关闭。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.threat";
        /// No model at all.
        no_threat_model()
            "the repository has no threat model"
            "仓库没有威胁模型";
        /// The policy asks for a model.
        no_base_model(digest)
            "no threat model of the repository imports the shared model `{digest}`"
            "仓库的威胁模型均未导入共享模型 `{digest}`";
        /// Where the policy asks for it.
        asked_here()
            "asked for here"
            "此处要求";
        /// A model without threats.
        no_threat(system, elements, flows)
            "the threat model of `{system}` draws {elements} {elements:element|elements} and {flows} {flows:flow|flows}, and records no threat"
            "`{system}` 的威胁模型画出了 {elements} 个元素和 {flows} 条数据流，却未记录任何威胁";
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
        /// A threat is mitigated by a text that says otherwise.
        mitigated_by_words(id, text, decision)
            "`{id}` counts as mitigated, and its text says otherwise: `{text}`; decide it as `{decision}`, with who and until when"
            "`{id}` 被视为已缓解，但其说明并非如此：`{text}`；请改为 `{decision}` 的决定，并写明由谁决定、至何时";
        /// A threat has no severity.
        unrated(id)
            "`{id}` has no severity, so it counts as high"
            "`{id}` 没有严重程度，因此按高危处理";
        /// A threat names nothing that it threatens.
        unplaced(id)
            "`{id}` names no part of the system that it threatens"
            "`{id}` 未指明它威胁系统的哪一部分";
        /// A threat is dismissed.
        dismissed(id)
            "`{id}` is decided as `not-applicable` without a `reason`"
            "`{id}` 决定为 `not-applicable`，但没有 `reason`";
    }
}

pub(super) use say::all;
