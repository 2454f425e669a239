//! What is said of licences and package stores.

use super::sentences;

sentences! { "license";
}
