//! A ready-made signed index: installed whole and newer, or not at all.

use std::fs;
use std::path::Path;

use crate::fleet::{Ended, Fleet, records, zip};
use crate::server::{Fault, Page};

const TRUSTED: [&str; 2] = ["--key", "first.key.pub"];
const INDEX: &str = "/fleet/advisories.cullis";
const SIGNATURE: &str = "/fleet/advisories.cullis.sig";

/// Builds an index of so many records, signs it, and serves it.
fn serve(fleet: &Fleet, count: usize, serial: &str) {
    build(fleet, count, "2020-01-05");
    for key in ["first.key", "second.key"] {
        fleet.db(&["sign", "built.cullis", "--key", key, "--serial", serial]).well();
    }
    hand_out(fleet);
}

fn build(fleet: &Fleet, count: usize, day: &str) {
    fs::create_dir_all(fleet.path("osv/npm")).expect("a folder");
    fs::write(fleet.path("osv/npm/all.zip"), zip(&records(count, "npm"))).expect("written");
    fs::remove_file(fleet.path("built.cullis.sig")).ok();
    fleet.db(&["import", "osv", "--out", "built.cullis", "--as-of", day]).well();
}

fn hand_out(fleet: &Fleet) {
    fleet.server.put(INDEX, fs::read(fleet.path("built.cullis")).expect("an index"));
    fleet.server.put(SIGNATURE, fs::read(fleet.path("built.cullis.sig")).expect("a signature"));
}

fn synced() -> Fleet {
    let fleet = Fleet::new();
    for (name, algorithm) in [("first.key", "ed25519"), ("second.key", "sm2"), ("stranger.key", "ed25519")] {
        fleet.db(&["keygen", "--algorithm", algorithm, "--out", name]).well();
    }
    serve(&fleet, 5, "10");
    fleet.sync(INDEX, &TRUSTED).well();
    fleet.server.asked();
    fleet
}

fn verify(fleet: &Fleet, more: &[&str]) -> Ended {
    let index = fleet.index();
    fleet.db(&[&["verify", index.to_str().expect("text")], more].concat())
}

#[test]
fn an_index_is_installed_with_its_signature_and_kept_while_it_is_current() {
    let fleet = synced();
    let said = verify(&fleet, &["--key", "first.key.pub", "--key", "second.key.pub"]).well();
    assert!(said.contains("serial 10") && said.contains("trusted ed25519 key"), "{said}");
    assert!(said.contains("trusted sm2 key"), "{said}");
    let before = fleet.installed();
    let json = fleet.sync(INDEX, &[&TRUSTED[..], &["--json"]].concat()).well();
    let json: serde_json::Value = serde_json::from_str(&json).expect("one JSON line");
    assert_eq!((&json["changed"], &json["serial"]), (&false.into(), &10.into()));
    assert_eq!(json["sources"][0]["as-of"], "2020-01-05");
    assert_eq!(fleet.server.asked(), ["fleet/advisories.cullis.sig"], "the index was fetched again");
    assert!(fleet.installed() == before);

    serve(&fleet, 6, "11");
    fleet.sync(INDEX, &["--key", "second.key.pub"]).well();
    assert_eq!(fleet.ids().len(), 6);
    verify(&fleet, &TRUSTED).well();
    // An address that doesn't say what it is.
    fleet.server.put("/latest", fs::read(fleet.path("built.cullis")).expect("an index"));
    fleet.server.put("/latest.sig", fs::read(fleet.path("built.cullis.sig")).expect("a signature"));
    let said = fleet.sync("/latest", &[&TRUSTED[..], &["--index"]].concat()).well();
    assert!(said.contains("is current"), "{said}");
}

#[test]
fn an_older_index_is_refused_however_well_it_is_signed() {
    let fleet = synced();
    serve(&fleet, 6, "9");
    fleet.refused((INDEX, &TRUSTED), 1, &["serial number 9 is lower than 10"]);
    serve(&fleet, 6, "10");
    fleet.refused((INDEX, &TRUSTED), 1, &["serial number 10 was taken before"]);
    build(&fleet, 6, "2999-01-01");
    fleet.db(&["sign", "built.cullis", "--key", "first.key", "--serial", "11"]).well();
    hand_out(&fleet);
    fleet.refused((INDEX, &TRUSTED), 3, &["2999-01-01", "would never get old"]);
    serve(&fleet, 6, "11");
    fleet.sync(INDEX, &TRUSTED).well();
}

#[test]
fn a_signature_has_to_be_there_trusted_and_about_this_index() {
    let fleet = synced();
    serve(&fleet, 6, "11");
    fleet.refused(
        (INDEX, &["--key", "stranger.key.pub"]),
        1,
        &["none of its 2 signatures", "isn't trusted here"],
    );
    fleet.refused((INDEX, &[]), 2, &["has to be signed", "--key FILE"]);
    fleet.refused((INDEX, &["--key", "first.key"]), 2, &["is a private key"]);
    fleet.refused((INDEX, &["--key", "built.cullis"]), 2, &["isn't a key"]);

    let good = fleet.server.page(SIGNATURE);
    let text = String::from_utf8(good.bytes.clone()).expect("text");
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{text}");
        fleet.server.put(SIGNATURE, text.replacen(from, to, 1));
    };
    changed("serial 11", "serial 12");
    fleet.refused((INDEX, &TRUSTED), 1, &["of the trusted key", "doesn't match"]);
    changed("cullis-index-v1", "cullis-index-v2");
    fleet.refused((INDEX, &TRUSTED), 1, &["states nothing about an index"]);
    changed("\n\n", "\n");
    fleet.refused((INDEX, &TRUSTED), 1, &["the signature"]);
    changed("signature ed25519", "signature ml-dsa-65");
    fleet.refused((INDEX, &TRUSTED), 1, &["none of its 2 signatures", "`ml-dsa-65`", "doesn't know"]);
    fleet.server.put(SIGNATURE, &good.bytes[..good.bytes.len() - 5]);
    fleet.refused((INDEX, &TRUSTED), 1, &["is cut short"]);
    fleet.server.remove(SIGNATURE);
    fleet.refused((INDEX, &TRUSTED), 1, &["advisories.cullis.sig", "has no signature"]);
}

#[test]
fn an_index_that_is_not_the_signed_one_is_refused_and_not_kept() {
    let fleet = synced();
    serve(&fleet, 6, "11");
    let good = fleet.server.page(INDEX);
    let with = |bytes: Vec<u8>| fleet.server.put_page(INDEX, Page { bytes, ..good.clone() });
    for position in [good.bytes.len() - 1, good.bytes.len() / 2, 40, 130] {
        let mut bytes = good.bytes.clone();
        bytes[position] ^= 1;
        with(bytes);
        fleet.refused((INDEX, &TRUSTED), 3, &["advisories.cullis: the index"]);
    }
    with(good.bytes[..good.bytes.len() - 100].to_vec());
    fleet.refused((INDEX, &TRUSTED), 3, &["cut short or written over"]);
    with(b"<html>Please log in</html>".to_vec());
    fleet.refused((INDEX, &TRUSTED), 3, &["isn't an advisory index"]);
    // Another sound index, that somebody put there between the two requests.
    build(&fleet, 7, "2020-01-05");
    let other = fs::read(fleet.path("built.cullis")).expect("an index");
    with(good.bytes.clone());
    let next = Page { bytes: other, ..good.clone() };
    fleet.server.fail(SIGNATURE, [Fault::Then(INDEX.to_owned(), next)]);
    fleet.refused((INDEX, &TRUSTED), 1, &["the signature is about", "try again"]);
    fleet.server.remove(INDEX);
    fleet.refused((INDEX, &TRUSTED), 3, &["there is no such file"]);
    with(good.bytes.clone());
    fleet.sync(INDEX, &TRUSTED).well();
    assert_eq!(fleet.ids().len(), 6);
}

#[test]
fn half_an_index_is_gone_on_with_the_next_time() {
    let fleet = synced();
    serve(&fleet, 6, "11");
    fleet.server.fail(INDEX, [Fault::CutAfter(400)]);
    fleet.refused((INDEX, &[&TRUSTED[..], &["--retries", "0"]].concat()), 3, &["broke off"]);
    fleet.sync(INDEX, &TRUSTED).well();
    assert!(fleet.server.asked().iter().any(|line| line.contains("range=bytes=400-")));
    verify(&fleet, &TRUSTED).well();
}

#[test]
fn verifying_says_what_is_wrong() {
    let fleet = synced();
    verify(&fleet, &["--key", "stranger.key.pub"]).badly(1, &["none of its 2 signatures"]);
    verify(&fleet, &["--key", "first.key.pub", "--signature", "none.sig"])
        .badly(1, &["none.sig", "can't be read"]);
    verify(&fleet, &["--signature", "none.sig"]).badly(2, &["--key"]);
    build(&fleet, 7, "2020-01-05");
    fleet.db(&["sign", "built.cullis", "--key", "first.key", "--out", "other.sig"]).well();
    verify(&fleet, &["--key", "first.key.pub", "--signature", "other.sig"])
        .badly(1, &["isn't about the index"]);
    let mut bytes = fs::read(fleet.index()).expect("an index");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(fleet.index(), bytes).expect("written");
    verify(&fleet, &TRUSTED).badly(1, &["is damaged"]);
    fleet
        .db(&["sign", fleet.index().to_str().expect("text"), "--key", "first.key"])
        .badly(1, &["is damaged"]);
}

#[test]
fn numbers_of_signatures_only_grow() {
    let fleet = synced();
    fleet.db(&["sign", "built.cullis", "--key", "first.key"]).well();
    let text = |name: &str| fs::read_to_string(fleet.path(name)).expect("a signature");
    assert!(text("built.cullis.sig").contains("\nserial 10\n"), "another number for the same index");
    assert_eq!(text("built.cullis.sig").matches("\nsignature ").count(), 2, "the key's own is replaced");
    fs::rename(fleet.path("built.cullis.sig"), fleet.path("old.sig")).expect("moved");
    build(&fleet, 6, "2020-01-05");
    fs::rename(fleet.path("old.sig"), fleet.path("built.cullis.sig")).expect("moved");
    for serial in ["9", "10"] {
        fleet
            .db(&["sign", "built.cullis", "--key", "first.key", "--serial", serial])
            .badly(2, &["isn't higher than 10"]);
    }
    // By the clock it grows by itself.
    fleet.db(&["sign", "built.cullis", "--key", "first.key"]).well();
    let signed = text("built.cullis.sig");
    let serial: u64 =
        signed.lines().nth(2).and_then(|line| line.strip_prefix("serial ")?.parse().ok()).expect("a number");
    assert!(serial > 20_200_101_000_000 && signed.matches("cullis-index-v1").count() == 1, "{signed}");
}

#[test]
fn a_private_key_is_for_its_owner_and_never_written_over() {
    let fleet = Fleet::new();
    let path = fleet.path("own.key");
    fleet.db(&["keygen", "--algorithm", "sm2", "--out", "own.key"]).well();
    let key = fs::read(&path).expect("a key");
    assert!(!is_open(&path), "others may read the private key");
    for algorithm in ["sm2", "ed25519"] {
        fleet.db(&["keygen", "--algorithm", algorithm, "--out", "own.key"]).badly(3, &["no key was written"]);
    }
    assert_eq!(fs::read(&path).expect("a key"), key);
    fs::remove_file(&path).expect("removed");
    // The public key alone is somebody's, too.
    fleet.db(&["keygen", "--algorithm", "sm2", "--out", "own.key"]).badly(3, &["own.key.pub"]);
    assert!(!path.exists());
    fleet.db(&["keygen", "--algorithm", "rsa", "--out", "other.key"]).badly(2, &["ed25519, sm2"]);
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path).expect("it is there").permissions().mode();
    mode & 0o077 != 0
}

#[cfg(not(unix))]
fn is_open(_path: &Path) -> bool {
    false
}
