//! Whether a text says that a risk is accepted, or handed to somebody else.
//!
//! Only a plain statement counts: the noun and the verb next to each other in
//! one clause that denies nothing, conditions nothing and doesn't speak of what is
//! left after a remedy. To miss one is cheaper than to accuse a sentence that
//! says something else.

/// What a text states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rules) enum Stated {
    Accepted,
    Transferred,
}

impl Stated {
    /// The decision that it is, in the native format's words.
    pub(in crate::rules) const fn decision(self) -> &'static str {
        match self {
            Self::Accepted => "accept",
            Self::Transferred => "transfer",
        }
    }
}

/// Words after which a clause states nothing of the kind.
const VOID: [&str; 21] = [
    "not",
    "never",
    "no",
    "cannot",
    "without",
    "if",
    "unless",
    "until",
    "when",
    "whether",
    "would",
    "could",
    "should",
    "must",
    "may",
    "can",
    "before",
    "residual",
    "remaining",
    "instead",
    "rather",
];
const CHINESE_VOID: [&str; 13] =
    ["不", "未", "无法", "没有", "残余", "剩余", "若", "如果", "除非", "是否", "之前", "避免", "防止"];

const NOUNS: [&str; 4] = ["risk", "risks", "threat", "threats"];
/// Words that may stand between the noun and the verb.
const BETWEEN: [&str; 15] = [
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "has",
    "have",
    "hereby",
    "formally",
    "fully",
    "already",
    "currently",
    "knowingly",
];
/// Words that may stand between the verb and the noun.
const ARTICLES: [&str; 7] = ["the", "this", "that", "these", "all", "any", "such"];

const CHINESE_NOUNS: [&str; 2] = ["风险", "威胁"];
const CHINESE_VERBS: [(&str, Stated); 5] = [
    ("接受", Stated::Accepted),
    ("容忍", Stated::Accepted),
    ("转移", Stated::Transferred),
    ("转嫁", Stated::Transferred),
    ("转由", Stated::Transferred),
];
const CHINESE_BETWEEN: [&str; 6] = ["已", "被", "予以", "现已", "均", "经"];
const CHINESE_ARTICLES: [&str; 9] = ["了", "该", "此", "本", "这一", "这个", "上述", "相关", "其"];

/// What a text states about the risk, if anything.
pub(in crate::rules) fn stated(text: &str) -> Option<Stated> {
    let ends = |c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\n' | '。' | '，' | '；' | '：' | '！' | '？')
    };
    text.split(ends).find_map(|clause| english(clause).or_else(|| chinese(clause)))
}

fn verb(word: &str) -> Option<Stated> {
    match word {
        "accepted" | "tolerated" => Some(Stated::Accepted),
        "transferred" => Some(Stated::Transferred),
        _ => None,
    }
}

fn active_verb(word: &str) -> Option<Stated> {
    match word {
        "accept" | "accepts" | "accepting" | "accepted" => Some(Stated::Accepted),
        "transfer" | "transfers" | "transferring" | "transferred" => Some(Stated::Transferred),
        _ => None,
    }
}

fn english(clause: &str) -> Option<Stated> {
    let small = clause.to_lowercase();
    let words: Vec<&str> = small.split(|c: char| !c.is_alphanumeric() && c != '\'').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| VOID.contains(word) || word.ends_with("n't")) {
        return None;
    }
    // "Accepted by the board", "accepted as tolerable": the noun is understood.
    if let ["accepted", "by" | "as" | "until", ..] = words.as_slice() {
        return Some(Stated::Accepted);
    }
    words.iter().enumerate().find_map(|(at, word)| {
        let rest = words.get(at + 1..).unwrap_or_default();
        if NOUNS.contains(word) {
            let next = rest.iter().find(|next| !BETWEEN.contains(next));
            return next.and_then(|next| verb(next));
        }
        let stated = active_verb(word)?;
        let next = rest.iter().find(|next| !ARTICLES.contains(next));
        // "the risk that …": a sentence about something else begins there.
        next.filter(|next| NOUNS.contains(next)).map(|_| stated)
    })
}

fn chinese(clause: &str) -> Option<Stated> {
    if CHINESE_VOID.iter().any(|word| clause.contains(word)) {
        return None;
    }
    CHINESE_VERBS.iter().find_map(|(verb, stated)| {
        let found = clause.match_indices(verb).any(|(at, _)| {
            let before = clause.get(..at).unwrap_or_default();
            let after = clause.get(at + verb.len()..).unwrap_or_default();
            let before = without_end(before, &CHINESE_BETWEEN);
            let after = without_start(after, &CHINESE_ARTICLES);
            let follows_noun = CHINESE_NOUNS.iter().any(|noun| before.ends_with(noun));
            let by_somebody = CHINESE_NOUNS.iter().any(|noun| {
                let agent = before.rsplit_once(noun).map(|(_, agent)| agent.trim_start_matches('已'));
                agent.is_some_and(|agent| agent.starts_with('由') && agent.chars().count() <= 16)
            });
            follows_noun || by_somebody || CHINESE_NOUNS.iter().any(|noun| after.trim_end() == *noun)
        });
        found.then_some(*stated)
    })
}

fn without_end<'text>(mut text: &'text str, words: &[&str]) -> &'text str {
    while let Some(rest) = words.iter().find_map(|word| text.strip_suffix(word)) {
        text = rest;
    }
    text
}

fn without_start<'text>(mut text: &'text str, words: &[&str]) -> &'text str {
    while let Some(rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Stated, stated};

    #[test]
    fn a_plain_statement_is_one() {
        for (text, decision) in [
            ("Risk transferred to the infrastructure team", Stated::Transferred),
            (
                "This risk is accepted by the project team, since backup is handled by an external company",
                Stated::Accepted,
            ),
            ("Risk accepted as tolerable", Stated::Accepted),
            ("Hashing was tried. We accept this risk.", Stated::Accepted),
            ("The threat has been formally accepted", Stated::Accepted),
            ("Accepted by the board", Stated::Accepted),
            ("该风险已由基础设施团队接受", Stated::Accepted),
            ("风险已转移给保险公司", Stated::Transferred),
            ("项目组接受此风险。", Stated::Accepted),
            ("接受了该风险", Stated::Accepted),
        ] {
            assert_eq!(stated(text), Some(decision), "{text}");
        }
    }

    #[test]
    fn what_only_has_the_words_is_none() {
        for text in [
            "Only requests with a token are accepted",
            "Accepted file types are checked by content",
            "Funds are transferred to another account only after a second factor",
            "The risk is not accepted; it is mitigated by encryption",
            "If the risk is accepted later, write it down",
            "Keys rotate daily. The residual risk is accepted by the board.",
            "Reduces the risk of accepted but unsigned messages",
            "The risk that accepted messages are replayed is met by a nonce",
            "We accept the risky header only from the proxy",
            "mitigates this threat to an acceptable level",
            "接受外部输入的风险已通过校验降低",
            "只接受已签名的请求",
            "残余风险已被接受",
            "若风险被接受，应记录",
            "资金转移需要双重审批",
        ] {
            assert_eq!(stated(text), None, "{text}");
        }
    }
}
