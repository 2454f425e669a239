//! Lines: how leaves stand in a file, one canonical JSON object a line.
//!
//! ```text
//! {"check":"…","index":7,"leaf":{…},"others":[null,4096],"previous":1024}
//! ```
//!
//! `check` is SHA-256 over the 32 bytes of the line before's `check` (zeros for
//! the first line) and this line's text without the 64 digits of its own
//! `check` and without its line feed. So each line vouches for all before it,
//! and a changed, dropped or moved byte shows at its place. `index` counts from
//! zero. `previous` is the offset of the pipeline's previous line; `others`
//! are offsets of lines of other pipelines (see [`super::trail`]).

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::leaf::{self, Leaf};
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;

/// The longest line in bytes, with its line feed: the longest leaf, 256
/// offsets, and the rest.
pub const LONGEST_LINE: usize = 16 << 10;

/// What stands for the check of the line before the first.
pub const NO_CHECK: Digest = Digest::from_bytes([0; 32]);

/// Where the check's digits stand in a line.
const CHECK_START: usize = "{\"check\":\"".len();
const CHECK_END: usize = CHECK_START + 64;

/// A line that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Vouches for this line and all before it.
    pub check: Digest,
    /// The leaf's index in the log, from zero.
    pub index: u64,
    /// The leaf.
    pub leaf: Leaf,
    /// The hash of the leaf's bytes.
    pub leaf_hash: Digest,
    /// Offsets of other pipelines' lines.
    pub others: Vec<Option<u64>>,
    /// The offset of the pipeline's previous line.
    pub previous: Option<u64>,
}

/// Where a new line comes to stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The leaf's index in the log, from zero.
    pub index: u64,
    /// Offsets of other pipelines' lines.
    pub others: Vec<Option<u64>>,
    /// The offset of the pipeline's previous line.
    pub previous: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<'text> {
    check: String,
    index: u64,
    #[serde(borrow)]
    leaf: &'text RawValue,
    others: Vec<Option<u64>>,
    previous: Option<u64>,
}

/// The bytes of a line, with its line feed, and its check.
pub fn encode(
    leaf: &[u8],
    position: Position,
    check_before: &Digest,
) -> Result<(Vec<u8>, Digest), Statement> {
    let leaf = std::str::from_utf8(leaf).ok().and_then(|text| serde_json::from_str::<&RawValue>(text).ok());
    let leaf = leaf.ok_or_else(messages::history::leaf_not_canonical)?;
    let wire = Wire {
        check: NO_CHECK.to_string(),
        index: position.index,
        leaf,
        others: position.others,
        previous: position.previous,
    };
    let mut line = serde_json::to_vec(&wire).map_err(messages::history::line_syntax)?;
    let check = check_of(&line, check_before);
    if let Some(digits) = line.get_mut(CHECK_START..CHECK_END) {
        digits.copy_from_slice(check.to_string().as_bytes());
    }
    line.push(b'\n');
    Ok((line, check))
}

/// Reads a line without its line feed. Whether its check is right depends on
/// the line before: [`follows`] says.
pub fn decode(line: &[u8]) -> Result<Line, Statement> {
    if line.len() >= LONGEST_LINE {
        return Err(messages::history::line_too_long(LONGEST_LINE));
    }
    let wire: Wire<'_> = serde_json::from_slice(line).map_err(messages::history::line_syntax)?;
    let check = Digest::from_hex(&wire.check).ok_or_else(messages::history::line_not_canonical)?;
    if serde_json::to_vec(&wire).ok().as_deref() != Some(line) || check.to_string() != wire.check {
        return Err(messages::history::line_not_canonical());
    }
    let bytes = wire.leaf.get().as_bytes();
    Ok(Line {
        check,
        index: wire.index,
        leaf: Leaf::decode(bytes)?,
        leaf_hash: leaf::hash(bytes),
        others: wire.others,
        previous: wire.previous,
    })
}

/// Whether a line's check is right behind a line with that check.
pub fn follows(line: &[u8], check_before: &Digest) -> bool {
    let stated = line.get(CHECK_START..CHECK_END);
    stated == Some(check_of(line, check_before).to_string().as_bytes())
}

/// The check that a line states, where it states one at its place.
pub fn stated_check(line: &[u8]) -> Option<Digest> {
    let digits = std::str::from_utf8(line.get(CHECK_START..CHECK_END)?).ok()?;
    Digest::from_hex(digits)
}

/// The check that a line should have behind a line with that check, whatever
/// it states.
pub fn expected_check(line: &[u8], check_before: &Digest) -> Digest {
    check_of(line, check_before)
}

fn check_of(line: &[u8], check_before: &Digest) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(check_before.as_bytes());
    hasher.update(line.get(..CHECK_START).unwrap_or_default());
    hasher.update(line.get(CHECK_END..).unwrap_or_default());
    Digest::from_bytes(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::{NO_CHECK, Position, decode, encode, follows, stated_check};
    use crate::history::examples;

    #[test]
    fn a_line_reads_as_it_was_written_and_follows_one_line_only() {
        let leaf = examples::begin(1, None);
        let position = Position { index: 7, others: vec![None, Some(4096)], previous: Some(12) };
        let (bytes, check) = encode(&leaf.encode().expect("encodes"), position, &NO_CHECK).expect("encodes");
        let text = bytes.strip_suffix(b"\n").expect("a line feed");
        let line = decode(text).expect("a line");
        assert_eq!((line.index, line.previous, line.check), (7, Some(12), check));
        assert_eq!(line.others, [None, Some(4096)]);
        assert_eq!(line.leaf, leaf);
        assert_eq!(stated_check(text), Some(check));
        assert!(follows(text, &NO_CHECK));
        assert!(!follows(text, &check));
    }

    #[test]
    fn a_second_spelling_of_a_line_is_refused() {
        let leaf = examples::begin(1, None).encode().expect("encodes");
        let (bytes, _) = encode(&leaf, Position::default(), &NO_CHECK).expect("encodes");
        let text = String::from_utf8(bytes).expect("text");
        let text = text.trim_end();
        let respelt = [
            text.replacen("\"others\":[]", "\"others\":[ ]", 1),
            text.replacen("\"index\":0", "\"index\":00", 1),
            text.replacen("\"leaf\":", "\"leaf\": ", 1),
        ];
        for line in respelt {
            assert_ne!(line, text);
            assert!(decode(line.as_bytes()).is_err(), "{line}");
        }
    }
}
