//! Cullis: a pipeline gate.
//!
//! | floor | rooms | may import |
//! | --- | --- | --- |
//! | 5 | `cli` | everything below |
//! | 4 | `disk` `host` `walk` `clock` `git` `store` `packages` `sync` | the only I/O; each may use `disk` |
//! | 3 | `gate` | the order of steps; decides nothing |
//! | 2 | `ecosystem` `advisory` `threat_model` `policy` `rules` `judge` `report` `history` `vex` `starter` | never each other |
//! | 1 | `nearest` `parallel` `messages` `source` `version` `purl` `category` `license` `signature` `exception` | tools: each may use those before it |
//! | 0 | `domain` | nouns, and the traits that floor 4 fills |
//!
//! Data flows one way: files become an inventory, the inventory and the
//! advisories become findings, findings and policy become a verdict, and the
//! verdict becomes reports and a record.

pub mod advisory;
pub mod category;
pub mod cli;
pub mod clock;
pub mod disk;
pub mod domain;
pub mod ecosystem;
pub mod exception;
pub mod gate;
pub mod git;
pub mod history;
pub mod host;
pub mod judge;
pub mod license;
pub mod messages;
pub mod nearest;
pub mod packages;
pub mod parallel;
pub mod policy;
pub mod purl;
pub mod report;
pub mod rules;
pub mod signature;
pub mod source;
pub mod starter;
pub mod store;
pub mod sync;
pub mod threat_model;
pub mod version;
pub mod vex;
pub mod walk;
