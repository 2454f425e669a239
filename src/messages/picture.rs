//! The words in the picture of a threat model, and of its table of flows.

use super::sentences;

sentences! { "picture";
    /// Threats that nobody has decided about.
    open() "open" "未处理";
    /// Threats that are to be mitigated, by nothing that works yet.
    planned() "planned" "计划缓解";
    /// Threats that somebody accepted.
    accepted() "accepted" "已接受";
    /// Threats that are mitigated.
    mitigated() "mitigated" "已缓解";
    /// Threats that were transferred or avoided, or don't apply.
    closed() "closed" "已排除";
    /// An element outside.
    external() "external" "外部实体";
    /// Something that runs.
    process() "process" "进程";
    /// Something that keeps data.
    store() "store" "数据存储";
    /// An element that reads untrusted input.
    untrusted_input() "reads untrusted input" "读取不可信输入";
    /// A zone in which nobody is trusted.
    untrusted_zone() "untrusted zone" "不可信区域";
    /// Another zone.
    zone() "zone of trust" "信任区域";
    /// A flow from where nobody is trusted.
    untrusted_flow() "flow from outside" "来自外部的数据流";
    /// What a picture holds.
    summary(elements, flows, threats)
        "{elements} {elements:element|elements}, {flows} {flows:flow|flows}, {threats} {threats:threat|threats}"
        "{elements} 个元素，{flows} 条数据流，{threats} 个威胁";
    /// A column of a table.
    column_flow() "flow" "数据流";
    /// A column of a table.
    column_from() "from" "来源";
    /// A column of a table.
    column_to() "to" "去向";
    /// A column of a table.
    column_boundary() "boundary crossed" "跨越的边界";
    /// Nobody looked at the model.
    not_reviewed() "never reviewed" "从未复核";
    /// Somebody else looks at the model.
    supplied() "reviewed by whoever supplies it" "由提供者复核";
    /// Who looked at the model, and what became of that.
    reviewed(date, by, state, signed)
        "reviewed {date} by {by}: {state}, {signed}"
        "{date} 由 {by} 复核：{state}，{signed}";
    /// The review still speaks of what is there.
    review_fresh() "fresh" "仍然有效";
    /// The review doesn't speak of some elements any more.
    review_stale(count)
        "stale ({count} {count:element|elements} changed)"
        "已陈旧（{count} 个元素有变更）";
    /// Nobody can tell whether the review still speaks of what is there.
    review_unknown() "nobody can tell whether it still holds" "无从得知是否仍然有效";
    /// Nobody signed the review.
    review_not_signed() "not signed" "未签名";
    /// Somebody signed the review.
    review_signed() "signed" "已签名";
    /// A signature of the review doesn't hold.
    review_spoilt() "with a signature that doesn't hold" "签名无效";
    /// Nothing to draw.
    nothing_to_draw()
        "nothing to draw: the model has no element"
        "没有可绘制的内容：模型中没有元素";
}
