//! SHA-256 digests: the names of files, inputs, findings and records.

use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A SHA-256 digest, shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The digest of several parts, each preceded by its length in bytes as
    /// eight big-endian bytes, so that no two lists of parts share a digest.
    pub fn of_parts<'part>(parts: impl IntoIterator<Item = &'part [u8]>) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The digest of a text whose lines may end in either way: a checkout has
    /// `\r\n` on one machine and `\n` on another. What has a NUL is no text.
    pub fn of_text(bytes: &[u8]) -> Self {
        if !bytes.contains(&b'\r') || bytes.contains(&0) {
            return Self::of(bytes);
        }
        let mut hasher = Sha256::new();
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match line.strip_suffix(b"\r\n") {
                Some(line) => {
                    hasher.update(line);
                    hasher.update(b"\n");
                }
                None => hasher.update(line),
            }
        }
        Self(hasher.finalize().into())
    }

    /// A digest that was stored as raw bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads 64 hexadecimal digits of either case; anything else is `None`.
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 {
            return None;
        }
        let mut bytes = [0_u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let &[high, low] = pair else { return None };
            *byte = (hex_value(high)? << 4) | hex_value(low)?;
        }
        Some(Self(bytes))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first twelve digits: enough for a person to tell two apart.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(12);
        text
    }
}

fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
        let mut text = [0; 64];
        for (place, digit) in text.iter_mut().zip(digits) {
            *place = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
        }
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256:{self}")
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::Digest;

    #[test]
    fn hexadecimal_survives_the_round_trip_and_nothing_else_is_read() {
        let digest = Digest::of(b"cullis");
        assert_eq!(Digest::from_hex(&digest.to_string()), Some(digest));
        assert_eq!(Digest::from_hex(&digest.to_string().to_uppercase()), Some(digest));
        assert_eq!(Digest::from_hex("abc"), None);
        assert_eq!(Digest::from_hex(&"g".repeat(64)), None);
    }

    #[test]
    fn a_text_has_one_digest_however_its_lines_end() {
        assert_eq!(Digest::of_text(b"a\r\nb\r\n"), Digest::of(b"a\nb\n"));
        assert_eq!(Digest::of_text(b"a\r\nb"), Digest::of_text(b"a\nb"));
        // A lone return ends no line, and bytes that are no text stay as they are.
        assert_ne!(Digest::of_text(b"a\rb\n"), Digest::of_text(b"ab\n"));
        assert_eq!(Digest::of_text(b"\0a\r\n"), Digest::of(b"\0a\r\n"));
    }

    #[test]
    fn parts_are_kept_apart() {
        let split = Digest::of_parts([&b"ab"[..], b"c"]);
        assert_ne!(split, Digest::of_parts([&b"a"[..], b"bc"]));
    }
}
