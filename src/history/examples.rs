//! Leaves for tests: what `fixtures/history/v1.jsonl` holds.

use std::sync::Arc;

use super::leaf::{self, Leaf};
use crate::domain::digest::Digest;
use crate::domain::record::{LeafDraft, LeafKind, Product};

fn draft(kind: LeafKind, at: &str) -> LeafDraft {
    LeafDraft {
        kind,
        pipeline: Arc::from("bank.example/retail/payments main"),
        run: Arc::from("0b7c4f1e2a"),
        at: at.parse().expect("a time"),
        inputs: None,
        verdict: None,
        exit: None,
        products: Vec::new(),
        tool: Arc::from("0.1.0"),
        base: None,
    }
}

/// A BEGIN.
pub(crate) fn begin(number: u64, previous: Option<Digest>) -> Leaf {
    Leaf { draft: draft(LeafKind::Begin, "2026-03-02T08:30:00Z"), number, previous }
}

/// An END.
pub(crate) fn end(number: u64, previous: Option<Digest>) -> Leaf {
    let product = |format: &str| Product { format: Arc::from(format), digest: Digest::of(format.as_bytes()) };
    let draft = LeafDraft {
        inputs: Some(Digest::of(b"inputs")),
        verdict: Some(Arc::from("fail")),
        exit: Some(1),
        products: vec![product("sarif"), product("json")],
        ..draft(LeafKind::End, "2026-03-02T08:30:00.125Z")
    };
    Leaf { draft, number, previous }
}

/// A whole run, and a second one whose key needs escapes.
pub(crate) fn leaves() -> Vec<String> {
    let mut written: Vec<String> = Vec::new();
    let text = |leaf: Leaf| String::from_utf8(leaf.encode().expect("encodes")).expect("text");
    written.push(text(begin(1, None)));
    let previous = written.last().map(|leaf| leaf::hash(leaf.as_bytes()));
    written.push(text(end(2, previous)));
    let mut odd = begin(1, None);
    odd.draft.pipeline = Arc::from("支付 \"main\"\\\u{1}\n\u{7f}😀/");
    written.push(text(odd));
    written
}
