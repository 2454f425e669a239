//! Go: what modules and workspaces require, and what the module cache keeps.

pub mod go_mod;
mod go_sum;
pub mod go_work;
pub(super) mod package_store;
mod replacement;
mod statement;

use crate::source::SourceFile;

/// Whether a text is a version as go.mod pins it: `v1.2.3`, a pre-release or
/// pseudo-version of one, `+incompatible` behind it.
///
/// Format: <https://go.dev/ref/mod#versions>.
fn is_version(text: &str) -> bool {
    let Some(text) = text.strip_prefix('v') else { return false };
    let text = text.strip_suffix("+incompatible").unwrap_or(text);
    let (core, pre_release) = match text.split_once('-') {
        Some((core, pre_release)) => (core, Some(pre_release)),
        None => (text, None),
    };
    let number = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    let identifier = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    core.split('.').count() == 3
        && core.split('.').all(number)
        && pre_release.is_none_or(|text| text.split('.').all(identifier))
}

/// The path that a file's `module` line names.
fn module_path(file: &SourceFile) -> Option<String> {
    let (statements, _) = statement::read(file);
    let module = statements.into_iter().find(|statement| statement.verb == "module")?;
    module.words.into_iter().next().map(|word| word.text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn versions_are_whole_or_they_are_none() {
        for version in ["v1.2.3", "v0.0.0-20240101000000-0123456789ab", "v2.0.0+incompatible", "v1.0.0-rc.1"]
        {
            assert!(is_version(version), "{version}");
        }
        for other in ["v1.2", "v1", "1.2.3", "v1.2.3+build", "master", "v01.2.3", "v1.2.3-", "v1.2.3.4", ""] {
            assert!(!is_version(other), "{other}");
        }
    }
}
