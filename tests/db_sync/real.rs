//! The real records, served: what a sync installs is what an import makes of
//! them, and a server that misbehaves with them changes nothing.

use std::fs;
use std::io::Write as _;

use serde_json::{Map, Value};
use zip::ZipArchive;

use crate::fleet::{Fleet, list, run, zip};
use crate::server::{Fault, Page, Server};
use crate::shared::shared;

/// Records by id, as an ecosystem's archive has them.
type Records = Vec<(String, String)>;

/// The day that the server's files were last modified.
const DAY: &str = "2020-01-02";

fn archive_of(ecosystem: &str) -> Option<Vec<u8>> {
    let path = shared("osv")?.join(ecosystem).join("all.zip");
    Some(fs::read(path).expect("an archive"))
}

fn records_of(archive: &[u8]) -> Records {
    let mut archive = ZipArchive::new(std::io::Cursor::new(archive)).expect("a zip");
    let mut records = Records::new();
    for position in 0..archive.len() {
        let entry = archive.by_index(position).expect("an entry");
        let id = entry.name().expect("a name").strip_suffix(".json").expect("a record").to_owned();
        records.push((id, std::io::read_to_string(entry).expect("text")));
    }
    records
}

/// Serves an archive with its list, and the named records one by one.
fn serve(server: &Server, ecosystem: &str, archive: Vec<u8>, single: &[&str]) {
    let records = records_of(&archive);
    server.put(&format!("/osv/{ecosystem}/all.zip"), archive);
    server.put(&format!("/osv/{ecosystem}/modified_id.csv"), list(&records));
    for (id, text) in records.iter().filter(|(id, _)| single.contains(&id.as_str())) {
        server.put(&format!("/osv/{ecosystem}/{id}.json"), text.as_str());
    }
}

/// The bytes that an import makes of these ecosystems' archives, of the same day.
fn imported(fleet: &Fleet, ecosystems: &[&str]) -> Vec<u8> {
    let folder = fleet.path("export");
    for ecosystem in ecosystems {
        fs::create_dir_all(folder.join(ecosystem)).expect("a folder");
        let archive = archive_of(ecosystem).expect("the real data is there");
        fs::write(folder.join(ecosystem).join("all.zip"), archive).expect("written");
    }
    fleet.db(&["import", "export", "--out", "imported.cullis", "--as-of", DAY]).well();
    fs::read(fleet.path("imported.cullis")).expect("an index")
}

#[test]
fn the_real_data_synced_is_the_real_data_imported() {
    let Some(folder) = shared("osv") else { return };
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let ecosystems: Vec<&str> = names.iter().map(String::as_str).collect();
    assert!(ecosystems.len() >= 8, "{ecosystems:?}");
    let fleet = Fleet::new();
    for ecosystem in &ecosystems {
        serve(&fleet.server, ecosystem, archive_of(ecosystem).expect("it is there"), &[]);
    }
    fleet.server.put("/osv/ecosystems.txt", names.join("\n"));
    fleet.sync("/osv", &[]).well();
    let (installed, _) = fleet.installed();
    assert!(installed == Some(imported(&fleet, &ecosystems)), "a sync and an import of the same data differ");
}

/// Small real ecosystems, and one that isn't so small.
const SOME: [&str; 4] = ["Maven", "NuGet", "crates.io", "npm"];

const SOME_OF_THEM: [&str; 8] =
    ["--ecosystem", "Maven", "--ecosystem", "NuGet", "--ecosystem", "crates.io", "--ecosystem", "npm"];

/// The records as they may have been earlier: some not written yet, some in an
/// older state, and one that was taken back since.
fn earlier(records: &Records) -> (Records, Vec<String>) {
    let (mut before, mut differ) = (Records::new(), Vec::new());
    for (position, (id, text)) in records.iter().enumerate() {
        match position % 40 {
            7 => differ.push(id.clone()),
            11 => {
                differ.push(id.clone());
                let other =
                    [("modified", "2001-01-01T00:00:00Z".into()), ("affected", Value::Array(Vec::new()))];
                before.push((id.clone(), with(text, other)));
            }
            _ => before.push((id.clone(), text.clone())),
        }
    }
    let (_, first) = records.first().expect("a record");
    before.push(("EX-TAKEN-BACK".to_owned(), with(first, [("id", "EX-TAKEN-BACK".into())])));
    (before, differ)
}

/// The record with other values for some of its keys.
fn with<const COUNT: usize>(record: &str, other: [(&str, Value); COUNT]) -> String {
    let mut record: Map<String, Value> = serde_json::from_str(record).expect("a record");
    record.extend(other.map(|(key, value)| (key.to_owned(), value)));
    serde_json::to_string(&record).expect("JSON")
}

#[test]
fn what_changed_in_the_real_data_gives_what_a_fresh_import_gives() {
    if shared("osv").is_none() {
        return;
    }
    let fleet = Fleet::new();
    let mut asked = Vec::new();
    for ecosystem in SOME {
        let (before, differ) = earlier(&records_of(&archive_of(ecosystem).expect("it is there")));
        serve(&fleet.server, ecosystem, zip(&before), &[]);
        let path = |id: &String| format!("osv/{ecosystem}/{id}.json");
        asked.extend([format!("osv/{ecosystem}/modified_id.csv")]);
        asked.extend(differ.iter().map(path));
    }
    fleet.sync("/osv", &SOME_OF_THEM).well();
    assert!(fleet.ids().contains(&"EX-TAKEN-BACK".to_owned()));
    fleet.server.asked();
    for ecosystem in SOME {
        let archive = archive_of(ecosystem).expect("it is there");
        let (_, differ) = earlier(&records_of(&archive));
        let single: Vec<&str> = differ.iter().map(String::as_str).collect();
        serve(&fleet.server, ecosystem, archive, &single);
    }
    let said = fleet.sync("/osv", &SOME_OF_THEM).well();
    // The lists and the records that differ, and not one archive.
    let mut found = fleet.server.asked();
    found.sort();
    asked.sort();
    assert_eq!(found, asked, "{said}");
    assert!(asked.len() > 60 && asked.iter().any(|path| path.starts_with("osv/NuGet/GHSA-")), "{asked:?}");
    let (installed, _) = fleet.installed();
    assert!(installed == Some(imported(&fleet, &SOME)), "an increment and an import of the same data differ");
}

const ARCHIVE: &str = "/osv/crates.io/all.zip";
const LIST: &str = "/osv/crates.io/modified_id.csv";
const ONLY: [&str; 4] = ["--ecosystem", "crates.io", "--retries", "0"];
const WHOLE: [&str; 5] = ["--ecosystem", "crates.io", "--retries", "0", "--full"];

/// An earlier state of the real crates.io is installed, and today's is served.
fn fleet() -> Option<(Fleet, Vec<u8>)> {
    let archive = archive_of("crates.io")?;
    let fleet = Fleet::new();
    let (before, _) = earlier(&records_of(&archive));
    serve(&fleet.server, "crates.io", zip(&before), &[]);
    fleet.sync("/osv", &ONLY).well();
    serve(&fleet.server, "crates.io", archive.clone(), &[]);
    Some((fleet, archive))
}

#[test]
fn no_way_of_failing_with_the_real_archive_touches_what_is_installed() {
    let Some((fleet, archive)) = fleet() else { return };
    let (half, length) = (archive.len() / 2, archive.len() as u64);
    let short = [&WHOLE[..], &["--timeout", "0.2"]].concat();
    let away = || Fault::Redirect("https://elsewhere.example/all.zip".to_owned());
    let cases: [(Fault, &[&str], &str); 10] = [
        // Less is promised than there is, which leaves half an archive.
        (Fault::Lies(length / 2), &WHOLE, "isn't a zip archive"),
        (Fault::Status(503), &WHOLE, "the server answers 503"),
        (Fault::Stall, &short, "nothing came for 0.2 s"),
        (Fault::Declares(1 << 40), &WHOLE, "--max-bytes"),
        (Fault::WithoutLength, &WHOLE, "how long it is"),
        (Fault::Packed, &WHOLE, "packed as `gzip`"),
        (away(), &WHOLE, "isn't followed"),
        (Fault::NotModified, &WHOLE, "the server answers 304"),
        (Fault::Part(half), &WHOLE, "a part"),
        (Fault::StallAfter(half), &short, "nothing came for 0.2 s"),
    ];
    for (fault, flags, words) in cases {
        fleet.server.fail(ARCHIVE, [fault]);
        fleet.refused(("/osv", flags), 3, &["all.zip", words]);
    }
    for fault in [Fault::CutAfter(5000), Fault::StallAfter(5000), Fault::Status(500)] {
        fleet.server.fail(LIST, [fault]);
        let flags = [&ONLY[..], &["--timeout", "0.2"]].concat();
        fleet.refused(("/osv", &flags), 3, &["crates.io/modified_id.csv"]);
    }
    // A list that names records that nobody has.
    fleet.refused(("/osv", &ONLY), 3, &["doesn't have it", "--full"]);
    // More is promised than comes: all of it is here, and counts for nothing.
    fleet.server.fail(ARCHIVE, [Fault::CutAfter(half), Fault::Lies(length)]);
    for _ in 0..2 {
        fleet.refused(("/osv", &WHOLE), 3, &["crates.io/all.zip", "broke off"]);
    }
    fleet.sync("/osv", &WHOLE).well();
    let (installed, _) = fleet.installed();
    assert!(installed == Some(imported(&fleet, &["crates.io"])), "what failed before left something behind");
}

#[test]
fn real_bytes_that_are_not_the_archive_are_never_installed() {
    let Some((fleet, archive)) = fleet() else { return };
    let with = |bytes: Vec<u8>, words: &str, exit| {
        fleet.server.put(ARCHIVE, bytes);
        fleet.refused(("/osv", &WHOLE), exit, &[words]);
    };
    with(archive[..archive.len() / 2].to_vec(), "isn't a zip archive", 3);
    let mut damaged = archive.clone();
    damaged[archive.len() / 3] ^= 0x20;
    with(damaged, "all.zip/", 3);
    with(archive_of("npm").expect("it is there"), "holds no record of the ecosystem", 1);
    with(with_bomb(&archive), "unpacks to more than", 3);

    // Half of one version and half of another, under one version's name.
    fleet.server.put(ARCHIVE, archive.clone());
    let mut other = zip(&earlier(&records_of(&archive)).0);
    other.truncate(archive.len());
    let other = Page { bytes: other, ..fleet.server.page(ARCHIVE) };
    fleet.server.fail(ARCHIVE, [Fault::CutAfterThen(archive.len() / 2, other)]);
    let again = ["--ecosystem", "crates.io", "--full"];
    fleet.refused(("/osv", &again), 3, &["zip"]);

    fleet.server.put(ARCHIVE, archive);
    let mut command = fleet.sync_command(&format!("{}/osv", fleet.server.address), &WHOLE);
    command.env("TZ", "Pacific/Kiritimati");
    run(command).well();
    let (installed, _) = fleet.installed();
    assert!(installed == Some(imported(&fleet, &["crates.io"])), "what failed before left something behind");
}

/// The archive with a record more, which unpacks to thousands of times its size.
fn with_bomb(archive: &[u8]) -> Vec<u8> {
    let mut writer =
        zip::ZipWriter::new_append(std::io::Cursor::new(archive.to_vec())).expect("the archive is sound");
    writer.start_file("EX-BOMB.json", zip::write::SimpleFileOptions::default()).expect("an entry");
    writer.write_all(b"{\"id\":\"EX-BOMB\"").expect("its bytes");
    writer.write_all(&vec![b' '; 64 << 20]).expect("its bytes");
    writer.finish().expect("a zip").into_inner()
}
