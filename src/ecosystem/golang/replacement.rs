//! `replace` lines: another module, or a folder, in a module's place.
//!
//! Meaning: <https://go.dev/ref/mod#go-mod-file-replace>.

use std::collections::HashMap;
use std::ops::Range;

use super::is_version;
use super::statement::Statement;

/// What stands in a module's place.
#[derive(Clone, Debug)]
pub(super) enum Target<'file> {
    /// A folder, as written.
    Folder(&'file str),
    /// Another module, at a version.
    Module { path: &'file str, version: &'file str },
}

/// One `old [version] => new [version]`.
#[derive(Clone, Debug)]
pub(super) struct Replacement<'file> {
    pub(super) target: Target<'file>,
    /// The bytes of the target.
    pub(super) span: Range<usize>,
}

/// The replacements of a file, by module and version; the empty version stands
/// for every one.
#[derive(Debug, Default)]
pub(super) struct Replacements<'file> {
    by_module: HashMap<(&'file str, &'file str), Replacement<'file>>,
    /// In the file's order.
    pub(super) all: Vec<(&'file str, Replacement<'file>)>,
}

impl<'file> Replacements<'file> {
    /// Takes a line; `None` when it isn't of the form, or stands twice.
    pub(super) fn add(&mut self, statement: &Statement<'file>) -> Option<()> {
        let arrow = statement.words.iter().position(|word| word.text == "=>")?;
        let (old, new) = statement.words.split_at_checked(arrow)?;
        let (module, version) = match old {
            [module] => (module.text, ""),
            [module, version] if is_version(version.text) => (module.text, version.text),
            _ => return None,
        };
        let (target, span) = match new {
            [_, folder] if is_folder(folder.text) => (Target::Folder(folder.text), folder.span.clone()),
            [_, path, version] if !is_folder(path.text) => {
                let target = Target::Module { path: path.text, version: version.text };
                (target, path.span.start..version.span.end)
            }
            _ => return None,
        };
        let replacement = Replacement { target, span };
        self.all.push((module, replacement.clone()));
        let is_new = self.by_module.insert((module, version), replacement).is_none();
        is_new.then_some(())
    }

    /// What replaces this module at this version. A line that names the version
    /// goes before one that doesn't.
    pub(super) fn of(&self, module: &'file str, version: &'file str) -> Option<&Replacement<'file>> {
        self.by_module.get(&(module, version)).or_else(|| self.by_module.get(&(module, "")))
    }
}

/// Folders begin with `./`, `../`, `/` or a drive; nothing else is one.
fn is_folder(text: &str) -> bool {
    let text = text.replace('\\', "/");
    let drive = text.get(1..3) == Some(":/");
    drive || text == "." || text == ".." || ["./", "../", "/"].iter().any(|start| text.starts_with(start))
}
