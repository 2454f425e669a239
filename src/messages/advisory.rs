//! What is said of advisory databases: their sources, their index, what could not be compared.

use super::sentences;

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
        "it comes from a git repository on `{host}`, and {advisory} lists affected commits, which were not resolved; name and version were compared all the same"
        "它来自 `{host}` 上的 git 仓库，而 {advisory} 按提交列出受影响范围，提交未作解析；仍按名称和版本做了比对";
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
    /// A source without any record.
    source_empty()
        "holds no OSV record: expected a folder of `.json` files, an `all.zip`, or folders named after ecosystems that hold one"
        "其中没有 OSV 记录：应为 `.json` 文件的文件夹、`all.zip`，或以生态系统命名、各含一个 `all.zip` 的文件夹";
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
    /// A zip bomb.
    archive_too_large(entry, limit)
        "its entry `{entry}` unpacks to more than {limit} bytes (policy keys `limits.archive-entry-bytes` and `limits.archive-ratio`)"
        "其条目 `{entry}` 解压后超过 {limit} 字节（策略键 `limits.archive-entry-bytes` 和 `limits.archive-ratio`）";
    /// Too many bytes altogether.
    archive_too_many(limit)
        "unpacks to more than {limit} bytes altogether"
        "解压后总计超过 {limit} 字节";
    /// The index can't be written.
    index_unwritable(reason)
        "the index can't be written: {reason}"
        "无法写入索引：{reason}";
}
