//! The words of `cullis exception`, and of the flags about approvals.

use crate::messages::sentences;

sentences! { "cli.exception";
    /// What the command does.
    about()
        "Ask for an exception, approve one by a signature, or list them"
        "申请例外、以签名批准例外，或列出例外";
    /// What `request` does.
    about_request()
        "Write an exception for a finding into the repository's cullis.toml, with everything but the approval"
        "将针对某项发现的例外写入仓库的 cullis.toml，除批准外各项俱全";
    /// What `sign` does.
    about_sign()
        "Approve an exception: add your name, the day and your signature to its entry"
        "批准例外：将您的姓名、日期和签名加入其条目";
    /// What `revoke` does.
    about_revoke()
        "Take an exception back: put a revocation in its place, so that no change can bring it back"
        "撤销例外：以撤销记录取代该条目，使任何变更都无法再将其放回";
    /// What `list` does.
    about_list()
        "List the exceptions with their digests, and what is wrong with each"
        "列出各例外及其摘要，以及每条存在的问题";
    /// Help of FINDING|ADVISORY.
    help_what()
        "A finding by the beginning of its id, or an advisory by any of its ids"
        "发现（其标识的开头），或公告（其任一标识）";
    /// Help of EXCEPTION of `sign`.
    help_which()
        "The entry: by what it excuses, or by the beginning of its digest"
        "条目：所豁免的标识，或其摘要的开头";
    /// Help of `--owner`.
    help_owner()
        "Who looks after it; never who approves it"
        "负责人；不能与批准人相同";
    /// Help of `--reason`.
    help_reason()
        "Why it can wait"
        "为何可以暂缓";
    /// Help of `--expires`.
    help_expires()
        "The last day that it holds, such as 2099-12-31; without it, the longest that policy allows"
        "最后有效日，例如 2099-12-31；不写则取策略允许的最长期限";
    /// Help of `--versions`.
    help_versions()
        "The versions that it is for, such as \"<2.0\"; without it, those before the nearest fix"
        "适用的版本，例如 \"<2.0\"；不写则为最近修复版本之前的版本";
    /// Help of `--folder`.
    help_folder()
        "The only folder that it is for"
        "仅适用的文件夹";
    /// Help of `--repository`.
    help_repository()
        "The repository that it is for, such as git.example/payments/api or its URL; without it, this one"
        "适用的仓库，例如 git.example/payments/api 或其 URL；不写则为本仓库";
    /// Help of EXCEPTION of `revoke`.
    help_revoked()
        "The entry: by what it excuses, or by the beginning of its digest; by the whole digest if it is gone already"
        "条目：所豁免的标识，或其摘要的开头；若条目已被删除，则用完整摘要";
    /// Help of `--by`.
    help_by()
        "Who takes it back"
        "撤销人";
    /// Help of `--reason` of `revoke`.
    help_why_revoked()
        "Why it is taken back"
        "撤销原因";
    /// Help of `--emergency`.
    help_emergency()
        "Make it an emergency grant from now on, where policy allows any (`exceptions.emergency-hours`)"
        "自现在起作为紧急放行，须策略允许（`exceptions.emergency-hours`）";
    /// Help of `--key`.
    help_key()
        "Your private key: Ed25519 or SM2 in PEM, or an OpenSSH Ed25519 key without a password"
        "您的私钥：PEM 格式的 Ed25519 或 SM2，或无口令的 OpenSSH Ed25519 密钥";
    /// Help of `--approver`.
    help_approver()
        "Your name on the roster; needed only with `--payload`"
        "您在名册上的姓名；仅与 `--payload` 同用时需要";
    /// Help of `--payload`.
    help_payload()
        "Write what is to be signed into this file, for `ssh-keygen -Y sign -n cullis-exception`"
        "将待签内容写入此文件，供 `ssh-keygen -Y sign -n cullis-exception` 使用";
    /// Help of `--signature`.
    help_signature()
        "A signature that `ssh-keygen -Y sign` made over what `--payload` wrote"
        "由 `ssh-keygen -Y sign` 对 `--payload` 所写内容生成的签名";
    /// Help of `--approvals`.
    help_approvals()
        "The host's approvals of exceptions (JSON, see docs/exceptions.md); never a file of the repository"
        "平台提交的例外批准（JSON，见 docs/exceptions.md）；不能是仓库中的文件";
    /// Help of `--vex`.
    help_vex()
        "A VEX document (OpenVEX, CycloneDX or CSAF) by an author whom policy trusts (`vex.authors`); repeatable"
        "VEX 文档（OpenVEX、CycloneDX 或 CSAF），其作者须受策略信任（`vex.authors`）；可多次给出";
    /// An approvals file of the tree.
    approvals_inside()
        "lies in the repository under judgement: a change can't approve itself; name a file outside of it"
        "位于被判定的仓库之内：变更不能批准自身；请指定仓库之外的文件";
    /// A VEX document of the tree.
    vex_inside()
        "lies in the repository under judgement: a change could excuse itself by it; name a document outside of it"
        "位于被判定的仓库之内：变更可借此豁免自身；请指定仓库之外的文档";
    /// A file that can't be read.
    file_unreadable(error)
        "can't be read: {error}"
        "无法读取：{error}";
    /// Nothing is found under that name.
    nothing_found(what)
        "no finding of this repository has `{what}`; `cullis check` shows them"
        "此仓库没有标识为 `{what}` 的发现；可用 `cullis check` 查看";
    /// Several things have that beginning.
    several(what, count)
        "{count} entries fit `{what}`; name one by its digest (`cullis exception list`)"
        "有 {count} 个条目符合 `{what}`；请用摘要指明其一（`cullis exception list`）";
    /// No entry fits.
    no_entry(what)
        "the repository's cullis.toml has no exception for `{what}`; `cullis exception list` shows them"
        "仓库的 cullis.toml 中没有针对 `{what}` 的例外；可用 `cullis exception list` 查看";
    /// Nothing excuses such a finding.
    inexcusable(rule)
        "no exception excuses `{rule}`: mend what it found"
        "`{rule}` 不能由例外豁免：请解决其发现";
    /// A day was expected.
    bad_day(found)
        "`{found}` is no day; expected one such as 2099-12-31"
        "`{found}` 不是日期；应为 2099-12-31 这样的形式";
    /// An entry was written.
    requested(id, component, expires, path)
        "asked for an exception for `{id}` in `{component}` until {expires}: {path}"
        "已申请针对 `{component}` 中 `{id}` 的例外，至 {expires}：{path}";
    /// Which repository it is for.
    for_repository(name)
        "it is for the repository `{name}` and for no other"
        "仅适用于仓库 `{name}`";
    /// Which repository it is for, and that this is another one.
    for_another_repository(name, here)
        "it is for the repository `{name}`, and this one is `{here}`, where it doesn't count"
        "适用于仓库 `{name}`；而本仓库是 `{here}`，在此不起作用";
    /// Which repository it is for, where this one is unknown.
    for_untold_repository(name)
        "it is for the repository `{name}`; whether this is that one can't be told"
        "适用于仓库 `{name}`；无从得知本仓库是否就是它";
    /// It names no repository.
    for_no_repository()
        "it names no repository, which a signature would need (`--repository NAME`), because nothing says which one this is"
        "未指明仓库，而签名批准需要指明（`--repository 名称`），因为无从得知本仓库是哪一个";
    /// Nothing says which repository this is.
    which_repository()
        "an approval is for one repository: name it with `--repository NAME`, or have a layer above set `repository.name`, because nothing says which one this is"
        "批准只针对一个仓库：请用 `--repository 名称` 指明，或由上层策略设置 `repository.name`，因为无从得知本仓库是哪一个";
    /// A repository's name was expected.
    bad_repository(found)
        "`{found}` is no repository; expected a name such as git.example/payments/api, or a URL"
        "`{found}` 不是仓库；应为 git.example/payments/api 这样的名称，或 URL";
    /// An entry was taken back.
    revoked(digest, path)
        "revoked sha256:{digest}: nothing that has this digest counts once this has landed, whoever signed it: {path}"
        "已撤销 sha256:{digest}：此改动合入后，无论谁签名，具有此摘要的条目一律无效：{path}";
    /// It was taken back before.
    revoked_already(place)
        "it is revoked already: {place}"
        "此前已被撤销：{place}";
    /// Who took it back.
    revoked_by(by, day, reason)
        "revoked by `{by}` on {day}: {reason}"
        "已由 `{by}` 于 {day} 撤销：{reason}";
    /// Which repository the list is of.
    list_here(name)
        "this repository is `{name}`"
        "本仓库是 `{name}`";
    /// Nobody can tell which repository the list is of.
    list_nowhere()
        "nothing says which repository this is"
        "无从得知本仓库是哪一个";
    /// What comes next.
    next_approval()
        "it excuses nothing until somebody else approves it: `cullis exception sign`, or `--approvals` of the host"
        "在他人批准之前不起作用：用 `cullis exception sign`，或由平台提交 `--approvals`";
    /// What comes next, in an emergency.
    next_emergency(hours)
        "an emergency grant: it counts for {hours} hours, and every report says so"
        "紧急放行：有效 {hours} 小时，且每份报告都会注明";
    /// Emergencies aren't allowed.
    no_emergency()
        "the policy allows no emergency grant (`exceptions.emergency-hours` is 0)"
        "策略不允许紧急放行（`exceptions.emergency-hours` 为 0）";
    /// The file can't be edited without breaking it.
    would_break(path)
        "{path} wouldn't be a sound policy with this entry; nothing was written"
        "加入此条目后 {path} 不再是有效的策略；未作任何改动";
    /// The file isn't UTF-8.
    not_utf8()
        "isn't UTF-8 text, so that it can't be edited here"
        "不是 UTF-8 文本，无法在此编辑";
    /// A key that nobody on the roster has.
    not_on_roster()
        "nobody on the roster has this key: `[[roster]]` names who may approve"
        "名册上无人持有此密钥：批准人由 `[[roster]]` 指定";
    /// The signer is the owner.
    signer_owns(name)
        "`{name}` looks after this exception; somebody else has to approve it"
        "`{name}` 是此例外的负责人，必须由他人批准";
    /// Somebody else has approved it.
    approved_by_other(name)
        "`{name}` has approved this entry already; take `approver`, `approved` and `signatures` out to approve it anew"
        "`{name}` 已批准此条目；如需重新批准，请先删除 `approver`、`approved` 和 `signatures`";
    /// Nothing says how to sign.
    how_to_sign()
        "name `--key`, or `--payload` with `--approver`, or `--signature`"
        "请指定 `--key`，或 `--payload` 加 `--approver`，或 `--signature`";
    /// A signature that isn't one.
    signature_unreadable()
        "isn't a signature of `ssh-keygen -Y sign` by an Ed25519 key"
        "不是 `ssh-keygen -Y sign` 用 Ed25519 密钥生成的签名";
    /// A signature over something else.
    signature_other()
        "doesn't match this entry: write `--payload` again and sign that"
        "与此条目不符：请重新用 `--payload` 导出并签名";
    /// Somebody signed.
    signed(name, id, component, path)
        "`{name}` approved the exception for `{id}` in `{component}`: {path}"
        "`{name}` 已批准针对 `{component}` 中 `{id}` 的例外：{path}";
    /// What is to be signed is written.
    payload_written(path)
        "what is to be signed: {path}. Next: `ssh-keygen -Y sign -n cullis-exception -f KEY {path}`, then `cullis exception sign … --signature {path}.sig`"
        "待签内容：{path}。接下来：`ssh-keygen -Y sign -n cullis-exception -f KEY {path}`，再 `cullis exception sign … --signature {path}.sig`";
    /// Nothing is wrong with an entry.
    counts() "counts" "有效";
    /// No entries at all.
    none() "there are no exceptions" "没有例外";
    /// A document isn't the one that policy names.
    vex_differs(file, expected, found)
        "`{file}` has to be sha256:{expected}, and is sha256:{found}"
        "`{file}` 应为 sha256:{expected}，实际为 sha256:{found}";
}
