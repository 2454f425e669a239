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
    /// An archive isn't one, or is cut off.
    archive_broken(detail)
        "the archive can't be unpacked: {detail}"
        "无法解开归档文件：{detail}";
    /// An archive unpacks to too much.
    archive_bomb(limit)
        "the archive unpacks to more than {limit} bytes before its manifest is read (policy keys `limits.archive-ratio` and `limits.archive-entry-bytes`)"
        "归档文件在读到清单之前解开的内容超过 {limit} 字节（策略键 `limits.archive-ratio` 与 `limits.archive-entry-bytes`）";
    /// An archive lacks its manifest.
    archive_without(name)
        "the archive has no entry `{name}`"
        "归档文件中没有条目 `{name}`";
    /// An archive isn't the one that the lockfile pins.
    hash_differs(path)
        "`{path}` in the package store doesn't match the lockfile's hash"
        "软件包存储目录中的 `{path}` 与锁文件中的哈希不一致";
    /// A package isn't on this machine.
    not_in_the_store(path, store)
        "`{path}` isn't in the `{store}` package store of this machine; fetch the packages before the check, or pass `--packages DIR`"
        "本机的 `{store}` 软件包存储目录中没有 `{path}`；请在检查前先下载软件包，或传入 `--packages DIR`";
    /// A manifest lacks the field.
    no_license_field(path)
        "`{path}` states no licence"
        "`{path}` 没有声明许可证";
    /// A field is of another kind than any that is known.
    license_field_of_another_kind(found)
        "the licence field should be a text, found {found}"
        "许可证字段应为文本，实际为 {found}";
    /// A package isn't from a registry.
    not_from_a_registry()
        "comes from git, a path or an archive of its own, which no package store keeps under its name"
        "来自 git、路径或单独的归档文件，软件包存储目录不按名称保存这类组件";
    /// No package store is looked at.
    no_store_is_asked()
        "no package store was looked at: there is none on this machine, or `--packages none` turned them off"
        "未查看任何软件包存储目录：本机没有，或已用 `--packages none` 关闭";
    /// An entry has no exact version.
    no_exact_version()
        "has no exact version, so no package can be looked up"
        "没有确切版本，无法查找软件包";
    /// The stores of an ecosystem aren't read.
    no_store_for(ecosystem)
        "the manifest states no licence, and package stores of {ecosystem} aren't read by this version"
        "清单没有声明许可证，并且本版本不读取 {ecosystem} 的软件包存储目录";
    /// npm's lockfile is silent and the package isn't installed.
    npm_states_none()
        "the lockfile states no licence, and `node_modules` beside it doesn't hold this version"
        "锁文件没有声明许可证，其旁的 `node_modules` 中也没有该版本";
    /// Go has no field for licences.
    go_states_none()
        "Go modules state their licence in their texts only, and licence texts aren't read unless that is asked for"
        "Go 模块只在许可证正文中说明许可证；除非特别要求，否则不读取许可证正文";
    /// A module has no licence text.
    no_license_text(path)
        "{path} has no licence text at its root (`LICENSE`, `COPYING`)"
        "{path} 的根目录下没有许可证正文（`LICENSE`、`COPYING`）";
    /// A licence text is like none of the list, or like several.
    text_is_unknown(path)
        "the text of `{path}` isn't one licence of the SPDX list"
        "`{path}` 的正文不是 SPDX 列表中的某一个许可证";
    /// A licence text is like one of the list, and not enough.
    text_is_unsure(path, id, percent, least)
        "the text of `{path}` is most like {id}, of which it has {percent} %; {least} % are asked for (policy key `licenses.confidence-percent`)"
        "`{path}` 的正文与 {id} 最接近，相似度为 {percent} %，低于要求的 {least} %（策略键 `licenses.confidence-percent`）";
    /// A text that policy speaks of isn't in the package.
    text_is_absent(path, package)
        "there is no `{path}` in {package}"
        "{package} 中没有 `{path}`";
    /// A text isn't the one that policy speaks of.
    text_differs(place, digest)
        "{place} is another text now: its digest is sha256:{digest}; read it, and clarify it again"
        "{place} 的正文已改变，其摘要为 sha256:{digest}；请重新阅读并更新澄清条目";
    /// An npm package isn't installed.
    npm_not_installed()
        "`node_modules` beside the lockfile doesn't hold this version; install the packages before the check"
        "锁文件旁的 `node_modules` 中没有该版本；请在检查前先安装软件包";
    /// The stores of an ecosystem aren't read for texts.
    no_texts_for(ecosystem)
        "package stores of {ecosystem} aren't read by this version"
        "本版本不读取 {ecosystem} 的软件包存储目录";
    /// A module has several licence texts.
    several_texts(ids)
        "has texts of several licences ({ids}), and nothing says whether one may choose"
        "包含多个许可证的正文（{ids}），但没有说明是否可以任选其一";
    /// A classifier names a family of licences.
    classifier_is_ambiguous(classifier)
        "the classifier `{classifier}` doesn't name one licence"
        "分类标签 `{classifier}` 没有指明具体的许可证";
    /// Classifiers name several licences.
    several_classifiers(ids)
        "classifiers name several licences ({ids}), and nothing says whether one may choose"
        "分类标签指明了多个许可证（{ids}），但没有说明是否可以任选其一";
    /// A licence field is free text.
    license_is_free_text(text)
        "the licence field is free text, no SPDX expression: `{text}`"
        "许可证字段是自由文本，不是 SPDX 表达式：`{text}`";
    /// Only an address of a licence is given.
    only_an_address(url)
        "only an address of the licence is given: `{url}`"
        "只给出了许可证的网址：`{url}`";

    /// A list without lines.
    list_empty()
        "lists no licence: expected lines of `purl,expression`, or JSON lines with `purl` and `license`"
        "没有列出任何许可证：应为 `purl,表达式` 行，或含 `purl` 与 `license` 的 JSON 行";
    /// A line that can't be read, in the parser's words.
    list_line_unreadable(number, reason)
        "line {number} can't be read: {reason}"
        "第 {number} 行无法读取：{reason}";
    /// A line with another number of fields.
    list_line_fields(number, count)
        "line {number}: expected two fields, `purl,expression`, found {count}"
        "第 {number} 行：应为两个字段 `purl,表达式`，实际为 {count} 个";
    /// A line whose first field is no package URL.
    list_line_purl(number, found)
        "line {number}: expected a package URL such as `pkg:npm/left-pad@1.3.0`, found `{found}`"
        "第 {number} 行：应为软件包 URL，例如 `pkg:npm/left-pad@1.3.0`，实际为 `{found}`";
    /// A line whose second field is no licence.
    list_line_license(number, found, reason)
        "line {number}: expected an SPDX expression, found `{found}` ({reason})"
        "第 {number} 行：应为 SPDX 表达式，实际为 `{found}`（{reason}）";
}
