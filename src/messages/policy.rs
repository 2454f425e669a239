//! What is said of policy files and layers.

use super::sentences;

sentences! { "policy";
}
