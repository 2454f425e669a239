//! The words of `cullis report`.

use crate::messages::sentences;

sentences! { "cli.report";
    /// What the command does.
    about()
        "Write what a person hands on or looks at: the licence texts of every third-party component"
        "生成供人分发或阅读的文件：所有第三方组件的许可证正文";
    /// Help of `--format`.
    help_format()
        "notices: a notice file with every licence text in use, each once, with its components"
        "notices：许可证声明文件，包含在用的每一份许可证正文（各一次）及其对应的组件";
    /// Help of `--out`.
    help_out()
        "The file to write; without it standard output"
        "输出文件；不写则为标准输出";
    /// What lacks a text.
    lacking(count)
        "{count} {count:component has|components have} no licence text on this machine; the file names them at its end"
        "{count} 个组件在本机没有许可证正文；文件末尾已列出";
    /// What couldn't be read.
    unread(count)
        "{count} {count:place|places} could not be read, and may hide further components; the file names them at its end"
        "{count} 处无法读取，可能还有其他组件；文件末尾已列出";
}
