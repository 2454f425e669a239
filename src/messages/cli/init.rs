//! The words of `cullis init`.

use crate::messages::sentences;

sentences! { "cli.init";
    /// What the command does.
    about()
        "Write a starter policy, threat model and pipeline step; what is there already stays"
        "生成初始策略、威胁模型与流水线步骤；已有文件保持不变";
    /// What was seen.
    seen(services, stores, manifests)
        "seen: {services} {services:service|services}, {stores} {stores:store|stores}, {manifests} {manifests:manifest|manifests}"
        "所见：{services} 个服务，{stores} 个数据存储，{manifests} 个清单文件";
    /// A file was written.
    wrote(file)
        "wrote {file}"
        "已写入 {file}";
    /// A file is there already.
    kept(file)
        "left {file} as it is"
        "{file} 已存在，保持不变";
    /// A file couldn't be written.
    not_written(file)
        "`{file}` wasn't written"
        "未能写入 `{file}`";
    /// What comes next.
    next()
        "next: fill in each TODO of threat-model.yaml, decide about its threats, run `cullis threat check`, then sign what you looked at: `cullis threat review --by NAME --role ROLE`"
        "下一步：填写 threat-model.yaml 中的各处 TODO，就各威胁作出决定，运行 `cullis threat check`，再签署复核：`cullis threat review --by 姓名 --role 角色`";
}
