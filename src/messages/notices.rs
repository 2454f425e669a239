//! The words of a notice file.

use super::sentences;

sentences! { "notices";
    /// The first line.
    title(components, texts)
        "Licence texts of {components} third-party {components:component|components}: {texts} {texts:text|texts}"
        "{components} 个第三方组件的许可证正文：共 {texts} 份";
    /// The text stands in the very archive that the lockfile pins.
    verified()
        "verified"
        "已校验";
    /// Nothing ties the text to the lockfile's hash.
    unverified()
        "unverified"
        "未校验";
    /// Above what has no text.
    without(count)
        "No licence text was found for {count} {count:component|components}; look for it yourself before you hand the product on:"
        "{count} 个组件没有找到许可证正文；分发产品前请自行查找：";
    /// Above what couldn't be read.
    gaps(count)
        "{count} {count:place|places} could not be read, and may hide further components:"
        "{count} 处无法读取，可能还有其他组件：";
}
