//! The words of `cullis db keygen`, `cullis db sign` and signatures in `db verify`.

use crate::messages::sentences;

sentences! { "cli.db.sign";
    /// What `keygen` does.
    about_keygen()
        "Make a key pair for signing: a private key for you alone, and a public one to hand out"
        "生成用于签名的密钥对：仅供自己保存的私钥，以及用于分发的公钥";
    /// What `sign` does.
    about_sign()
        "Sign an index (or a mirror's manifest.json), after every page of it was verified"
        "在逐页校验之后为索引（或镜像的 manifest.json）签名";
    /// Help of `--algorithm`.
    help_algorithm()
        "ed25519, or sm2 (SM2 with SM3, GB/T 32918)"
        "ed25519，或 sm2（SM2 与 SM3，GB/T 32918）";
    /// Help of `--out` of `keygen`.
    help_key_out()
        "The private key's file; the public one is written to FILE.pub. Neither replaces a file that is there"
        "私钥文件；公钥写入 FILE.pub。二者均不会覆盖已有文件";
    /// Help of INDEX of `sign`.
    help_signed()
        "An index made by `cullis db import` or `cullis db sync`, or a mirror's manifest.json"
        "由 `cullis db import` 或 `cullis db sync` 生成的索引，或镜像的 manifest.json";
    /// Help of `--key` of `sign`.
    help_private_key()
        "The private key: Ed25519 or SM2 in PEM (PKCS#8), not encrypted"
        "私钥：PEM 格式（PKCS#8）的 Ed25519 或 SM2 密钥，未加密";
    /// Help of `--serial`.
    help_serial()
        "A number that grows with every index; without it, the moment as YYYYMMDDhhmmss (of the same index, the number that it has)"
        "随每个索引递增的序号；不写则取当前时刻 YYYYMMDDhhmmss（同一索引则沿用其已有序号）";
    /// Help of `--out` of `sign`.
    help_signature_out()
        "The signature's file; without it INDEX.sig. A signature over the same index is added to those that are there"
        "签名文件；不写则为 INDEX.sig。对同一索引的签名会添加到已有签名之中";
    /// Help of `--key` of `verify` and `sync`.
    help_public_keys()
        "A public key that is trusted (PEM); give it again for more, of which one that signed is enough"
        "受信任的公钥（PEM）；可多次给出，其中任一密钥签署即可";
    /// Help of `--signature`.
    help_signature()
        "The signature's file; without it INDEX.sig"
        "签名文件；不写则为 INDEX.sig";
    /// A key was made.
    key_made(algorithm, id, path)
        "private {algorithm} key {id} written to {path}: keep it where nobody else reads it"
        "{algorithm} 私钥 {id} 已写入 {path}：请保存在他人无法读取的位置";
    /// Its public half.
    public_made(path)
        "public key written to {path}: hand it out"
        "公钥已写入 {path}：可供分发";
    /// A key that can't be written.
    key_unwritable(reason)
        "no key was written: {reason}"
        "未写入密钥：{reason}";
    /// What is signed.
    index_named(root, serial)
        "root {root}, serial {serial}"
        "根摘要 {root}，序号 {serial}";
    /// What is signed.
    manifest_named(digest)
        "manifest {digest}"
        "清单 {digest}";
    /// A signature was made.
    signed_by(algorithm, key, path, count)
        "signed by the {algorithm} key {key}; {path} holds {count} {count:signature|signatures}"
        "已由 {algorithm} 密钥 {key} 签名；{path} 中有 {count} 个签名";
    /// A signature holds.
    holds(algorithm, key)
        "signed by the trusted {algorithm} key {key}"
        "由受信任的 {algorithm} 密钥 {key} 签署";
    /// A number that isn't higher.
    serial_not_higher(serial, highest)
        "the serial number {serial} isn't higher than {highest}, which this file has for another index: whoever has that one would refuse this one"
        "序号 {serial} 不大于 {highest}，后者已用于此文件中的另一个索引：已安装后者的机器会拒绝当前索引";
}
