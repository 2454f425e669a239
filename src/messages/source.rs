//! What is said of files before any reader sees them, and of readers' errors.

use super::sentences;

sentences! { "source";
    /// A file is larger than the bound.
    too_large(bytes, limit)
        "is {bytes} bytes long; the limit is {limit} (policy key `limits.file-bytes`)"
        "大小为 {bytes} 字节，超过上限 {limit}（策略键 `limits.file-bytes`）";
    /// A file's bytes are in no encoding that is read.
    not_text(offset)
        "expected text in UTF-8 or UTF-16, found byte sequences of neither at offset {offset}"
        "应为 UTF-8 或 UTF-16 文本，但在偏移 {offset} 处发现两者都不是的字节";
    /// Something else was expected.
    expected(expected, found)
        "expected {expected}, found `{found}`"
        "应为 {expected}，实际为 `{found}`";
    /// The file ends too early.
    ends_early(expected)
        "expected {expected}, found the end of the file"
        "应为 {expected}，但文件已结束";
    /// A document nests too deep.
    too_deep(limit)
        "nests deeper than {limit} levels (policy key `limits.depth`)"
        "嵌套超过 {limit} 层（策略键 `limits.depth`）";
    /// A syntax error that a library's parser reports in its own words.
    syntax(format, detail)
        "isn't valid {format}: {detail}"
        "不是有效的 {format}：{detail}";
    /// The file is empty.
    empty_file(expected)
        "is empty; expected {expected}"
        "文件为空，应为 {expected}";
}
