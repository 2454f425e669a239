//! Numbers and texts as the index writes them.
//!
//! Numbers are LEB128 without padding, texts are their length and UTF-8.
//! Nothing is read that isn't there: every step says `None` at the end.

use std::sync::Arc;

use jiff::civil::Date;

/// Writes.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    pub(super) bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push((number & 0x7f) as u8);
    }

    /// Eight bytes, whatever the number.
    pub(super) fn fixed(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// Something by its position in a list of all that it can be.
    pub(super) fn one_of<Item: PartialEq>(&mut self, all: &[Item], item: &Item) {
        let position = all.iter().position(|other| other == item);
        self.byte(position.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX));
    }

    pub(super) fn date(&mut self, date: Option<Date>) {
        let text = date.map(|date| date.to_string());
        self.optional_text(text.as_deref());
    }

    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(super) fn optional_text(&mut self, text: Option<&str>) {
        self.byte(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    pub(super) fn list<Item>(&mut self, items: &[Item], write: impl Fn(&mut Self, &Item)) {
        self.number(items.len() as u64);
        for item in items {
            write(self, item);
        }
    }
}

/// The bytes make no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unsound;

/// Reads.
#[derive(Debug)]
pub(super) struct Decoder<'bytes> {
    rest: &'bytes [u8],
}

impl<'bytes> Decoder<'bytes> {
    pub(super) const fn new(bytes: &'bytes [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            number |= part.checked_shl(shift).filter(|shifted| shifted >> shift == part)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    pub(super) fn fixed(&mut self) -> Option<u64> {
        let (number, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(u64::from_le_bytes(*number))
    }

    pub(super) fn one_of<Item: Copy>(&mut self, all: &[Item]) -> Option<Item> {
        all.get(usize::from(self.byte()?)).copied()
    }

    /// A date that may be left out; the error is that neither stands here.
    pub(super) fn date(&mut self) -> Result<Option<Date>, Unsound> {
        let text = self.optional_text()?;
        text.map(|text| text.parse().map_err(|_| Unsound)).transpose()
    }

    pub(super) fn text(&mut self) -> Option<Arc<str>> {
        self.str().map(Arc::from)
    }

    pub(super) fn str(&mut self) -> Option<&'bytes str> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        std::str::from_utf8(text).ok()
    }

    /// Whether the ecosystem and the name that stand here are these.
    pub(super) fn is_named(&mut self, ecosystem: &str, name: &str) -> Result<bool, Unsound> {
        let (found_ecosystem, found_name) = self.str().zip(self.str()).ok_or(Unsound)?;
        Ok(found_ecosystem == ecosystem && found_name == name)
    }

    /// A text that may be left out; the error is that neither stands here.
    pub(super) fn optional_text(&mut self) -> Result<Option<Arc<str>>, Unsound> {
        match self.byte() {
            Some(0) => Ok(None),
            Some(1) => self.text().map(Some).ok_or(Unsound),
            _ => Err(Unsound),
        }
    }

    /// A list; memory grows with what is read, never with what is promised.
    pub(super) fn list<Item>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Option<Item>,
    ) -> Option<Vec<Item>> {
        let count = self.number()?;
        // Every item takes a byte at least.
        if count > self.rest.len() as u64 {
            return None;
        }
        (0..count).map(|_| read(self)).collect()
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Decoder, Encoder};

    #[test]
    fn numbers_survive_the_round_trip_and_longer_ones_are_refused() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            let mut encoder = Encoder::default();
            encoder.number(number);
            let mut decoder = Decoder::new(&encoder.bytes);
            assert_eq!(decoder.number(), Some(number));
            assert!(decoder.is_at_end());
        }
        assert_eq!(Decoder::new(&[0xff; 10]).number(), None);
        assert_eq!(Decoder::new(&[0x80]).number(), None);
    }

    #[test]
    fn a_promise_of_many_items_takes_no_memory() {
        let mut encoder = Encoder::default();
        encoder.number(u64::MAX);
        assert_eq!(Decoder::new(&encoder.bytes).list(Decoder::byte), None);
    }
}
