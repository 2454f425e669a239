//! What is said of exceptions that don't count, and of who may approve them.

use super::sentences;

sentences! { "exception";
    /// Nobody who may vouches for it.
    unapproved()
        "nobody who may has approved it"
        "尚未经有权批准的人批准";
    /// It names no approver.
    no_approver()
        "it has no `approver`: it is asked for, and nobody has allowed it yet"
        "没有 `approver`：仅为申请，尚无人批准";
    /// Its approval lies ahead.
    approved_later(day)
        "it says that it was approved on {day}, which is yet to come"
        "所写的批准日 {day} 尚未到来";
    /// Longer than any bound.
    too_long_for_any(days, most)
        "it runs for {days} days, and the policy allows {most} at most (`exceptions.max-days`)"
        "有效期为 {days} 天，而策略最多允许 {most} 天（`exceptions.max-days`）";
    /// Longer than the bound of its severity.
    too_long(days, most, severity)
        "it runs for {days} days, and the policy allows {most} for the severity `{severity}` (`exceptions.max-days`)"
        "有效期为 {days} 天，而策略对严重程度 `{severity}` 最多允许 {most} 天（`exceptions.max-days`）";
    /// Emergency grants aren't allowed.
    no_emergency()
        "it is an emergency grant, and the policy has none (`exceptions.emergency-hours` is 0)"
        "这是紧急放行，而策略不允许紧急放行（`exceptions.emergency-hours` 为 0）";
    /// An emergency that lies ahead.
    emergency_later(since)
        "its emergency begins at {since}, which is yet to come"
        "其紧急放行起始时间 {since} 尚未到来";
    /// An emergency that has ended.
    emergency_over(since, hours)
        "its emergency began at {since} and its {hours} hours are over: have the exception approved, or mend the finding"
        "紧急放行始于 {since}，{hours} 小时的期限已过：请获得批准，或解决该发现";
    /// An emergency for malice.
    emergency_for_malice()
        "no emergency grant excuses a malicious component"
        "紧急放行不能用于恶意组件";
    /// Somebody who isn't on the roster.
    not_on_roster(name)
        "`{name}` isn't on the roster of those who may approve"
        "`{name}` 不在批准人名册上";
    /// The approver is the owner.
    approver_owns(name)
        "`{name}` looks after the exception; somebody else has to approve it"
        "`{name}` 是此例外的负责人，必须由他人批准";
    /// The approver made the change.
    approver_wrote(name)
        "`{name}` made this change; somebody else has to approve it"
        "`{name}` 是此变更的作者，必须由他人批准";
    /// The roster doesn't let them approve that severity.
    may_not_approve(names, most, severity)
        "`{names}` may approve up to `{most}`, and the finding is `{severity}`"
        "`{names}` 最高可批准 `{most}`，而该发现为 `{severity}`";
    /// The severity isn't what was approved.
    severity_changed(approved, found)
        "it was approved at the severity `{approved}`, and now it is `{found}`"
        "批准时的严重程度为 `{approved}`，现为 `{found}`";
    /// The licence isn't what was approved.
    license_changed(approved, found)
        "it was approved for the licence `{approved}`, and now it is `{found}`"
        "批准时的许可证为 `{approved}`，现为 `{found}`";
    /// The licence can't be compared.
    license_unknown(approved)
        "it was approved for the licence `{approved}`, and the licence isn't known in this run"
        "批准时的许可证为 `{approved}`，而本次运行无法得知许可证";
    /// The version isn't one of those that were approved.
    outside_versions(approved, component)
        "it was approved for the versions `{approved}`, and `{component}` is none of them"
        "批准的版本范围为 `{approved}`，而 `{component}` 不在其中";
    /// The component has no version.
    version_unknown(approved, name)
        "it was approved for the versions `{approved}`, and `{name}` has no exact version here"
        "批准的版本范围为 `{approved}`，而此处 `{name}` 没有确切版本";
    /// The versions can't be compared.
    versions_incomparable(approved, component, error)
        "it was approved for the versions `{approved}`, which can't be compared with `{component}`: {error}"
        "批准的版本范围为 `{approved}`，无法与 `{component}` 比较：{error}";
    /// It is signed and says nothing of where.
    names_no_repository()
        "it names no repository, so that it could be copied to any: expected `repository = \"HOST/PATH\"` in the entry; ask for it again (`cullis exception request`) and have that approved"
        "未指明仓库，因而可被复制到任何仓库：条目中应有 `repository = \"主机/路径\"`；请重新申请（`cullis exception request`）并获得批准";
    /// It is for another repository.
    of_another_repository(named, here)
        "it is for the repository `{named}`, and this one is `{here}`: ask for one of its own here, or have a layer above set `repository.name` if this name is wrong"
        "它适用于仓库 `{named}`，而本仓库是 `{here}`：请在此另行申请；若本仓库名有误，请由上层策略设置 `repository.name`";
    /// Nobody can tell which repository this is.
    repository_unknown(named)
        "it is for the repository `{named}`; have a layer above set `repository.name`, because nothing says which one this is"
        "它适用于仓库 `{named}`；请由上层策略设置 `repository.name`，因为无从得知本仓库是哪一个";
    /// Somebody took it back.
    revoked(by, day, reason, place)
        "`{by}` revoked it on {day} ({place}): {reason}; ask for a new one if it is needed after all"
        "`{by}` 已于 {day} 将其撤销（{place}）：{reason}；如确有需要，请另行申请";
    /// No layer names the repository, and the clone has no such remote.
    no_origin()
        "the clone has no remote `origin`"
        "此克隆没有远程仓库 `origin`";
    /// The clone came from a folder, or from something that isn't read.
    origin_is_no_name(url)
        "the remote `origin` is `{url}`, which names no repository on a host"
        "远程仓库 `origin` 为 `{url}`，不能指明某台主机上的仓库";
    /// The clone has several origins.
    origins_differ(one, other)
        "the remote `origin` has several URLs, which name `{one}` and `{other}`"
        "远程仓库 `origin` 有多个 URL，分别指向 `{one}` 和 `{other}`";
    /// The clone's configuration can't be understood.
    config_misread(line)
        "line {line} of the clone's git configuration isn't understood"
        "无法理解此克隆的 git 配置的第 {line} 行";
    /// What the CI host says is no name.
    host_names_nothing(host, found)
        "{host} says `{found}`, which names no repository"
        "{host} 给出的 `{found}` 不能指明仓库";
    /// A signature by a key that nobody on the roster has.
    signature_of_nobody()
        "one of its signatures is by a key that nobody on the roster has"
        "其中一个签名所用的密钥不属于名册上的任何人";
    /// A text that is no signature.
    signature_unreadable(found)
        "`{found}` is no signature: expected `ed25519 KEY BASE64`, `sm2 KEY BASE64` or `sshsig BASE64`"
        "`{found}` 不是签名：应为 `ed25519 密钥 BASE64`、`sm2 密钥 BASE64` 或 `sshsig BASE64`";
    /// A signature that doesn't hold.
    signature_wrong(name)
        "the signature of `{name}` doesn't match the entry: it was changed after it was signed"
        "`{name}` 的签名与条目不符：条目在签名之后被改动";
    /// The approver whom it names is none of those who signed.
    approver_did_not_sign(name)
        "it names `{name}` as its approver, and somebody else signed it"
        "条目所写的批准人是 `{name}`，签名者却是他人";

    /// A part of an approvals file is missing.
    missing(key)
        "`{key}` is missing"
        "缺少 `{key}`";
    /// An approvals file has something that nobody reads.
    unknown_part(found, known)
        "unknown key `{found}`, expected one of `{known}`; nothing of the file counts"
        "未知的键 `{found}`，应为 `{known}` 之一；整个文件不予采用";
    /// The same, and one that is known has a similar name.
    unknown_part_near(found, near)
        "unknown key `{found}`; did you mean `{near}`? Nothing of the file counts"
        "未知的键 `{found}`；是否想写 `{near}`？整个文件不予采用";
    /// Another format.
    approvals_format(expected, found)
        "expected the format `{expected}`, found `{found}`"
        "格式应为 `{expected}`，实际为 `{found}`";
    /// A digest was expected.
    expected_digest(found)
        "`exception` takes `sha256:` and 64 digits, as `cullis exception list` shows them; found `{found}`"
        "`exception` 的取值为 `sha256:` 加 64 位十六进制数（见 `cullis exception list`）；实际为 `{found}`";
    /// A commit was expected.
    expected_commit(found)
        "`commit` takes a commit in full (40 or 64 digits); found `{found}`"
        "`commit` 的取值为完整的提交号（40 或 64 位十六进制数）；实际为 `{found}`";
    /// An approval of nothing, or of two things.
    approves_one_thing()
        "an approval is for either an `exception` or a `commit`"
        "每项批准只能针对 `exception` 或 `commit` 之一";
}
