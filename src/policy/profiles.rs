//! The built-in profiles: `policies/*.toml`, part of the binary.

use super::{LayerKind, LayerSource};
use crate::domain::place::Artifact;

/// The profiles by name; `default` stands above every policy.
pub static PROFILES: [(&str, &str, &str); 3] = [
    ("default", "default.toml", include_str!("../../policies/default.toml")),
    ("strict", "strict.toml", include_str!("../../policies/strict.toml")),
    ("bank", "bank.toml", include_str!("../../policies/bank.toml")),
];

/// The layer of a profile, for `--policy NAME`; `None` for a name that no
/// profile has (a file of a profile's name is meant by `./NAME`).
pub fn profile(name: &str) -> Option<LayerSource> {
    PROFILES.iter().find(|(known, ..)| *known == name).map(|(_, file, text)| layer(file, text))
}

/// The profile that stands above everything.
pub(super) fn default() -> LayerSource {
    let [(_, file, text), ..] = PROFILES;
    layer(file, text)
}

fn layer(file: &'static str, text: &str) -> LayerSource {
    LayerSource {
        artifact: Artifact::BuiltIn(file),
        bytes: text.as_bytes().to_vec(),
        kind: LayerKind::BuiltIn,
        signature: None,
    }
}
