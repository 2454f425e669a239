//! Merkle tree hashes, RFC 6962 section 2.1.

use sha2::{Digest as _, Sha256};

use crate::domain::digest::Digest;

/// The hash of a leaf: SHA-256 over a zero byte and the leaf.
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(leaf);
    Digest::from_bytes(hasher.finalize().into())
}

/// The hash of a node: SHA-256 over a byte of value one and both children.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update([1]);
    hasher.update(left.as_bytes());
    hasher.update(right.as_bytes());
    Digest::from_bytes(hasher.finalize().into())
}

/// A tree that grows at its right edge. It keeps the roots of its perfect
/// subtrees only: at most 64 hashes for any number of leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    /// Roots of perfect subtrees, largest first; one for each set bit of `size`.
    perfect: Vec<Digest>,
}

impl Tree {
    /// How many leaves it has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash.
    pub fn push(&mut self, leaf: Digest) {
        let mut root = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.perfect.pop() {
                root = node_hash(&left, &root);
            }
        }
        self.perfect.push(root);
        self.size += 1;
    }

    /// The root; of the empty tree, the hash of nothing.
    pub fn root(&self) -> Digest {
        let from_the_right = self.perfect.iter().rev().copied();
        from_the_right.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(|| Digest::of(b""))
    }
}

#[cfg(test)]
mod tests {
    use super::{Tree, leaf_hash, node_hash};
    use crate::domain::digest::Digest;

    /// The definition of RFC 6962, taken at its word.
    fn by_definition(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(b""),
            [leaf] => *leaf,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                let (left, right) = leaves.split_at(split);
                node_hash(&by_definition(left), &by_definition(right))
            }
        }
    }

    #[test]
    fn a_grown_tree_has_the_root_of_the_definition() {
        let mut tree = Tree::default();
        let mut leaves = Vec::new();
        for number in 0..70_u8 {
            assert_eq!(tree.root(), by_definition(&leaves));
            let leaf = leaf_hash(&[number]);
            leaves.push(leaf);
            tree.push(leaf);
        }
        assert_eq!(tree.size(), 70);
    }

    #[test]
    fn published_hashes_are_met() {
        let mut tree = Tree::default();
        tree.push(leaf_hash(b""));
        assert_eq!(
            tree.root().to_string(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        tree.push(leaf_hash(&[0]));
        assert_eq!(
            tree.root().to_string(),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
        );
        tree.push(leaf_hash(&[0x10]));
        assert_eq!(
            tree.root().to_string(),
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
        );
    }
}
