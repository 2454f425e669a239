//! A mirror with a signed manifest: every file is the one that was signed.

use std::fs;

use cullis::domain::digest::Digest;

use crate::fleet::{Fleet, publish, records, zip};
use crate::server::Fault;

const MANIFEST: &str = "/osv/manifest.json";

fn manifest(fleet: &Fleet, serial: u64, as_of: &str) {
    let digest = Digest::of(&fleet.server.page("/osv/npm/all.zip").bytes);
    let text = format!(
        r#"{{"format":"cullis-mirror-v1","serial":{serial},"as-of":"{as_of}","files":{{"npm/all.zip":{{"sha256":"{digest}"}}}}}}"#
    );
    let path = fleet.path("manifest.json");
    fs::write(&path, &text).expect("written");
    fs::remove_file(fleet.path("manifest.json.sig")).ok();
    fleet.db(&["sign", "manifest.json", "--key", "mirror.key"]).well();
    fleet.server.put(MANIFEST, text);
    let signature = fs::read(fleet.path("manifest.json.sig")).expect("a signature");
    fleet.server.put("/osv/manifest.json.sig", signature);
}

fn synced() -> Fleet {
    let fleet = Fleet::new();
    for name in ["mirror.key", "stranger.key"] {
        fleet.db(&["keygen", "--algorithm", "ed25519", "--out", name]).well();
    }
    publish(&fleet.server, "npm", &records(5, "npm"));
    manifest(&fleet, 7, "2020-02-01");
    let said = fleet.sync("/osv", &SIGNED).well();
    assert!(said.contains("serial 7") && said.contains("as of 2020-02-01"), "{said}");
    fleet
}

const SIGNED: [&str; 2] = ["--key", "mirror.key.pub"];

#[test]
fn what_the_manifest_names_is_fetched_and_only_when_it_is_new() {
    let fleet = synced();
    let before = fleet.installed();
    fleet.server.asked();
    let said = fleet.sync("/osv", &SIGNED).well();
    assert!(said.contains("is current"), "{said}");
    assert_eq!(fleet.server.asked(), ["osv/manifest.json", "osv/manifest.json.sig"]);
    assert!(fleet.installed() == before);
    // The same archive on a later day.
    manifest(&fleet, 8, "2020-02-02");
    let said = fleet.sync("/osv", &SIGNED).well();
    assert!(said.contains("npm: unchanged") && said.contains("as of 2020-02-02"), "{said}");
    publish(&fleet.server, "npm", &records(6, "npm"));
    manifest(&fleet, 9, "2020-02-03");
    fleet.sync("/osv", &SIGNED).well();
    assert_eq!(fleet.ids().len(), 6);
}

#[test]
fn a_file_that_is_not_the_signed_one_is_refused() {
    let fleet = synced();
    publish(&fleet.server, "npm", &records(6, "npm"));
    manifest(&fleet, 8, "2020-02-02");
    fleet.server.put("/osv/npm/all.zip", zip(&records(4, "npm")));
    fleet.refused(("/osv", &SIGNED), 1, &["npm/all.zip", "the signed manifest says"]);
    fleet.refused(("/osv", &[&SIGNED[..], &["--ecosystem", "Go"]].concat()), 1, &["doesn't name it"]);
    fleet.server.remove("/osv/npm/all.zip");
    fleet.refused(("/osv", &SIGNED), 3, &["npm/all.zip", "doesn't have it"]);
}

#[test]
fn a_manifest_has_to_be_there_signed_and_whole() {
    let fleet = synced();
    fleet.refused(
        ("/osv", &["--key", "stranger.key.pub"]),
        1,
        &["none of its 1 signature", "isn't trusted here"],
    );
    let page = fleet.server.page(MANIFEST);
    let changed = String::from_utf8(page.bytes.clone()).expect("text").replace("02-01", "02-02");
    fleet.server.put(MANIFEST, changed);
    fleet.refused(("/osv", &SIGNED), 1, &["isn't about this `manifest.json`"]);
    fleet.server.remove(MANIFEST);
    fleet.refused(("/osv", &SIGNED), 1, &["manifest.json", "everything has to be signed"]);
    fleet.server.put_page(MANIFEST, page);
    fleet.server.remove("/osv/manifest.json.sig");
    fleet.refused(("/osv", &SIGNED), 1, &["manifest.json.sig", "everything has to be signed"]);
}

#[test]
fn a_manifest_never_goes_back_nor_into_the_future() {
    let fleet = synced();
    manifest(&fleet, 6, "2020-02-02");
    fleet.refused(("/osv", &SIGNED), 1, &["serial number 6 is lower than 7"]);
    manifest(&fleet, 7, "2020-02-02");
    fleet.refused(("/osv", &SIGNED), 1, &["serial number 7 was taken before"]);
    manifest(&fleet, 8, "2999-01-01");
    fleet.refused(("/osv", &SIGNED), 3, &["2999-01-01", "would never get old"]);
    manifest(&fleet, 8, "2020-01-31");
    fleet.refused(("/osv", &SIGNED), 1, &["stands for 2020-01-31", "for 2020-02-01"]);
    // What was refused wasn't taken: the number is still free.
    manifest(&fleet, 8, "2020-02-02");
    fleet.server.fail("/osv/npm/all.zip", [Fault::Status(404)]);
    fleet.sync("/osv", &SIGNED).well();
}

/// Writes a mirror's folder of npm and Go, with one archive of no ecosystem.
fn folder(fleet: &Fleet, count: usize) {
    for ecosystem in ["npm", "Go", "(a release)"] {
        fs::create_dir_all(fleet.path("mirror").join(ecosystem)).expect("a folder");
        let archive = zip(&records(count, ecosystem));
        fs::write(fleet.path("mirror").join(ecosystem).join("all.zip"), archive).expect("written");
    }
    fs::create_dir_all(fleet.path("mirror/PyPI")).expect("a folder without an archive");
}

const FILES: [&str; 4] = ["manifest.json", "manifest.json.sig", "npm/all.zip", "Go/all.zip"];

/// Serves these files of the folder.
fn hand_out(fleet: &Fleet, files: &[&str]) {
    for file in files {
        let bytes = fs::read(fleet.path("mirror").join(file)).expect("the folder has it");
        fleet.server.put(&format!("/osv/{file}"), bytes);
    }
}

fn made() -> Fleet {
    let fleet = Fleet::new();
    for (name, algorithm) in [("mirror.key", "ed25519"), ("second.key", "sm2")] {
        fleet.db(&["keygen", "--algorithm", algorithm, "--out", name]).well();
    }
    folder(&fleet, 5);
    let said =
        fleet.db(&[&MAKE[..], &["2020-02-01", "--serial", "7", "--key", "mirror.key"]].concat()).well();
    assert!(said.contains("serial 7, 2 archives as of 2020-02-01"), "{said}");
    assert!(said.contains("not named: 1 archive") && said.contains("(a release)"), "{said}");
    hand_out(&fleet, &FILES);
    let said = fleet.sync("/osv", &SIGNED).well();
    assert!(said.contains("serial 7") && said.contains("npm: 5 advisories as of 2020-02-01"), "{said}");
    assert_eq!(fleet.ids().len(), 10);
    fleet
}

const MAKE: [&str; 3] = ["manifest", "mirror", "--as-of"];

#[test]
fn a_manifest_that_was_made_here_is_taken_and_holds_for_its_files_alone() {
    let fleet = made();
    folder(&fleet, 6);
    // Somebody changes a file after its manifest was made.
    hand_out(&fleet, &["npm/all.zip"]);
    let said = fleet.sync("/osv", &SIGNED).well();
    assert!(said.contains("is current"), "what the manifest names is here: {said}");
    fleet.db(&[&MAKE[..], &["2020-02-02", "--serial", "8", "--key", "mirror.key"]].concat()).well();
    hand_out(&fleet, &FILES);
    fleet.server.put("/osv/Go/all.zip", zip(&records(4, "Go")));
    fleet.refused(("/osv", &SIGNED), 1, &["Go/all.zip", "the signed manifest says"]);
    hand_out(&fleet, &FILES);
    fleet.sync("/osv", &SIGNED).well();
    assert_eq!(fleet.ids().len(), 12);
}

#[test]
fn a_manifest_is_made_once_and_only_grows() {
    let fleet = made();
    let manifest = || fs::read(fleet.path("mirror/manifest.json")).expect("a manifest");
    let make = |more: &[&str]| fleet.db(&[&MAKE[..], more].concat());
    let first = manifest();
    // The same archives of the same day: another key signs the same manifest.
    let said = make(&["2020-02-01", "--key", "second.key"]).well();
    assert!(said.contains("serial 7") && said.contains("holds 2 signatures"), "{said}");
    assert!(manifest() == first);
    hand_out(&fleet, &FILES);
    fleet.sync("/osv", &["--key", "second.key.pub"]).well();

    make(&["2020-01-31"]).badly(2, &["stands for 2020-02-01 already"]);
    folder(&fleet, 6);
    for serial in ["6", "7"] {
        make(&["2020-02-01", "--serial", serial]).badly(2, &["has the serial number 7 already"]);
    }
    make(&["2999-01-01"]).badly(2, &["2999-01-01"]);
    make(&["yesterday"]).badly(2, &["yesterday"]);
    make(&["2020-02-02", "--key", "mirror.key.pub"]).badly(2, &["is a public key"]);
    assert!(manifest() == first, "what was refused changed the manifest");

    // The number comes from the clock, and the signature file has both
    // manifests while the files are copied one after the other.
    make(&["2020-02-02", "--key", "mirror.key"]).well();
    let text = String::from_utf8(manifest()).expect("text");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert!(json["serial"].as_u64().is_some_and(|serial| serial > 20_260_101_000_000), "{text}");
    assert!(json.pointer("/files/npm~1all.zip/bytes").is_some_and(serde_json::Value::is_u64), "{text}");
    hand_out(&fleet, &["manifest.json.sig"]);
    let said = fleet.sync("/osv", &SIGNED).well();
    assert!(said.contains("is current") && said.contains("serial 7"), "{said}");
    hand_out(&fleet, &FILES);
    fleet.sync("/osv", &SIGNED).well();
    assert_eq!(fleet.ids().len(), 12);
    let said = make(&["2020-02-03"]).well();
    assert!(said.contains("it isn't signed"), "{said}");
}

#[test]
fn a_folder_that_is_no_mirror_gets_no_manifest() {
    let fleet = Fleet::new();
    let make = || fleet.db(&[&MAKE[..], &["2020-02-01"]].concat());
    make().badly(3, &["mirror: "]);
    fs::create_dir_all(fleet.path("mirror/npm")).expect("a folder");
    make().badly(3, &["mirror: ", "holds no `<ecosystem>/all.zip`"]);
    for (bytes, words) in [
        (b"<html>Please log in</html>".to_vec(), "isn't a zip archive"),
        (zip(&[]), "holds no OSV record"),
        (zip(&records(5, "npm"))[..400].to_vec(), "isn't a zip archive"),
    ] {
        fs::write(fleet.path("mirror/npm/all.zip"), bytes).expect("written");
        make().badly(3, &["all.zip: ", words]);
    }
    fs::write(fleet.path("mirror/npm/all.zip"), zip(&records(5, "npm"))).expect("written");
    fs::write(fleet.path("mirror/manifest.json"), "{\"name\": \"an app\"}").expect("written");
    make().badly(3, &["manifest.json: "]);
    assert_eq!(fs::read(fleet.path("mirror/manifest.json")).expect("somebody's"), b"{\"name\": \"an app\"}");
    fs::remove_file(fleet.path("mirror/manifest.json")).expect("removed");
    make().well();
}

/// The names of a manifest become folders here: whoever signed it, none leads
/// elsewhere.
#[test]
fn a_signed_name_that_leads_elsewhere_is_refused() {
    let fleet = made();
    let digest = Digest::of(b"");
    let text = format!(
        r#"{{"format":"cullis-mirror-v1","serial":8,"as-of":"2020-02-02","files":{{"../../x/all.zip":{{"sha256":"{digest}"}}}}}}"#
    );
    fs::write(fleet.path("mirror/manifest.json"), text).expect("written");
    fleet.db(&["sign", "mirror/manifest.json", "--key", "mirror.key"]).well();
    hand_out(&fleet, &FILES);
    fleet.refused(("/osv", &SIGNED), 3, &["manifest.json", "../../x"]);
}
