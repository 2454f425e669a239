//! The words of `cullis db manifest`.

use crate::messages::sentences;

sentences! { "cli.db.manifest";
    /// What it does.
    about()
        "Name a mirror's archives by their digests in its manifest.json, and sign that"
        "在镜像的 manifest.json 中以摘要列出各归档，并为其签名";
    /// Help of FOLDER.
    help_folder()
        "A mirror's folder: <ecosystem>/all.zip for each ecosystem; manifest.json is written into it, and manifest.json.sig with `--key`"
        "镜像目录：每个生态系统一个 <生态系统>/all.zip；manifest.json 写入其中，给出 `--key` 时还写入 manifest.json.sig";
    /// Help of `--as-of`.
    help_as_of()
        "The day that the archives stand for: when they were taken from their source. Nothing in the folder says it, and machines judge by it how old the data is"
        "归档所代表的日期，即从数据源取得的日期。目录中没有任何内容能说明它，而各机器据此判断数据的新旧";
    /// Help of `--serial`.
    help_serial()
        "A number that grows with every manifest; without it, the moment as YYYYMMDDhhmmss (of the same archives and day, the number that they have)"
        "随每份清单递增的序号；不写则取当前时刻 YYYYMMDDhhmmss（归档和日期均未变化时沿用已有序号）";
    /// A manifest was written.
    written(path, serial, files, day)
        "{path} written: serial {serial}, {files} {files:archive|archives} as of {day}"
        "已写入 {path}：序号 {serial}，{files} 个归档，截至 {day}";
    /// A manifest that nobody signed.
    unsigned(path)
        "it isn't signed, so no machine takes it yet: `cullis db sign {path} --key FILE`"
        "尚未签名，因此没有机器会接受它：`cullis db sign {path} --key FILE`";
    /// Folders that aren't an ecosystem's.
    passed_over(count, path)
        "not named: {count} {count:archive whose folder isn't|archives whose folders aren't} the name of an ecosystem that machines ask for, such as {path}"
        "未列入：{count} 个归档，其目录名不是机器会请求的生态系统名称，例如 {path}";
}
