//! What the command line says: help, usage errors, progress.

use super::sentences;

sentences! { "cli";
}
