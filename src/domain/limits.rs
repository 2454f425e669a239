//! Bounds on hostile input, in one table.

/// How large, deep and many things may be before they're refused with a gap.
/// Policy can lower or raise each one (`[limits]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file that is read (64 MiB).
    pub file_bytes: u64,
    /// Nesting of one document: arrays, tables, elements (128).
    pub depth: usize,
    /// Folders below one another that are walked (128).
    pub folder_depth: usize,
    /// Unpacked bytes for one packed byte of an archive's entry (200).
    pub archive_ratio: u64,
    /// Unpacked bytes of one archive's entry (64 MiB).
    pub archive_entry_bytes: u64,
    /// Nodes of one YAML document, aliases counted each time (4,000,000).
    pub yaml_nodes: usize,
    /// Values and keys of one JSON document (8,000,000: 128 MiB of memory).
    pub json_nodes: usize,
}

impl Limits {
    /// The bounds when policy says nothing.
    pub const DEFAULT: Self = Self {
        file_bytes: 64 << 20,
        depth: 128,
        folder_depth: 128,
        archive_ratio: 200,
        archive_entry_bytes: 64 << 20,
        yaml_nodes: 4_000_000,
        json_nodes: 8_000_000,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How much may be downloaded before it is refused, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DownloadLimits {
    /// One archive, or one index (4 GiB).
    pub archive_bytes: u64,
    /// One list of records, or one manifest (256 MiB).
    pub list_bytes: u64,
    /// One record (64 MiB).
    pub record_bytes: u64,
    /// One signature (256 KiB).
    pub signature_bytes: u64,
}

impl DownloadLimits {
    /// The bounds when nobody says otherwise.
    pub const DEFAULT: Self = Self {
        archive_bytes: 4 << 30,
        list_bytes: 256 << 20,
        record_bytes: 64 << 20,
        signature_bytes: 256 << 10,
    };

    /// The same bounds, none of them larger than this.
    #[must_use]
    pub fn at_most(self, bytes: u64) -> Self {
        Self {
            archive_bytes: self.archive_bytes.min(bytes),
            list_bytes: self.list_bytes.min(bytes),
            record_bytes: self.record_bytes.min(bytes),
            signature_bytes: self.signature_bytes.min(bytes),
        }
    }
}
