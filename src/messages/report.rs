//! The words of the reports: headings, accounting, what to do next.

use super::sentences;

sentences! { "report";
    /// A report file could not be written.
    file_failed(file, error)
        "`{file}` could not be written: {error}"
        "无法写入 `{file}`：{error}";
    /// The verdict's word.
    verdict_pass() "PASS" "通过";
    /// The verdict's word.
    verdict_fail() "FAIL" "不通过";
    /// The verdict's word.
    verdict_indeterminate() "INDETERMINATE" "无法判定";
    /// The verdict's word.
    verdict_nothing() "NOTHING TO JUDGE" "无可判定";
    /// Behind PASS.
    nothing_blocks() "nothing blocks this change" "没有任何问题阻断本次变更";
    /// Behind FAIL.
    findings_block(count)
        "{count} {count:finding blocks|findings block} this change"
        "{count} 项发现阻断本次变更";
    /// Behind FAIL, when gaps block beside violations.
    violations_and_gaps_block(violations, gaps)
        "{violations} {violations:violation|violations} and {gaps} {gaps:gap|gaps} block this change"
        "{violations} 项违规和 {gaps} 处缺口阻断本次变更";
    /// Behind INDETERMINATE.
    gaps_block(count)
        "{count} {count:thing that isn't known blocks|things that aren't known block} this change"
        "{count} 处未知情况阻断本次变更";
    /// Behind NOTHING TO JUDGE.
    no_manifest()
        "no manifest or lockfile was recognised in this repository"
        "在此仓库中没有识别到任何清单文件或锁文件";
    /// Counts of what doesn't block.
    not_blocking(warnings, notes, excepted)
        "beside that: {warnings} {warnings:warning|warnings}, {notes} {notes:note|notes}, {excepted} excepted"
        "另有：{warnings} 项警告，{notes} 项提示，{excepted} 项例外";

    /// Heading.
    heading_unknown() "What isn't known" "未知情况";
    /// Heading.
    heading_steps() "What to do" "处理步骤";
    /// A column of `threat show`.
    column_element() "element" "元素";
    /// A column of `threat show`.
    column_zone() "zone" "信任域";
    /// A column of `threat show`: how many.
    column_threats() "threats" "威胁数";
    /// A column of `threat show`.
    column_input() "input" "输入";
    /// In the column of inputs.
    untrusted_input() "untrusted" "不可信";
    /// A column of `threat show`.
    column_threat() "threat" "威胁";
    /// A column of `threat show`.
    column_severity() "severity" "严重程度";
    /// A column of `threat show`.
    column_decision() "decision" "决定";
    /// A column of `threat show`: the mitigations, or the end of an acceptance.
    column_by() "by / until" "依据 / 期限";
    /// A column of `threat show`: what is threatened.
    column_on() "on" "对象";
    /// A column of `threat show`.
    column_title() "title" "标题";
    /// A column of `threat show`.
    column_mitigation() "mitigation" "缓解措施";
    /// A column of `threat show`.
    column_status() "status" "状态";
    /// A column of `threat show`: how many of how many were found.
    column_evidence() "evidence found" "已找到的证据";
    /// Heading.
    heading_findings() "Findings" "发现";
    /// Heading.
    heading_exceptions() "Exceptions used" "已使用的例外";
    /// Heading.
    heading_practices() "Practices" "实践";
    /// Heading.
    heading_accounting() "Accounting" "清点";
    /// Heading.
    heading_database() "Advisory database" "公告数据库";
    /// Heading.
    heading_policy() "Policy" "策略";
    /// Heading.
    heading_run() "Run" "本次运行";

    /// A step.
    step_upgrade(name, from, to) "upgrade {name} {from} to {to}" "将 {name} {from} 升级到 {to}";
    /// Behind a step: what the version mends.
    step_clears(count)
        ", which clears {count} {count:advisory|advisories}"
        "，可消除 {count} 条公告";
    /// Behind a step: what it doesn't mend.
    step_leaves(ids)
        "; no fixed version is known for {ids}"
        "；{ids} 尚无已知的修复版本";
    /// Behind a step, for a component that others bring in: those are edited.
    step_through(names)
        "; it comes in through {names}"
        "；由 {names} 引入";
    /// A step, for a component without one version that mends all.
    step_no_single(component, versions)
        "upgrade {component}: no one version clears all of its advisories; nearest to that are {versions}"
        "升级 {component}：没有一个版本能消除它的全部公告；最接近的是 {versions}";
    /// A step, for a component without a fixed version.
    step_no_fix(component)
        "replace or remove {component}: no fixed version is known"
        "更换或移除 {component}：尚无已知的修复版本";
    /// A step, for a component without a fixed version and with a last affected one.
    step_no_fix_after(component, last)
        "try a later {component}, or replace it: no fixed version is known, and {last} is the last that is said to be affected"
        "尝试更高版本的 {component}，或更换它：尚无已知的修复版本，公告称最后受影响的版本是 {last}";
    /// A step, where no manifest was found.
    step_no_manifest()
        "check the path given to `cullis check`; a repository that has no components passes with `inventory.allow-empty = true`"
        "检查传给 `cullis check` 的路径；确实没有组件的仓库可用 `inventory.allow-empty = true` 放行";
    /// A step and its place.
    step_at(step, place) "{step} ({place})" "{step}，位于 {place}";
    /// A step and the first of its places.
    step_at_several(step, place, count)
        "{step} ({place} and {count} more {count:place|places})"
        "{step}，位于 {place} 等，另有 {count} 处";
    /// A version and what the move to it means.
    version_compatible(version) "{version} (compatible)" "{version}（兼容）";
    /// A version and what the move to it means.
    version_breaking(version) "{version} (a breaking change)" "{version}（不兼容变更）";
    /// The first of many things.
    list_and_more(list, count) "{list} and {count} more" "{list} 等，另有 {count} 项";
    /// The first of many things, of which not all were counted.
    list_and_many_more(list, count) "{list} and at least {count} more" "{list} 等，另有至少 {count} 项";
    /// Things that are shown further below.
    more_below(count) "and {count} more, below" "另有 {count} 项，见下文";
    /// Steps that aren't shown.
    more_steps(count)
        "and {count} more {count:step|steps}: each finding below says its own"
        "另有 {count} 个步骤：见下方各项发现";
    /// A direct dependency that alone brings in several affected components.
    only_through(count, name, place)
        "{count} of the affected components come in through {name} alone ({place})"
        "受影响的组件中有 {count} 个仅由 {name} 引入，位于 {place}";
    /// Where to learn more of a finding.
    step_explain(command)
        "`{command}`, with the same path and flags, says how it came in and what an exception would need"
        "`{command}`（路径与选项同上）说明其引入方式，以及申请例外需要什么";

    /// A level.
    level_block() "block" "阻断";
    /// A level.
    level_warn() "warn" "警告";
    /// A level.
    level_note() "note" "提示";
    /// A level.
    level_off() "off" "关闭";

    /// How bad.
    severity_critical() "critical" "危急";
    /// How bad.
    severity_high() "high" "高";
    /// How bad.
    severity_medium() "medium" "中";
    /// How bad.
    severity_low() "low" "低";
    /// How bad.
    severity_none() "none" "无";
    /// How bad, by a score.
    severity_scored(band, score) "{band}, CVSS {score}" "{band}，CVSS {score} 分";
    /// How bad.
    severity_unscored() "not scored" "未评分";
    /// How bad, in somebody's word that is no score.
    severity_rated(rating)
        "not scored; its source calls it `{rating}`"
        "未评分；来源称其为 `{rating}`";
    /// How bad, in few columns.
    severity_short(band, score) "{band} {score}" "{band} {score} 分";
    /// An advisory that has its source's word and no score.
    advisory_rated(id, rating) "{id} (source: {rating})" "{id}（来源称 {rating}）";
    /// An advisory whose own nearest fix isn't the component's.
    advisory_fixed(id, version) "{id} (fixed in {version})" "{id}（修复版本 {version}）";

    /// Label of a finding's field.
    label_severity() "severity" "严重程度";
    /// Label of a finding's field.
    label_exploited() "exploited" "在野利用";
    /// Since when it is exploited.
    exploited_since(date, id)
        "known to be exploited since {date} ({id})"
        "已知自 {date} 起遭利用（{id}）";
    /// Label of a finding's field.
    label_deadline() "fix by" "修复期限";
    /// The last day of a fix window.
    deadline(date)
        "{date}"
        "{date} 前（含当日）";
    /// The last day of a fix window, which has passed.
    deadline_passed(date)
        "{date}, which has passed: it blocks whatever its severity"
        "{date}，已逾期：无论严重程度均阻止";
    /// A fix window whose end nobody can tell.
    deadline_unknown()
        "now: the advisory has no date, so no time can be left"
        "立即：公告没有日期，无法计算剩余时间";
    /// Label of a finding's field.
    label_rises() "later" "日后";
    /// The day from which a finding's level is higher.
    rises(level, date)
        "{level} from {date}"
        "自 {date} 起为{level}";
    /// The same in a sentence of SARIF.
    sarif_deadline(text)
        " Fix by: {text}."
        "修复期限：{text}。";
    /// The same in a sentence of SARIF.
    sarif_rises(text)
        " Later: {text}."
        "日后：{text}。";
    /// Label of a finding's field.
    label_epss() "likelihood" "利用概率";
    /// How likely it is to be exploited.
    epss(probability, percentile)
        "{probability}% within 30 days (EPSS, above {percentile}% of all)"
        "30 天内 {probability}%（EPSS，高于 {percentile}% 的漏洞）";
    /// Label of a finding's field.
    label_path() "via" "引入路径";
    /// Label of a finding's field.
    label_fixed() "fixed in" "修复版本";
    /// Label of a finding's field.
    label_ids() "ids" "编号";
    /// Label of a finding's field.
    label_remedy() "do" "处理";
    /// Label of a finding's field.
    label_related() "see" "参见";
    /// Label of a finding's field.
    label_rule() "rule" "规则";
    /// Label of a component's field: an advisory that nobody rates.
    label_advisory() "advisory" "公告";
    /// Label of a component's field: the version that mends it.
    label_upgrade() "upgrade to" "升级到";
    /// Label of a component's field: that nothing mends it.
    label_no_fix() "no fix" "无修复";
    /// Label of a component's field: what the project asks for itself.
    label_brought_by() "brought by" "引入者";
    /// The same, where the project asks for the component itself, too.
    label_also_by() "also by" "另由";
    /// Label of a component's field: the lines to edit.
    label_edit() "edit" "修改处";
    /// Label of a component's field: where it stands.
    label_at() "at" "位置";
    /// Label of a component's field: what `explain` takes.
    label_findings() "findings" "发现";

    /// Heading of a component's block.
    is_vulnerable(component) "{component} is vulnerable" "{component} 存在漏洞";
    /// Heading of a component's block.
    is_malicious(component) "{component} is malicious" "{component} 是恶意组件";
    /// Heading of a component's block.
    is_unmaintained(component) "{component} is unmaintained" "{component} 已无人维护";
    /// Heading of a component's block.
    is_unsound(component) "{component} is unsound" "{component} 不健全";
    /// Heading of a component's block.
    is_noticed(component) "{component}: a notice" "{component}：提示";
    /// That a version clears some, and what stays.
    cure_in_part(version, ids)
        "{version}; no fixed version is known for {ids}"
        "{version}；{ids} 尚无已知的修复版本";
    /// That no version clears all of it.
    cure_in_no_one()
        "no one version clears all of it; each advisory names its own"
        "没有一个版本能消除全部公告；各公告的修复版本见各行";
    /// That no version is known to clear any of it.
    no_fix_known() "no fixed version is known" "尚无已知的修复版本";
    /// The same, with the end of what is affected.
    no_fix_known_after(last)
        "no fixed version is known; {last} is the last that is said to be affected"
        "尚无已知的修复版本；公告称最后受影响的版本是 {last}";
    /// Heading of a group of files.
    files_counted(count) "{count} files" "{count} 个文件";
    /// Heading of a group of files in few folders.
    files_in(count, folders) "{count} files: {folders}" "{count} 个文件：{folders}";
    /// Some of them in one folder.
    files_below(count, folder) "{count} below `{folder}`" "`{folder}` 下 {count} 个";
    /// Some of them in the root.
    files_at_root(count) "{count} at the root" "根目录 {count} 个";
    /// An unknown thing in several files.
    several_files(place, count, what)
        "{place} and {count} more {count:file|files}: {what}"
        "{place} 等，另有 {count} 个文件：{what}";

    /// Findings that a group doesn't show.
    and_more(count, rule, level)
        "and {count} more of `{rule}` at level {level} (`--verbose` shows all)"
        "另有 {count} 项级别为“{level}”的 `{rule}` 发现（用 `--verbose` 全部显示）";
    /// No findings at all.
    no_findings() "none" "无";

    /// An exception that was used.
    exception_used(id, component, date, days)
        "{id} for {component} until {date} ({days} {days:day|days} left)"
        "{component} 的 {id}，有效期至 {date}（剩余 {days} 天）";
    /// Who looks after an exception, and who allowed it.
    exception_people(owner, approver, place)
        "owned by {owner}, approved by {approver}, {place}"
        "负责人 {owner}，审批人 {approver}，{place}";
    /// Why there is an exception, and how much it excuses.
    exception_reason(reason, count)
        "excuses {count} {count:finding|findings}: {reason}"
        "豁免 {count} 项发现：{reason}";

    /// A practice's state.
    state_met() "met" "符合";
    /// A practice's state.
    state_not_met() "not met" "不符合";
    /// A practice's state.
    state_partly() "partly evidenced" "部分有证据";
    /// A practice's state.
    state_not_evidenced() "not evidenced" "没有证据";
    /// A practice's state.
    state_not_applicable() "not applicable" "不适用";

    /// The sum.
    accounting_sum(declared, sum)
        "{declared} declared = {sum}"
        "声明 {declared} = {sum}";
    /// A summand.
    count_first_party(count) "{count} first-party" "自有 {count}";
    /// A summand.
    count_clean(count) "{count} clean" "无问题 {count}";
    /// A summand.
    count_affected(count) "{count} affected" "受影响 {count}";
    /// A summand.
    count_excepted(count) "{count} excepted" "例外 {count}";
    /// A summand.
    count_unassessable(count) "{count} unassessable" "无法评估 {count}";
    /// Beside the sum.
    accounting_beside(excluded, ignored)
        "beside the sum: {excluded} excluded by policy, {ignored} ignored (files and folders)"
        "不计入合计：策略排除 {excluded} 个，忽略规则略过 {ignored} 个（文件和文件夹）";
    /// The sum doesn't hold: a fault.
    accounting_unbalanced()
        "the sum does not hold: this is a fault in Cullis, please report it"
        "合计不成立：这是 Cullis 的缺陷，请报告";

    /// No database.
    database_missing()
        "none: no component was compared with advisories"
        "无：没有任何组件与公告比对";
    /// A database that can't be used.
    database_unusable(path, reason) "{path} can't be used: {reason}" "{path} 无法使用：{reason}";
    /// A database and its root.
    database_root(path, root) "{path} (root {root})" "{path}（根摘要 {root}）";
    /// A source of a database.
    database_source(ecosystem, advisories, withdrawn, date)
        "{ecosystem}: {advisories} {advisories:advisory|advisories} as of {date}, {withdrawn} withdrawn left out"
        "{ecosystem}：截至 {date} 共 {advisories} 条公告，已略去撤回的 {withdrawn} 条";
    /// A source whose day nobody stated.
    database_source_undated(ecosystem, advisories, withdrawn)
        "{ecosystem}: {advisories} {advisories:advisory|advisories} of an unstated day, {withdrawn} withdrawn left out"
        "{ecosystem}：共 {advisories} 条公告，未说明截止日期，已略去撤回的 {withdrawn} 条";
    /// A database without any source.
    database_empty() "it holds no source" "其中没有任何数据源";

    /// Who governs.
    governed_alone()
        "governed by this repository alone: nothing above it holds its rules in place"
        "仅由本仓库自行管理：没有上级策略约束其规则";
    /// A layer.
    policy_layer(place, digest) "{place} (sha256 {digest})" "{place}（摘要 sha256 {digest}）";

    /// What the change is measured against.
    base_compared(revision, commit, new, old, mended)
        "measured against `{revision}` ({commit}): {new} new, {old} old; {mended} {mended:is|are} gone"
        "与 `{revision}`（{commit}）比较：新 {new} 项，旧 {old} 项；已消除 {mended} 项";
    /// Only the rules of the base are known.
    base_without_fork(revision, commit)
        "measured against `{revision}` ({commit}); where the change began isn't in this clone, so all counts as new"
        "与 `{revision}`（{commit}）比较；此克隆中没有变更的起点，因此一律视为新问题";
    /// There is no base.
    base_none()
        "measured against no base revision"
        "未与基准版本比较";
    /// The base can't be used.
    base_unusable(revision)
        "the base `{revision}` can't be used, so nothing shows what was in force before the change"
        "基准版本 `{revision}` 无法使用，因此无从得知变更之前的规则";
    /// The commits of the base.
    run_base(commit, merge_base)
        "base {commit}, where the change began {merge_base}"
        "基准 {commit}，变更起点 {merge_base}";
    /// In place of a commit that isn't known.
    run_base_unknown() "unknown" "未知";
    /// A finding that the change brought.
    age_new() "new" "新";
    /// A finding that was there before.
    age_old() "old" "旧";
    /// The run's inputs.
    run_inputs(digest) "inputs sha256 {digest}" "输入 sha256 {digest}";
    /// The run's clock and tool.
    run_clock(now, version) "judged at {now} by cullis {version}" "由 cullis {version} 于 {now} 判定";

    /// The last line: where the run is recorded.
    recorded(log, number, digest)
        "Recorded: {log}, number {number}, sha256 {digest}"
        "已记录：{log}，编号 {number}，sha256 {digest}";

    /// What a SARIF file's paths start from.
    sarif_root() "the root of the repository" "仓库的根目录";
    /// Results that a host would not take.
    sarif_cut(shown, cut)
        "only the {shown} gravest results are in this file; {cut} more are in the JSON and text reports"
        "本文件只含最重要的 {shown} 条结果；其余 {cut} 条见 JSON 和文本报告";
    /// Behind a result's message.
    sarif_fixed(versions) "; fixed in {versions}" "；修复版本：{versions}";
    /// Behind a result's message.
    sarif_no_fix() "; no fixed version is known" "；尚无已知的修复版本";
    /// Behind a result's message.
    sarif_no_fix_after(last)
        "; no fixed version is known, {last} is the last that is said to be affected"
        "；尚无已知的修复版本，公告称最后受影响的版本是 {last}";
    /// Behind a result's message.
    sarif_cure(version) "; upgrade to {version}" "；请升级到 {version}";
    /// Behind a result's message.
    sarif_brought(names) "; brought in by {names}" "；引入者：{names}";
    /// Behind a result's message.
    sarif_severity(severity) "; severity: {severity}" "；严重程度：{severity}";
    /// Behind a result's message.
    sarif_path(path) "; via {path}" "；引入路径：{path}";
    /// Behind a result's message.
    sarif_see(place, what) "; see {place}: {what}" "；参见 {place}：{what}";
    /// The ids of an advisory.
    sarif_ids(ids) "Known as {ids}." "编号：{ids}。";
    /// A taxonomy's description.
    sarif_weaknesses() "Common Weakness Enumeration" "通用弱点枚举（CWE）";
    /// A taxonomy's description.
    sarif_practices()
        "the practices that the gate looks at, with their state in this run"
        "门禁所检查的实践及其在本次运行中的状态";

    /// Heading of a job's summary.
    heading_blocking() "What blocks" "阻断项";
    /// Column of a job's summary.
    column_place() "place" "位置";
    /// Column of a job's summary.
    column_finding() "finding" "发现";
    /// Column of a job's summary.
    column_identity() "identity" "标识";
    /// Rows that a job's summary has no room for.
    summary_cut(count)
        "{count} more {count:finding blocks|findings block}: see the JSON or SARIF report"
        "另有 {count} 项发现阻断：见 JSON 或 SARIF 报告";
    /// The database in a job's summary.
    summary_database(what) "Advisory database: {what}" "公告数据库：{what}";
    /// A manifest of the inventory, as a heading.
    inventory_manifest(path, reader, entries)
        "{path} ({reader}, {entries} {entries:entry|entries})"
        "{path}（{reader}，{entries} 个条目）";
    /// An entry that is part of the repository.
    inventory_first_party()
        "first-party"
        "自有";
    /// An entry that the project asks for itself.
    inventory_direct(scope)
        "direct, {scope}"
        "直接，{scope}";
    /// An entry that another one brings.
    inventory_transitive(scope)
        "transitive, {scope}"
        "传递，{scope}";
    /// An entry of which the format doesn't say who asks for it.
    inventory_unstated(scope)
        "{scope}"
        "用途 {scope}";
    /// Behind a licence that the lockfile's hash covers.
    inventory_verified()
        "(verified)"
        "（已验证）";
    /// Behind a licence that was recognised by its text.
    inventory_by_text(percent)
        "(by its text, {percent} %)"
        "（由正文识别，{percent} %）";
    /// Behind a licence that policy states.
    inventory_clarified()
        "(clarified)"
        "（已澄清）";
    /// Heading of what could not be read.
    inventory_gaps()
        "Not known"
        "未知部分";
    /// The sum of the inventory.
    inventory_total(declared, own, manifests, gaps)
        "{declared} {declared:entry|entries} declared ({own} first-party) in {manifests} {manifests:manifest|manifests}; {gaps} {gaps:gap|gaps}"
        "{manifests} 个清单共声明 {declared} 个条目（其中自有 {own} 个）；{gaps} 处缺口";
    /// What stands beside the sum.
    inventory_beside(excluded, ignored, links)
        "passed over: {excluded} excluded by policy, {ignored} ignored and untracked, {links} {links:link|links} not followed (files and folders)"
        "未纳入：策略排除 {excluded} 个，忽略且未被 git 跟踪 {ignored} 个，未跟随的链接 {links} 个（文件与文件夹）";
}
