//! Patterns of names, in which `*` stands for any run of characters.

/// Whether the pattern names this text.
pub fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    let Some(mut middle) = rest.strip_suffix(last) else { return false };
    parts.all(|part| match middle.split_once(part) {
        Some((_, behind)) => {
            middle = behind;
            true
        }
        None => false,
    })
}
