//! Stores: what the product writes to the disk, and reads back.

pub mod advisory_source;
pub mod cargo;
pub mod created;
pub mod database;
pub mod history;
pub mod index_file;
pub mod installed;
pub mod keys;
pub mod products;
pub mod temporaries;
