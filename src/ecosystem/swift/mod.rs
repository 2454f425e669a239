//! Swift: what the package manager resolved.

pub mod package_resolved;
