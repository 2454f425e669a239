//! What the walk over the tree says.

use super::sentences;

sentences! { "walk";
}
