//! What is said of licences and package stores.

use super::sentences;

sentences! { "license";
    /// An expression is longer than any that is read.
    too_long(bytes, limit)
        "is {bytes} bytes long; a licence expression of more than {limit} bytes isn't read"
        "长度为 {bytes} 字节；超过 {limit} 字节的许可证表达式不予读取";
    /// An expression without any licence.
    empty()
        "expected a licence identifier, found nothing"
        "应为许可证标识符，但内容为空";
    /// A parenthesis that nothing closes.
    unclosed()
        "a `(` has no `)`"
        "有 `(` 没有对应的 `)`";
    /// A parenthesis that nothing opens.
    unopened()
        "a `)` has no `(`"
        "有 `)` 没有对应的 `(`";
    /// A plus that stands apart from its licence.
    separated_plus()
        "a `+` must follow its licence identifier without a space"
        "`+` 必须紧跟许可证标识符，中间不能有空格";
    /// A plus on a name that says itself whether later versions count.
    plus_twice()
        "a `+` follows an identifier that already ends in `-only` or `-or-later`"
        "标识符已以 `-only` 或 `-or-later` 结尾，后面不能再加 `+`";
    /// Characters that no expression has.
    invalid_characters(found)
        "found characters that no licence expression has: `{found}`"
        "发现许可证表达式中不允许的字符：`{found}`";
    /// Something stands where something else should.
    unexpected(expected, found)
        "expected one of `{expected}`, found `{found}`"
        "应为 `{expected}` 之一，实际为 `{found}`";
    /// A word that the SPDX list doesn't have.
    unknown_term(found)
        "`{found}` is no identifier of the SPDX licence list and no `LicenseRef-`"
        "`{found}` 既不是 SPDX 许可证列表中的标识符，也不是 `LicenseRef-`";
    /// A licence field is there and says nothing.
    field_is_empty()
        "the licence field is empty"
        "许可证字段为空";
    /// A licence field points to a file.
    in_a_file(text)
        "the licence stands in a file of the package only: `{text}`"
        "许可证只写在软件包内的文件中：`{text}`";
    /// The folder behind `--packages` isn't there.
    no_package_folder(path)
        "`{path}` isn't a folder; `--packages` takes a folder with `cargo`, `nuget`, `go`, `python` or `maven` in it, or `none`"
        "`{path}` 不是文件夹；`--packages` 接受包含 `cargo`、`nuget`、`go`、`python` 或 `maven` 子文件夹的文件夹，或 `none`";
    /// A path would leave a package store.
    leaves_the_store(path)
        "`{path}` would leave the package store"
        "`{path}` 会离开软件包存储目录";
}
