//! What readers of manifests and lockfiles say.

use super::sentences;

sentences! { "ecosystem";
}
