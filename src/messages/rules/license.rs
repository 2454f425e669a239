//! Rules about licences (practice 5).

use super::rule_words;

rule_words! {
    "denied-license"
        title "Licence is denied" "许可证被禁止"
        help "replace the component, take it under another of its licences, or ask for an exception that names component and licence"
            "替换该组件、按其另一许可证使用，或申请同时写明组件与许可证的例外"
        why "The policy denies this licence, and the component's expression leaves no way around it: with `OR` one allowed arm would be enough, with `AND` every part has to be allowed."
            "策略禁止该许可证，而组件的许可证表达式没有其他选择：`OR` 只需一个分支被允许，`AND` 则要求每一部分都被允许。";
    "unlisted-license"
        title "Licence isn't on the allow list" "许可证不在允许列表中"
        help "have the licence reviewed and added to `licenses.allow`, replace the component, or ask for an exception that names component and licence"
            "评审该许可证并加入 `licenses.allow`、替换该组件，或申请同时写明组件与许可证的例外"
        why "The policy has a list of allowed licences, and this one isn't on it. Nobody has said yet whether its duties can be met."
            "策略设有允许的许可证列表，而该许可证不在其中。尚无人确认能否履行其义务。";
    "unlicensed-component"
        title "Component has no licence" "组件没有许可证"
        help "ask whoever publishes it for a licence, replace the component, or, for a package of your own house, ask for an exception"
            "请发布者给出许可证，替换该组件；若是自有软件包，请申请例外"
        why "The component says itself that it has no licence (`NONE`, npm's `UNLICENSED`). Without one nobody may use, copy or change it."
            "组件自己声明没有许可证（`NONE`，或 npm 的 `UNLICENSED`）。没有许可证，任何人都无权使用、复制或修改它。";
    "unknown-license"
        title "Licence is unknown" "许可证未知"
        help "fetch the packages before the check (`cargo fetch`, `npm ci`, `dotnet restore`), or name a folder of package stores by `--packages DIR`"
            "在检查前先下载软件包（`cargo fetch`、`npm ci`、`dotnet restore`），或用 `--packages DIR` 指定软件包存储目录"
        why "Neither the manifest nor a package store on this machine says under which licence the component may be used. It was not judged by the policy's lists."
            "清单和本机的软件包存储目录都没有说明组件的许可证，因此未能按策略的列表判定。";
    "unasserted-license"
        title "Licence is not asserted" "许可证未作断言"
        help "have whoever makes the SBOM find out the licence, or fetch the packages so that their own statement counts"
            "请软件物料清单的制作者查明许可证，或下载软件包以采用其自身的声明"
        why "The source says `NOASSERTION`: it made no attempt, or came to no result. That is no licence."
            "来源写明 `NOASSERTION`：没有查明，或没有结论。这不等于有许可证。";
    "unparsable-license"
        title "Licence isn't an SPDX expression" "许可证不是 SPDX 表达式"
        help "have the component state an SPDX expression, or ask for an exception that names component and text"
            "请组件改用 SPDX 表达式，或申请同时写明组件与该文本的例外"
        why "The text may be clear to a person, but two people may read two licences in it. The gate doesn't guess."
            "这段文字人也许能看懂，但两个人可能读出两种许可证。门禁不做猜测。";
    "unverified-license"
        title "Licence isn't verified" "许可证未经校验"
        help "fetch the packages, so that the archive which states the licence can be compared with the lockfile's hash; or lift `licenses.require-verified`"
            "下载软件包，以便将声明许可证的归档文件与锁文件中的哈希比对；或取消 `licenses.require-verified`"
        why "The policy asks that a licence comes from the very archive that the lockfile pins. A text in a lockfile or an unpacked folder can be changed by whoever changes the repository or the machine."
            "策略要求许可证取自锁文件所固定的归档文件。锁文件中的文字或解开的文件夹，能改动仓库或机器的人都能改动。";
    "void-clarification"
        title "Clarification of a licence doesn't hold" "许可证澄清不成立"
        help "read the licence text again, and bind the clarification to what it is now"
            "重新阅读许可证正文，并使澄清与现在的正文相符"
        why "A clarification holds for the very text that somebody read. This package has another text, or none that can be read here, so nobody knows whether what was read is still so."
            "澄清只对当时阅读的正文有效。该软件包的正文已不同，或此处无法读取，因此无从得知当时的结论是否仍然成立。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.license";
        /// A licence that policy denies.
        denied(component, license, ids)
            "`{component}` is under `{license}`; the policy denies `{ids}`"
            "`{component}` 的许可证为 `{license}`，策略禁止 `{ids}`";
        /// A licence that isn't on the list.
        unlisted(component, license, ids)
            "`{component}` is under `{license}`; the policy's list doesn't have `{ids}`"
            "`{component}` 的许可证为 `{license}`，策略的允许列表中没有 `{ids}`";
        /// No licence at all.
        unlicensed(component)
            "`{component}` says that it has no licence"
            "`{component}` 声明自己没有许可证";
        /// What to do about a component's licence.
        remedy(license, component)
            "replace the component, or ask for an exception with `id = \"{license}\"` and `component = \"{component}\"`"
            "替换该组件，或申请例外，其中 `id = \"{license}\"`，`component = \"{component}\"`";
        /// Licences that nobody states.
        unknown(count, names)
            "the licence of {count} {count:component|components} is unknown: {names}"
            "{count} 个组件的许可证未知：{names}";
        /// Licences that aren't asserted.
        unasserted(count, names)
            "the source asserts no licence for {count} {count:component|components}: {names}"
            "来源未对 {count} 个组件的许可证作出断言：{names}";
        /// Licences that aren't expressions.
        unparsable(count, names, text)
            "`{text}`, the licence of {count} {count:component|components}, is no SPDX expression: {names}"
            "{count} 个组件的许可证 `{text}` 不是 SPDX 表达式：{names}";
        /// Licences that no hash covers.
        unverified(count, names)
            "the licence of {count} {count:component|components} isn't verified by the lockfile's hash: {names}"
            "{count} 个组件的许可证未经锁文件哈希校验：{names}";
        /// Beside the place that states the licence.
        stated_here()
            "the licence is stated here"
            "许可证在此处声明";
        /// Beside the place that clarifies the licence.
        clarified_here()
            "the policy clarifies the licence here"
            "策略在此处澄清了许可证";
        /// Why a licence is taken for this one.
        recognised(percent)
            "recognised by its text, which has {percent} % in common with the SPDX list's"
            "由正文识别，与 SPDX 列表中的正文相似度为 {percent} %";
        /// A clarification that doesn't hold.
        void_clarification(license, component)
            "the clarification that `{component}` is under `{license}` doesn't hold"
            "关于 `{component}` 许可证为 `{license}` 的澄清不成立";
        /// Beside the component's declaration.
        declared_here()
            "the component is declared here"
            "组件在此处声明";
        /// What to do about it.
        void_clarification_remedy()
            "read the text again and write its digest into the clarification, or take the entry out; until then the package's own statement counts"
            "重新阅读正文并把其摘要写入该澄清条目，或删除该条目；在此之前以软件包自身的声明为准";
        /// Beside the policy's deny list.
        denied_here()
            "the policy denies it here"
            "策略在此处禁止";
        /// Beside the policy's allow list.
        allowed_here()
            "the policy's list of allowed licences"
            "策略的允许许可证列表";
    }
}

pub(super) use say::all;
