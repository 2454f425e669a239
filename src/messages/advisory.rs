//! What is said of advisory databases: their sources, their index, what could not be compared.

use super::sentences;
use crate::domain::advisory::{Completeness, DatabaseSource, Feed, FeedKind};
use crate::domain::statement::Statement;

sentences! { "advisory";
    /// Nothing to assess with.
    doubt_no_database()
        "there is no advisory database that could be used"
        "没有可用的公告数据库";
    /// No source of the ecosystem.
    doubt_not_covered(ecosystem)
        "the advisory database has no source for {ecosystem}"
        "公告数据库没有 {ecosystem} 的数据源";
    /// A private registry.
    doubt_private_registry(host)
        "it comes from the private registry `{host}`, which public advisories don't speak of"
        "它来自私有仓库 `{host}`，公开公告不涉及其中的组件";
    /// No origin, where others have one.
    doubt_unstated_origin()
        "the entry names no registry, and the policy takes unnamed registries for private"
        "该条目未写明仓库，而策略把未声明的仓库视为私有仓库";
    /// A git repository.
    doubt_git(host)
        "it comes from a git repository on `{host}`, whose commit no advisory lists; name and version were compared all the same"
        "它来自 `{host}` 上的 git 仓库，公告不按提交列出；仍按名称和版本做了比对";
    /// A git repository, where a record lists commits.
    doubt_git_commits(host, advisory)
        "it comes from a git repository on `{host}`, and which side of the commits that {advisory} lists it stands on isn't known; name and version were compared all the same"
        "它来自 `{host}` 上的 git 仓库，而 {advisory} 按提交列出受影响范围，无法判断它在这些提交之前还是之后；仍按名称和版本做了比对";
    /// No clone has the commit.
    commit_not_at_hand(commit, url)
        "no clone on this machine holds commit `{commit}` of `{url}`; `cargo fetch`, `go mod download` or `git submodule update --init` before the check brings it to where clones are looked for"
        "本机没有任何克隆含有 `{url}` 的提交 `{commit}`；可在检查前运行 `cargo fetch`、`go mod download` 或 `git submodule update --init`，把它取到本工具查找克隆的位置";
    /// An entry pins no commit.
    commit_not_pinned(url)
        "the entry pins no whole commit of `{url}`; pin it with all 40 digits"
        "该条目没有锁定 `{url}` 的完整提交；请写出全部 40 位";
    /// A shallow clone ends too early.
    commit_beyond_clone(event)
        "the clone is shallow and ends before it is clear on which side of commit `{event}` the component stands; `git fetch --unshallow` gets the rest"
        "克隆为浅克隆，其历史不足以判断组件在提交 `{event}` 之前还是之后；可用 `git fetch --unshallow` 取得其余历史";
    /// Where the fault began isn't in the clone.
    commit_of_record_absent(event)
        "the clone that holds the component's commit doesn't hold commit `{event}` of the advisory, so the two may be of different histories; fetch all branches of that repository"
        "含有组件提交的克隆中没有公告所列的提交 `{event}`，两者可能不属于同一历史；请取得该仓库的全部分支";
    /// An event that names no commit.
    commit_of_record_unreadable(event)
        "the advisory names `{event}`, which is no whole commit id"
        "公告所列的 `{event}` 不是完整的提交标识";
    /// A release of a distribution is left unsaid.
    doubt_no_release(ecosystem)
        "it doesn't say which release of {ecosystem} it belongs to, and advisories there speak of releases"
        "未写明它属于 {ecosystem} 的哪个发行版本，而该生态系统的公告按发行版本列出";
    /// A tag that is moved with every release of its line.
    doubt_moving_tag(version)
        "the tag `{version}` moves with every release of its line, so nobody can tell which version it stands for; it was compared as the first one"
        "标签 `{version}` 会随同一版本线的每次发布而移动，无法确定它代表哪个版本；已按其中的首个版本做了比对";
    /// An archive.
    doubt_archive(host)
        "it comes from an archive on `{host}` outside any registry; name and version were compared all the same"
        "它来自 `{host}` 上的压缩包，不属于任何仓库；仍按名称和版本做了比对";
    /// A path.
    doubt_path(path)
        "it comes from `{path}` outside the tree; name and version were compared all the same"
        "它来自代码树之外的 `{path}`；仍按名称和版本做了比对";
    /// No exact version.
    doubt_not_exact(ecosystem)
        "no exact version of this {ecosystem} component is pinned"
        "未锁定这个 {ecosystem} 组件的确切版本";
    /// Two versions without an order.
    doubt_not_comparable(ecosystem, version, other, advisory)
        "version `{version}` and version `{other}` of {advisory} have no order in {ecosystem}"
        "在 {ecosystem} 中，版本 `{version}` 与 {advisory} 所列的版本 `{other}` 无法比较";
    /// Only commits are stated.
    doubt_only_commits(advisory)
        "{advisory} states which commits are affected, and no versions"
        "{advisory} 只写明受影响的提交，没有写明版本";
    /// Nothing is stated.
    doubt_nothing_stated(advisory)
        "{advisory} doesn't state which versions are affected"
        "{advisory} 没有写明哪些版本受影响";

    /// Behind a source: in-house records.
    clause_in_house(count)
        ", {count} of them in-house"
        "，其中内部公告 {count} 条";
    /// Behind a source: records that the organisation withdrew.
    clause_withdrawn_here(count)
        ", {count} withdrawn by the organisation"
        "，本组织撤回 {count} 条";
    /// Behind a source that isn't whole.
    clause_partial()
        "; only a part of what is published"
        "；仅为已发布内容的一部分";
    /// What is known of exploits.
    feed_exploited(entries, matched)
        "{entries} {entries:vulnerability|vulnerabilities} known to be exploited, {matched} of them in the data"
        "已知遭利用的漏洞 {entries} 个，其中 {matched} 个见于数据";
    /// Estimates of exploits.
    feed_epss(entries, matched)
        "{entries} EPSS {entries:estimate|estimates}, {matched} of them for advisories in the data"
        "EPSS 概率 {entries} 条，其中 {matched} 条对应数据中的公告";
    /// Licences.
    feed_licenses(entries)
        "{entries} {entries:licence|licences} of components"
        "组件许可证 {entries} 条";
    /// Behind a feed with a day.
    clause_as_of(date)
        ", as of {date}"
        "，截至 {date}";
    /// Behind a feed without a day.
    clause_undated()
        ", of unknown date"
        "，日期不明";
    /// Private names.
    holds_namespaces(count)
        "{count} private {count:namespace|namespaces}: judged by in-house advisories alone"
        "私有命名空间 {count} 个：仅按内部公告判定";
    /// Withdrawn by overlays.
    holds_withdrawals(count)
        "{count} {count:advisory|advisories} withdrawn by the organisation: `cullis db info` says which, by whom and why"
        "本组织撤回的公告 {count} 条：用 `cullis db info` 查看具体公告、撤回者与理由";
    /// Who signed.
    signed_by(keys)
        "signed by {keys}"
        "签名者：{keys}";
    /// A withdrawal.
    withdrawal(id, by, date, reason)
        "{id} withdrawn by {by} on {date}: {reason}"
        "{id} 由 {by} 于 {date} 撤回：{reason}";

    /// An index of no bytes.
    index_empty()
        "the index is empty; build it again with `cullis db import`"
        "索引为空；请用 `cullis db import` 重新生成";
    /// Something that isn't an index.
    index_foreign()
        "this isn't an advisory index: expected a file made by `cullis db import`, or a folder or zip of OSV records"
        "这不是公告索引：应为 `cullis db import` 生成的文件，或者 OSV 记录的文件夹或 zip";
    /// An index of a later format.
    index_newer(found, supported)
        "the index has format {found}, made by a newer Cullis; this one reads format {supported}: update Cullis, or build the index again with `cullis db import`"
        "索引格式为 {found}，由更新版本的 Cullis 生成，当前版本只读取格式 {supported}；请更新 Cullis，或用 `cullis db import` 重新生成索引";
    /// An index of an earlier format.
    index_older(found, supported)
        "the index has format {found}, made by an older Cullis; this one reads format {supported}: build the index again with `cullis db import`"
        "索引格式为 {found}，由较旧版本的 Cullis 生成，当前版本读取格式 {supported}；请用 `cullis db import` 重新生成索引";
    /// A file of the wrong length.
    index_length(found, expected)
        "the index is {found} bytes long and says that it has {expected}: it was cut short or written over; fetch or build it again"
        "索引长度为 {found} 字节，而其自述为 {expected} 字节：文件被截断或被覆盖；请重新获取或生成";
    /// Bytes that don't match their digest.
    index_damaged(part, position)
        "the index is damaged: its {part} at byte {position} doesn't match its digest; fetch or build it again"
        "索引已损坏：字节 {position} 处的 {part} 与其摘要不符；请重新获取或生成";
    /// Bytes that match their digest and make no sense.
    index_unsound(position)
        "the index is unsound at byte {position}, although its digests hold: whoever built it made a mistake; build it again with `cullis db import`"
        "索引在字节 {position} 处内容不合理，尽管摘要相符：生成它的程序有误；请用 `cullis db import` 重新生成";
    /// Too much data for the format.
    index_too_large(what)
        "the index has no room for its {what}"
        "索引容纳不下其 {what}";

    /// A record that can't be read.
    record_unreadable(reason)
        "isn't an OSV record: {reason}"
        "不是 OSV 记录：{reason}";
    /// Two records of one id that differ and were changed at the same time.
    record_conflict(id, other)
        "is another text of {id} than `{other}`, with the same date of change"
        "与 `{other}` 中的 {id} 内容不同，但修改时间相同";
    /// An in-house record with a public one's id, or the reverse.
    record_of_another(id, other)
        "has the id {id} of `{other}`, which another publisher wrote: give the in-house one an id of its own"
        "使用了 `{other}` 的编号 {id}，而后者由其他发布者编写：请为内部公告另取编号";
    /// Two overlays withdraw one advisory in different words.
    two_withdrawals(id)
        "withdraws {id}, which another overlay withdraws in other words: keep one of the two"
        "撤回了 {id}，而另一个覆盖文件以不同的内容撤回同一公告：请只保留其中一个";
    /// Two licences of one component.
    two_licenses(component, first, second)
        "lists two licences of {component}: `{first}` and `{second}`"
        "为 {component} 列出了两个许可证：`{first}` 和 `{second}`";
    /// A source without any record.
    source_empty()
        "holds no OSV record: expected a folder of `.json` files, an `all.zip`, or folders named after ecosystems that hold one"
        "其中没有 OSV 记录：应为 `.json` 文件的文件夹、`all.zip`，或以生态系统命名、各含一个 `all.zip` 的文件夹";
    /// An overlay that isn't there.
    overlay_absent()
        "holds no overlay: expected a `.toml` file, OSV records, or a folder of both"
        "其中没有覆盖内容：应为 `.toml` 文件、OSV 记录，或含有两者的文件夹";
    /// Some records of a source couldn't be read.
    source_partial(count, first)
        "{count} of its records can't be read, the first is `{first}`"
        "其中 {count} 条记录无法读取，第一条是 `{first}`";
    /// The operating system refuses.
    source_refused(reason)
        "can't be read: {reason}"
        "无法读取：{reason}";
    /// Neither file nor folder, or a link.
    source_odd()
        "is neither a file nor a folder"
        "既不是文件也不是文件夹";
    /// A zip that isn't one.
    archive_unsound(reason)
        "isn't a zip archive that can be read: {reason}"
        "不是可读取的 zip 压缩包：{reason}";
    /// A zip of which two entries have one name.
    archive_repeats_names(entries, names)
        "declares {entries} entries and has {names} names, so a name stands twice or entries are missing, and which of them counts would be a guess"
        "声明有 {entries} 个条目，却只有 {names} 个名称：有名称重复或条目缺失，无法确定以哪个为准";
    /// A zip bomb.
    archive_too_large(entry, limit)
        "its entry `{entry}` unpacks to more than {limit} bytes (policy keys `limits.archive-entry-bytes` and `limits.archive-ratio`)"
        "其条目 `{entry}` 解压后超过 {limit} 字节（策略键 `limits.archive-entry-bytes` 和 `limits.archive-ratio`）";
    /// Too many bytes altogether.
    archive_too_many(limit)
        "unpacks to more than {limit} bytes altogether"
        "解压后总计超过 {limit} 字节";
    /// A feed that can't be read, in the parser's words.
    feed_unreadable(reason)
        "can't be read: {reason}"
        "无法读取：{reason}";
    /// A feed without entries.
    feed_empty()
        "has no entries: it was cut short, or isn't the file that it should be"
        "没有任何条目：文件被截断，或不是所需的文件";
    /// A catalogue that counts itself, wrongly.
    feed_count(stated, found)
        "says that it has {stated} {stated:entry|entries} and has {found}: it was cut short or altered"
        "自述有 {stated} 个条目，实际为 {found} 个：文件被截断或改动";
    /// An entry of a catalogue without a sound field.
    feed_entry(number, field, found)
        "entry {number}: expected a `{field}`, found `{found}`"
        "第 {number} 个条目：应有 `{field}`，实际为 `{found}`";
    /// A line of a table that is none.
    feed_line(number, expected, found)
        "line {number}: expected `{expected}`, found `{found}`"
        "第 {number} 行：应为 `{expected}`，实际为 `{found}`";
    /// An ecosystem that isn't known.
    ecosystem_unknown(found)
        "`{found}` is no ecosystem whose versions can be compared; write it as OSV does, such as `npm` or `Maven`"
        "`{found}` 不是可比较版本的生态系统；请按 OSV 的写法，例如 `npm` 或 `Maven`";
    /// An ecosystem that isn't known, and one of a similar name.
    ecosystem_unknown_near(found, near)
        "`{found}` is no ecosystem whose versions can be compared; did you mean `{near}`?"
        "`{found}` 不是可比较版本的生态系统；是否想写 `{near}`？";
    /// A pattern that fits everything.
    namespace_too_wide(found)
        "the name {found} fits every component; name the part that is yours, such as `@bank/*`"
        "名称 {found} 会匹配所有组件；请写明自有的部分，例如 `@bank/*`";
    /// A range with two ends.
    two_ends(found)
        "a range ends with `fixed` or with `last-affected`, not with both; found {found} as the second"
        "一个范围只能以 `fixed` 或 `last-affected` 之一结束；第二个为 {found}";
    /// A vector that gives no score.
    vector_unreadable(found)
        "`severity` takes a CVSS vector with all of its base metrics; found `{found}`"
        "`severity` 的取值为包含全部基础指标的 CVSS 向量；实际为 `{found}`";

    /// The index can't be written.
    index_unwritable(reason)
        "the index can't be written: {reason}"
        "无法写入索引：{reason}";
}

/// What sets a source apart from a whole public export.
pub fn clauses_of(source: &DatabaseSource) -> Vec<Statement> {
    let mut clauses = Vec::new();
    if source.in_house > 0 {
        clauses.push(clause_in_house(source.in_house));
    }
    if source.withdrawn_here > 0 {
        clauses.push(clause_withdrawn_here(source.withdrawn_here));
    }
    if source.completeness == Completeness::Partial {
        clauses.push(clause_partial());
    }
    clauses
}

/// What the database knows beside advisories.
pub fn parts_of_feed(feed: &Feed) -> [Statement; 2] {
    let Feed { kind, entries, matched, as_of } = feed;
    let what = match kind {
        FeedKind::Exploited => feed_exploited(entries, matched),
        FeedKind::Epss => feed_epss(entries, matched),
        FeedKind::Licenses => feed_licenses(entries),
    };
    let when = as_of.map_or_else(clause_undated, clause_as_of);
    [what, when]
}
