//! Holds the floors, the sizes and the first lines of the code.
//!
//! One crate gives up the compiler's check of who imports whom; this test wins
//! it back. It reads text, so an import that a macro builds escapes it.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the test reads the source from the disk, and has nothing to say when it can't"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The floors, from the ground up; `lib.rs` shows the same table.
const FLOORS: &[(u8, &[&str])] = &[
    (0, &["domain"]),
    (
        1,
        &[
            "nearest",
            "parallel",
            "messages",
            "source",
            "version",
            "purl",
            "category",
            "license",
            "signature",
            "exception",
        ],
    ),
    (
        2,
        &[
            "ecosystem",
            "advisory",
            "threat_model",
            "policy",
            "rules",
            "judge",
            "report",
            "history",
            "vex",
            "starter",
        ],
    ),
    (3, &["gate"]),
    (4, &["disk", "host", "walk", "clock", "git", "store", "packages", "sync"]),
    (5, &["cli"]),
];

/// Tools may use tools that stand before them in this list; nobody else of one
/// floor sees a neighbour.
const TOOLS_IN_ORDER: &[&str] = &[
    "nearest",
    "parallel",
    "messages",
    "source",
    "version",
    "purl",
    "category",
    "license",
    "signature",
    "exception",
];

const LONGEST_FILE: usize = 500;

struct Source {
    path: PathBuf,
    room: String,
    text: String,
}

fn floor_of(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(floor, _)| *floor)
}

fn sources() -> Vec<Source> {
    let source_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source_folder.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(&source_folder).expect("below src");
                let first = inside.components().next().expect("a name").as_os_str();
                let room = first.to_string_lossy().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).expect("source is text");
                sources.push(Source { path: inside.to_path_buf(), room, text });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

/// Every `crate::room` that the code names, with its line number; not in
/// comments, and not below `#[cfg(test)] mod tests`, which may build its facts
/// with any room.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let is_test_file = source.path.ends_with("tests.rs");
    for (number, line) in source.text.lines().enumerate() {
        if line.trim_start().starts_with("mod tests") || is_test_file {
            break;
        }
        let code = line.split("//").next().unwrap_or_default();
        for after in code.split("crate::").skip(1) {
            let room: String =
                after.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '{').collect();
            found.push((number + 1, room));
        }
    }
    found
}

fn may_import(from: &str, to: &str) -> bool {
    if from == to {
        return true;
    }
    let (Some(from_floor), Some(to_floor)) = (floor_of(from), floor_of(to)) else { return false };
    let place = |room| TOOLS_IN_ORDER.iter().position(|tool| *tool == room);
    match (from_floor, to_floor) {
        (1, 1) => place(to) < place(from),
        (4, 4) => to == "disk",
        _ => to_floor < from_floor,
    }
}

#[test]
fn a_room_imports_only_from_floors_below_it() {
    let mut wrong = Vec::new();
    for source in sources() {
        if ["lib", "main"].contains(&source.room.as_str()) {
            continue;
        }
        for (line, room) in imports(&source) {
            if room.starts_with('{') {
                wrong
                    .push(format!("{}:{line}: `crate::{{…}}` hides what is imported", source.path.display()));
            } else if !may_import(&source.room, &room) {
                wrong.push(format!(
                    "{}:{line}: `{}` may not import `{room}`",
                    source.path.display(),
                    source.room
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nobody_climbs_out_of_a_room_by_super() {
    let mut wrong = Vec::new();
    for source in sources() {
        // `room.rs` and `room/mod.rs` are the room; each further part is one module below it.
        let is_folder = source.path.file_name().is_some_and(|name| name == "mod.rs");
        let depth = source.path.components().count() - 1 - usize::from(is_folder);
        let climbs = |line: &str| {
            line.matches("super::").count() > depth && line.contains(&"super::".repeat(depth + 1))
        };
        let code = source
            .text
            .lines()
            .enumerate()
            .take_while(|(_, line)| !line.trim_start().starts_with("mod tests"));
        for (number, line) in code.filter(|(_, line)| climbs(line)) {
            wrong.push(format!(
                "{}:{}: climbs out of its room: {}",
                source.path.display(),
                number + 1,
                line.trim()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_on_a_floor() {
    let rooms: BTreeSet<String> = sources().into_iter().map(|source| source.room).collect();
    for room in rooms.iter().filter(|room| !["lib", "main"].contains(&room.as_str())) {
        assert!(floor_of(room).is_some(), "`{room}` stands on no floor: add it here and in lib.rs");
    }
}

#[test]
fn files_are_short_and_open_with_a_sentence() {
    let mut wrong = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > LONGEST_FILE {
            wrong.push(format!("{}: {lines} lines; the limit is {LONGEST_FILE}", source.path.display()));
        }
        let first = source.text.lines().next().unwrap_or_default();
        if !first.starts_with("//! ") {
            wrong.push(format!("{}: opens with `{first}`, not with a sentence", source.path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_is_compiled() {
    let sources = sources();
    let texts: BTreeMap<&Path, &str> =
        sources.iter().map(|source| (source.path.as_path(), source.text.as_str())).collect();
    for source in &sources {
        let stem = source.path.file_stem().expect("a name").to_string_lossy();
        if ["lib", "main"].contains(&stem.as_ref()) {
            continue;
        }
        let module = if stem == "mod" { source.path.parent().expect("a folder") } else { &source.path };
        let name = module.file_stem().expect("a name").to_string_lossy();
        let folder = module.parent().expect("a folder");
        let parents = [folder.join("mod.rs"), folder.with_extension("rs"), PathBuf::from("lib.rs")];
        let declares = |text: &str| {
            text.lines().any(|line| line.trim_end_matches(';').ends_with(&format!("mod {name}")))
        };
        let parents =
            parents.iter().filter(|parent| folder.as_os_str().is_empty() || !parent.ends_with("lib.rs"));
        let mut texts = parents.filter_map(|parent| texts.get(parent.as_path()));
        assert!(texts.any(|text| declares(text)), "no `mod {name};` leads to {}", source.path.display());
    }
}

#[test]
fn the_floor_table_of_the_library_is_this_one() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("lib.rs");
    for (floor, rooms) in FLOORS {
        let row = lib.lines().find(|line| line.starts_with(&format!("//! | {floor} |")));
        let row = row.unwrap_or_else(|| panic!("lib.rs has no row for floor {floor}"));
        for room in *rooms {
            assert!(row.contains(&format!("`{room}`")), "lib.rs doesn't name `{room}` on floor {floor}");
        }
    }
}

/// What opens a socket, or leads to something that does.
const NETWORK: &[&str] =
    &["std::net", "net::Tcp", "net::Udp", "TcpStream", "UdpSocket", "reqwest", "rustls", "ureq", "hyper::"];

/// Judging opens no socket, because nothing but `sync` knows of any.
#[test]
fn only_sync_names_the_network() {
    let mut wrong = Vec::new();
    let mut named = 0;
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if !NETWORK.iter().any(|name| code.contains(name)) {
                continue;
            }
            named += 1;
            if source.room != "sync" {
                wrong.push(format!("{}:{}: {}", source.path.display(), number + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "only `sync` may name the network:\n{}", wrong.join("\n"));
    assert!(named > 0, "nothing names the network any more: this test looks for the wrong words");
}

/// `check` must not even reach the room that downloads.
#[test]
fn only_the_database_commands_reach_sync() {
    let names_it = |source: &Source| imports(source).iter().any(|(_, room)| room == "sync");
    let users = sources().into_iter().filter(|source| source.room != "sync" && names_it(source));
    let users: Vec<String> =
        users.map(|source| source.path.display().to_string().replace('\\', "/")).collect();
    let odd = users.iter().filter(|path| !path.starts_with("cli/db/") && *path != "cli/environment.rs");
    let odd: Vec<&String> = odd.collect();
    assert!(odd.is_empty() && users.len() > 1, "{odd:?} of {users:?}");
}
