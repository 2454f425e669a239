//! Software bills of materials: inventories that another tool has taken.

pub mod cyclonedx;
mod cyclonedx_entry;
