//! What reading a git repository says.

use super::sentences;

sentences! { "git";
    /// Nothing is a repository here or above.
    no_repository(path)
        "no git repository holds `{path}`"
        "`{path}` 不在任何 git 仓库中";
    /// The tree under judgement has no history.
    no_history()
        "no git repository holds this tree"
        "此代码树不在任何 git 仓库中";
    /// A part of the git folder is a link.
    is_a_link(path)
        "`{path}` of the git folder is a link; links aren't followed"
        "git 目录中的 `{path}` 是链接；链接一律不跟随";
    /// A part of the git folder can't be read.
    unreadable(path)
        "`{path}` of the git folder can't be read"
        "无法读取 git 目录中的 `{path}`";
    /// A part of the git folder isn't what git writes.
    unexpected(path, found)
        "`{path}` of the git folder holds `{found}`, which isn't what git writes there"
        "git 目录中的 `{path}` 内容为 `{found}`，不符合 git 的写法";
    /// A `.git` file names a folder that doesn't name it back.
    not_a_worktree(named)
        "`.git` is a file that names `{named}`, and that folder doesn't name it back as a worktree's does; it isn't followed"
        "`.git` 是指向 `{named}` 的文件，而该目录并未像工作树那样指回它；不予跟随";
    /// Objects are borrowed from elsewhere.
    alternates()
        "the repository borrows objects from another folder (`objects/info/alternates`), which isn't followed; `git repack -a -d` copies them, then remove that file"
        "仓库借用了其他目录中的对象（`objects/info/alternates`），该处不予跟随；可运行 `git repack -a -d` 复制对象，再删除此文件";
    /// References are kept in another format.
    unknown_format(format)
        "the repository is kept in the format `{format}`, which isn't read: SHA-1 objects and references as files are"
        "仓库采用 `{format}` 格式，无法读取；仅支持 SHA-1 对象与以文件存放的引用";
    /// The object database can't be opened.
    objects_unreadable(error)
        "the object database can't be opened: {error}"
        "无法打开对象库：{error}";
    /// Nothing has that name.
    unknown_revision(revision)
        "`{revision}` is no commit, branch or tag of this clone"
        "`{revision}` 不是此克隆中的提交、分支或标签";
    /// More than one object begins so.
    ambiguous(revision)
        "`{revision}` is the beginning of more than one object's id; write more of it"
        "以 `{revision}` 开头的对象不止一个，请写出更多位数";
    /// More than one reference has that name, or an object's id begins so too.
    ambiguous_reference(name)
        "`{name}` names more than one thing in this clone; write a branch or tag in full, such as `refs/remotes/origin/main`, and a commit with all 40 digits"
        "`{name}` 在此克隆中对应不止一项；请写出分支或标签的全名（如 `refs/remotes/origin/main`），或提交的全部 40 位";
    /// It isn't of the forms that are read.
    unsupported(revision)
        "`{revision}` isn't of a form that is read here: a commit's id, a branch, a tag or `HEAD`, with `~N` and `^N` behind it"
        "`{revision}` 的写法不受支持：可用提交标识、分支、标签或 `HEAD`，其后可接 `~N` 与 `^N`";
    /// It goes further back than the history.
    no_parent(revision)
        "`{revision}` goes further back than this clone's history"
        "`{revision}` 超出了此克隆的历史";
    /// Nothing has been committed yet.
    unborn(reference)
        "`{reference}` has no commit yet"
        "`{reference}` 尚无任何提交";
    /// References name each other.
    endless_reference(reference)
        "`{reference}` leads through too many other references"
        "`{reference}` 经过了过多的引用跳转";
    /// An object isn't in the clone.
    object_missing(id)
        "object `{id}` isn't in this clone"
        "此克隆中没有对象 `{id}`";
    /// An object can't be decoded.
    object_damaged(id, detail)
        "object `{id}` is damaged: {detail}"
        "对象 `{id}` 已损坏：{detail}";
    /// An object is of another kind.
    object_kind(id, found, expected)
        "object `{id}` is a {found}, expected a {expected}"
        "对象 `{id}` 是 {found}，应为 {expected}";
    /// An object is too large.
    object_too_large(id, bytes, limit)
        "object `{id}` has {bytes} bytes, more than the {limit} that are read"
        "对象 `{id}` 有 {bytes} 字节，超过可读取的上限 {limit}";
    /// A tree has too many files.
    too_many_files(id, limit)
        "commit `{id}` has more than {limit} files and folders"
        "提交 `{id}` 的文件与文件夹超过 {limit} 个";
    /// A history is too long.
    too_many_commits(limit)
        "the history has more than {limit} commits"
        "历史中的提交超过 {limit} 个";
}
