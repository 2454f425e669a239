//! What is said of downloads.

use super::sentences;

sentences! { "sync";
    /// An address that can't be read.
    bad_address(address, reason)
        "`{address}` isn't an address: {reason}; expected such as https://mirror.example/osv"
        "`{address}` 不是地址：{reason}；应为 https://mirror.example/osv 这样的地址";
    /// Plain HTTP over a network.
    plain_http(address)
        "`{address}` would be fetched without encryption, and anybody on the way could change it: use https, or `--allow-http` when the network is trusted"
        "`{address}` 将以未加密方式获取，途中任何人都可能改动：请使用 https；若网络可信，可加 `--allow-http`";
    /// Another scheme.
    other_scheme(address, scheme)
        "`{address}` begins with `{scheme}`; only https is fetched, or http from this machine"
        "`{address}` 以 `{scheme}` 开头；只能获取 https 地址，或来自本机的 http 地址";
    /// A redirect that makes no sense.
    bad_redirect(location, reason)
        "the server redirects to `{location}`, which isn't an address: {reason}"
        "服务器重定向到 `{location}`，而它不是地址：{reason}";
    /// A redirect to another host.
    redirect_away(address)
        "the server redirects to `{address}`, on another host or port or without encryption; that isn't followed: when it is meant, give that address itself to `--from`"
        "服务器重定向到 `{address}`，属于另一主机、端口或未加密的地址，不会跟随；如确有此意，请直接用 `--from` 指定该地址";
    /// Too many redirects.
    too_many_redirects(limit)
        "the server redirects more than {limit} times"
        "服务器重定向超过 {limit} 次";
    /// No client could be made.
    no_client(reason)
        "no connection can be set up: {reason} (`--ca FILE` names certificate authorities where the system has none)"
        "无法建立连接：{reason}（系统没有证书颁发机构时，可用 `--ca FILE` 指定）";
    /// A proxy's address.
    bad_proxy()
        "isn't the address of a proxy; expected such as http://proxy.example:3128"
        "不是代理地址；应为 http://proxy.example:3128 这样的地址";
    /// A file without certificates.
    no_authorities()
        "holds no certificate in PEM (`BEGIN CERTIFICATE`); certificate authorities are expected"
        "不含 PEM 格式的证书（`BEGIN CERTIFICATE`）；应为证书颁发机构的证书";

    /// No answer, or none that goes on.
    stalled(seconds)
        "nothing came for {seconds} s; the mirror is down or slow (`--timeout` waits longer)"
        "{seconds} 秒内没有收到任何数据；镜像停机或缓慢（`--timeout` 可延长等待）";
    /// The time for everything is over.
    out_of_time(seconds)
        "not done after {seconds} s; what came so far is kept, and the next sync goes on there (`--deadline` allows more time)"
        "{seconds} 秒后仍未完成；已收到的部分会保留，下次同步从该处继续（`--deadline` 可放宽时限）";
    /// No connection.
    unreachable(reason)
        "can't be reached: {reason}"
        "无法访问：{reason}";
    /// The answer broke off.
    broken_off(reason)
        "the download broke off: {reason}"
        "下载中断：{reason}";
    /// Fewer or more bytes than promised.
    cut_short(found, expected)
        "{found} bytes came of {expected}"
        "应有 {expected} 字节，只收到 {found} 字节";
    /// How often it was tried.
    gave_up(attempts)
        "tried {attempts} {attempts:time|times}; the installed database stays as it is"
        "已尝试 {attempts} 次；已安装的数据库保持不变";
    /// A status that is no success.
    bad_status(status)
        "the server answers {status}"
        "服务器返回 {status}";
    /// A body that is packed.
    encoded(encoding)
        "the server sends it packed as `{encoding}`, which nobody asked for"
        "服务器以 `{encoding}` 压缩发送，而请求中并未要求";
    /// A body of unknown length.
    no_length()
        "the server doesn't say how long it is, so that a part would pass for the whole"
        "服务器未说明其长度，因此不完整的内容会被误认为完整";
    /// A range that nobody asked for.
    odd_range()
        "the server sends a part, and the whole was asked for"
        "请求的是完整内容，服务器却只发送了一部分";
    /// More bytes than allowed.
    too_large(bytes, limit)
        "it has {bytes} bytes or more; the limit is {limit} (`--max-bytes`)"
        "大小至少为 {bytes} 字节，超过上限 {limit}（`--max-bytes`）";
    /// The cache can't be written.
    cache_unwritable(reason)
        "the cache can't be used: {reason}"
        "无法使用缓存：{reason}";
    /// Another sync is at work.
    busy()
        "another `cullis db sync` is at work with this cache; wait for it, or use another `--cache`"
        "另一个 `cullis db sync` 正在使用此缓存；请等待其结束，或使用另外的 `--cache`";

    /// A list that isn't text.
    list_not_text()
        "isn't text in UTF-8"
        "不是 UTF-8 文本";
    /// A line of `ecosystems.txt`.
    bad_ecosystem(line, found)
        "line {line}: expected the name of an ecosystem, found `{found}`"
        "第 {line} 行：应为生态系统名称，实际为 `{found}`";
    /// An empty `ecosystems.txt`.
    no_ecosystems()
        "names no ecosystem"
        "没有列出任何生态系统";
    /// An odd name on the command line.
    odd_ecosystem(name)
        "`{name}` isn't the name of an ecosystem; expected such as `npm` or `crates.io`"
        "`{name}` 不是生态系统名称；应为 `npm`、`crates.io` 之类";
    /// A release on the command line.
    release_asked(name, base)
        "`{name}` is a release; ask for `{base}`, whose archive has all of them"
        "`{name}` 是一个发行版本；请指定 `{base}`，其压缩包包含所有版本";
    /// Nothing says what to fetch.
    nothing_named()
        "the mirror has no `ecosystems.txt`, and there is no index yet: name the ecosystems with `--ecosystem NAME`"
        "镜像没有 `ecosystems.txt`，也尚无索引：请用 `--ecosystem NAME` 指定生态系统";
    /// A line of `modified_id.csv`.
    bad_list_line(line, found)
        "line {line}: expected `MOMENT,ID`, found `{found}` (`--full` does without this list)"
        "第 {line} 行：应为 `MOMENT,ID`（时刻与编号），实际为 `{found}`（`--full` 可不用此列表）";
    /// A record that is listed twice.
    repeated_list_line(line, found)
        "line {line}: `{found}` stands there twice (`--full` does without this list)"
        "第 {line} 行：`{found}` 重复出现（`--full` 可不用此列表）";
    /// No archive.
    archive_absent()
        "the mirror doesn't have it; expected the layout of OSV's own export, `<ecosystem>/all.zip`"
        "镜像中没有此文件；应为 OSV 导出的布局，即 `<生态>/all.zip`";
    /// A record that is listed and isn't there.
    record_absent(id)
        "the mirror lists {id} as changed and doesn't have it: it is being updated, so try again later, or fetch the whole archive with `--full`"
        "镜像列出 {id} 有变更却没有该记录：镜像可能正在更新，请稍后再试，或用 `--full` 获取完整压缩包";
    /// A record of another id.
    other_record(id, found)
        "expected the record {id}, found {found}"
        "应为记录 {id}，实际为 {found}";
    /// A record that is older than its list.
    stale_record(id)
        "the mirror lists a later change of {id} than the record that it sends: it is being updated, so try again later"
        "镜像所列 {id} 的修改时间晚于它发送的记录：镜像可能正在更新，请稍后再试";
    /// No date at all.
    undated()
        "the server sends neither `Last-Modified` nor `Date`, so nothing says what day the data stands for"
        "服务器既未发送 `Last-Modified` 也未发送 `Date`，无从得知数据所代表的日期";
    /// A date that isn't one.
    bad_date(found)
        "`{found}` isn't a date of HTTP"
        "`{found}` 不是 HTTP 日期";
    /// A date to come.
    future(found, today)
        "the data stands for {found}, and today is {today}: one of the two clocks is wrong, and data from the future would never get old"
        "数据所代表的时间为 {found}，而今天是 {today}：两者的时钟必有一个不准，而来自未来的数据永远不会过期";

    /// No manifest, or no signature of it.
    manifest_absent()
        "the mirror doesn't have it, and with `--key` everything has to be signed"
        "镜像中没有此文件，而使用 `--key` 时所有内容都必须经过签名";
    /// A signature over something else.
    manifest_unsigned()
        "the signature isn't about this `manifest.json`: one of the two was changed"
        "签名针对的不是此 `manifest.json`：两者之一被改动";
    /// A manifest that can't be read.
    manifest_unreadable(reason)
        "isn't a manifest: {reason}"
        "不是清单文件：{reason}";
    /// A manifest of another format.
    manifest_format(found, expected)
        "has format `{found}`; this Cullis reads `{expected}`"
        "格式为 `{found}`；当前版本的 Cullis 读取 `{expected}`";
    /// A digest that isn't one.
    manifest_digest(path)
        "states no SHA-256 for `{path}`"
        "没有写明 `{path}` 的 SHA-256";
    /// A file that the manifest doesn't have.
    not_in_manifest()
        "the signed manifest doesn't name it"
        "已签名的清单中没有此文件";
    /// A file that isn't the one of the manifest.
    other_digest(found, expected)
        "its SHA-256 is {found}, and the signed manifest says {expected}: it changed on the way or while it was fetched; try again, and tell whoever runs the mirror when it stays"
        "其 SHA-256 为 {found}，而已签名的清单为 {expected}：内容在途中或获取期间被改动；请重试，若仍如此请告知镜像管理者";
    /// Going back.
    serial_lower(found, installed)
        "its serial number {found} is lower than {installed}, which was taken before: somebody offers old data as new"
        "其序号 {found} 低于此前已接受的 {installed}：有人把旧数据当作新数据提供";
    /// Two of one number.
    serial_repeated(serial)
        "its serial number {serial} was taken before for something else: whoever signs has to raise it each time"
        "其序号 {serial} 此前已用于其他内容：签署者每次都必须增大序号";

    /// No signature of an index.
    signature_absent()
        "the index has no signature beside it; `cullis db sign` makes one"
        "索引旁没有签名；可用 `cullis db sign` 生成";
    /// No index.
    index_absent()
        "there is no such file"
        "没有此文件";

    /// The file can't take its name.
    not_installed(reason)
        "can't be put in its place, and what was there stays: {reason}; where another program has the file open, sync again when it is done"
        "无法就位，原有文件保持不变：{reason}；如有其他程序正打开该文件，请待其结束后再同步";

    /// A mirror's folder without archives.
    no_archives()
        "holds no `<ecosystem>/all.zip`; expected a mirror laid out as OSV's own export"
        "不含 `<生态系统>/all.zip`；应为按 OSV 官方导出布局的镜像";
    /// A day before the one that the manifest has.
    manifest_older(day, before)
        "stands for {before} already, which is later than {day}: machines that took it would refuse this one"
        "已代表 {before}，晚于 {day}：已接受现有清单的机器会拒绝这一份";
    /// A number that isn't higher.
    manifest_not_higher(serial, highest)
        "has the serial number {highest} already, and {serial} isn't higher: machines that took it would refuse this one"
        "已有序号 {highest}，而 {serial} 并不更大：已接受现有清单的机器会拒绝这一份";
}
