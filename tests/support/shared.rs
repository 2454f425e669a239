//! Real data beside the checkout, read where it lies.

use std::path::{Path, PathBuf};

/// The folder of real data: `$CULLIS_SHARED`, else `../shared` beside the
/// checkout. `None` when it is absent and `CULLIS_WITHOUT_SHARED=1` allows that.
#[expect(clippy::disallowed_methods, reason = "a test finds its data")]
pub(crate) fn shared(part: &str) -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("CULLIS_SHARED").map_or_else(beside, PathBuf::from).join(part);
    if folder.exists() {
        return Some(folder);
    }
    let allowed = std::env::var_os("CULLIS_WITHOUT_SHARED").is_some_and(|value| value == "1");
    assert!(
        allowed,
        "{} is absent: set CULLIS_SHARED to the folder of real data, or CULLIS_WITHOUT_SHARED=1 to go without",
        folder.display()
    );
    None
}
