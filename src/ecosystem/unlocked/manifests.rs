//! `package.json`, `composer.json` and `Gemfile`: whether they ask for anything.

use super::{Declared, Declaring};
use crate::ecosystem::Surroundings;
use crate::source::json::{Document, Value};
use crate::source::{ReadError, SourceFile};

/// Format: <https://docs.npmjs.com/cli/configuring-npm/package-json>.
pub(super) static PACKAGE_JSON: Declaring = Declaring {
    recognises: |path| {
        // What lies in `node_modules` is installed: the project's manifest asks.
        path.file_name() == "package.json" && !path.as_str().split('/').any(|part| part == "node_modules")
    },
    locks: |_| NODE_LOCKS.iter().map(|name| (*name).to_owned()).collect(),
    shared_locks: NODE_LOCKS,
    read: package_json,
    command: "npm install --package-lock-only",
};

const NODE_LOCKS: &[&str] = &[
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "bun.lockb",
    "deno.lock",
];

/// Format: <https://getcomposer.org/doc/04-schema.md>.
pub(super) static COMPOSER_JSON: Declaring = Declaring {
    recognises: |path| path.file_name() == "composer.json",
    locks: |_| vec!["composer.lock".to_owned()],
    shared_locks: &[],
    read: composer_json,
    command: "composer update --no-install",
};

/// A Ruby program; its `gem` and `gemspec` lines are what it asks for.
pub(super) static GEMFILE: Declaring = Declaring {
    recognises: |path| matches!(path.file_name(), "Gemfile" | "gems.rb"),
    locks: |_| vec!["Gemfile.lock".to_owned(), "gems.locked".to_owned()],
    shared_locks: &[],
    read: gemfile,
    command: "bundle lock",
};

fn package_json(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let document = Document::parse(file, surroundings.limits)?;
    let root = document.root().as_object("package.json")?;
    let kinds = ["dependencies", "devDependencies", "optionalDependencies"];
    let asks = kinds.iter().any(|kind| members(root, kind).next().is_some());
    Ok(Declared { name: root.get("name").and_then(Value::text).map(Into::into), asks })
}

/// `php`, `ext-…` and `lib-…` are no packages: they name the platform.
fn composer_json(file: &SourceFile, surroundings: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let document = Document::parse(file, surroundings.limits)?;
    let root = document.root().as_object("composer.json")?;
    let mut asked = ["require", "require-dev"].into_iter().flat_map(|kind| members(root, kind));
    let asks = asked.any(|(name, _)| name.text().is_some_and(|name| name.contains('/')));
    Ok(Declared { name: None, asks })
}

fn members<'doc>(
    root: Value<'doc>,
    key: &str,
) -> impl Iterator<Item = (Value<'doc>, Value<'doc>)> + use<'doc> {
    root.get(key).into_iter().flat_map(Value::members)
}

#[expect(clippy::unnecessary_wraps, reason = "the row's form: other manifests can be broken")]
fn gemfile(file: &SourceFile, _: &Surroundings<'_>) -> Result<Declared, ReadError> {
    let asks = file.lines().any(|line| {
        let mut words = line.text.split([' ', '(', '\t']).filter(|word| !word.is_empty());
        matches!(words.next(), Some("gem" | "gemspec"))
    });
    Ok(Declared { name: None, asks })
}
