//! What is said of keys and signatures.

use super::sentences;

sentences! { "signature";
    /// A file that is no key.
    key_unreadable()
        "isn't a key that can be used: expected Ed25519 or SM2 in PEM (PKCS#8 for a private key, SPKI for a public one), as `cullis db keygen` and OpenSSL write them"
        "不是可用的密钥：应为 PEM 格式的 Ed25519 或 SM2 密钥（私钥为 PKCS#8，公钥为 SPKI），可由 `cullis db keygen` 或 OpenSSL 生成";
    /// A private key where a public one belongs.
    key_private()
        "is a private key: name the public one, and keep this one where nobody else reads it"
        "是私钥：请指定公钥，并将私钥保存在他人无法读取的位置";
    /// A public key where a private one belongs.
    key_public()
        "is a public key, which can't sign: name the private one"
        "是公钥，不能签名：请指定私钥";
    /// A key behind a password.
    key_encrypted()
        "is encrypted, and no password is asked for here: decrypt it first (`openssl pkey -in KEY -out PLAIN`)"
        "已加密，而此处不会询问口令：请先解密（`openssl pkey -in KEY -out PLAIN`）";
    /// A key of OpenSSH that isn't Ed25519.
    ssh_other_kind(kind)
        "isn't a key that can be used: expected PEM or `ssh-ed25519 …`, found `{kind}`"
        "不是可用的密钥：应为 PEM 或 `ssh-ed25519 …`，实际为 `{kind}`";
    /// A key of OpenSSH behind a password.
    ssh_key_encrypted()
        "is protected by a password, and none is asked for here: sign with `ssh-keygen -Y sign -n cullis-exception -f KEY PAYLOAD` and hand in the signature with `--signature`"
        "受口令保护，而此处不会询问口令：请用 `ssh-keygen -Y sign -n cullis-exception -f KEY PAYLOAD` 签名，再用 `--signature` 提交";
    /// The key can't sign.
    sign_failed()
        "the key can't sign this"
        "该密钥无法签署此内容";
    /// A name with a line break.
    odd_name(name)
        "the ecosystem `{name}` has a name that can't stand in a signed statement"
        "生态系统名称 `{name}` 不能写入签名声明";

    /// A signature file that isn't text.
    file_not_text()
        "the signature isn't text in UTF-8; expected a file made by `cullis db sign`"
        "签名不是 UTF-8 文本；应为 `cullis db sign` 生成的文件";
    /// A file whose last line has no end.
    file_cut(line)
        "the signature is cut short in line {line}; fetch it again"
        "签名在第 {line} 行被截断；请重新获取";
    /// A line that has no place.
    file_line(line, found)
        "line {line} of the signature: expected a statement, an empty line, and lines `signature ALGORITHM KEY BASE64`, found `{found}`"
        "签名第 {line} 行：应为声明、空行，以及 `signature 算法 密钥 BASE64` 形式的行，实际为 `{found}`";
    /// A file without a signed statement.
    file_empty()
        "the signature holds no statement with an empty line behind it; expected a file made by `cullis db sign`"
        "签名中没有后接空行的声明；应为 `cullis db sign` 生成的文件";

    /// A signature in the name of a trusted key that doesn't hold.
    wrong(algorithm, key)
        "the {algorithm} signature of the trusted key {key} doesn't match what it stands under: one of the two was changed"
        "受信任密钥 {key} 的 {algorithm} 签名与所签内容不符：两者之一被改动";
    /// Nobody who is trusted has signed.
    no_trusted(signatures, keys)
        "none of its {signatures} {signatures:signature is|signatures are} by a trusted key ({keys} {keys:key was|keys were} named)"
        "其 {signatures} 个签名均不来自受信任的密钥（已指定 {keys} 个密钥）";
    /// A signature that wasn't counted.
    untrusted(algorithm, key)
        "not counted: an {algorithm} signature by key {key}, which isn't trusted here"
        "未计入：密钥 {key} 的 {algorithm} 签名，该密钥在此不受信任";
    /// A signature that wasn't counted.
    unknown_algorithm(algorithm)
        "not counted: a signature by the algorithm `{algorithm}`, which this Cullis doesn't know"
        "未计入：算法 `{algorithm}` 的签名，当前版本的 Cullis 不认识该算法";
    /// The statement is about another index.
    other_root(root)
        "the signature isn't about the index with root {root}: it belongs to another one, or the index was changed"
        "签名针对的不是根摘要为 {root} 的索引：签名属于另一个索引，或索引被改动";
    /// The statement has other days.
    other_days()
        "the signed statement names other sources or days than the index"
        "签名声明中的数据源或日期与索引不一致";
    /// A signature file speaks of another policy.
    other_policy(digest)
        "holds no signature over this policy, which is sha256:{digest}: it was changed after it was signed, or another one was signed"
        "其中没有针对此策略（sha256:{digest}）的签名：策略在签名后被改动，或签名的是另一个文件";
    /// A signature of OpenSSH over something else.
    wrong_policy(key, namespace)
        "the signature in the name of the key {key} isn't over these bytes for `{namespace}`: the policy was changed after it was signed, or the signature was made for another purpose"
        "以密钥 {key} 名义的签名不是针对这些内容、用途为 `{namespace}` 的签名：策略在签名后被改动，或签名另有用途";
    /// A signature of OpenSSH that can't be read.
    ssh_unreadable()
        "isn't a signature that `ssh-keygen -Y sign` makes with an Ed25519 key"
        "不是 `ssh-keygen -Y sign` 用 Ed25519 密钥生成的签名";
}
