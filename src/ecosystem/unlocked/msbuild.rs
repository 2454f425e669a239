//! .NET project files: whether they ask for packages.
//!
//! Format: <https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files>.

use roxmltree::{Document, ParsingOptions};

use super::{Declared, Declaring};
use crate::domain::place::TreePath;
use crate::ecosystem::Surroundings;
use crate::messages::source::syntax;
use crate::source::{ReadError, SourceFile};

pub(super) static PROJECT: Declaring = Declaring {
    recognises: |path| extension(path).is_some(),
    locks,
    shared_locks: &[],
    read,
    command: "dotnet restore --use-lock-file",
};

fn extension(path: &TreePath) -> Option<&str> {
    let (stem, extension) = path.file_name().rsplit_once('.')?;
    let known = ["csproj", "fsproj", "vbproj"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    (known && !stem.is_empty()).then_some(stem)
}

/// `packages.lock.json`, or one for the project alone with `_` for spaces.
fn locks(path: &TreePath) -> Vec<String> {
    let project = extension(path).unwrap_or_default().replace(' ', "_");
    vec!["packages.lock.json".to_owned(), format!("packages.{project}.lock.json")]
}

fn read(file: &SourceFile, _: &Surroundings<'_>) -> Result<Declared, ReadError> {
    // The parser is asked only where the word stands: most projects have none.
    if !file.text().contains("PackageReference") {
        return Ok(Declared::default());
    }
    let asks = parse(file)?.descendants().any(|node| node.tag_name().name() == "PackageReference");
    Ok(Declared { name: None, asks })
}

pub(super) fn parse(file: &SourceFile) -> Result<Document<'_>, ReadError> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 1 << 20, ..ParsingOptions::default() };
    Document::parse_with_options(file.text(), options).map_err(|error| {
        let place = file.place_at(error.pos().row as usize, error.pos().col as usize);
        ReadError { place, message: syntax("XML", error) }
    })
}
