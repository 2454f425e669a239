//! The words of `cullis practice`.

use crate::messages::sentences;

sentences! { "cli.practice";
    /// What the command does.
    about()
        "The practices that a run shows, and the standards that they speak to"
        "运行所体现的实践，及其对应的标准";
    /// What `list` does.
    about_list()
        "List the practices with their numbers"
        "列出各项实践及编号";
    /// What `show` does.
    about_show()
        "Show one practice: what it states, its rules, and the requirements that it speaks to"
        "显示一项实践：内容、相关规则及其对应的要求";
    /// What `coverage` does.
    about_coverage()
        "Show which requirements of the standards practices speak to, and which none does"
        "显示各标准中哪些要求有实践对应，哪些没有";
    /// Help of PRACTICE.
    help_practice()
        "A practice's number (1 to 17) or id"
        "实践的编号（1 至 17）或标识";
    /// Help of STANDARD.
    help_standard()
        "A standard's id, such as ssdf (default: all)"
        "标准的标识，如 ssdf（默认全部）";
    /// No such practice.
    unknown_practice(text)
        "`{text}` is no practice; `cullis practice list` shows them"
        "`{text}` 不是实践；用 `cullis practice list` 查看";
    /// No such standard.
    unknown_standard(text, known)
        "`{text}` is no standard that is mapped; expected one of {known}"
        "没有标准 `{text}` 的映射；应为 {known} 之一";
    /// Heading of a practice.
    heading(number, id, title)
        "practice {number}, {id}: {title}"
        "实践 {number}，{id}：{title}";
    /// Heading of the rules.
    rules()
        "Rules that speak to it:"
        "相关规则：";
    /// No rule speaks to it.
    no_rule()
        "No rule of this version speaks to it yet."
        "此版本尚无规则与其对应。";
    /// Heading of the requirements.
    requirements()
        "Requirements that it speaks to, by our own draft reading:"
        "其对应的要求（我们的初步理解）：";
    /// Heading of a standard.
    standard(id, version, title)
        "standard {id}@{version}: {title}"
        "标准 {id}@{version}：{title}";
    /// A mapping that nobody reviewed.
    draft()
        "The mapping is a draft: a practice supports a requirement, it never proves it."
        "映射为草案：实践支持要求，但不能证明其满足。";
    /// An id that was only seen in secondary sources.
    secondary()
        "id from a secondary source"
        "标识来自二手资料";
    /// An id that was seen in no source.
    unconfirmed()
        "id unconfirmed"
        "标识未经核实";
    /// How much is covered.
    covered(covered, count)
        "{covered} of {count} listed requirements have a practice that speaks to them."
        "所列 {count} 项要求中，{covered} 项有实践对应。";
    /// A practice shows all that a machine can show of a requirement.
    fully(practice)
        "{practice} (in full)"
        "{practice}（完全）";
    /// A practice shows a part of a requirement.
    partly(practice)
        "{practice} (in part)"
        "{practice}（部分）";
    /// A practice shows little of a requirement.
    supporting(practice)
        "{practice} (in support)"
        "{practice}（辅助）";
    /// No practice speaks to a requirement.
    nothing()
        "no practice"
        "无对应实践";
}
