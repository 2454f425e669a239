//! The policy in JSON: who governs, every level, every exception.

use schemars::JsonSchema;
use serde::Serialize;

use super::PlaceRow;
use crate::domain::exception::Exception;
use crate::domain::policy::{Policy, RefusedLoosening};

/// The policy in force.
#[derive(Serialize, JsonSchema)]
pub(super) struct PolicyRow<'r> {
    /// Whether nothing but the built-in profile stands above the repository.
    governed_by_this_repository_alone: bool,
    /// The layers, outermost first.
    layers: Vec<LayerRow<'r>>,
    /// The level of each rule, and who set it.
    levels: Vec<LevelRow<'r>>,
    /// The level of vulnerabilities that nobody has scored, below their rule's.
    unscored: UnscoredRow<'r>,
    /// The exceptions; findings name them by position.
    exceptions: Vec<ExceptionRow<'r>>,
    /// What layers tried to loosen and may not: without effect.
    refused: Vec<RefusedRow<'r>>,
}

/// A layer of the policy.
#[derive(Serialize, JsonSchema)]
struct LayerRow<'r> {
    place: PlaceRow<'r>,
    /// The digest of its bytes.
    sha256: String,
}

/// The level of a rule.
#[derive(Serialize, JsonSchema)]
struct LevelRow<'r> {
    rule: &'r str,
    #[schemars(extend("enum" = ["off", "note", "warn", "block"]))]
    level: &'static str,
    set_at: PlaceRow<'r>,
}

/// The level of what nobody has scored.
#[derive(Serialize, JsonSchema)]
struct UnscoredRow<'r> {
    #[schemars(extend("enum" = ["off", "note", "warn", "block"]))]
    level: &'static str,
    set_at: PlaceRow<'r>,
}

/// A time-boxed, owned and approved exception.
#[derive(Serialize, JsonSchema)]
struct ExceptionRow<'r> {
    id: &'r str,
    component: &'r str,
    owner: &'r str,
    approver: &'r str,
    reason: &'r str,
    /// The last day that it holds.
    #[schemars(extend("format" = "date"))]
    expires: String,
    place: PlaceRow<'r>,
}

/// An attempt to loosen without a grant.
#[derive(Serialize, JsonSchema)]
struct RefusedRow<'r> {
    key: &'r str,
    attempted: &'r str,
    in_force: &'r str,
    place: PlaceRow<'r>,
    held_by: PlaceRow<'r>,
}

impl<'r> PolicyRow<'r> {
    pub(super) fn of(policy: &'r Policy) -> Self {
        let layers = policy
            .layers
            .iter()
            .map(|layer| LayerRow { place: PlaceRow::of(&layer.place), sha256: layer.digest.to_string() });
        let levels = policy.levels.iter().map(|(rule, setting)| LevelRow {
            rule,
            level: setting.value.word(),
            set_at: PlaceRow::of(&setting.place),
        });
        Self {
            governed_by_this_repository_alone: policy.repository_governs_itself,
            layers: layers.collect(),
            levels: levels.collect(),
            unscored: UnscoredRow {
                level: policy.advisories.unscored.value.word(),
                set_at: PlaceRow::of(&policy.advisories.unscored.place),
            },
            exceptions: policy.exceptions.iter().map(ExceptionRow::of).collect(),
            refused: policy.refused.iter().map(RefusedRow::of).collect(),
        }
    }
}

impl<'r> ExceptionRow<'r> {
    fn of(exception: &'r Exception) -> Self {
        Self {
            id: &exception.id,
            component: &exception.component,
            owner: &exception.owner,
            approver: &exception.approver,
            reason: &exception.reason,
            expires: exception.expires.to_string(),
            place: PlaceRow::of(&exception.place),
        }
    }
}

impl<'r> RefusedRow<'r> {
    fn of(refused: &'r RefusedLoosening) -> Self {
        Self {
            key: &refused.key,
            attempted: &refused.attempted,
            in_force: &refused.in_force,
            place: PlaceRow::of(&refused.place),
            held_by: PlaceRow::of(&refused.held_by),
        }
    }
}
