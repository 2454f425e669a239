//! The words of `cullis policy`.

use crate::messages::sentences;

sentences! { "cli.policy";
    /// What the command does.
    about()
        "Show the effective policy, check a policy file, or sign it"
        "显示生效的策略，检查策略文件，或为其签名";
    /// What `sign` does.
    about_sign()
        "Sign a policy file for layers that ask for it by `signed-by`; nothing may be wrong with it"
        "为策略文件签名，供以 `signed-by` 要求签名的上层使用；文件须没有问题";
    /// Help of `--key`.
    help_key()
        "The private key: Ed25519 or SM2 in PEM, or OpenSSH's Ed25519, not encrypted"
        "私钥：PEM 格式的 Ed25519 或 SM2 密钥，或 OpenSSH 的 Ed25519 密钥，未加密";
    /// Help of `--out`.
    help_signature_out()
        "The signature's file; without it FILE.sig. A signature over the same bytes is added to those that are there"
        "签名文件；不写则为 FILE.sig。对相同内容的签名会添加到已有签名之中";
    /// A signature was made.
    signed(digest, algorithm, key, path, count)
        "policy sha256:{digest}, signed by the {algorithm} key {key}; {path} holds {count} {count:signature|signatures}"
        "策略 sha256:{digest} 已由 {algorithm} 密钥 {key} 签名；{path} 中有 {count} 个签名";
    /// What `show` does.
    about_show()
        "Print every key in force, with the layer and line that set it"
        "列出生效的每个键，以及设置它的层和行";
    /// What `lint` does.
    about_lint()
        "Check one policy file alone; exits with 2 where something is wrong with it"
        "单独检查一个策略文件；有问题时以 2 退出";
    /// Help of `--folder`.
    help_folder()
        "As it holds below this folder of the repository, with the files of the folders on the way"
        "显示在仓库该文件夹之下生效的策略，计入沿途各文件夹的文件";
    /// `--folder` names no folder of the tree.
    no_folder(folder)
        "`{folder}` is no folder of the repository; name one from its root on, such as `services/payments`"
        "`{folder}` 不是仓库中的文件夹；请从根目录写起，例如 `services/payments`";
    /// Help of FILE.
    help_file()
        "The policy file"
        "策略文件";
    /// Nothing is wrong with a file.
    sound(file)
        "`{file}`: nothing is wrong with it"
        "`{file}`：没有问题";
    /// How many errors there are.
    errors(file, count)
        "`{file}` has {count} {count:error|errors}"
        "`{file}` 有 {count} 个错误";
    /// Who governs.
    alone()
        "governed by this repository alone: nothing stands above its policy but the built-in default"
        "仅由此仓库自行管理：其策略之上只有内置默认策略";
    /// A layer tried what it may not.
    refused(place, key, attempted, in_force, holder)
        "{place}: `{key}` with `{attempted}` has no effect; {holder} holds `{in_force}`"
        "{place}：`{key}` 的 `{attempted}` 不起作用；{holder} 限定为 `{in_force}`";
}
