//! The words of the reports: headings, accounting, what to do next.

use super::sentences;

sentences! { "report";
    /// A report file could not be written.
    file_failed(file, error)
        "`{file}` could not be written: {error}"
        "无法写入 `{file}`：{error}";
}
