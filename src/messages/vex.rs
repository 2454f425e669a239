//! What is said of VEX documents and their statements.

use super::sentences;

sentences! { "vex";
    /// None of the formats.
    unknown_format()
        "is no VEX document: expected OpenVEX (`@context`), CycloneDX (`bomFormat`) or CSAF (`document.csaf_version`)"
        "不是 VEX 文档：应为 OpenVEX（`@context`）、CycloneDX（`bomFormat`）或 CSAF（`document.csaf_version`）";
    /// A part is missing.
    missing(key)
        "`{key}` is missing"
        "缺少 `{key}`";
    /// A status that the format doesn't have.
    unknown_status(found)
        "`{found}` is no status of this format"
        "`{found}` 不是此格式的状态";
    /// A product that the document doesn't have.
    unknown_product(id)
        "the product tree has no `{id}`"
        "产品树中没有 `{id}`";
    /// A statement by somebody whom policy doesn't trust.
    untrusted(author)
        "`{author}` isn't among the authors that the policy trusts (`vex.authors`)"
        "`{author}` 不在策略信任的作者之列（`vex.authors`）";
    /// A statement without its reason.
    unjustified()
        "it says `not_affected` and gives neither a justification nor an impact statement"
        "声明为 `not_affected`，却既无理由也无影响说明";
    /// A fix without a version.
    fixed_without_version()
        "it says `fixed` and names no version"
        "声明为 `fixed`，却未指明版本";
    /// What a statement said in a report's list.
    used(status, id, author)
        "{id}: {status}, by {author} (VEX)"
        "{id}：{status}，由 {author} 声明（VEX）";
    /// Why, and how much it excuses.
    used_reason(reason, count, place)
        "excuses {count} {count:finding|findings}: {reason}, {place}"
        "豁免 {count} 项发现：{reason}，{place}";
    /// The statement names a fix.
    reason_fixed() "a fixed version" "已修复的版本";
}
