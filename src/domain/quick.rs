//! Hash tables for names that come from a repository or a database.
//!
//! They hash several times as fast as the standard library's default, and are
//! seeded anew in every process, so that nobody can write a lockfile whose
//! names collide. Their order means nothing: nothing that is printed may be
//! made by walking through one.

use std::collections::{HashMap, HashSet};

/// A map by such names.
pub type QuickMap<Key, Value> = HashMap<Key, Value, foldhash::fast::RandomState>;

/// A set of such names.
pub type QuickSet<Key> = HashSet<Key, foldhash::fast::RandomState>;
