//! What a threat model covers: flows, components, advisories (practices 13 and 14).

use super::rule_words;
use crate::domain::statement::Statement;

rule_words! {
    "unthreatened-untrusted-flow"
        title "Flow from outside has no threat" "来自外部的数据流没有威胁"
        help "record what can go wrong on the flow: who may lie, change, read or flood it; `not-applicable` with a reason counts too"
            "记录该数据流上可能出现的问题：谁会伪造、篡改、窃取或淹没它；写明理由的 `not-applicable` 也算"
        why "What comes from where nobody is trusted is where attacks begin. A model that draws such a flow and records no threat on it or its ends has left out the first question."
            "攻击始于不受信任之处。模型画出了这样的数据流，却没有在其上或两端记录任何威胁，等于漏掉了首要问题。";
    "unthreatened-flow"
        title "Flow across a trust boundary has no threat" "跨越信任边界的数据流没有威胁"
        help "record what can go wrong on the flow; `not-applicable` with a reason counts too"
            "记录该数据流上可能出现的问题；写明理由的 `not-applicable` 也算"
        why "Each side of a boundary trusts the other less than itself. A flow across it without a threat on it or its ends was drawn, and not thought about."
            "边界两侧互不完全信任。跨越边界的数据流若在其上或两端都没有威胁，说明只画了图，没有思考。";
    "undone-upgrade"
        title "Threat counts as mitigated, and the affected version is still in use" "威胁称已缓解，但仍在使用受影响的版本"
        help "upgrade the component, set the decision back to `open`, or ask for an exception to the advisory where something else holds it off"
            "升级组件，将决定改回 `open`；若有其他手段抵御，请为该公告申请例外"
        why "The threat cites an advisory and is recorded as dealt with, while the lockfile still resolves a version that the advisory affects. The record and the code contradict each other."
            "该威胁引用了公告并记为已处理，而锁文件仍解析到受影响的版本。记录与代码相互矛盾。";
    "new-uncovered-component"
        title "New component that touches untrusted input is on no element" "新引入的组件会接触不可信输入，但未列入任何元素"
        help "list the component on the element that uses it (`components`), and ask what its input can do there"
            "在使用该组件的元素的 `components` 中列出它，并考虑其输入在那里能造成什么"
        why "The change brings something that parses, unpacks, serves or decides about input that nobody vouches for, and the threat model doesn't say where it is used. This is the moment at which thinking about it costs least."
            "此变更引入了解析、解包、提供服务或处理不可信输入的组件，而威胁模型没有说明它用在何处。此刻考虑的代价最低。";
    "uncovered-component"
        title "Component that touches untrusted input is on no element" "会接触不可信输入的组件未列入任何元素"
        help "list the component on the element that uses it (`components`), and ask what its input can do there"
            "在使用该组件的元素的 `components` 中列出它，并考虑其输入在那里能造成什么"
        why "The project uses something that parses, unpacks, serves or decides about input that nobody vouches for, and the threat model doesn't say where. Its faults are then nobody's threat."
            "项目使用了解析、解包、提供服务或处理不可信输入的组件，而威胁模型没有说明用在何处，其缺陷便不属于任何威胁。";
    "uncited-advisory"
        title "Grave advisory is in no threat" "严重公告未被任何威胁引用"
        help "cite the advisory in `advisories`, or its kind of weakness in `cwe`, of the threat that it makes real"
            "在与之相关的威胁的 `advisories` 中引用该公告，或在 `cwe` 中写出其弱点类型"
        why "A component that the project asks for itself has a grave fault, and no threat of the model speaks of it or of faults of its kind. What the model says about that component may no longer be true."
            "项目直接依赖的组件存在严重缺陷，而模型中没有威胁提到它或同类缺陷。模型对该组件的描述可能已不成立。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.coverage";
        /// A flow without a threat.
        unthreatened(flow, from, to)
            "`{flow}` crosses from `{from}` to `{to}`, and no threat names it or its ends"
            "数据流 `{flow}` 从 `{from}` 进入 `{to}`，但没有威胁涉及它或其两端";
        /// What to do about it.
        think_of(flow)
            "record what can go wrong on `{flow}` as a threat whose `on` names it"
            "将 `{flow}` 上可能出现的问题记录为威胁，并在其 `on` 中列出该数据流";
        /// A component on no element.
        uncovered(component)
            "`{component}` is on no element of the threat model"
            "`{component}` 未列入威胁模型的任何元素";
        /// A component that the change brings, on no element.
        newly_uncovered(component)
            "the change brings `{component}`, which is on no element of the threat model"
            "此变更引入 `{component}`，它未列入威胁模型的任何元素";
        /// What to do about it.
        list_component(component)
            "list `{component}` as a package URL in `components` of the element that uses it"
            "在使用 `{component}` 的元素的 `components` 中以 package URL 列出它";
        /// Where policy names a component.
        named_here()
            "policy names it here"
            "策略在此处点名该组件";
        /// An upgrade that isn't there.
        still_affected(id, decision, advisory, component)
            "`{id}` is decided as `{decision}` and cites `{advisory}`, which still affects `{component}`"
            "`{id}` 的决定为 `{decision}`，所引用的 `{advisory}` 仍影响 `{component}`";
        /// Where it is locked.
        locked_here(component)
            "`{component}` is declared here"
            "`{component}` 在此处声明";
        /// What to do where a version is fixed.
        upgrade_or_reopen(component, version, id)
            "upgrade `{component}` to `{version}`, or set the decision of `{id}` back to `open`"
            "将 `{component}` 升级到 `{version}`，或将 `{id}` 的决定改回 `open`";
        /// What to do where none is.
        reopen(id)
            "no fixed version is known: set the decision of `{id}` back to `open`, or replace the component"
            "尚无已修复的版本：将 `{id}` 的决定改回 `open`，或更换该组件";
        /// An advisory that no threat cites.
        uncited(advisory, component)
            "`{advisory}` affects `{component}`, and no threat cites it or a weakness of its kind"
            "`{advisory}` 影响 `{component}`，但没有威胁引用它或同类弱点";
        /// What to do about it.
        cite(advisory)
            "cite `{advisory}` in `advisories` of the threat that it makes real, or record one"
            "在与之相关的威胁的 `advisories` 中引用 `{advisory}`，或新增威胁";
    }
}

/// What components of each category do.
pub mod category {
    use crate::messages::sentences;

    sentences! { "category";
        /// XML, HTML, Markdown.
        markup() "it reads XML, HTML or Markdown" "它读取 XML、HTML 或 Markdown";
        /// JSON, YAML and the like.
        parser() "it parses data" "它解析数据";
        /// Objects and messages from bytes.
        deserializer() "it makes objects or messages of bytes" "它由字节还原对象或消息";
        /// Archives.
        archive() "it unpacks archives or compressed data" "它解包归档或压缩数据";
        /// Office files and mail.
        document() "it reads documents or mail" "它读取文档或邮件";
        /// Images and the like.
        media() "it decodes images, sound or fonts" "它解码图像、音视频或字体";
        /// Templates.
        template() "it runs templates or expressions" "它执行模板或表达式";
        /// Servers.
        http_server() "it serves HTTP" "它提供 HTTP 服务";
        /// Clients.
        http_client() "it fetches addresses" "它按地址发起请求";
        /// Protocols.
        protocol() "it speaks a protocol with peers" "它与对端进行协议通信";
        /// Cryptography.
        crypto() "it does cryptography" "它执行密码运算";
        /// Logins and tokens.
        identity() "it decides who somebody is" "它判定身份";
        /// Databases.
        database() "it talks to databases" "它访问数据库";
        /// Interpreters.
        interpreter() "it runs code that comes as data" "它执行以数据形式到来的代码";
        /// What policy names.
        policy() "policy says that it touches untrusted input" "策略指明它会接触不可信输入";
    }
}

/// What a component of this category does; `None` for one that isn't known.
pub fn category_words(id: &str) -> Option<Statement> {
    let words = match id {
        "markup" => category::markup(),
        "parser" => category::parser(),
        "deserializer" => category::deserializer(),
        "archive" => category::archive(),
        "document" => category::document(),
        "media" => category::media(),
        "template" => category::template(),
        "http-server" => category::http_server(),
        "http-client" => category::http_client(),
        "protocol" => category::protocol(),
        "crypto" => category::crypto(),
        "identity" => category::identity(),
        "database" => category::database(),
        "interpreter" => category::interpreter(),
        "policy" => category::policy(),
        _ => return None,
    };
    Some(words)
}

/// Every sentence of this file.
pub(super) fn all() -> Vec<&'static crate::domain::statement::Sentence> {
    say::all().into_iter().chain(category::all()).collect()
}
