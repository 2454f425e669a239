//! What is said of policy files and layers.

use super::sentences;

sentences! { "policy";
    /// A policy file is larger than any policy needs to be.
    too_large(bytes, limit)
        "is {bytes} bytes long; a policy may have {limit}"
        "大小为 {bytes} 字节；策略文件最多 {limit} 字节";
    /// A key stands twice.
    duplicate_key(key)
        "`{key}` stands twice; keep one of the two"
        "`{key}` 重复出现；请只保留其中一个";
    /// Nothing has that name.
    unknown_key(key)
        "unknown key `{key}`"
        "未知的键 `{key}`";
    /// Nothing has that name, and something has a similar one.
    unknown_key_near(key, near)
        "unknown key `{key}`; did you mean `{near}`?"
        "未知的键 `{key}`；是否想写 `{near}`？";
    /// A key of a built-in profile is missing: a fault of the product.
    key_without_value(key)
        "the built-in profile has no value for `{key}`; this is a fault in cullis"
        "内置策略没有为 `{key}` 给出值；这是 cullis 自身的缺陷";
    /// More errors than are shown.
    more_errors(count)
        "and {count} more {count:error|errors} in this file"
        "此文件中还有 {count} 个错误";
    /// A level was expected.
    expected_level(key, found)
        "`{key}` takes `\"block\"`, `\"warn\"`, `\"note\"` or `\"off\"`; found `{found}`"
        "`{key}` 的取值为 `\"block\"`、`\"warn\"`、`\"note\"` 或 `\"off\"`；实际为 `{found}`";
    /// A level that mustn't be turned down.
    expected_loud_level(key, found)
        "`{key}` takes `\"block\"` or `\"warn\"`, because an emergency is always told; found `{found}`"
        "`{key}` 的取值只能为 `\"block\"` 或 `\"warn\"`，因为紧急放行必须被看到；实际为 `{found}`";
    /// True or false was expected.
    expected_boolean(key, found)
        "`{key}` takes `true` or `false`; found `{found}`"
        "`{key}` 的取值为 `true` 或 `false`；实际为 `{found}`";
    /// A number was expected.
    expected_number(key, least, most, found)
        "`{key}` takes a whole number from {least} to {most}; found `{found}`"
        "`{key}` 的取值为 {least} 到 {most} 的整数；实际为 `{found}`";
    /// A list of texts was expected.
    expected_words(key, found)
        "`{key}` takes a list of texts, none of them blank; found `{found}`"
        "`{key}` 的取值为非空文本的列表；实际为 `{found}`";
    /// One of some words was expected.
    expected_choice(key, choices, found)
        "`{key}` takes {choices}; found `{found}`"
        "`{key}` 的取值为 {choices}；实际为 `{found}`";
    /// Some of a few words were expected.
    expected_some_of(key, choices, found)
        "`{key}` takes a list of {choices}; found `{found}`"
        "`{key}` 的取值为列表，元素可为 {choices}；实际为 `{found}`";
    /// Some of a few words were expected, and one is near.
    unknown_choice_near(key, found, near)
        "`{key}` has no `{found}`; did you mean `{near}`?"
        "`{key}` 不接受 `{found}`；是否想写 `{near}`？";
    /// A whole path was expected.
    expected_path(key, found)
        "`{key}` takes a path from the root on, or an empty text; found `{found}`"
        "`{key}` 的取值为绝对路径或空文本；实际为 `{found}`";
    /// A text was expected.
    expected_text(key, found)
        "`{key}` takes a text that isn't blank; found `{found}`"
        "`{key}` 的取值为非空文本；实际为 `{found}`";
    /// A table was expected.
    expected_table(key, found)
        "`{key}` is a table of keys; found `{found}`"
        "`{key}` 应为包含各键的表；实际为 `{found}`";
    /// A rule was expected.
    unknown_rule(found)
        "`{found}` is no rule; `cullis explain RULE` and `policies/default.toml` know them all"
        "`{found}` 不是规则；全部规则见 `policies/default.toml`，可用 `cullis explain 规则` 查看";
    /// A rule was expected, and one has a similar name.
    unknown_rule_near(found, near)
        "`{found}` is no rule; did you mean `{near}`?"
        "`{found}` 不是规则；是否想写 `{near}`？";
    /// A folder of the tree was expected.
    expected_folder(key, found)
        "`{key}` takes a folder of the repository such as `services/payments`; found `{found}`"
        "`{key}` 的取值为仓库中的文件夹，例如 `services/payments`；实际为 `{found}`";
    /// Bounds of versions were expected.
    expected_versions(key, found)
        "`{key}` takes bounds that hold together, such as `>=1.2, <2`; found `{found}`"
        "`{key}` 的取值为同时成立的版本界限，例如 `>=1.2, <2`；实际为 `{found}`";
    /// A level was expected, or two with a day between them.
    expected_schedule(key, example, found)
        "`{key}` takes `\"block\"`, `\"warn\"`, `\"note\"` or `\"off\"`, or `{example}`; found `{found}`"
        "`{key}` 的取值为 `\"block\"`、`\"warn\"`、`\"note\"` 或 `\"off\"`，或 `{example}`；实际为 `{found}`";
    /// A digest was expected.
    expected_digest(key, found)
        "`{key}` takes the SHA-256 of the file in 64 hexadecimal digits, as `sha256sum FILE` prints it; found `{found}`"
        "`{key}` 的取值为该文件的 SHA-256，即 `sha256sum 文件` 输出的 64 位十六进制数字；实际为 `{found}`";
    /// An SPDX expression was expected.
    expected_expression(key, found)
        "`{key}` takes an SPDX expression such as `MIT OR Apache-2.0`; found `{found}`"
        "`{key}` 的取值为 SPDX 表达式，例如 `MIT OR Apache-2.0`；实际为 `{found}`";
    /// A path in a package was expected.
    expected_package_path(key, found)
        "`{key}` takes the path of a file in the package, such as `LICENSE` or `docs/EULA.txt`; found `{found}`"
        "`{key}` 的取值为软件包内文件的路径，例如 `LICENSE` 或 `docs/EULA.txt`；实际为 `{found}`";
    /// A layer that has to stand below isn't there.
    layer_absent(file)
        "a layer `{file}` has to stand below this one, and none does; hand it in with `--policy` or `CULLIS_POLICY`"
        "此层之下必须有策略层 `{file}`，但没有；请用 `--policy` 或 `CULLIS_POLICY` 提供";
    /// A layer that has to stand below is another one.
    layer_differs(found, expected, digest)
        "the layer {found} has to be sha256:{expected}, and is sha256:{digest}"
        "策略层 {found} 应为 sha256:{expected}，实际为 sha256:{digest}";
    /// A layer that has to be signed has no signature.
    layer_unsigned(found)
        "the layer {found} has to be signed, and no {found}.sig stands beside it; `cullis policy sign {found} --key KEY` makes it"
        "策略层 {found} 必须经过签名，但其旁没有 {found}.sig；可用 `cullis policy sign {found} --key 密钥` 生成";
    /// A layer's signature doesn't do.
    layer_signature(found)
        "the signature of the layer {found} doesn't hold"
        "策略层 {found} 的签名不成立";
    /// A document is named where whoever asks for a change may write.
    document_of_the_tree(key)
        "`[[{key}]]` stands in a layer above the repository (`--policy`, `CULLIS_POLICY`, the host's): a change could excuse itself by a document of its own"
        "`[[{key}]]` 只能写在高于仓库的策略层中（`--policy`、`CULLIS_POLICY` 或主机策略）：否则变更可用自带的文档为自己豁免";
    /// A key speaks of the whole repository, and stands in a folder's file.
    too_wide_for_a_folder(key)
        "`{key}` speaks of the whole repository; in a folder's file stand `[levels]`, `[[when]]`, `[[ban]]`, `licenses.allow` and `licenses.deny`"
        "`{key}` 针对整个仓库；文件夹自身的文件中只能有 `[levels]`、`[[when]]`、`[[ban]]`、`licenses.allow` 和 `licenses.deny`";
    /// A licence was expected.
    unknown_license(found)
        "`{found}` is no licence of the SPDX list, and no `LicenseRef-`; name one licence for each entry"
        "`{found}` 既不是 SPDX 列表中的许可证，也不是 `LicenseRef-`；每个条目请只写一个许可证";
    /// A licence was expected, and one has a similar name.
    unknown_license_near(found, near)
        "`{found}` is no licence of the SPDX list; did you mean `{near}`?"
        "`{found}` 不是 SPDX 列表中的许可证；是否想写 `{near}`？";
    /// A package URL was expected.
    expected_package_url(key, found)
        "`{key}` takes package URLs that name something, such as `pkg:npm/@acme/soap-*`; found `{found}`"
        "`{key}` 的取值为有所指的 package URL，如 `pkg:npm/@acme/soap-*`；实际为 `{found}`";
    /// A public key was expected.
    unusable_key(key, number)
        "entry {number} of `{key}`, which takes public keys"
        "`{key}`（取值为公钥）的第 {number} 项";
    /// Tables in a list were expected.
    expected_entries(key, found)
        "`{key}` takes entries, each beginning with `[[{key}]]`; found `{found}`"
        "`{key}` 应为若干条目，每条以 `[[{key}]]` 开头；实际为 `{found}`";
    /// A day was expected.
    expected_date(key, found)
        "`{key}` takes a day such as `2026-12-31`; found `{found}`"
        "`{key}` 的取值为日期，例如 `2026-12-31`；实际为 `{found}`";
    /// Entries were expected where something else stands.
    not_entries(key)
        "`{key}` isn't written as `[[{key}]]` entries, so that none can be added or changed here"
        "`{key}` 不是以 `[[{key}]]` 条目的形式书写，无法在此添加或修改";
    /// A moment was expected.
    expected_moment(key, found)
        "`{key}` takes a moment such as `2026-12-31T09:00:00Z`; found `{found}`"
        "`{key}` 的取值为时刻，例如 `2026-12-31T09:00:00Z`；实际为 `{found}`";
    /// A component was expected.
    expected_component(found)
        "`component` takes a name, `ecosystem:name`, `*`, or a package URL without version such as `pkg:npm/left-pad` or `pkg:npm/@acme/*`; found `{found}`"
        "`component` 的取值为名称、`ECOSYSTEM:NAME`、`*`，或不带版本的 package URL（如 `pkg:npm/left-pad`、`pkg:npm/@acme/*`）；实际为 `{found}`";
    /// Versions were expected.
    exception_versions(found)
        "`versions` takes bounds with `<`, `<=`, `>`, `>=` or `=`, such as `>=1.2, <2.0`; found `{found}`"
        "`versions` 的取值为 `<`、`<=`、`>`、`>=`、`=` 组成的范围，例如 `>=1.2, <2.0`；实际为 `{found}`";
    /// The name of a repository was expected.
    expected_repository(key, found)
        "`{key}` takes a repository's name such as `git.example/payments/api` (host in lower case, path without `.git`), or an empty text; found `{found}`"
        "`{key}` 的取值为仓库名，例如 `git.example/payments/api`（主机用小写，路径不带 `.git`），或空文本；实际为 `{found}`";
    /// The name of a repository was expected in an exception.
    exception_repository(found)
        "`repository` takes one repository's name such as `git.example/payments/api` (host in lower case, path without `.git`); found `{found}`"
        "`repository` 的取值为一个仓库的名称，例如 `git.example/payments/api`（主机用小写，路径不带 `.git`）；实际为 `{found}`";
    /// A pattern of names was expected in an exception.
    exception_repositories(found)
        "`repository` takes a repository's name such as `git.example/payments/api`, or `git.example/payments/*` for several; found `{found}`"
        "`repository` 的取值为仓库名，例如 `git.example/payments/api`，或以 `git.example/payments/*` 表示多个；实际为 `{found}`";
    /// A digest was expected.
    revoked_digest(found)
        "`exception` takes `sha256:` and 64 digits, as `cullis exception list` shows them; found `{found}`"
        "`exception` 的取值为 `sha256:` 加 64 位十六进制数（见 `cullis exception list`）；实际为 `{found}`";
    /// A folder was expected.
    exception_folder(found)
        "`folder` takes a folder of the repository such as `services/payments`; found `{found}`"
        "`folder` 的取值为仓库中的文件夹，例如 `services/payments`；实际为 `{found}`";
    /// There is no such rule.
    exception_rule(found)
        "there is no rule `{found}`"
        "没有规则 `{found}`";
    /// A key of the roster that can't be used.
    unusable_roster_key(found)
        "the key `{found}` can't be used"
        "无法使用密钥 `{found}`";
    /// A registry's URL was expected.
    expected_url(key, found)
        "`{key}` takes the beginning of URLs with scheme and host, such as `https://packages.example/npm/`; found `{found}`"
        "`{key}` 的取值为含协议和主机的 URL 前缀，例如 `https://packages.example/npm/`；实际为 `{found}`";
    /// A pattern of exclusion puts back instead of leaving out.
    negated_pattern(key, found)
        "`{key}` takes patterns of what to leave out; `{found}` would put something back: name what to leave out more narrowly"
        "`{key}` 的取值为要排除的模式；`{found}` 会重新纳入内容：请把要排除的范围写得更窄";
    /// A pattern of grants names nothing.
    grants_nothing(pattern)
        "`may-loosen` names keys, `registry`, `exception`, `roster`, or a beginning with `*` such as `levels.*`; `{pattern}` names none"
        "`may-loosen` 的取值为键名、`registry`、`exception`、`roster`，或以 `*` 结尾的前缀（如 `levels.*`）；`{pattern}` 不匹配任何一个";
    /// A pattern of grants names nothing, and something has a similar name.
    grants_nothing_near(pattern, near)
        "`may-loosen` has no key for `{pattern}`; did you mean `{near}`?"
        "`may-loosen` 中的 `{pattern}` 不匹配任何键；是否想写 `{near}`？";
    /// A file of entries has none.
    overlay_empty(tables)
        "says nothing; expected [[{tables}]]"
        "没有任何内容；应包含 [[{tables}]]";
    /// A mandatory part is missing.
    missing_field(entry, field)
        "this `[[{entry}]]` has no `{field}`; it is mandatory"
        "此 `[[{entry}]]` 缺少必填的 `{field}`";
    /// Somebody approved their own exception.
    approver_is_owner(name)
        "`{name}` is both owner and approver of this exception; somebody else has to approve it"
        "`{name}` 既是此例外的负责人又是批准人；必须由他人批准";
    /// A data file names a practice that there is none of, or out of order, or twice.
    unknown_practice(id)
        "`{id}` is no practice of the catalogue at this point: unknown, out of order, or named twice"
        "此处的 `{id}` 不是目录中的实践：未知、次序不符或重复";
    /// A data file has no row for a practice.
    missing_practice(id)
        "there is no row for the practice `{id}`"
        "缺少实践 `{id}` 的行";
    /// A mapping names a requirement that the standard's file doesn't have.
    unknown_requirement(id)
        "`{id}` is no requirement of this standard's file"
        "`{id}` 不在此标准的文件中";
    /// A requirement stands twice.
    duplicate_requirement(id)
        "`{id}` stands twice"
        "`{id}` 重复出现";
    /// A standard and its mapping don't belong together.
    unmapped_standard(name)
        "`{name}` has no counterpart: a standard needs a mapping of the same name, id and version, and the other way round"
        "`{name}` 没有对应文件：标准与映射须成对，名称、标识和版本一致";
}
