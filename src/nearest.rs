//! The known word that a mistyped one probably means.

/// The word of `known` that is nearest to `word`, when it is near enough to be
/// a slip: at most one edit for each three characters, at least one. Letter
/// case and `_` for `-` count as no edit. Ties go to the first.
pub fn nearest<'known>(word: &str, known: impl IntoIterator<Item = &'known str>) -> Option<&'known str> {
    // Nobody's slip is this long, and the work grows with the length.
    if word.len() > 64 {
        return None;
    }
    let word = plain(word);
    let bound = (word.len() / 3).max(1);
    let near = known.into_iter().map(|candidate| (distance(&word, &plain(candidate)), candidate));
    near.filter(|(edits, _)| *edits <= bound).min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).map(|c| if c == '_' { '-' } else { c }).collect()
}

/// Edits between two words: insertions, deletions, substitutions, and swaps of
/// neighbours (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (row, &left) in a.iter().enumerate() {
        let mut line = Vec::with_capacity(b.len() + 1);
        line.push(row + 1);
        for (column, &right) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let substituted = at(&above, column) + usize::from(left != right);
            let mut least = substituted.min(at(&above, column + 1) + 1).min(at(&line, column) + 1);
            let before_right = column.checked_sub(1).and_then(|index| b.get(index));
            if previous == Some(right) && before_right == Some(&left) {
                least = least.min(at(&before, column.saturating_sub(1)) + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut above, line);
        previous = Some(left);
    }
    above.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const KNOWN: [&str; 5] = ["id", "severity", "status", "untrusted-input", "until"];

    #[test]
    fn a_slip_finds_its_word() {
        for (slip, word) in [
            ("severtiy", "severity"),
            ("Severity", "severity"),
            ("untrusted_input", "untrusted-input"),
            ("untill", "until"),
            ("statsu", "status"),
            ("ids", "id"),
        ] {
            assert_eq!(nearest(slip, KNOWN), Some(word), "{slip}");
        }
    }

    #[test]
    fn another_word_finds_none() {
        for word in ["owner", "", "state of things", &"s".repeat(1000)] {
            assert_eq!(nearest(word, KNOWN), None, "{word}");
        }
    }
}
