//! OpenSSL verifies what we sign, and the other way round.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::fleet::{Fleet, records, zip};

/// Runs `openssl` in the fleet's folder.
pub(crate) fn openssl(fleet: &Fleet, arguments: &[&str]) -> bool {
    let output = Command::new("openssl").args(arguments).current_dir(fleet.path("")).output();
    let output =
        output.expect("this test needs the program `openssl` 3: install it (`apt-get install openssl`)");
    output.status.success()
}

fn built() -> Fleet {
    let fleet = Fleet::new();
    fs::create_dir_all(fleet.path("osv/npm")).expect("a folder");
    fs::write(fleet.path("osv/npm/all.zip"), zip(&records(3, "npm"))).expect("written");
    fleet.db(&["import", "osv", "--out", "built.cullis", "--as-of", "2020-01-05"]).well();
    fleet
}

/// The statement of the signature file, and its first signature, as files.
fn take_apart(fleet: &Fleet) -> (PathBuf, PathBuf) {
    let text = fs::read_to_string(fleet.path("built.cullis.sig")).expect("a signature");
    let (statement, signatures) = text.split_once("\n\n").expect("an empty line");
    fs::write(fleet.path("statement"), format!("{statement}\n")).expect("written");
    let encoded = signatures.trim_end().rsplit(' ').next().expect("a signature");
    fs::write(fleet.path("encoded"), format!("{encoded}\n")).expect("written");
    assert!(openssl(fleet, &["base64", "-d", "-A", "-in", "encoded", "-out", "raw"]));
    (fleet.path("statement"), fleet.path("raw"))
}

const SM2: [&str; 4] = ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"];

#[test]
fn openssl_verifies_what_is_signed_here() {
    for (algorithm, more) in [("ed25519", &[][..]), ("sm2", &SM2)] {
        let fleet = built();
        fleet.db(&["keygen", "--algorithm", algorithm, "--out", "own.key"]).well();
        fleet.db(&["sign", "built.cullis", "--key", "own.key"]).well();
        let (statement, _) = take_apart(&fleet);
        // Both keys are readable, and belong together.
        assert!(openssl(&fleet, &["pkey", "-in", "own.key", "-pubout", "-out", "theirs.pub"]), "{algorithm}");
        let read = |name: &str| fs::read_to_string(fleet.path(name)).expect("a key");
        assert_eq!(read("theirs.pub"), read("own.key.pub"), "{algorithm}");
        let verify = ["pkeyutl", "-verify", "-pubin", "-inkey", "own.key.pub", "-rawin"];
        let verify = [&verify[..], &["-in", "statement", "-sigfile", "raw"], more].concat();
        assert!(openssl(&fleet, &verify), "{algorithm}");
        let text = fs::read_to_string(&statement).expect("a statement").replace("npm", "nmp");
        fs::write(&statement, text).expect("written");
        assert!(!openssl(&fleet, &verify), "{algorithm}: OpenSSL verifies anything");
    }
}

#[test]
fn what_openssl_signs_is_verified_here() {
    let keys =
        [("ed25519", &["ED25519"][..], &[][..]), ("sm2", &["EC", "-pkeyopt", "ec_paramgen_curve:SM2"], &SM2)];
    for (algorithm, kind, more) in keys {
        let fleet = built();
        assert!(
            openssl(&fleet, &[&["genpkey", "-out", "own.key", "-algorithm"], kind].concat()),
            "{algorithm}"
        );
        assert!(openssl(&fleet, &["pkey", "-in", "own.key", "-pubout", "-out", "own.pub"]));
        fleet.db(&["sign", "built.cullis", "--key", "own.key"]).well();
        let (_, ours) = take_apart(&fleet);
        let sign = ["pkeyutl", "-sign", "-inkey", "own.key", "-rawin", "-in", "statement", "-out", "theirs"];
        assert!(openssl(&fleet, &[&sign[..], more].concat()), "{algorithm}");
        assert!(openssl(&fleet, &["base64", "-A", "-in", "theirs", "-out", "encoded"]));
        let text = fs::read_to_string(fleet.path("built.cullis.sig")).expect("a signature");
        let (head, _) = text.trim_end().rsplit_once(' ').expect("a signature");
        let encoded = fs::read_to_string(fleet.path("encoded")).expect("base64");
        fs::write(fleet.path("built.cullis.sig"), format!("{head} {}\n", encoded.trim())).expect("written");
        let said = fleet.db(&["verify", "built.cullis", "--key", "own.pub"]).well();
        assert!(said.contains(&format!("trusted {algorithm} key")), "{said}");
        // Without the distinguishing id of the standard it is another signature.
        if algorithm == "sm2" {
            assert!(openssl(&fleet, &[&sign[..], &["-digest", "sm3"]].concat()));
            assert!(openssl(&fleet, &["base64", "-A", "-in", "theirs", "-out", "encoded"]));
            let encoded = fs::read_to_string(fleet.path("encoded")).expect("base64");
            fs::write(fleet.path("built.cullis.sig"), format!("{head} {}\n", encoded.trim()))
                .expect("written");
            fleet.db(&["verify", "built.cullis", "--key", "own.pub"]).badly(1, &["doesn't match"]);
        }
        drop(ours);
    }
}

#[test]
fn keys_of_other_kinds_are_refused_with_what_is_expected() {
    let fleet = built();
    assert!(openssl(
        &fleet,
        &["genpkey", "-out", "rsa.key", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    ));
    assert!(openssl(
        &fleet,
        &["genpkey", "-out", "p256.key", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    ));
    let locked = ["genpkey", "-out", "locked.key", "-algorithm", "ED25519", "-aes256", "-pass", "pass:x"];
    assert!(openssl(&fleet, &locked));
    for (key, words) in [
        ("rsa.key", "expected Ed25519 or SM2"),
        ("p256.key", "expected Ed25519 or SM2"),
        ("locked.key", "is encrypted"),
    ] {
        fleet.db(&["sign", "built.cullis", "--key", key]).badly(2, &[key, words]);
    }
    assert!(!fleet.path("built.cullis.sig").exists());
}
