//! `vendor/modules.txt`: the modules that a checkout carries, held against go.mod.
//!
//! Since Go 1.14 the go command builds what lies in `vendor` where that file is
//! there. A module that go.mod lists at that version is judged there; one that
//! it doesn't list is a gap. `go mod vendor` leaves out what isn't built, so a
//! module that isn't carried is none.
//!
//! Format: <https://go.dev/ref/mod#vendoring>: `# module version`, with
//! ` => module version` or ` => ./folder` where something stands in for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::component::{Component, Ecosystem, Version};
use crate::domain::inventory::{Gap, GapKind, Inventory};
use crate::domain::place::TreePath;
use crate::ecosystem::{Surroundings, open};
use crate::messages::ecosystem as say;
use crate::source::{Line, SourceFile, shorten};

/// The gaps of every such file, in path order.
pub(super) fn gaps(inventory: &Inventory, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    let lists = surroundings.files.list().iter().filter(|path| is_list(path));
    lists.flat_map(|path| gaps_of(path, inventory, surroundings)).collect()
}

fn is_list(path: &TreePath) -> bool {
    path.file_name() == "modules.txt" && path.folder().file_name() == "vendor"
}

fn gaps_of(path: &TreePath, inventory: &Inventory, surroundings: &Surroundings<'_>) -> Vec<Gap> {
    let root = path.folder().folder();
    let is_project = ["go.mod", "go.work"].into_iter().filter_map(|name| root.join(name));
    // Other tools have folders of that name.
    if !is_project.into_iter().any(|path| surroundings.files.exists(&path)) {
        return Vec::new();
    }
    let file = match open(path, surroundings) {
        Ok(file) => file,
        Err(error) => return vec![error.into()],
    };
    let listed = listed(&root, inventory);
    let unlisted = file.lines().filter_map(|line| Some((line, carried(line.text)?)));
    let unlisted = unlisted.filter(|(_, module)| !listed.contains(module));
    unlisted.map(|(line, module)| gap(&file, line, module)).collect()
}

/// The modules with their versions that the project's files list.
fn listed<'run>(root: &TreePath, inventory: &'run Inventory) -> BTreeSet<(&'run str, &'run str)> {
    let files = inventory.manifests.iter().filter(|manifest| {
        manifest.reader.starts_with("golang/") && root.is_above_any(std::slice::from_ref(&manifest.path))
    });
    let all = files.flat_map(|file| inventory.occurrences.get(file.occurrences.clone()).unwrap_or_default());
    all.filter_map(|one| Some((&*one.component.name, one.component.version.exact()?))).collect()
}

/// The module that is carried: the one that stands in for another where there is
/// one; `None` for a folder, which go.mod leads to, and for every other line.
fn carried(line: &str) -> Option<(&str, &str)> {
    let words: Vec<&str> = line.strip_prefix("# ")?.split_whitespace().collect();
    match words.as_slice() {
        [module, version] | [_, _, "=>", module, version] if version.starts_with('v') => {
            Some((module, version))
        }
        _ => None,
    }
}

fn gap(file: &SourceFile, line: Line<'_>, (module, version): (&str, &str)) -> Gap {
    let span = line.start..line.start + line.text.len();
    let version_known = Version::Exact(Arc::from(version));
    let component = Component {
        ecosystem: Ecosystem::new(Ecosystem::GO),
        name: Arc::from(module),
        version: version_known,
    };
    Gap {
        kind: GapKind::UnreadableFile,
        place: file.place(span),
        reason: say::go_vendor_unlisted(shorten(module), shorten(version)),
        component: Some(component),
    }
}

#[cfg(test)]
mod tests {
    use super::carried;

    #[test]
    fn a_line_names_the_module_that_is_built() {
        for (line, module) in [
            ("# code.example/a v1.2.0", Some(("code.example/a", "v1.2.0"))),
            ("# code.example/a v1.2.0 => code.example/b v1.3.0", Some(("code.example/b", "v1.3.0"))),
            ("# code.example/a v1.2.0 => ./third_party/a", None),
            ("# code.example/a => code.example/b v1.3.0", None),
            ("# code.example/a => ./third_party/a", None),
            ("## explicit; go 1.24", None),
            ("## workspace", None),
            ("code.example/a/parts", None),
        ] {
            assert_eq!(carried(line), module, "{line}");
        }
    }
}
