//! Leaves: what the history keeps of a run, as canonical JSON (RFC 8785).
//!
//! | version | since | what changed |
//! | --- | --- | --- |
//! | `cullis/leaf/v1` | 0.1 | the first |
//! | `cullis/leaf/v2` | 0.1 | `base`: the base revision; written where a run has one, and only there |
//!
//! Every key is always there, in its sorted place, `null` where the leaf's
//! kind has nothing to say, but for `base`; numbers are whole; digests are SHA-256 in lower
//! case hexadecimal. A leaf holds no prose. `fixtures/history/v1.jsonl` has one
//! of each kind and must read the same for ever; so has `v2.jsonl`.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::merkle;
use crate::domain::commit::CommitId;
use crate::domain::digest::Digest;
use crate::domain::record::{LeafDraft, LeafKind, Product, RecordedBase};
use crate::domain::statement::Statement;
use crate::messages;

/// The schema of leaves without a base.
pub const SCHEMA: &str = "cullis/leaf/v1";
/// The schema of leaves with one.
pub const SCHEMA_WITH_BASE: &str = "cullis/leaf/v2";

/// The longest leaf in bytes. Ordinary ones stay under 1,024; the bound keeps
/// a hostile pipeline key from growing the log.
pub const LONGEST_LEAF: usize = 8 << 10;

/// The largest number that every JSON reader holds exactly (RFC 8785,
/// section 3.2.2.3).
pub const LARGEST_NUMBER: u64 = (1 << 53) - 1;

/// A leaf: what a run handed in, with its place among its pipeline's leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What the run handed in.
    pub draft: LeafDraft,
    /// The pipeline's gap-free number, from 1.
    pub number: u64,
    /// The hash of the pipeline's previous leaf; `None` for the first.
    pub previous: Option<Digest>,
}

impl Leaf {
    /// The leaf's bytes.
    pub fn encode(&self) -> Result<Vec<u8>, Statement> {
        let wire = Wire::of(self)?;
        let bytes = serde_json::to_vec(&wire).map_err(messages::history::leaf_syntax)?;
        if bytes.len() > LONGEST_LEAF {
            return Err(messages::history::leaf_too_long(bytes.len(), LONGEST_LEAF));
        }
        Ok(bytes)
    }

    /// Reads a leaf. Only the bytes that [`Leaf::encode`] writes are read:
    /// anything else would have a second hash for the same facts.
    pub fn decode(bytes: &[u8]) -> Result<Self, Statement> {
        if bytes.len() > LONGEST_LEAF {
            return Err(messages::history::leaf_too_long(bytes.len(), LONGEST_LEAF));
        }
        let leaf = match serde_json::from_slice::<Wire>(bytes) {
            Ok(wire) if wire.schema == schema_of(wire.base.as_ref()) => wire.into_leaf()?,
            other => return Err(refusal(bytes, other.err().as_ref())),
        };
        if leaf.encode()? != bytes {
            return Err(messages::history::leaf_not_canonical());
        }
        Ok(leaf)
    }
}

/// The hash of a leaf's bytes (RFC 6962, section 2.1).
pub fn hash(bytes: &[u8]) -> Digest {
    merkle::leaf_hash(bytes)
}

/// Why bytes that aren't a leaf of this version are refused: a schema that
/// isn't known says more than the first field that isn't.
fn refusal(bytes: &[u8], error: Option<&serde_json::Error>) -> Statement {
    #[derive(Deserialize)]
    struct Probe {
        schema: String,
    }
    match (serde_json::from_slice::<Probe>(bytes), error) {
        (Ok(probe), _) if ![SCHEMA, SCHEMA_WITH_BASE].contains(&&*probe.schema) => {
            messages::history::leaf_newer(probe.schema)
        }
        (_, Some(error)) => messages::history::leaf_syntax(error),
        (_, None) => messages::history::leaf_not_canonical(),
    }
}

/// The leaf as JSON has it. The fields stand in the order of their keys,
/// because serde writes them in this order and RFC 8785 (section 3.2.3) sorts.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<WireBase>,
    exit: Option<u8>,
    inputs: Option<String>,
    kind: String,
    number: u64,
    pipeline: String,
    previous: Option<String>,
    products: BTreeMap<String, String>,
    run: String,
    schema: String,
    tool: String,
    verdict: Option<String>,
}

/// A base as JSON has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WireBase {
    commit: String,
    revision: String,
}

impl WireBase {
    fn read(self) -> Result<RecordedBase, Statement> {
        let commit = CommitId::new(&self.commit).ok_or_else(|| bad_field("base", "SHA-1", &self.commit))?;
        Ok(RecordedBase { revision: Arc::from(self.revision), commit })
    }
}

/// The schema of a leaf with such a base.
const fn schema_of<Base>(base: Option<&Base>) -> &'static str {
    match base {
        Some(_) => SCHEMA_WITH_BASE,
        None => SCHEMA,
    }
}

impl Wire {
    fn of(leaf: &Leaf) -> Result<Self, Statement> {
        let draft = &leaf.draft;
        Ok(Self {
            at: draft.at.to_string(),
            base: draft.base.as_ref().map(|base| WireBase {
                commit: base.commit.to_string(),
                revision: base.revision.to_string(),
            }),
            exit: draft.exit,
            inputs: draft.inputs.map(|digest| digest.to_string()),
            kind: draft.kind.word().to_owned(),
            number: number(leaf.number)?,
            pipeline: draft.pipeline.to_string(),
            previous: leaf.previous.map(|digest| digest.to_string()),
            products: products(&draft.products)?,
            run: draft.run.to_string(),
            schema: schema_of(draft.base.as_ref()).to_owned(),
            tool: draft.tool.to_string(),
            verdict: draft.verdict.as_deref().map(str::to_owned),
        })
    }

    fn into_leaf(self) -> Result<Leaf, Statement> {
        let products = self.products.into_iter().map(|(format, digest)| {
            Ok(Product { digest: read_digest("products", &digest)?, format: Arc::from(format) })
        });
        let draft = LeafDraft {
            kind: read_kind(&self.kind)?,
            pipeline: Arc::from(self.pipeline),
            run: Arc::from(self.run),
            at: self.at.parse::<Timestamp>().map_err(|_| bad_field("at", "RFC 3339", &self.at))?,
            inputs: self.inputs.map(|digest| read_digest("inputs", &digest)).transpose()?,
            verdict: self.verdict.map(Arc::from),
            exit: self.exit,
            products: products.collect::<Result<_, Statement>>()?,
            tool: Arc::from(self.tool),
            base: self.base.map(WireBase::read).transpose()?,
        };
        let previous = self.previous.map(|digest| read_digest("previous", &digest)).transpose()?;
        Ok(Leaf { draft, number: number(self.number)?, previous })
    }
}

fn number(number: u64) -> Result<u64, Statement> {
    if (1..=LARGEST_NUMBER).contains(&number) {
        Ok(number)
    } else {
        Err(bad_field("number", &format!("1..{LARGEST_NUMBER}"), &number.to_string()))
    }
}

fn read_kind(word: &str) -> Result<LeafKind, Statement> {
    let kinds = [LeafKind::Begin, LeafKind::End];
    kinds.into_iter().find(|kind| kind.word() == word).ok_or_else(|| bad_field("kind", "begin|end", word))
}

fn read_digest(field: &str, text: &str) -> Result<Digest, Statement> {
    Digest::from_hex(text).ok_or_else(|| bad_field(field, "SHA-256", text))
}

fn bad_field(field: &str, expected: &str, found: &str) -> Statement {
    messages::history::leaf_field(field, expected, found)
}

/// Products by format. Names are printable ASCII, for which sorting by bytes
/// and by UTF-16 units, as RFC 8785 wants it, is the same.
fn products(products: &[Product]) -> Result<BTreeMap<String, String>, Statement> {
    let mut sorted = BTreeMap::new();
    for product in products {
        if product.format.is_empty() || !product.format.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(messages::history::product_name(&product.format));
        }
        let digest = product.digest.to_string();
        let stands = sorted.entry(product.format.to_string()).or_insert_with(|| digest.clone());
        if *stands != digest {
            return Err(messages::history::product_twice(&product.format));
        }
    }
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::{Leaf, hash};
    use crate::history::examples;

    const GOLDEN: &str = include_str!("../../fixtures/history/v1.jsonl");
    const GOLDEN_WITH_BASE: &str = include_str!("../../fixtures/history/v2.jsonl");

    #[test]
    fn a_leaf_with_a_base_reads_and_writes_the_same_for_ever() {
        let mut leaf = examples::begin(1, None);
        let commit = crate::domain::commit::CommitId::new(&"0123456789".repeat(4)).expect("an id");
        let revision = "refs/remotes/origin/main".into();
        leaf.draft.base = Some(crate::domain::record::RecordedBase { revision, commit });
        let line = GOLDEN_WITH_BASE.trim_end();
        assert_eq!(String::from_utf8(leaf.encode().expect("encodes")).expect("text"), line);
        assert_eq!(Leaf::decode(line.as_bytes()).expect("a leaf"), leaf);
    }

    #[test]
    fn the_golden_leaves_read_and_write_the_same_for_ever() {
        let leaves: Vec<&str> = GOLDEN.lines().collect();
        assert_eq!(leaves, examples::leaves());
        for line in leaves {
            let leaf = Leaf::decode(line.as_bytes()).expect("a leaf");
            assert_eq!(leaf.encode().expect("encodes"), line.as_bytes());
            assert!(line.len() < 1024, "{} bytes", line.len());
        }
        let last = GOLDEN.lines().next_back().expect("a leaf");
        // Computed outside this project, from the three lines' facts alone.
        let expected = "f74affbc82aae35a797215fb4ec013ef568bc71b5d9da7a667a563037f65fdde";
        assert_eq!(hash(last.as_bytes()).to_string(), expected);
    }

    fn refusal(text: &str) -> &'static str {
        Leaf::decode(text.as_bytes()).expect_err("refused").sentence.key
    }

    #[test]
    fn a_second_spelling_of_the_same_facts_is_refused() {
        let leaf = GOLDEN.lines().nth(1).expect("an END");
        let digest = leaf.split('"').find(|part| part.len() == 64).expect("a digest");
        let respelt = [
            leaf.replacen("\"exit\":1", "\"exit\": 1", 1),
            leaf.replacen("Z\"", "+00:00\"", 1),
            leaf.replacen("payments", "pay\\u006dents", 1),
            format!("{leaf} "),
            leaf.replacen("{\"at\"", "{ \"at\"", 1),
            leaf.replacen(digest, &digest.to_uppercase(), 1),
        ];
        for text in respelt {
            assert_ne!(text, leaf);
            assert_eq!(refusal(&text), "history.leaf_not_canonical", "{text}");
        }
    }

    #[test]
    fn what_is_no_leaf_is_refused_with_a_reason() {
        let leaf = GOLDEN.lines().next().expect("a BEGIN");
        let with_base = GOLDEN_WITH_BASE.trim_end();
        let cases = [
            (leaf.replacen("leaf/v1", "leaf/v3", 1), "history.leaf_newer"),
            (leaf.replacen("leaf/v1", "leaf/v2", 1), "history.leaf_not_canonical"),
            (with_base.replacen("leaf/v2", "leaf/v1", 1), "history.leaf_not_canonical"),
            (with_base.replacen("\"commit\":\"0", "\"commit\":\"x", 1), "history.leaf_field"),
            (leaf.replacen("{\"at\"", "{\"added\":1,\"at\"", 1), "history.leaf_syntax"),
            (leaf.replacen("\"exit\":null", "\"exit\":null,\"exit\":null", 1), "history.leaf_syntax"),
            (leaf.replacen("\"exit\":null", "\"exit\":1.0", 1), "history.leaf_syntax"),
            (leaf.replacen("\"exit\":null,", "", 1), "history.leaf_not_canonical"),
            (leaf.replacen("\"number\":1", "\"number\":0", 1), "history.leaf_field"),
            (leaf.replacen("\"number\":1", "\"number\":9007199254740992", 1), "history.leaf_field"),
            (leaf.replacen("\"begin\"", "\"middle\"", 1), "history.leaf_field"),
            ("[".repeat(5000), "history.leaf_syntax"),
            (" ".repeat(super::LONGEST_LEAF + 1), "history.leaf_too_long"),
            (String::new(), "history.leaf_syntax"),
        ];
        for (text, expected) in cases {
            assert_eq!(refusal(&text), expected, "{text}");
        }
    }

    #[test]
    fn a_newer_schema_is_named_even_when_its_fields_are_unknown() {
        let error = Leaf::decode(br#"{"schema":"cullis/leaf/v9","signature":"x"}"#).expect_err("refused");
        assert_eq!(error.arguments, ["cullis/leaf/v9"]);
    }

    #[test]
    fn two_products_of_one_format_are_recorded_once_or_not_at_all() {
        let mut leaf = examples::end(2, None);
        let twice = leaf.draft.products.first().expect("a product").clone();
        leaf.draft.products.push(twice);
        assert!(leaf.encode().is_ok());
        leaf.draft.products.last_mut().expect("a product").digest = hash(b"other");
        assert_eq!(leaf.encode().expect_err("refused").sentence.key, "history.product_twice");
    }

    #[test]
    fn a_key_that_would_grow_the_log_is_refused() {
        let mut leaf = examples::begin(1, None);
        leaf.draft.pipeline = "k".repeat(super::LONGEST_LEAF).into();
        assert_eq!(leaf.encode().expect_err("refused").sentence.key, "history.leaf_too_long");
    }
}
