//! What is said of the history and its store.

use super::sentences;

sentences! { "history";
}
