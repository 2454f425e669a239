//! What is said of threat models: their text, their states, their evidence.

use super::sentences;

sentences! { "threat_model";
    /// A component that is named by no package URL.
    not_a_package_url(found)
        "a component is named by a package URL, such as `pkg:npm/@acme/soap` or `pkg:npm/@acme/*`; found `{found}`"
        "组件须以 package URL 表示，例如 `pkg:npm/@acme/soap` 或 `pkg:npm/@acme/*`；实际为 `{found}`";
    /// A list of a model can't be added to.
    no_place_for(section)
        "`{section}` is written in a way that can't be added to; write it as a list, one item a line"
        "`{section}` 的写法无法追加；请写成列表，每行一项";
    /// A file has more than one YAML document.
    second_document()
        "a second YAML document begins here and isn't read; keep one system in one file"
        "此处开始第二个 YAML 文档，不会被读取；请每个文件只写一个系统";
    /// An alias names no anchor.
    unknown_anchor(name)
        "alias `*{name}` names no anchor above it"
        "别名 `*{name}` 在其上方没有对应的锚点";
    /// An alias stands inside its own anchor.
    alias_of_itself(name)
        "alias `{name}` stands inside what it stands for"
        "别名 `{name}` 位于它所指代的内容之内";
    /// A tag isn't one of YAML's own.
    unknown_tag(tag)
        "tag `{tag}` isn't read; write the value without it"
        "不支持标签 `{tag}`；请去掉标签直接写值";
    /// Too many nodes.
    too_many_nodes(limit)
        "has more than {limit} nodes, aliases counted each time (policy key `limits.yaml-nodes`)"
        "节点超过 {limit} 个（别名每次使用都计数；策略键 `limits.yaml-nodes`）";
    /// A key stands twice.
    duplicate_key(key)
        "key `{key}` stands twice, and readers disagree on which one counts; keep one"
        "键 `{key}` 重复出现，不同读取器的取舍不一致；请只保留一个";
    /// The first of two.
    first_use()
        "first used here"
        "首次出现在此处";
    /// `<<` with something else than a mapping.
    merge_of_no_mapping()
        "`<<` merges mappings; this isn't one"
        "`<<` 只能合并映射，此处不是映射";
    /// The file is another tool's.
    foreign()
        "has no `schema: cullis/threat-model/v1`: it is no model of a format that this version reads; to use it as the threat model, write one in the native format"
        "没有 `schema: cullis/threat-model/v1`：此版本不支持该格式；如需作为威胁模型，请以本工具的格式编写";
    /// Threagile's generated risks aren't there.
    generated_risks_absent(path)
        "the risks that Threagile generates aren't in the repository (`{path}`), so only those that somebody tracked are judged; commit the file that the tool writes"
        "仓库中没有 Threagile 生成的风险（`{path}`），因此只能判定已跟踪的风险；请提交该工具生成的文件";
    /// Threagile's file is something else.
    generated_risks_no_list()
        "should be the list of risks that Threagile writes"
        "应为 Threagile 生成的风险列表";
    /// A threat of pytm's library is excluded.
    excluded_threat(id)
        "threat `{id}` is excluded from the whole model, and nobody says why or for how long; record why it doesn't apply where it does not"
        "威胁 `{id}` 被排除在整个模型之外，既无理由也无期限；请在其不适用之处记录原因";
    /// The schema is newer.
    newer_schema(found)
        "schema `{found}` was made by a newer Cullis; this version reads `cullis/threat-model/v1`"
        "schema `{found}` 由更新版本的 Cullis 生成；此版本只读取 `cullis/threat-model/v1`";
    /// A file of the tree can't be read.
    unreadable(path)
        "`{path}` can't be read"
        "无法读取 `{path}`";
    /// A field isn't known.
    unknown_field(field, owner)
        "`{field}` is no field of `{owner}`"
        "`{owner}` 没有字段 `{field}`";
    /// A field isn't known, and another is near.
    unknown_field_but(field, owner, suggestion)
        "`{field}` is no field of `{owner}`; did you mean `{suggestion}`?"
        "`{owner}` 没有字段 `{field}`，是否想写 `{suggestion}`？";
    /// A field is missing.
    missing_field(field, owner)
        "`{owner}` lacks the field `{field}`"
        "`{owner}` 缺少字段 `{field}`";
    /// A key isn't text.
    key_not_text(owner)
        "a key of `{owner}` isn't text"
        "`{owner}` 的一个键不是文本";
    /// Text was expected.
    not_text(field, found)
        "`{field}` should be text, found `{found}`"
        "`{field}` 应为文本，实际为 `{found}`";
    /// A list was expected.
    not_a_list(field, found)
        "`{field}` should be a list, found `{found}`"
        "`{field}` 应为列表，实际为 `{found}`";
    /// A mapping was expected.
    not_a_mapping(field, found)
        "`{field}` should be a mapping of fields to values, found `{found}`"
        "`{field}` 应为字段到值的映射，实际为 `{found}`";
    /// A date was expected.
    not_a_date(field, found)
        "`{field}` should be a date such as `2026-12-31`, found `{found}`"
        "`{field}` 应为日期（例如 `2026-12-31`），实际为 `{found}`";
    /// `true` or `false` was expected.
    not_true_or_false(field, found)
        "`{field}` should be `true` or `false`, found `{found}`"
        "`{field}` 应为 `true` 或 `false`，实际为 `{found}`";
    /// A list names nothing.
    empty_list(field, owner)
        "`{field}` of `{owner}` names nothing"
        "`{owner}` 的 `{field}` 为空";
    /// A word is outside a vocabulary.
    unknown_word(field, found, known)
        "`{field}` can't be `{found}`; it is one of {known}"
        "`{field}` 不能为 `{found}`；可选值为 {known}";
    /// A word is outside a vocabulary, and another is near.
    unknown_word_but(field, found, suggestion, known)
        "`{field}` can't be `{found}`; did you mean `{suggestion}`? It is one of {known}"
        "`{field}` 不能为 `{found}`，是否想写 `{suggestion}`？可选值为 {known}";
    /// An id is used twice.
    duplicate_id(id)
        "id `{id}` is already used; ids are unique in a model, whatever they name"
        "标识 `{id}` 已被使用；同一模型中的标识必须唯一，无论其指代什么";
    /// Two files speak of one system.
    duplicate_system(id)
        "system `{id}` already has a threat model; keep one file for each system"
        "系统 `{id}` 已有威胁模型；每个系统只保留一个文件";
    /// A reference names nothing.
    dangling(owner, field, id)
        "`{owner}` names `{id}` in `{field}`, and nothing in the model has that id"
        "`{owner}` 在 `{field}` 中引用了 `{id}`，但模型中没有该标识";
    /// A reference names nothing, and an id is near.
    dangling_but(owner, field, id, suggestion)
        "`{owner}` names `{id}` in `{field}`, and nothing in the model has that id; did you mean `{suggestion}`?"
        "`{owner}` 在 `{field}` 中引用了 `{id}`，但模型中没有该标识，是否想写 `{suggestion}`？";
    /// A text is still a tool's, or a note.
    says_nothing_yet(field, item, text)
        "`{field}` of `{item}` says nothing yet: `{text}`"
        "`{item}` 的 `{field}` 尚未填写实际内容：`{text}`";
    /// A model is a tool's example.
    still_the_example(text, format)
        "the model still says `{text}`: that is an example of the tool `{format}`, and speaks of no system of yours"
        "模型仍写着 `{text}`：这是工具 `{format}` 的示例，并未描述您的任何系统";
    /// An element is out of scope.
    out_of_scope(element, field)
        "`{element}` is out of scope, and `{field}` doesn't say why"
        "`{element}` 被列为范围之外，但 `{field}` 没有说明理由";
    /// What a tool counts differs from what is there.
    open_flag_differs(element, flag, count)
        "`hasOpenThreats` of `{element}` is `{flag}`, and {count} of its threats {count:is|are} open"
        "`{element}` 的 `hasOpenThreats` 为 `{flag}`，而其未处理的威胁有 {count} 个";
    /// A score isn't what its factors make.
    score_is_not_the_product(risk, score, likelihood, impact, product)
        "risk `{risk}` has the score {score}, and `{likelihood}` times `{impact}` makes {product}"
        "风险 `{risk}` 的得分为 {score}，而 `{likelihood}` 乘以 `{impact}` 应为 {product}";
    /// A level isn't the score's.
    level_is_not_the_band(risk, level, score, band)
        "risk `{risk}` has the level `{level}`, and a score of {score} is `{band}` in the library's matrix"
        "风险 `{risk}` 的等级为 `{level}`，而按该库的矩阵，得分 {score} 对应 `{band}`";
    /// One entry decides about many.
    bulk(pattern, decision)
        "`{pattern}` decides `{decision}` about every risk that fits it, also about those that appear later; name each risk"
        "`{pattern}` 对所有匹配的风险作出 `{decision}` 的决定，今后新出现的也包括在内；请逐一写明风险";
    /// Too many patterns.
    too_many_patterns(limit)
        "risks and patterns of `risk_tracking` need more than {limit} comparisons; those that were left count as open"
        "风险与 `risk_tracking` 的模式需比较超过 {limit} 次；未比较者视为未处理";
    /// A digest can't be read.
    import_pin_unreadable(found)
        "`sha256` should be 64 hexadecimal digits, found `{found}`"
        "`sha256` 应为 64 位十六进制数字，实际为 `{found}`";
    /// An import leaves the tree.
    import_outside(file)
        "import `{file}` isn't a path inside the repository"
        "导入 `{file}` 不是仓库内的路径";
    /// An imported file isn't there.
    import_absent(file)
        "import `{file}` doesn't exist; paths begin at the root of the repository"
        "导入 `{file}` 不存在；路径从仓库根目录算起";
    /// An imported file isn't opened.
    import_refused(file)
        "import `{file}` can't be read"
        "无法读取导入 `{file}`";
    /// An imported file is something else.
    import_is_no_model(file)
        "import `{file}` is no threat model of a format that this version reads"
        "导入 `{file}` 不是此版本可读取格式的威胁模型";
    /// An imported file has another format.
    import_format(file, found, said)
        "import `{file}` has the format `{found}`, not `{said}`"
        "导入 `{file}` 的格式为 `{found}`，而非 `{said}`";
    /// An imported file was changed.
    import_digest(file, found, said)
        "import `{file}` isn't what it was: its digest is {found}, expected {said}"
        "导入 `{file}` 已改变：其摘要为 {found}，应为 {said}";
    /// Imports lead back.
    import_cycle(file, own)
        "import `{file}` leads back to `{own}`; take one of the imports out"
        "导入 `{file}` 又回到 `{own}`；请去掉其中一个导入";
    /// Too many imports.
    too_many_imports(limit)
        "the models of this repository have more than {limit} imports; this one isn't read"
        "此仓库的模型导入超过 {limit} 个；此项未读取";
    /// An overlay's key is nothing.
    overlay_names_nothing(id)
        "`overlay` names `{id}`, and no imported model has an item of that id"
        "`overlay` 中的 `{id}` 在导入的模型中没有对应的条目";
    /// An overlay's key is several things.
    overlay_names_several(id, count)
        "`overlay` names `{id}`, which {count} imported models have; give each a model of its own that imports it"
        "`overlay` 中的 `{id}` 在 {count} 个导入的模型中都有；请为每个模型单独编写导入它的模型";
    /// A field of an overlay doesn't fit.
    overlay_misplaced(field, id, section)
        "`{field}` means nothing for `{id}`, which is one of the `{section}`"
        "`{field}` 对 `{id}`（属于 `{section}`）没有意义";
    /// An overlay makes a threat milder.
    overlay_lowers(id, said, held)
        "the overlay rates `{id}` {said}, and its own model {held}; the graver counts"
        "overlay 将 `{id}` 评为 {said}，而其模型评为 {held}；以较重者为准";
    /// More defects than are listed.
    more_defects(count)
        "{count} more {count:defect|defects} of this file {count:isn't|aren't} listed; mend the listed ones first"
        "此文件另有 {count} 个缺陷未列出；请先修正已列出的缺陷";
    /// A path leaves the tree.
    evidence_outside(path)
        "evidence `{path}` isn't a path inside the repository"
        "证据 `{path}` 不是仓库内的路径";
    /// A file isn't there.
    evidence_absent(path)
        "evidence `{path}` doesn't exist"
        "证据 `{path}` 不存在";
    /// A file of that name stands elsewhere.
    evidence_elsewhere(path)
        "a file of that name is at `{path}`, so it may have moved"
        "同名文件位于 `{path}`，可能已被移动";
    /// A text isn't in a file.
    evidence_without_text(path, text)
        "evidence `{path}` doesn't contain `{text}`"
        "证据 `{path}` 中没有 `{text}`";
    /// A test isn't in a file.
    evidence_without_test(path, name)
        "`{path}` has no test `{name}`"
        "`{path}` 中没有测试 `{name}`";
    /// A test doesn't run.
    evidence_ignored(path, name)
        "test `{name}` in `{path}` is skipped, so it shows nothing"
        "`{path}` 中的测试 `{name}` 被跳过，不能证明任何事";
    /// A test runs only sometimes.
    evidence_conditional(path, name)
        "test `{name}` in `{path}` may be skipped, by a condition that isn't evaluated; hand in its result with `--junit`"
        "`{path}` 中的测试 `{name}` 可能因某个未求值的条件而被跳过；请用 `--junit` 提供其结果";
    /// A test's name is made at run time.
    evidence_unnamed(path, name)
        "`{path}` gives tests their names when they run, so nothing in it shows whether `{name}` is one; hand in its result with `--junit`"
        "`{path}` 在运行时才生成测试名称，无法据此判断 `{name}` 是否为测试；请用 `--junit` 提供其结果";
    /// More tests than are looked at.
    evidence_too_many_tests(path, name)
        "`{path}` has more tests than are looked at, and `{name}` isn't among the first; name it in a smaller file"
        "`{path}` 中的测试过多，未全部查看，`{name}` 不在已查看的测试之中；请将其放在较小的文件中";
    /// A test in a language that isn't read.
    evidence_language(path, name)
        "`{path}` names `{name}`, and this version doesn't know tests of that language"
        "`{path}` 中出现了 `{name}`，但此版本不识别该语言的测试";
    /// A commit isn't named as one.
    evidence_no_commit(id)
        "`{id}` isn't the id of a commit: write all 40 of its hexadecimal digits"
        "`{id}` 不是提交标识：请写出全部 40 位十六进制数字";
    /// A commit isn't in the history.
    evidence_commit_elsewhere(id)
        "commit `{id}` isn't in the history of what is checked out"
        "提交 `{id}` 不在当前检出版本的历史中";
    /// A clone is too short to tell.
    evidence_commit_beyond(id)
        "the history of this clone ends before commit `{id}` is found; `git fetch --unshallow` gets the rest"
        "此克隆的历史在找到提交 `{id}` 之前就结束了；可用 `git fetch --unshallow` 获取其余部分";
    /// The history can't be read.
    evidence_commit_unread(id)
        "commit `{id}` can't be looked up"
        "无法查找提交 `{id}`";
    /// A digest was expected.
    not_a_digest(element, found)
        "the digest of `{element}` should be 64 hexadecimal digits, found `{found}`"
        "`{element}` 的摘要应为 64 位十六进制数字，实际为 `{found}`";
    /// Nobody can tell which repository a review is signed for.
    review_repository_unknown()
        "a signed review is for one repository; have a layer above set `repository.name`, because nothing says which one this is"
        "签名的复核只针对一个仓库；请由上层策略设置 `repository.name`，因为无从得知本仓库是哪一个";
    /// A signature of a review that isn't over this model here.
    review_signature_here(name)
        "it has to be over this model in the repository `{name}`"
        "签名必须针对仓库 `{name}` 中的此模型";
    /// A review can't be written into a text.
    review_not_writable()
        "the review can't be written into this text without changing something else; write a `review` with nothing but a `date` where it belongs, and try again"
        "无法在不改动其他内容的情况下写入复核；请在适当位置写上只含 `date` 的 `review` 后重试";
    /// A file isn't plain UTF-8.
    review_of_other_encoding()
        "the file isn't UTF-8 without a byte-order mark, so its review can't be written; save it so first"
        "文件不是无字节顺序标记的 UTF-8，无法写入复核；请先以该编码保存";
    /// A model of another tool.
    review_of_other_format()
        "only models of the native format hold a review that can be written (`schema: cullis/threat-model/v1`)"
        "只有本工具格式（`schema: cullis/threat-model/v1`）的模型可以写入复核";
    /// A model in one pair of braces.
    review_in_flow_model()
        "the model stands in one pair of braces, into which no review is written; write it in block style"
        "模型整体写在一对花括号内，无法写入复核；请改用块式写法";
    /// A review that other parts of the file use too.
    review_is_shared()
        "the review has an anchor, an alias, a tag or a merge, so writing it could change something else; write it out first"
        "复核使用了锚点、别名、标签或合并键，写入可能改动其他内容；请先将其展开";
    /// A comment would be lost.
    review_holds_a_comment(line)
        "a field of the review that begins on line {line} has a comment inside, which would be lost; move it above the field first"
        "复核中始于第 {line} 行的字段内含注释，写入会将其丢失；请先把注释移到该字段之上";
    /// A pattern of paths isn't one.
    bad_pattern(pattern, detail)
        "`{pattern}` is no pattern of paths: {detail}"
        "`{pattern}` 不是有效的路径模式：{detail}";
    /// A pattern names no file.
    pattern_without_files(pattern)
        "no file of the repository matches `{pattern}`"
        "仓库中没有文件与 `{pattern}` 匹配";
    /// A covered file can't be read.
    covered_unread(path)
        "`{path}` can't be read"
        "无法读取 `{path}`";
    /// A review names neither digests nor a commit.
    review_names_nothing()
        "the review names neither digests nor a commit, so nothing tells what it saw; `cullis threat review` writes them"
        "复核既没有摘要也没有提交，无从得知当时看到的内容；可用 `cullis threat review` 写入";
    /// The commit of a review isn't there.
    reviewed_commit_absent(id)
        "the reviewed commit `{id}` isn't in this clone; `git fetch --unshallow` may get it, and `cullis threat review` stores digests that don't need it"
        "此克隆中没有复核时的提交 `{id}`；可尝试 `git fetch --unshallow`，或用 `cullis threat review` 写入不依赖它的摘要";
    /// The commit of a review isn't whole.
    review_no_commit(id)
        "the review names `{id}`, which isn't the whole id of a commit"
        "复核所写的 `{id}` 不是完整的提交标识";
    /// Nothing differs between two commits, and the files do.
    changed_elsewhere(id)
        "between commit `{id}` and what is checked out no covered file differs, so the changes aren't committed, or came before it"
        "提交 `{id}` 与当前检出版本之间没有受覆盖文件的差异，因此变更尚未提交，或发生在其之前";
    /// A review without a commit.
    review_without_commit()
        "the review names no commit"
        "复核没有写明提交";
    /// A clone is too short to tell.
    model_beyond_clone(path, commits)
        "this clone ends {commits} {commits:commit|commits} back, before the last change of `{path}`; `git fetch --unshallow` gets the rest"
        "此克隆只有最近 {commits} 个提交，不足以找到 `{path}` 的上一次变更；可用 `git fetch --unshallow` 获取其余部分";
    /// The model isn't committed.
    model_untracked(path)
        "`{path}` isn't committed yet, so nothing tells how old it is"
        "`{path}` 尚未提交，无从得知其新旧";
    /// Pages need a network.
    evidence_url(url)
        "`{url}` can't be verified offline"
        "`{url}` 无法离线验证";
    /// Too much to search.
    evidence_too_much(path, limit)
        "`{path}` isn't searched: the evidence of this repository asks for more than {limit} bytes to be searched"
        "未搜索 `{path}`：此仓库的证据要求搜索的数据超过 {limit} 字节";
}
