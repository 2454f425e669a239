//! The words of `cullis db sync`.

use crate::messages::sentences;

sentences! { "cli.db.sync";
    /// What the command does.
    about()
        "Download advisories from a mirror, or a signed index, and install what verifies whole. The only command that uses the network"
        "从镜像下载公告，或下载已签名的索引，完整通过校验后安装。唯一使用网络的命令";
    /// Help of `--from`.
    help_from()
        "A mirror laid out as OSV's own export (<ecosystem>/all.zip), or an index (ends with .cullis, or --index)"
        "按 OSV 导出布局的镜像（<生态>/all.zip），或索引（以 .cullis 结尾，或用 --index 指明）";
    /// Help of `--out`.
    help_out()
        "The index to install; without it the place where `check` looks by itself"
        "要安装的索引；不写则为 `check` 默认查找的位置";
    /// Help of `--ecosystem`.
    help_ecosystem()
        "An ecosystem to fetch, such as npm; give it again for more. Without it those of the mirror's ecosystems.txt, else those of the installed index"
        "要获取的生态系统，如 npm；可多次给出。不写则取镜像 ecosystems.txt 所列，没有该文件时取已安装索引所含";
    /// Help of `--index`.
    help_index()
        "The address is that of a ready-made index, whose signature is at ADDRESS.sig"
        "该地址是现成的索引，其签名位于 地址.sig";
    /// Help of `--full`.
    help_full()
        "Fetch whole archives, even where few records have changed"
        "即使只有少数记录变更，也获取完整压缩包";
    /// Help of `--cache`.
    help_cache()
        "The folder that keeps what was downloaded; without it one in the user's folder for caches"
        "保存下载内容的文件夹；不写则位于用户缓存文件夹中";
    /// Help of `--ca`.
    help_ca()
        "Certificate authorities (PEM) to trust in place of the system's own (else SSL_CERT_FILE)"
        "要信任的证书颁发机构（PEM），取代系统自带的（未指定时取 SSL_CERT_FILE）";
    /// Help of `--allow-http`.
    help_allow_http()
        "Fetch over plain http from another host, too"
        "也允许以未加密的 http 从其他主机获取";
    /// Help of `--timeout`.
    help_timeout()
        "How long nothing may come before a request is given up (30)"
        "多久收不到任何数据即放弃请求（30）";
    /// Help of `--deadline`.
    help_deadline()
        "How long everything may take (3600)"
        "全部下载的时限（3600）";
    /// Help of `--retries`.
    help_retries()
        "How often a failed request is made again (4)"
        "请求失败后的重试次数（4）";
    /// Help of `--retry-wait`.
    help_retry_wait()
        "How long to wait before that; it doubles each time (0.5)"
        "重试前的等待时间，每次加倍（0.5）";
    /// Help of `--max-bytes`.
    help_max_bytes()
        "The largest file that is taken, in bytes (4 GiB for archives and indexes)"
        "可接受的最大文件字节数（压缩包与索引为 4 GiB）";
    /// Help of `--json`.
    help_json()
        "One JSON object on one line"
        "以一行 JSON 对象输出";

    /// What an error is about.
    about_place(place)
        "{place}: "
        "{place}（来源）：";
    /// On the progress bar.
    about_file(file)
        "{file}"
        "下载 {file}";
    /// Another attempt.
    tries_again(file, reason)
        "{file}: {reason}; trying again"
        "{file}：{reason}；正在重试";
    /// No folder is known.
    no_place(flag)
        "this machine names no folder of the user's own to put it in: say where with `{flag}`"
        "此环境未提供用户文件夹，无处存放：请用 `{flag}` 指定位置";
    /// What is there can't be used.
    installed_unusable()
        "It isn't replaced, because nobody can say what would be lost. Remove it first when it is to go."
        "不会替换该文件，因为无法得知会失去什么。如确需替换，请先将其移除。";
    /// An index without a key.
    index_without_key()
        "a ready-made index has to be signed: name the public key with `--key FILE`"
        "现成的索引必须经过签名：请用 `--key FILE` 指定公钥";
    /// Ecosystems of an index.
    index_with_ecosystem()
        "`--ecosystem` belongs to a mirror; a ready-made index comes as it is"
        "`--ecosystem` 用于镜像；现成的索引按原样获取";
    /// A signature file about something else.
    no_statement()
        "the signature states nothing about an index"
        "签名中没有关于索引的声明";
    /// The index isn't the one that was signed.
    other_root(found, expected)
        "the index has root {found}, and the signature is about {expected}: it was changed, or replaced while it was fetched; try again"
        "索引的根摘要为 {found}，而签名针对 {expected}：索引被改动，或在获取期间被替换；请重试";

    /// The archive holds records of others.
    foreign_records(ecosystem)
        "an archive of the mirror holds no record of the ecosystem that it is named after, and some of {ecosystem}"
        "镜像的一个压缩包不含其名称所示生态系统的记录，却含有 {ecosystem} 的记录";
    /// Nothing of an ecosystem.
    nothing_of(ecosystem)
        "the mirror's archive of {ecosystem} holds no record of a package in {ecosystem}"
        "镜像的 {ecosystem} 压缩包中没有任何关于 {ecosystem} 软件包的记录";
    /// An ecosystem would be lost.
    lost(ecosystem)
        "the mirror doesn't name {ecosystem}, which the installed index covers: it would be lost; say which ecosystems are wanted with `--ecosystem` when that is meant"
        "镜像未列出 {ecosystem}，而已安装的索引涵盖它：替换后将失去该生态系统；如确有此意，请用 `--ecosystem` 指明所需的生态系统";
    /// An ecosystem that nobody asked for any more.
    dropped(ecosystem)
        "{ecosystem} is no longer covered: it wasn't asked for"
        "不再涵盖 {ecosystem}：本次未要求获取";
    /// A source gets older.
    older(ecosystem, found, installed)
        "the mirror's data of {ecosystem} stands for {found}, and the installed index for {installed}: the mirror is behind, or offers old data as new; remove the installed index first when that is meant"
        "镜像的 {ecosystem} 数据截至 {found}，而已安装的索引截至 {installed}：镜像落后，或有人把旧数据当作新数据提供；如确有此意，请先移除已安装的索引";
    /// A new index is in its place.
    installed(path, bytes)
        "{path} installed ({bytes} bytes)"
        "已安装 {path}（{bytes} 字节）";
    /// Nothing is new.
    current(path)
        "{path} is current"
        "{path} 已是最新";
    /// A manifest that holds.
    manifest(serial)
        "manifest of the mirror, serial {serial}"
        "镜像清单，序号 {serial}";
    /// An archive that was here.
    unchanged(ecosystem)
        "{ecosystem}: unchanged"
        "{ecosystem}：无变化";
    /// An archive that came whole.
    whole(ecosystem)
        "{ecosystem}: fetched whole"
        "{ecosystem}：已获取完整压缩包";
    /// An archive that was changed.
    changes(ecosystem, changed, removed)
        "{ecosystem}: {changed} changed {changed:record|records} fetched, {removed} taken out"
        "{ecosystem}：获取 {changed} 条变更的记录，移除 {removed} 条";
}
