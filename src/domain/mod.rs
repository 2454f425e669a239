//! The nouns of the product, and the traits that the floor of I/O fills.
//!
//! Nothing here reads, decides or prints. A type belongs here as soon as two
//! rooms of floor 2 speak of it, because those rooms never meet.

pub mod advisory;
pub mod assessment;
pub mod base;
pub mod commit;
pub mod component;
pub mod day;
pub mod demands;
pub mod digest;
pub mod element;
pub mod exception;
pub mod finding;
pub mod introduction;
pub mod inventory;
pub mod license;
pub mod limits;
pub mod model_format;
pub mod notice;
pub mod origin;
pub mod pattern;
pub mod place;
pub mod policy;
pub mod ports;
pub mod practice;
pub mod quick;
pub mod record;
pub mod remark;
pub mod repository;
pub mod review;
pub mod rule;
pub mod schedule;
pub mod statement;
pub mod test_result;
pub mod threat;
pub mod verdict;
pub mod vex;
