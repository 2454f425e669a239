//! The words in the files that a repository begins with.

use super::sentences;

sentences! { "starter";
    /// The first line of the model.
    head()
        "What was seen in this repository, written by `cullis init`. Correct it, and decide about each threat."
        "由 `cullis init` 根据仓库所见生成。请核对内容，并就每个威胁作出决定。";
    /// The second one.
    head_todo()
        "TODO stands where only you know. Ten minutes: who is outside, where trust changes, the five worst things."
        "TODO 处须由您填写。十分钟即可：谁在外部、信任在何处改变、最坏的五件事。";
    /// The ports of a service.
    ports(ports)
        "ports {ports}"
        "端口 {ports}";
    /// Services and stores that aren't elements yet.
    more(count)
        "TODO: {count} more {count:service or store was|services or stores were} seen"
        "TODO：另有 {count} 个服务或存储未列出";
    /// Above the threats.
    threats()
        "Open until you decide: mitigate (with evidence), accept (reason, by, until), transfer, avoid, not-applicable (reason)."
        "在您决定之前均为未处理：mitigate（附证据）、accept（理由、批准人、期限）、transfer、avoid、not-applicable（理由）。";
    /// Above the mitigations.
    mitigations()
        "What holds a threat off, each with a test or a file that shows it: `cullis threat new mitigation --evidence FILE#TEST`."
        "抵御威胁的措施，各附一项测试或文件作为证据；用 `cullis threat new mitigation --evidence 文件#测试` 添加。";
    /// A threat to what listens.
    crafted(service)
        "Crafted or endless input brings {service} down or makes it do what it shouldn't"
        "恶意构造或无止境的输入使 {service} 瘫痪或执行非预期操作";
    /// Another one.
    impersonated(service)
        "Somebody acts towards {service} as a user whom they are not, or does more than they may"
        "有人冒用他人身份访问 {service}，或越权操作";
    /// A threat to what keeps data.
    leaked(store)
        "Somebody reads or changes what {store} keeps who may not"
        "无权者读取或篡改 {store} 中的数据";
    /// A threat to what only reads files.
    misled(service)
        "A file or an argument that somebody else wrote makes {service} do what it shouldn't"
        "他人编写的文件或参数使 {service} 执行非预期操作";
}
