//! Licence texts that have to be handed on with a product.

use std::sync::Arc;

use super::component::Component;
use super::inventory::Gap;
use super::license::Verification;
use super::statement::Statement;

/// A text of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeText {
    /// Its path in the package.
    pub path: Arc<str>,
    /// What it says.
    pub text: Arc<str>,
}

/// What has to be handed on with one version of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The component.
    pub component: Component,
    /// Its licence as stated, where somebody states one.
    pub license: Option<Arc<str>>,
    /// Its texts, or why there are none.
    pub texts: Result<Vec<NoticeText>, Statement>,
    /// Whether the texts stand in the very archive that the lockfile pins.
    pub verification: Verification,
}

/// What has to be handed on with a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notices {
    /// Every third-party component, by ecosystem, name and version.
    pub components: Vec<Notice>,
    /// What couldn't be read, and may hide more of them.
    pub gaps: Vec<Gap>,
}
