//! `Package.swift`: whether it asks for anything.
//!
//! Format: <https://docs.swift.org/package-manager/PackageDescription/PackageDescription.html>.
//! It is a program, which isn't run. Only `.package(…)` declares a dependency,
//! and only one with a `path:` is part of the tree.

use super::{Declared, Declaring};
use crate::domain::place::TreePath;
use crate::ecosystem::Surroundings;
use crate::source::{ReadError, SourceFile};

pub(super) static PACKAGE_SWIFT: Declaring = Declaring {
    recognises,
    locks: |_| vec!["Package.resolved".to_owned()],
    shared_locks: &[],
    read,
    command: "swift package resolve",
};

/// `Package.swift`, and `Package@swift-5.9.swift` for one release of Swift.
fn recognises(path: &TreePath) -> bool {
    let name = path.file_name();
    let release = name.strip_prefix("Package@swift-").and_then(|rest| rest.strip_suffix(".swift"));
    name == "Package.swift" || release.is_some()
}

#[expect(clippy::unnecessary_wraps, reason = "the row's form: other manifests can be broken")]
fn read(file: &SourceFile, _: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let code: String = file.lines().map(|line| without_comment(line.text)).collect::<Vec<_>>().join("\n");
    let asks = code.split(".package").skip(1).any(|call| {
        let call = call.trim_start();
        let arguments = call.strip_prefix('(').map(|rest| rest.split(')').next().unwrap_or(rest));
        arguments.is_some_and(|arguments| !is_local(arguments))
    });
    Ok(Declared { name: None, asks })
}

fn is_local(arguments: &str) -> bool {
    arguments.contains("path:") && !arguments.contains("url:") && !arguments.contains("id:")
}

/// A `//` behind a colon is an address's.
fn without_comment(line: &str) -> &str {
    let mut slashes = line.match_indices("//").map(|(at, _)| at);
    let comment = slashes.find(|at| !line.get(..*at).is_some_and(|before| before.ends_with(':')));
    comment.and_then(|at| line.get(..at)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::{is_local, without_comment};

    #[test]
    fn what_lies_in_the_tree_is_not_asked_for() {
        assert!(is_local("name: \"Till\", path: \"../till\""));
        assert!(!is_local("url: \"https://git.example/acme/path:x.git\", from: \"1.0.0\""));
        assert_eq!(without_comment("a // .package(url:"), "a ");
        assert_eq!(without_comment(".package(url: \"https://x\") // y"), ".package(url: \"https://x\") ");
    }
}
