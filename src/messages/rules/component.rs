//! Rules about components: advisories, origins, hashes (practices 2, 3, 4, 6, 8).

use super::rule_words;

rule_words! {
    "vulnerable-component"
        title "Component has a known vulnerability" "组件存在已知漏洞"
        help "upgrade to a fixed version; where there is none, replace the component, or ask for an exception with an owner, an approver and an end"
            "升级到已修复的版本；若尚无修复版本，则替换该组件，或申请写明负责人、批准人和期限的例外"
        why "A public advisory says that this version has a fault that somebody can use. Known faults are the first that attackers try, because the way in is published with them."
            "公开公告表明该版本存在可被利用的缺陷。已知漏洞往往最先遭到攻击，因为利用方法随之公开。";
    "unsound-component"
        title "Component can break memory safety" "组件可能破坏内存安全"
        help "upgrade to a fixed version, or check that the unsound functions aren't used" "升级到已修复的版本，或确认未使用不健全的函数"
        why "Safe code that calls this component can end in undefined behaviour. It isn't known to be exploitable, and nothing the compiler promises holds any more once it happens."
            "调用该组件的安全代码可能导致未定义行为。虽未知可否被利用，但一旦发生，编译器的保证便不再成立。";
    "malicious-component"
        title "Component is malicious" "恶意组件"
        help "remove it at once, and treat every machine that installed it as compromised: rotate the secrets that it could read"
            "立即移除，并将安装过它的机器一律视为已失陷：更换其可能读取的所有密钥"
        why "The package was published to do harm, often at the moment of installation. An upgrade doesn't undo what it did."
            "该软件包以作恶为目的发布，往往在安装时即已生效。升级无法挽回已造成的后果。";
    "unmaintained-component"
        title "Component is unmaintained" "组件已无人维护"
        help "move to a component that somebody maintains, or take over its upkeep" "改用有人维护的组件，或自行承担维护"
        why "Nobody will answer when a fault is found in it. The day that happens there is no version to upgrade to."
            "一旦发现缺陷，将无人响应；届时也没有可升级的版本。";
    "advisory-notice"
        title "Advisory informs about a component" "组件公告提示"
        help "read the advisory and decide whether it concerns you" "阅读公告并判断是否与己相关"
        why "The advisory reports no fault of the component and tells its users something that they ought to know."
            "该公告并非报告组件缺陷，而是告知使用者应当了解的事项。";
    "vendored-component"
        title "Package of the tree has the name and version of a vulnerable one" "代码树中的软件包与存在漏洞的公开软件包同名同版本"
        help "if it is a copy, replace it with a fixed version; if it is the project's own, raise its version, or ask for an exception that says so"
            "若为副本，请替换为已修复的版本；若为本项目自有，请提升其版本号，或申请说明该情况的例外"
        why "It lies in the repository, so it counts as the project's own. A copy of a public package has the faults of the original all the same, and no lockfile will ever offer its update. Offline nobody can tell a copy from a project that is published under that name."
            "它位于代码仓库中，因此计为自有组件。但公开软件包的副本与原件有相同的缺陷，而且锁文件不会提示其更新。离线时无法区分它是副本，还是以该名称发布的项目本身。";
    "unassessable-component"
        title "Component could not be assessed" "组件无法判定"
        help "import advisories for the ecosystem, name the registry in the policy (`[[registry]]` with `mirrors` when it stands for the public one), or pin the component to a published version"
            "导入该生态系统的公告，在策略中声明该仓库（若为公共仓库的镜像，使用带 `mirrors` 的 `[[registry]]`），或将组件固定到已发布的版本"
        why "The database can't speak of this component, or not in full. That no advisory was found says nothing then, so it doesn't count as clean."
            "数据库无法说明该组件，或无法完整说明。此时没有查到公告并不代表没有问题，因此不计为无问题。";
    "undeclared-registry"
        title "Registry is not named in the policy" "策略未声明的仓库"
        help "name it in the policy: `[[registry]]` with its `url`, and with `mirrors` when it stands for the ecosystem's public registry"
            "在策略中声明：用 `[[registry]]` 写明其 `url`；若代表该生态系统的公共仓库，再加 `mirrors`"
        why "Its components were judged as the public registry's. If it is private, a package in it may be another one under the same name, and the verdict speaks of the wrong one."
            "其中的组件按公共仓库判定。若它是私有仓库，其中的同名软件包可能并非同一个，结论便会张冠李戴。";
    "unlisted-source"
        title "Component comes from a source that isn't allowed" "组件来自不被允许的来源"
        help "take the component from one of the sources that `sources.allow` lists, or ask whoever keeps the policy to list this one"
            "从 `sources.allow` 所列的来源获取该组件，或请策略维护者将此来源加入列表"
        why "Whoever serves a package decides what is installed. The organisation lists the sources that it trusts with that; this one isn't among them."
            "由谁提供软件包，就由谁决定安装什么。组织已列出其信任的来源，而此来源不在其中。";
    "banned-component"
        title "Component is banned" "组件被禁用"
        help "remove it or move to another component; the policy's line says why it is banned"
            "将其移除或改用其他组件；禁用原因见策略中的相应行"
        why "Somebody who is responsible for the policy decided that nobody may use this component, whatever advisories say of it."
            "策略负责人已决定任何人都不得使用该组件，与公告如何评价无关。";
    "private-name-from-public-registry"
        title "Private name isn't tied to its own registry" "自留名称未限定于自有注册表"
        help "find out whose package it is before anybody installs it; if the registry is your own, name it in the policy or in the namespace's `registries`; if the entry names none, let it"
            "在任何人安装之前查明该软件包属于谁；若注册表为自有，请在策略或命名空间的 `registries` 中声明；若条目未写明注册表，请让它写明"
        why "The organisation keeps this name for its own components. Whoever publishes it in a public registry is somebody else, and package managers often prefer the public one: dependency confusion. An entry of npm or PyPI that names no registry (npm's `omit-lockfile-registry-resolved`, a requirements file without `--index-url`) is found, too: whether it is yours depends on how the installing machine is set up, which no file here proves. Lockfiles of Go, NuGet and Maven never name a registry and are left to the package manager's own settings."
            "该名称由本组织保留给自有组件。在公共注册表中发布它的另有其人，而包管理器往往优先选用公共版本：这正是依赖混淆攻击。npm 或 PyPI 条目若未写明注册表（npm 的 `omit-lockfile-registry-resolved`，或不含 `--index-url` 的 requirements 文件），同样会报告：它是否为自有软件包取决于安装机器的配置，而此处没有任何文件能够证明。Go、NuGet 与 Maven 的锁文件从不写明注册表，由包管理器自身的配置决定。";
    "missing-hash"
        title "Entries have no integrity hash" "条目没有完整性哈希"
        help "let the package manager write hashes into the lockfile" "让包管理器将哈希写入锁文件"
        why "Without a hash nothing ties the lockfile to the bytes that are installed: whoever serves the package can serve another one."
            "没有哈希，锁文件就与实际安装的内容毫无关联：提供软件包的一方可以换成别的内容。";
    "conflicting-hash"
        title "One version has two different hashes" "同一版本有两个不同的哈希"
        help "find out which of the two is the published one, and regenerate the other lockfile" "查明哪一个是发布时的哈希，并重新生成另一个锁文件"
        why "A published version never changes. When two lockfiles disagree about its hash, one of them was written against other bytes: a mirror that altered it, or an attack."
            "已发布的版本不会改变。两个锁文件的哈希不一致，说明其中一个对应了不同的内容：可能是镜像改动，也可能是攻击。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.component";
        /// A ban names it.
        banned(component, reason)
            "`{component}` is banned: {reason}"
            "`{component}` 已被禁用：{reason}";
        /// A ban may name its version.
        perhaps_banned(component, versions, reason)
            "`{component}` may be one of the banned versions `{versions}`: nobody can compare it ({reason})"
            "`{component}` 可能属于被禁用的版本 `{versions}`：其版本无法比较（{reason}）";
        /// The line of the ban.
        banned_here()
            "the policy bans it here"
            "策略在此处将其禁用";
        /// A source isn't on the list.
        unlisted_source(count, first, source)
            "{count} {count:component comes|components come} from `{source}`, which the policy doesn't allow; the first is `{first}`"
            "{count} 个组件来自策略不允许的来源 `{source}`；第一个是 `{first}`";
        /// The line of the list.
        sources_listed_here()
            "the allowed sources are listed here"
            "允许的来源列于此处";
        /// A vulnerability.
        vulnerable(component, advisory, summary)
            "{component} is vulnerable: {advisory} {summary}"
            "{component} 存在漏洞：{advisory} {summary}";
        /// A package of the tree that looks like a vulnerable one.
        vendored(component, advisory, summary)
            "{component} lies in the tree and has the name and version of a public package that {advisory} affects: {summary}"
            "{component} 位于代码树中，与受 {advisory} 影响的公开软件包同名同版本：{summary}";
        /// What to do about it.
        vendored_fixed(name, fixed)
            "if it is a copy, bring `{name}` to {fixed} or later; if it is the project's own and mended, raise its version"
            "若为副本，请将 `{name}` 更新到 {fixed} 或更高版本；若为自有且已修复，请提升其版本号";
        /// The same without a fix.
        vendored_without_fix(name)
            "if it is a copy, replace `{name}`: no fixed version is known; if it is the project's own, ask for an exception that says so"
            "若为副本，请替换 `{name}`：尚无已知的修复版本；若为自有，请申请说明该情况的例外";
        /// Unsound code.
        unsound(component, advisory, summary)
            "{component} is unsound: {advisory} {summary}"
            "{component} 不健全：{advisory} {summary}";
        /// A malicious package.
        malicious(component, advisory, summary)
            "{component} is malicious: {advisory} {summary}"
            "{component} 是恶意组件：{advisory} {summary}";
        /// An unmaintained package.
        unmaintained(component, advisory, summary)
            "{component} is unmaintained: {advisory} {summary}"
            "{component} 已无人维护：{advisory} {summary}";
        /// A notice.
        notice(component, advisory, summary)
            "{advisory} informs about {component}: {summary}"
            "{advisory} 就 {component} 提示：{summary}";
        /// The project asks for it itself.
        upgrade(name, fixed)
            "upgrade `{name}` to {fixed} or later"
            "将 `{name}` 升级到 {fixed} 或更高版本";
        /// Something else brings it.
        upgrade_through(name, fixed, through)
            "upgrade `{name}` to {fixed} or later; `{through}` brings it in, so that may have to be updated first"
            "将 `{name}` 升级到 {fixed} 或更高版本；它由 `{through}` 引入，可能需要先更新后者";
        /// No fix.
        no_fix(name)
            "no fixed version is known: replace `{name}`, or ask for an exception with an owner and an end"
            "尚无已知的修复版本：替换 `{name}`，或申请写明负责人和期限的例外";
        /// No fix, and an end of what is affected.
        no_fix_after(name, last)
            "no fixed version is known; {last} is the last one that is said to be affected: try a later `{name}`, replace it, or ask for an exception with an owner and an end"
            "尚无已知的修复版本；公告称最后受影响的版本是 {last}：请尝试更高版本的 `{name}`，或替换它，或申请写明负责人和期限的例外";
        /// No maintainer.
        find_another(name)
            "replace `{name}` with a component that somebody maintains"
            "用有人维护的组件替换 `{name}`";
        /// Harm.
        remove_malicious(name)
            "remove `{name}`, and treat every machine that installed it as compromised"
            "移除 `{name}`，并将安装过它的机器一律视为已失陷";
        /// One component without an answer.
        unassessable_one(component)
            "{component} can't be assessed, or not in full"
            "{component} 无法判定，或无法完整判定";
        /// Several components without an answer, for one reason.
        unassessable(count, names)
            "{count} components can't be assessed, or not in full, for one reason: {names}"
            "{count} 个组件因同一原因无法判定，或无法完整判定：{names}";
        /// Another one of them.
        also_unassessable(component)
            "{component}, for the same reason"
            "{component}，原因相同";
        /// A registry without an entry.
        undeclared(count, ecosystem, host)
            "{count} {ecosystem} {count:component comes|components come} from `{host}`, which the policy doesn't name: judged as the public registry's"
            "{count} 个 {ecosystem} 组件来自策略未声明的 `{host}`：按公共仓库判定";
        /// The entry to write.
        declare(host, ecosystem)
            "name it: `[[registry]]` with the `url` of `{host}`, and `mirrors = \"{ecosystem}\"` when it stands for the public registry"
            "声明该仓库：在 `[[registry]]` 中写明 `{host}` 的 `url`；若代表公共仓库，再加 `mirrors = \"{ecosystem}\"`";
        /// A private name from a registry that isn't private.
        confused(component, pattern, host)
            "{component} has a name of the private namespace `{pattern}`, and comes from `{host}`, which doesn't serve it"
            "{component} 使用了私有命名空间 `{pattern}` 中的名称，却来自并不提供它的 `{host}`";
        /// A private name from the ecosystem's own registry.
        confused_by_default(component, pattern, ecosystem)
            "{component} has a name of the private namespace `{pattern}`, and comes from the public registry of {ecosystem}"
            "{component} 使用了私有命名空间 `{pattern}` 中的名称，却来自 {ecosystem} 的公共注册表";
        /// A private name that no registry is named for.
        confused_unsaid(component, pattern, ecosystem)
            "{component} has a name of the private namespace `{pattern}`, and its entry names no registry: it comes from whichever the installing machine is set to, which is the public one of {ecosystem} unless somebody set another"
            "{component} 使用了私有命名空间 `{pattern}` 中的名称，而其条目未写明注册表：它将取自安装机器所配置的注册表，若无人另行配置，即为 {ecosystem} 的公共注册表";
        /// What to do about that.
        name_the_registry(name)
            "let the entry of `{name}` name your registry: lock it again with npm's `omit-lockfile-registry-resolved` off, or write `--index-url` into the requirements file"
            "让 `{name}` 的条目写明自有注册表：关闭 npm 的 `omit-lockfile-registry-resolved` 后重新锁定，或在 requirements 文件中写入 `--index-url`";
        /// What to do about it.
        not_ours(name)
            "don't install `{name}` from there: point the package manager at your own registry, and lock it again"
            "不要从该处安装 `{name}`：将包管理器指向自有注册表，并重新锁定";
        /// Entries without a hash.
        no_hash(count, total, component)
            "{count} of {total} fetched components {count:has|have} no integrity hash, the first is {component}"
            "{total} 个需下载的组件中有 {count} 个没有完整性哈希，第一个是 {component}";
        /// Two hashes.
        two_hashes(component, algorithm)
            "{component} has another {algorithm} hash here than elsewhere in the repository"
            "{component} 在此处的 {algorithm} 哈希与仓库中其他位置的不同";
        /// The other place.
        other_hash(algorithm)
            "the other {algorithm} hash stands here"
            "另一个 {algorithm} 哈希在此处";
    }
}

pub(super) use say::all;
