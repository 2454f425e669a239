//! Signatures that hold, and everything that must not.

use std::sync::Arc;

use super::{
    Algorithm, IndexStatement, ManifestStatement, PrivateKey, PublicKey, Signed, read_file, verify,
    verify_index, write_file,
};
use crate::domain::advisory::{Completeness, DatabaseSource};
use crate::domain::digest::Digest;

fn key(algorithm: Algorithm, seed: u8) -> PrivateKey {
    PrivateKey::from_random(algorithm, &[seed; 32]).expect("a key")
}

fn sources() -> Vec<DatabaseSource> {
    let source = |ecosystem: &str, day: Option<&str>| DatabaseSource {
        ecosystem: Arc::from(ecosystem),
        completeness: Completeness::Whole,
        advisories: 1,
        in_house: 0,
        withdrawn: 0,
        withdrawn_here: 0,
        as_of: day.map(|day| day.parse().expect("a day")),
    };
    vec![source("GitHub Actions", Some("2020-01-02")), source("npm", None)]
}

fn root() -> Digest {
    Digest::of(b"an index")
}

fn signed(keys: &[&PrivateKey]) -> Signed {
    let mut signed = Signed::new(IndexStatement::new(root(), 7, &sources()).expect("sound").text());
    for key in keys {
        signed.sign(key).expect("signs");
    }
    signed
}

#[test]
fn keys_survive_pem_and_no_kind_passes_for_another() {
    for algorithm in Algorithm::ALL {
        let private = key(algorithm, 3);
        let pem = private.to_pem().expect("a text");
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"), "{pem}");
        let again = PrivateKey::from_pem(&pem).expect("the same key");
        assert_eq!(again.public().id(), private.public().id());
        let public = PublicKey::from_pem(private.public().to_pem()).expect("a key");
        assert_eq!((public.id(), public.algorithm()), (private.public().id(), algorithm));
        let said = |error: crate::domain::statement::Statement| error.sentence.key;
        assert_eq!(PublicKey::from_pem(&pem).map_err(said).err(), Some("signature.key_private"));
        assert_eq!(PrivateKey::from_pem(public.to_pem()).map_err(said).err(), Some("signature.key_public"));
        for cut in [0, 30, pem.len() / 2, pem.len() - 10] {
            assert!(PrivateKey::from_pem(pem.get(..cut).unwrap_or_default()).is_err(), "{cut}");
        }
    }
    assert!(PrivateKey::from_random(Algorithm::Sm2, &[0xff; 32]).is_none());
    assert!(!format!("{:?}", key(Algorithm::Ed25519, 3)).contains(&"03".repeat(8)));
}

#[test]
fn a_statement_reads_back_and_nothing_else_is_one() {
    let statement = IndexStatement::new(root(), 7, &sources()).expect("sound");
    let text = statement.text();
    assert_eq!(
        text,
        format!("cullis-index-v1\nroot {}\nserial 7\nas-of 2020-01-02 GitHub Actions\nas-of - npm\n", root())
    );
    assert_eq!(IndexStatement::read(&text), Some(statement));
    let odd = [
        text.replace("serial 7", "serial 07"),
        text.replace("serial 7", "serial +7"),
        text.replace("2020-01-02", "2020-1-2"),
        text.replace("-v1", "-v2"),
        format!("{text}more\n"),
        text.to_uppercase(),
        text.trim_end().to_owned(),
        ManifestStatement { digest: root() }.text(),
    ];
    for text in odd {
        assert_eq!(IndexStatement::read(&text), None, "{text}");
    }
    let mut sources = sources();
    sources[0].ecosystem = Arc::from("npm\nserial 9");
    assert!(IndexStatement::new(root(), 7, &sources).is_err());
}

#[test]
fn one_trusted_key_is_enough_and_a_wrong_signature_in_its_name_is_refused() {
    let (first, second, stranger) =
        (key(Algorithm::Ed25519, 1), key(Algorithm::Sm2, 2), key(Algorithm::Ed25519, 9));
    let mut signed = signed(&[&stranger, &first, &second]);
    let trusted = [first.public().clone(), second.public().clone()];
    let verified = verify(&signed, &trusted).expect("holds");
    let by: Vec<Algorithm> = verified.by.iter().map(|(algorithm, _)| *algorithm).collect();
    assert_eq!(by, [Algorithm::Ed25519, Algorithm::Sm2]);
    let ignored: Vec<&str> = verified.ignored.iter().map(|said| said.sentence.key).collect();
    assert_eq!(ignored, ["signature.untrusted"]);

    // An algorithm of tomorrow is told and not counted.
    signed.signatures[0].algorithm = "ml-dsa-65".to_owned();
    let verified = verify(&signed, &trusted[..1]).expect("holds");
    let ignored: Vec<&str> = verified.ignored.iter().map(|said| said.sentence.key).collect();
    assert_eq!(ignored, ["signature.unknown_algorithm", "signature.untrusted"]);

    let refused =
        verify(&signed, &[key(Algorithm::Sm2, 7).public().clone()]).expect_err("nobody trusted signed");
    assert_eq!(refused.reason.sentence.key, "signature.no_trusted");
    assert!(verify(&signed, &[]).is_err());

    // A trusted key's signature under the other algorithm's word isn't its.
    signed.signatures[1].algorithm = Algorithm::Sm2.word().to_owned();
    assert!(verify(&signed, &trusted[..1]).is_err());
    signed.signatures[1].algorithm = Algorithm::Ed25519.word().to_owned();
    signed.signatures[1].bytes[5] ^= 1;
    let refused = verify(&signed, &trusted).expect_err("the first is wrong, although the second holds");
    assert_eq!(refused.reason.sentence.key, "signature.wrong");
}

/// Every bit of a signature file counts, but those of signatures that don't.
#[test]
fn no_flipped_bit_leaves_a_signature_standing() {
    for algorithm in Algorithm::ALL {
        let private = key(algorithm, 5);
        let file = write_file(&[signed(&[&private])]);
        let trusted = [private.public().clone()];
        let holds = |bytes: &[u8]| verify_index(bytes, root(), &sources(), &trusted);
        assert_eq!(holds(file.as_bytes()).expect("holds").statement.serial, 7);
        for position in 0..file.len() {
            let mut bytes = file.clone().into_bytes();
            bytes[position] ^= 1;
            assert!(holds(&bytes).is_err(), "{algorithm:?} {position}: {}", String::from_utf8_lossy(&bytes));
        }
        for length in 0..file.len() {
            assert!(holds(&file.as_bytes()[..length]).is_err(), "{algorithm:?} {length}");
        }
    }
}

#[test]
fn a_signature_is_about_one_index_with_its_days() {
    let private = key(Algorithm::Ed25519, 5);
    let trusted = [private.public().clone()];
    let mut other =
        Signed::new(IndexStatement::new(Digest::of(b"old"), 6, &sources()).expect("sound").text());
    other.sign(&private).expect("signs");
    let file = write_file(&[other, signed(&[&private])]);
    assert_eq!(read_file(file.as_bytes()).expect("two blocks").len(), 2);
    let serial = |root, sources: &[DatabaseSource]| {
        verify_index(file.as_bytes(), root, sources, &trusted).map(|signed| signed.statement.serial)
    };
    assert_eq!(serial(root(), &sources()), Ok(7));
    assert_eq!(serial(Digest::of(b"old"), &sources()), Ok(6));
    let refused = serial(Digest::of(b"another"), &sources()).expect_err("nobody signed it");
    assert_eq!(refused.reason.sentence.key, "signature.other_root");
    let mut younger = sources();
    younger[0].as_of = "2020-01-03".parse().ok();
    let refused = serial(root(), &younger).expect_err("the days differ");
    assert_eq!(refused.reason.sentence.key, "signature.other_days");
    // A signature over the same digest as a manifest is none over an index.
    let mut manifest = Signed::new(ManifestStatement { digest: root() }.text());
    manifest.sign(&private).expect("signs");
    let moved = Signed { text: signed(&[]).text, signatures: manifest.signatures };
    assert!(verify(&moved, &trusted).is_err());
}

#[test]
fn signing_again_replaces_the_keys_own_signature() {
    let private = key(Algorithm::Ed25519, 5);
    let mut signed = signed(&[&private, &key(Algorithm::Sm2, 5)]);
    signed.sign(&private).expect("signs");
    assert_eq!(signed.signatures.len(), 2);
}
