//! What the walk over the tree says.

use super::sentences;

sentences! { "walk";
    /// The path to check isn't there.
    root_is_absent(path)
        "there is nothing at `{path}`; name the folder of a repository"
        "`{path}` 不存在，请指定代码仓库所在的文件夹";
    /// The path to check is a file.
    root_is_no_folder(path)
        "`{path}` isn't a folder; name the folder of a repository"
        "`{path}` 不是文件夹，请指定代码仓库所在的文件夹";
    /// The path to check can't be looked at.
    root_is_unreadable(path, error)
        "`{path}` can't be read: {error}"
        "无法读取 `{path}`：{error}";
    /// A pattern of policy isn't one.
    bad_pattern(pattern, detail)
        "`{pattern}` in `inventory.exclude` isn't a pattern in gitignore's syntax: {detail}"
        "`inventory.exclude` 中的 `{pattern}` 不符合 gitignore 模式语法：{detail}";
    /// A file is a symbolic link.
    is_a_link()
        "is a symbolic link, or lies behind one; links in a repository are never followed"
        "是符号链接，或位于符号链接之后；仓库中的链接一律不跟随";
    /// A name belongs to something that isn't a regular file.
    is_no_file()
        "expected a regular file, found a folder, a pipe or a device"
        "应为普通文件，实际为文件夹、管道或设备";
    /// Something stands where a folder would.
    is_no_folder()
        "expected a folder, found a file or a link"
        "应为文件夹，实际为文件或链接";
    /// The operating system lets nobody write.
    not_written(error)
        "can't be written: {error}"
        "无法写入：{error}";
    /// Somebody else owns a file of the host.
    host_owner(found, expected)
        "belongs to user {found}; a policy of the host counts only when user {expected} owns its folder and file: `chown` it, or take it away"
        "属于用户 {found}；只有当文件夹与文件均归用户 {expected} 所有时，主机策略才有效：请执行 `chown`，或将其移除";
    /// Others may write to a file of the host.
    host_writable(mode)
        "may be written by others than its owner (mode {mode}); a policy of the host that others can change is none: `chmod go-w` it"
        "所有者以外的用户可写（权限 {mode}）；他人可改的主机策略不算数：请执行 `chmod go-w`";
    /// The operating system refuses.
    refused(error)
        "can't be read: {error}"
        "无法读取：{error}";
    /// Folders nest too deep.
    folder_too_deep(limit)
        "lies deeper than {limit} folders (policy key `limits.folder-depth`); what is below was not walked"
        "位于 {limit} 层文件夹以下（策略键 `limits.folder-depth`），其下内容未被遍历";
    /// A name isn't Unicode.
    name_is_no_text(name)
        "holds an entry whose name isn't valid Unicode (`{name}`); it was not walked"
        "包含名称不是有效 Unicode 的条目（`{name}`），该条目未被遍历";
}
