//! Manifests and lockfiles that are recognised and not read yet.

use crate::domain::place::TreePath;

/// File names, and what the format is called. A reader that takes a file of
/// such a name goes first, so a row may outlive the day its reader arrives;
/// those that are read stand here for their names in another case, which some
/// file systems and tools take for the same.
const FORMATS: &[(&str, &str)] = &[
    ("Cargo.lock", "Cargo"),
    ("Cartfile.resolved", "Carthage"),
    ("Gemfile.lock", "Bundler"),
    ("Gopkg.lock", "dep"),
    ("Manifest.toml", "Julia"),
    ("Package.resolved", "Swift"),
    ("Pipfile.lock", "Pipenv"),
    ("Podfile.lock", "CocoaPods"),
    ("build.gradle", "Gradle"),
    ("build.gradle.kts", "Gradle"),
    ("buildscript-gradle.lockfile", "Gradle"),
    ("bun.lock", "Bun"),
    ("bun.lockb", "Bun"),
    ("cabal.project.freeze", "Cabal"),
    ("composer.lock", "Composer"),
    ("conan.lock", "Conan"),
    ("conanfile.py", "Conan"),
    ("conanfile.txt", "Conan"),
    ("conda-lock.yml", "conda-lock"),
    ("deno.lock", "Deno"),
    ("gems.locked", "Bundler"),
    ("glide.lock", "Glide"),
    ("go.mod", "Go"),
    ("gradle.lockfile", "Gradle"),
    ("ivy.xml", "Ivy"),
    ("mix.exs", "Mix"),
    ("mix.lock", "Mix"),
    ("npm-shrinkwrap.json", "npm"),
    ("package-lock.json", "npm"),
    ("packages.config", "NuGet"),
    ("packages.lock.json", "NuGet"),
    ("paket.lock", "Paket"),
    ("pdm.lock", "PDM"),
    ("pixi.lock", "Pixi"),
    ("pnpm-lock.yaml", "pnpm"),
    ("poetry.lock", "Poetry"),
    ("pom.xml", "Maven"),
    ("pubspec.lock", "Pub"),
    ("pubspec.yaml", "Pub"),
    ("pylock.toml", "pylock"),
    ("rebar.config", "Rebar"),
    ("rebar.lock", "Rebar"),
    ("renv.lock", "renv"),
    ("requirements.txt", "pip"),
    ("stack.yaml.lock", "Stack"),
    ("uv.lock", "uv"),
    ("vcpkg.json", "vcpkg"),
    ("yarn.lock", "Yarn"),
];

/// The format of a file that isn't read; `None` for any other file.
pub(super) fn format_of(path: &TreePath) -> Option<String> {
    let name = path.file_name();
    // PEP 751: `pylock.<name>.toml` beside `pylock.toml`.
    if name.strip_prefix("pylock.").and_then(|rest| rest.strip_suffix(".toml")).is_some() {
        return Some(described("pylock", name));
    }
    let row = FORMATS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some(described(row.1, name))
}

fn described(format: &str, name: &str) -> String {
    format!("{name} ({format})")
}

#[cfg(test)]
mod tests {
    use super::{FORMATS, format_of};
    use crate::domain::place::TreePath;

    #[test]
    fn names_are_unique_and_met_as_a_whole() {
        let names: std::collections::BTreeSet<&str> = FORMATS.iter().map(|row| row.0).collect();
        assert_eq!(names.len(), FORMATS.len());
        let of = |path: &str| format_of(&TreePath::new(path).expect("a sound path"));
        assert_eq!(of("web/yarn.lock").as_deref(), Some("yarn.lock (Yarn)"));
        assert_eq!(of("cargo.LOCK").as_deref(), Some("cargo.LOCK (Cargo)"));
        assert_eq!(of("pylock.dev.toml").as_deref(), Some("pylock.dev.toml (pylock)"));
        assert_eq!(of("my-yarn.lock"), None);
    }
}
