//! Stores: what the product writes to the disk, and reads back.

pub mod products;
pub mod temporaries;
