//! Rules about the inventory (practices 1, 7).

use super::rule_words;

rule_words! {
    "unreadable-file"
        title "Manifest could not be read" "清单文件无法读取"
        help "regenerate the file with its own tool, or exclude it by `inventory.exclude` in the policy"
            "用其所属工具重新生成该文件，或在策略中用 `inventory.exclude` 将其排除"
        why "The gate recognises the file and can't read it, whole or in part. Whatever it declares was not judged, so nobody may call it clean."
            "门禁识别出该文件，但无法完整读取。其中声明的组件均未经判定，因此不能视为无问题。";
    "unsupported-format"
        title "Manifest format is not read" "清单格式暂不支持"
        help "give the gate a format that it reads beside this one (a CycloneDX JSON SBOM made by the build works for every ecosystem), or exclude the file by `inventory.exclude` in the policy"
            "在旁边提供门禁可读取的格式（由构建生成的 CycloneDX JSON 软件物料清单适用于任何生态），或在策略中用 `inventory.exclude` 排除该文件"
        why "This version of the gate knows that the file declares components, and has no reader for it. Passing over it would hide them."
            "此版本的门禁知道该文件声明了组件，但没有对应的读取器。略过它就等于隐瞒这些组件。";
    "missing-lockfile"
        title "No lockfile pins these dependencies" "依赖没有锁文件固定版本"
        help "commit the lockfile that the package manager writes" "提交包管理器生成的锁文件"
        why "A manifest says which versions would do; only a lockfile says which are used. Without it every build may bring other components, and none can be judged."
            "清单只说明可接受的版本，锁文件才说明实际使用的版本。没有锁文件，每次构建都可能引入不同的组件，也就无从判定。";
    "empty-sbom"
        title "SBOM lists no component" "软件物料清单未列出任何组件"
        help "make the SBOM again from a resolved build, or exclude it by `inventory.exclude` in the policy if the project really has no component"
            "根据已解析的构建重新生成软件物料清单；若项目确无组件，请在策略中用 `inventory.exclude` 将其排除"
        why "A bill of materials stands for everything that a build uses. One that lists nothing comes from a tool that found nothing or from somebody who took the list out, and what is there isn't judged."
            "软件物料清单代表构建所用的全部内容。空清单要么是工具什么也没找到，要么是有人清空了列表，而实际存在的组件均未经判定。";
    "unresolved-version"
        title "Version is not pinned" "版本未固定"
        help "pin the exact version (`==1.2.3`), or commit a lockfile that does" "固定到确切版本（如 `==1.2.3`），或提交锁文件"
        why "The entry is a range or names no version. What will be installed depends on the day, so no advisory can be ruled out."
            "该条目是版本范围或未写明版本。实际安装的版本因时而异，无法排除任何公告。";
    "unpinned-build-requirement"
        title "Build requirement is not pinned" "构建依赖未固定版本"
        help "pin it in `[build-system] requires` (`\"setuptools==80.9.0\"`), or build with a constraints file that does"
            "在 `[build-system] requires` 中固定版本（如 `\"setuptools==80.9.0\"`），或在构建时使用固定版本的约束文件"
        why "pip fetches and runs what a project is built with, and no lockfile pins it. Whoever publishes the next version of it runs code in every build."
            "pip 会下载并运行构建依赖，而锁文件不会固定它们。发布下一版本的人即可在每次构建中运行代码。";
}

/// What the findings of these rules say.
pub mod say {
    use crate::messages::sentences;

    sentences! { "finding.inventory";
    }
}

pub(super) use say::all;
