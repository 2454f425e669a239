//! Zones in which nobody is trusted, by their names: no format but OTM rates its zones.

/// Words of such a zone's name.
const WORDS: [&str; 7] = ["internet", "public", "untrusted", "external", "outside", "hostile", "www"];
const CHINESE: [&str; 5] = ["互联网", "公网", "外部", "外网", "不可信"];

/// Whether a zone's name says that nobody vouches for what comes from it.
pub(super) fn is_untrusted(name: &str) -> bool {
    // An office's network (办公网) is no public one (公网).
    let lower = name.to_lowercase().replace("办公网", "");
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| WORDS.contains(&word)) || CHINESE.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::is_untrusted;

    #[test]
    fn a_zone_is_untrusted_by_a_whole_word_of_its_name() {
        for name in ["internet", "Public Internet", "tz-internet", "untrusted_input", "互联网区", "WWW"] {
            assert!(is_untrusted(name), "{name}");
        }
        for name in ["", "dmz", "republic", "internetworking", "publication", "内网", "办公网", "trusted"]
        {
            assert!(!is_untrusted(name), "{name}");
        }
    }
}
