//! Advisories: OSV records in, one verified index out, and what it says of
//! each declared component.

mod assess;
mod commits;
mod cure;
pub mod diff;
mod feed;
mod group;
mod import;
mod index;
mod licenses;
mod name;
mod osv;
mod overlay;
mod ranges;
mod severity;
#[cfg(test)]
mod tests;

pub use assess::{assess, assess_beside, assess_without_database};
pub use commits::NoClones;
pub use import::{Defect, Import, Importer, Parsed, Unmatched};
pub use index::{Advisories, FORMAT_VERSION, Index, Summary};
pub use licenses::listed_licenses;
pub use name::normalise;
pub use osv::{Record, read};
pub use overlay::schema as overlay_schema;
pub use ranges::{Answer, affects};
