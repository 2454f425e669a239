//! What policy asks beyond one level for each rule.

use std::sync::Arc;

use super::policy::Setting;

/// What layers ask beside levels, lists and bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Flags that a run may not be given, with the layer that forbids each.
    pub forbidden_flags: Vec<Setting<Arc<str>>>,
    /// The host's database, where no flag names one.
    pub default_database: Option<Arc<str>>,
    /// The host's history, where no flag names one.
    pub default_history: Option<Arc<str>>,
}
