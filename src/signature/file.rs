//! Signature files: blocks of a statement with its signatures.

use std::fmt::Write as _;

use base64ct::{Base64, Encoding as _};

use super::{Algorithm, KeyId, PrivateKey};
use crate::domain::statement::Statement;
use crate::messages;

/// Signatures that one block may have, and blocks that a file may have.
const MOST: usize = 64;

/// A statement with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The bytes that are signed, each line with its line feed.
    pub text: String,
    /// The signatures, in the order of the file.
    pub signatures: Vec<Line>,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The algorithm's word, which may be one that isn't known here.
    pub algorithm: String,
    /// The key's id.
    pub key: String,
    /// The signature.
    pub bytes: Vec<u8>,
}

impl Signed {
    /// A statement that nobody has signed yet.
    pub const fn new(text: String) -> Self {
        Self { text, signatures: Vec::new() }
    }

    /// Adds the key's signature, in place of one that it made before.
    pub fn sign(&mut self, key: &PrivateKey) -> Result<(), Statement> {
        let bytes = key.sign(self.text.as_bytes())?;
        let public = key.public();
        self.forget(public.algorithm(), public.id());
        let algorithm = public.algorithm().word().to_owned();
        self.signatures.push(Line { algorithm, key: public.id().to_string(), bytes });
        Ok(())
    }

    fn forget(&mut self, algorithm: Algorithm, key: KeyId) {
        let key = key.to_string();
        self.signatures.retain(|line| line.algorithm != algorithm.word() || line.key != key);
    }
}

/// Reads a file. The error has the number of the line.
pub fn read_file(bytes: &[u8]) -> Result<Vec<Signed>, Statement> {
    let text = std::str::from_utf8(bytes).map_err(|_| messages::signature::file_not_text())?;
    let mut blocks: Vec<Signed> = Vec::new();
    let mut in_statement = false;
    for (number, line) in (1_u64..).zip(text.split_inclusive('\n')) {
        let Some(content) = line.strip_suffix('\n') else {
            return Err(messages::signature::file_cut(number));
        };
        let is_signature = content.starts_with("signature ");
        let has_room = blocks.len() < MOST;
        match (in_statement, content.is_empty(), blocks.last_mut()) {
            (true, false, Some(block)) if !is_signature => block.text.push_str(line),
            (true, true, _) => in_statement = false,
            (false, true, _) => {}
            (false, false, Some(block)) if is_signature && block.signatures.len() < MOST => {
                let read = read_line(content);
                block.signatures.push(read.ok_or_else(|| messages::signature::file_line(number, content))?);
            }
            (false, false, _) if !is_signature && has_room => {
                blocks.push(Signed::new(line.to_owned()));
                in_statement = true;
            }
            _ => return Err(messages::signature::file_line(number, content)),
        }
    }
    if in_statement || blocks.is_empty() {
        return Err(messages::signature::file_empty());
    }
    Ok(blocks)
}

fn read_line(line: &str) -> Option<Line> {
    let mut words = line.split(' ').skip(1);
    let (algorithm, key, text) = (words.next()?, words.next()?, words.next()?);
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic());
    let is_sound = words.next().is_none() && is_word(algorithm) && is_word(key);
    let bytes = Base64::decode_vec(text).ok().filter(|bytes| is_sound && !bytes.is_empty())?;
    Some(Line { algorithm: algorithm.to_owned(), key: key.to_owned(), bytes })
}

/// The bytes of a file with these blocks.
pub fn write_file(blocks: &[Signed]) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&block.text);
        text.push('\n');
        for Line { algorithm, key, bytes } in &block.signatures {
            let _ = writeln!(text, "signature {algorithm} {key} {}", Base64::encode_string(bytes));
        }
    }
    text
}
