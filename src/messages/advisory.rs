//! What is said of advisory databases: their sources, their index, what could not be compared.

use super::sentences;

sentences! { "advisory";
}
