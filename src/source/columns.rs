//! Counts columns without counting a whole line: a minified file is one line
//! of many megabytes, and going back to its start for every place would take
//! time that grows with the square of its length.

/// Bytes between two counts that are kept.
const BLOCK: usize = 4096;

/// UTF-16 code units before each block of a text; nothing for pure ASCII.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    before: Vec<u32>,
}

impl Columns {
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self { before: Vec::new() };
        }
        let mut sum = 0;
        let before = text.as_bytes().chunks(BLOCK).map(|block| {
            let before = sum;
            sum += units(block);
            before
        });
        Self { before: before.collect() }
    }

    /// The UTF-16 code units of the text between two offsets.
    pub(super) fn between(&self, text: &str, start: u32, end: u32) -> u32 {
        if self.before.is_empty() {
            return end.saturating_sub(start);
        }
        match text.as_bytes().get(start as usize..end as usize) {
            Some(short) if short.len() <= BLOCK => units(short),
            _ => self.up_to(text, end).saturating_sub(self.up_to(text, start)),
        }
    }

    fn up_to(&self, text: &str, offset: u32) -> u32 {
        let offset = offset as usize;
        let block = (offset / BLOCK).min(self.before.len().saturating_sub(1));
        let counted = self.before.get(block).copied().unwrap_or_default();
        counted + units(text.as_bytes().get(block * BLOCK..offset).unwrap_or_default())
    }
}

/// Code units by UTF-8 bytes, which may begin or end inside a character: each
/// first byte is one, that of a character beyond the first plane two.
fn units(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(byte & 0xC0 != 0x80) + u32::from(*byte >= 0xF0)).sum()
}

#[cfg(test)]
mod tests {
    use super::Columns;

    #[test]
    fn any_two_offsets_are_counted_as_by_hand() {
        for text in ["plain ".repeat(2_000), "é锁😀x".repeat(1_500), String::new(), "😀".to_owned()] {
            let columns = Columns::of(&text);
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (number, end) in ends.enumerate().filter(|(number, _)| number % 7 == 0) {
                let start = text.char_indices().nth(number / 2).map_or(0, |(at, _)| at);
                let by_hand = text.get(start..end).expect("characters").encode_utf16().count();
                let (start, end) = (u32::try_from(start).expect("small"), u32::try_from(end).expect("small"));
                assert_eq!(columns.between(&text, start, end) as usize, by_hand, "{start}..{end}");
            }
        }
    }
}
