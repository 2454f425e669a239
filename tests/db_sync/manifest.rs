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
