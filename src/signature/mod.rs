//! Keys and signatures: Ed25519, and SM2 with SM3. Nothing here opens a file.
//!
//! A signature file is text, so that a person can read what was signed and any
//! other tool can verify it. It holds one or more blocks; a block is a
//! statement, an empty line, and the signatures over the statement's bytes:
//!
//! ```text
//! cullis-index-v1
//! root 6d0c…64 hexadecimal digits
//! serial 20261125060000
//! as-of 2026-11-25 crates.io
//! as-of - npm
//!
//! signature ed25519 3f1a…32 digits of the key's id MEUCIQ…base64
//! signature sm2 90b2… MEQCIF…
//! ```
//!
//! The first line says what the statement is about, so that no signature can
//! pass for one over something else. What is signed are the lines above the
//! empty one, each with its line feed: `sed '/^$/,$d'` gives them. SM2 signs
//! with SM3 and the distinguishing id of GB/T 32918, `1234567812345678`; its
//! signatures are DER, Ed25519's the 64 bytes of RFC 8032.
//!
//! A key's id is the first half of SHA-256 over its public key in DER.
//!
//! A file has several blocks while an index is being replaced: that of the
//! index which is there and that of the one which comes, so that a reader
//! finds the right one at any moment. `statement` has the statements.

mod file;
mod key;
mod policy;
pub mod ssh;
mod statement;
#[cfg(test)]
mod tests;
mod verify;

pub use file::{Line, Signed, read_file, write_file};
pub use key::{Algorithm, KeyId, PrivateKey, PublicKey};
pub use policy::verify_policy;
pub use statement::{IndexStatement, ManifestStatement, PolicyStatement};
pub use verify::{IndexSignature, Refusal, Verified, verify, verify_index};

use base64ct::{Base64, Encoding as _};

/// The bytes of a signature's text, which is base64 in one line; `None` when it
/// is none.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    Base64::decode_vec(text).ok().filter(|bytes| !bytes.is_empty())
}

/// The text of a signature's bytes.
pub fn encoded(bytes: &[u8]) -> String {
    Base64::encode_string(bytes)
}
