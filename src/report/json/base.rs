//! The base revision in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Words;
use crate::domain::base::BaseState;
use crate::domain::commit::CommitId;
use crate::domain::verdict::Report;
use crate::messages::Language;

/// What the change is measured against.
#[derive(Serialize, JsonSchema)]
pub(super) struct BaseRow<'r> {
    /// The revision as it was asked for, or as the host named it.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'r str>,
    /// The commit at the tip of the target branch, whose rules hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'r str>,
    /// The newest commit that it shares with the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    merge_base: Option<&'r str>,
    /// Why there is no base, or why where the change began isn't known.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Words<'r>>,
    /// How many findings were there before the change and are gone.
    mended: usize,
}

impl<'r> BaseRow<'r> {
    pub(super) fn of(report: &'r Report, language: Language) -> Option<Self> {
        let mended = report.judgement.mended;
        let none = Self { revision: None, commit: None, merge_base: None, reason: None, mended };
        let say = |reason| Some(Words::of(reason, language));
        match &report.base.state {
            BaseState::NotAsked => None,
            BaseState::NoChangeRequest(reason) => Some(Self { reason: say(reason), ..none }),
            BaseState::Unusable { revision, reason } => {
                Some(Self { revision: Some(revision), reason: say(reason), ..none })
            }
            BaseState::Usable(base) => Some(Self {
                revision: Some(&base.revision),
                commit: Some(base.commit.as_str()),
                merge_base: base.merge_base.as_ref().ok().map(CommitId::as_str),
                reason: base.merge_base.as_ref().err().and_then(say),
                mended,
            }),
        }
    }
}
