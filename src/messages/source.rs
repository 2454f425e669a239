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
    /// A line of a table can't be read.
    table_line(line)
        "line {line} can't be read"
        "第 {line} 行无法读取";
    /// A line of a table has more or fewer fields than the first.
    table_fields(expected, found)
        "expected {expected} fields, found {found}"
        "应有 {expected} 个字段，实际为 {found} 个";
    /// A line of a table isn't UTF-8.
    table_not_utf8()
        "isn't UTF-8 text"
        "不是 UTF-8 文本";
    /// A table lacks a column.
    table_column(name)
        "expected a column `{name}`, found none of that name in the first line"
        "应有名为 `{name}` 的列，但首行中没有";
    /// The file is empty.
    empty_file(expected)
        "is empty; expected {expected}"
        "文件为空，应为 {expected}";
    /// A merge wasn't finished.
    conflict_marker(marker)
        "holds an unresolved merge (`{marker}`); resolve it and write the file again with its own tool"
        "含有未解决的合并冲突（`{marker}`）；请解决冲突，并用该文件自己的工具重新生成";
    /// A JSON value was expected.
    json_value(found)
        "expected a JSON value, found `{found}`"
        "应为 JSON 值，实际为 `{found}`";
    /// The key of a JSON object was expected.
    json_key(found)
        "expected a key in double quotes, found `{found}`"
        "应为双引号中的键，实际为 `{found}`";
    /// Text follows a complete JSON document.
    json_behind_end(found)
        "expected the end of the file behind the JSON document, found `{found}`"
        "JSON 文档之后应为文件结尾，实际为 `{found}`";
    /// A JSON string isn't closed on its line.
    json_open_string()
        "expected a closing `\"` on the line where the string begins"
        "字符串开始的那一行应有结束的 `\"`";
    /// A JSON string has a broken escape or a raw control character.
    json_bad_string(found)
        "expected a JSON string, found a broken escape or a control character in `{found}`"
        "应为 JSON 字符串，但 `{found}` 中有错误的转义或控制字符";
    /// A key stands twice in one object or table.
    duplicate_key(key, line)
        "`{key}` stands here a second time; the first is at line {line}, and tools differ in which one they read"
        "`{key}` 在此第二次出现，第一次在第 {line} 行；不同的工具会读取不同的那一个";
    /// A document has more values than the bound.
    too_many_values(limit)
        "holds more than {limit} values (policy key `limits.json-nodes`)"
        "包含的值超过 {limit} 个（策略键 `limits.json-nodes`）";
    /// A field should hold text.
    expected_text(field, found)
        "expected text as `{field}`, found `{found}`"
        "`{field}` 应为文本，实际为 `{found}`";
    /// A field should hold an object or a table.
    expected_object(field, found)
        "expected keys and values as `{field}`, found `{found}`"
        "`{field}` 应为键值对，实际为 `{found}`";
    /// A field should hold a list.
    expected_list(field, found)
        "expected a list as `{field}`, found `{found}`"
        "`{field}` 应为列表，实际为 `{found}`";
    /// A field is missing.
    missing_field(field)
        "expected a field `{field}`, found none"
        "缺少字段 `{field}`";
}
