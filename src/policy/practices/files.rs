//! The data files of `policies/`, part of the binary: one line each.

use super::DataFile;

/// The practices.
pub(super) const CATALOGUE: DataFile =
    ("practices/catalogue.toml", include_str!("../../../policies/practices/catalogue.toml"));

/// The requirements of each standard.
pub(super) const STANDARDS: &[DataFile] = &[
    ("standards/caict-3763.6@2021.toml", include_str!("../../../policies/standards/caict-3763.6@2021.toml")),
    ("standards/gbt-22239@2019.toml", include_str!("../../../policies/standards/gbt-22239@2019.toml")),
    ("standards/iso-27001@2022.toml", include_str!("../../../policies/standards/iso-27001@2022.toml")),
    ("standards/nist-800-53@r5.toml", include_str!("../../../policies/standards/nist-800-53@r5.toml")),
    ("standards/osps@2026.02.19.toml", include_str!("../../../policies/standards/osps@2026.02.19.toml")),
    ("standards/s2c2f@1.1.toml", include_str!("../../../policies/standards/s2c2f@1.1.toml")),
    ("standards/ssdf@1.1.toml", include_str!("../../../policies/standards/ssdf@1.1.toml")),
];

/// What maps to each standard.
pub(super) const MAPPINGS: &[DataFile] = &[
    ("mappings/caict-3763.6@2021.toml", include_str!("../../../policies/mappings/caict-3763.6@2021.toml")),
    ("mappings/gbt-22239@2019.toml", include_str!("../../../policies/mappings/gbt-22239@2019.toml")),
    ("mappings/iso-27001@2022.toml", include_str!("../../../policies/mappings/iso-27001@2022.toml")),
    ("mappings/nist-800-53@r5.toml", include_str!("../../../policies/mappings/nist-800-53@r5.toml")),
    ("mappings/osps@2026.02.19.toml", include_str!("../../../policies/mappings/osps@2026.02.19.toml")),
    ("mappings/s2c2f@1.1.toml", include_str!("../../../policies/mappings/s2c2f@1.1.toml")),
    ("mappings/ssdf@1.1.toml", include_str!("../../../policies/mappings/ssdf@1.1.toml")),
];
