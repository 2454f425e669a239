//! The words about `--base`.

use crate::messages::sentences;

sentences! { "cli.base";
    /// Help of `--base`.
    help_base()
        "The revision that the change goes into, such as origin/main: its rules hold, and what the change weakens is found; auto asks the CI host (docs/base-revision.md)"
        "变更将并入的版本，如 origin/main：以其规则为准，变更放宽之处会被发现；auto 表示询问 CI 平台（见 docs/base-revision.md）";
    /// Help of `--only-new`.
    help_only_new()
        "Block only what the change brought; needs --base, and the policy's leave"
        "只阻止变更带来的问题；需要 --base，且须策略允许";
    /// Above the table of hosts.
    heading_hosts()
        "What --base auto reads, best first:"
        "--base auto 读取的变量（靠前者优先）：";
    /// The host's job isn't one of a change request.
    no_request(host)
        "this job of {host} isn't one of a change request"
        "此 {host} 任务不是由变更请求触发的";
    /// No host said anything.
    no_host()
        "no CI host is known by its variables here; name the revision, such as `--base origin/main`"
        "未能通过环境变量识别 CI 平台；请直接指定版本，例如 `--base origin/main`";
    /// The target's branch isn't in the clone.
    not_fetched(branch)
        "the target branch isn't in this clone; `git fetch --depth=1 origin +refs/heads/{branch}:refs/remotes/origin/{branch}` gets its tip"
        "目标分支不在此克隆中；可用 `git fetch --depth=1 origin +refs/heads/{branch}:refs/remotes/origin/{branch}` 获取其最新提交";
    /// The base is what is judged.
    is_the_change()
        "it is the commit under judgement itself, and nothing can be measured against itself"
        "它就是被判定的提交本身，无法与自身比较";
    /// The base descends from what is judged.
    holds_the_change()
        "it already holds the commit under judgement, so it can't say what was in force before"
        "它已包含被判定的提交，无法说明此前的规则";
    /// Both begin elsewhere.
    unrelated()
        "the two share no history"
        "两者没有共同的历史";
    /// The clone is too shallow.
    beyond_clone(branch)
        "the clone is shallow, and ends before the two meet; `git fetch --deepen=1000 origin {branch}`, or `git fetch --unshallow`, gets what is missing"
        "克隆较浅，两者的历史在交汇之前就已截断；可用 `git fetch --deepen=1000 origin {branch}` 或 `git fetch --unshallow` 补全";
    /// The base is no tip of a branch that policy names.
    not_a_tip(commit, refs, place)
        "the commit {commit} isn't the tip of `{refs}`, which {place} asks for; fetch that branch, and name it by `--base`"
        "提交 {commit} 不是 `{refs}` 的最新提交（{place} 的要求）；请获取该分支，并用 `--base` 指定";
}
