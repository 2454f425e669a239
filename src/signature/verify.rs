//! Verifies signatures against the keys that are trusted.

use super::{Algorithm, IndexStatement, KeyId, PublicKey, Signed, read_file};
use crate::domain::advisory::DatabaseSource;
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;

/// Whose signatures hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The trusted keys that signed, in the order of the file.
    pub by: Vec<(Algorithm, KeyId)>,
    /// Signatures that were not counted: of keys that nobody trusts here, or
    /// of algorithms that aren't known. Each with what is to be said of it.
    pub ignored: Vec<Statement>,
}

/// Why signatures don't do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub reason: Statement,
    /// Signatures that were not counted.
    pub ignored: Vec<Statement>,
}

/// Verifies a statement: at least one trusted key signed it, and no signature
/// in a trusted key's name is wrong. A signature counts only under the
/// algorithm of its key.
pub fn verify(signed: &Signed, trusted: &[PublicKey]) -> Result<Verified, Refusal> {
    let mut verified = Verified::default();
    for line in &signed.signatures {
        let named =
            |key: &&PublicKey| key.id().to_string() == line.key && key.algorithm().word() == line.algorithm;
        match (Algorithm::from_word(&line.algorithm), trusted.iter().find(named)) {
            (Some(algorithm), Some(key)) if key.verifies(signed.text.as_bytes(), &line.bytes) => {
                verified.by.push((algorithm, key.id()));
            }
            (_, Some(_)) => {
                let reason = messages::signature::wrong(&line.algorithm, &line.key);
                return Err(Refusal { reason, ignored: verified.ignored });
            }
            (Some(_), None) => {
                verified.ignored.push(messages::signature::untrusted(&line.algorithm, &line.key));
            }
            (None, None) => verified.ignored.push(messages::signature::unknown_algorithm(&line.algorithm)),
        }
    }
    if verified.by.is_empty() {
        let reason = messages::signature::no_trusted(signed.signatures.len(), trusted.len());
        return Err(Refusal { reason, ignored: verified.ignored });
    }
    Ok(verified)
}

/// A signed statement about an index that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexSignature {
    /// The statement.
    pub statement: IndexStatement,
    /// Whose signatures hold.
    pub verified: Verified,
}

/// Verifies what a signature file says of the index with this root and these
/// sources. The root stands for every byte of the index, as long as each page
/// that is used is verified against it.
pub fn verify_index(
    file: &[u8],
    root: Digest,
    sources: &[DatabaseSource],
    trusted: &[PublicKey],
) -> Result<IndexSignature, Refusal> {
    let refuse = |reason| Refusal { reason, ignored: Vec::new() };
    let blocks = read_file(file).map_err(refuse)?;
    let about = |block| Some((block, statement_of(block).filter(|statement| statement.root == root)?));
    let (block, statement) =
        blocks.iter().find_map(about).ok_or_else(|| refuse(messages::signature::other_root(root)))?;
    if !statement.is_about(sources) {
        return Err(refuse(messages::signature::other_days()));
    }
    let verified = verify(block, trusted)?;
    Ok(IndexSignature { statement, verified })
}

fn statement_of(block: &Signed) -> Option<IndexStatement> {
    IndexStatement::read(&block.text)
}
