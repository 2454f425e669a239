//! The policy in JSON: who governs, every level, every exception.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::PlaceRow;
use crate::domain::advisory::SeverityBand;
use crate::domain::demands::{Ban, When};
use crate::domain::exception::{Approver, Exception, Standing};
use crate::domain::license::Clarification;
use crate::domain::policy::{Policy, RefusedLoosening};
use crate::domain::schedule::Schedule;
use crate::domain::vex::VexStatement;

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
    /// Who may approve exceptions; anybody but the owner where nobody is named.
    roster: Vec<ApproverRow<'r>>,
    /// The exceptions; findings name them by position.
    exceptions: Vec<ExceptionRow<'r>>,
    /// The levels of some findings, outermost layer first.
    whens: Vec<WhenRow<'r>>,
    /// Components that nobody may use.
    bans: Vec<BanRow<'r>>,
    /// What licences of packages are, by texts that somebody read.
    clarifications: Vec<ClarificationRow<'r>>,
    /// The VEX statements that were handed in; findings name them by position.
    vex: Vec<VexRow<'r>>,
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
    /// The days on which it changes, past ones too, and the level from each on.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Vec<StepRow>>,
    set_at: PlaceRow<'r>,
}

/// A level from a day on.
#[derive(Serialize, JsonSchema)]
pub(super) struct StepRow {
    #[schemars(extend("format" = "date"))]
    pub(super) from: String,
    #[schemars(extend("enum" = ["off", "note", "warn", "block"]))]
    pub(super) level: &'static str,
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
    /// The only versions that it is for.
    versions: Option<&'r str>,
    /// The only folder that it is for.
    folder: Option<&'r str>,
    /// The only rule that it is for.
    rule: Option<&'r str>,
    /// The only repository that it is for.
    repository: Option<&'r str>,
    owner: &'r str,
    /// Who allowed it; nobody where it is only asked for.
    approver: Option<&'r str>,
    reason: &'r str,
    /// The day on which it was allowed.
    #[schemars(extend("format" = "date"))]
    approved: Option<String>,
    /// The last day that it holds.
    #[schemars(extend("format" = "date"))]
    expires: String,
    /// How bad the finding was when it was allowed.
    #[schemars(extend("enum" = ["unscored", "none", "low", "medium", "high", "critical", null]))]
    severity: Option<&'static str>,
    /// The component's licence when it was allowed.
    license: Option<&'r str>,
    /// Since when it is an emergency grant.
    #[schemars(extend("format" = "date-time"))]
    emergency: Option<String>,
    /// `stated` by a layer that may excuse; `vouched` for by somebody of the
    /// roster, `unapproved`, or `spoilt` by a signature that doesn't hold.
    #[schemars(extend("enum" = ["stated", "vouched", "unapproved", "spoilt"]))]
    standing: &'static str,
    /// Those who vouch for it.
    vouched_by: Vec<&'r str>,
    /// What an approval of the host names it by.
    sha256: String,
    place: PlaceRow<'r>,
}

/// The level of a rule's findings that meet every condition.
#[derive(Serialize, JsonSchema)]
struct WhenRow<'r> {
    rule: &'r str,
    severities: Vec<&'static str>,
    scopes: Vec<&'static str>,
    ecosystems: Vec<&'r str>,
    /// The folder that the finding's place lies in.
    folder: Option<&'r str>,
    #[schemars(extend("enum" = ["off", "note", "warn", "block"]))]
    level: &'static str,
    /// The days on which it changes, past ones too, and the level from each on.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Vec<StepRow>>,
    /// Whether it sets the level; else it only raises it.
    may_lower: bool,
    place: PlaceRow<'r>,
}

/// A component that nobody may use.
#[derive(Serialize, JsonSchema)]
struct BanRow<'r> {
    component: &'r str,
    /// The banned versions; all of them where empty.
    versions: String,
    folder: Option<&'r str>,
    reason: &'r str,
    place: PlaceRow<'r>,
}

/// What a package's licence is, by a text that somebody read.
#[derive(Serialize, JsonSchema)]
struct ClarificationRow<'r> {
    component: &'r str,
    versions: Option<&'r str>,
    license: &'r str,
    file: &'r str,
    sha256: String,
    place: PlaceRow<'r>,
}

/// A VEX statement.
#[derive(Serialize, JsonSchema)]
struct VexRow<'r> {
    author: &'r str,
    /// The vulnerability by every id that the document has.
    ids: Vec<&'r str>,
    #[schemars(extend("enum" = ["not_affected", "fixed", "affected", "under_investigation"]))]
    status: &'static str,
    justification: Option<&'r str>,
    place: PlaceRow<'r>,
}

/// Somebody who may approve exceptions.
#[derive(Serialize, JsonSchema)]
struct ApproverRow<'r> {
    name: &'r str,
    email: Option<&'r str>,
    #[schemars(extend("enum" = ["low", "medium", "high", "critical"]))]
    may_approve: &'static str,
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
    pub(super) fn of(policy: &'r Policy, today: Date) -> Self {
        let layers = policy
            .layers
            .iter()
            .map(|layer| LayerRow { place: PlaceRow::of(&layer.place), sha256: layer.digest.to_string() });
        let levels = policy.levels.iter().map(|(rule, setting)| LevelRow {
            rule,
            level: setting.value.on(today).word(),
            steps: steps(&setting.value),
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
            roster: policy.roster.iter().map(ApproverRow::of).collect(),
            exceptions: policy.exceptions.iter().map(ExceptionRow::of).collect(),
            whens: policy.demands.whens.iter().map(|when| WhenRow::of(when, today)).collect(),
            bans: policy.demands.bans.iter().map(BanRow::of).collect(),
            clarifications: policy.demands.clarifications.iter().map(ClarificationRow::of).collect(),
            vex: policy.vex.statements.iter().map(VexRow::of).collect(),
            refused: policy.refused.iter().map(RefusedRow::of).collect(),
        }
    }
}

fn steps(schedule: &Schedule) -> Option<Vec<StepRow>> {
    let (_, steps) = schedule.parts();
    let rows = steps.iter().map(|(from, level)| StepRow { from: from.to_string(), level: level.word() });
    (!steps.is_empty()).then(|| rows.collect())
}

impl<'r> ExceptionRow<'r> {
    fn of(exception: &'r Exception) -> Self {
        Self {
            id: &exception.id,
            component: &exception.component,
            versions: exception.versions.as_deref(),
            folder: exception.folder.as_deref(),
            rule: exception.rule.as_deref(),
            repository: exception.repository.as_deref(),
            owner: &exception.owner,
            approver: exception.approver.as_deref(),
            reason: &exception.reason,
            approved: exception.approved.map(|day| day.to_string()),
            expires: exception.expires.to_string(),
            severity: exception.severity.map(SeverityBand::word),
            license: exception.license.as_deref(),
            emergency: exception.emergency.map(|moment| moment.to_string()),
            standing: match exception.standing {
                Standing::Stated => "stated",
                Standing::Vouched(_) => "vouched",
                Standing::Unapproved(_) => "unapproved",
                Standing::Spoilt(_) => "spoilt",
            },
            vouched_by: match &exception.standing {
                Standing::Vouched(by) => by.iter().map(|name| &**name).collect(),
                _ => Vec::new(),
            },
            sha256: crate::exception::digest(exception).to_string(),
            place: PlaceRow::of(&exception.place),
        }
    }
}

impl<'r> WhenRow<'r> {
    fn of(when: &'r When, today: Date) -> Self {
        Self {
            rule: &when.rule,
            severities: when.severities.iter().map(|band| band.word()).collect(),
            scopes: when.scopes.iter().map(|scope| scope.word()).collect(),
            ecosystems: when.ecosystems.iter().map(|name| &**name).collect(),
            folder: when.folder.as_deref(),
            level: when.level.on(today).word(),
            steps: steps(&when.level),
            may_lower: when.may_lower,
            place: PlaceRow::of(&when.place),
        }
    }
}

impl<'r> BanRow<'r> {
    fn of(ban: &'r Ban) -> Self {
        Self {
            component: &ban.component,
            versions: ban.written_versions(),
            folder: ban.folder.as_deref(),
            reason: &ban.reason,
            place: PlaceRow::of(&ban.place),
        }
    }
}

impl<'r> ClarificationRow<'r> {
    fn of(entry: &'r Clarification) -> Self {
        Self {
            component: &entry.component,
            versions: entry.versions.as_deref(),
            license: &entry.license,
            file: &entry.file,
            sha256: entry.digest.to_string(),
            place: PlaceRow::of(&entry.place),
        }
    }
}

impl<'r> VexRow<'r> {
    fn of(statement: &'r VexStatement) -> Self {
        Self {
            author: &statement.author,
            ids: statement.ids.iter().map(|id| &**id).collect(),
            status: statement.status.word(),
            justification: statement.justification.as_deref(),
            place: PlaceRow::of(&statement.place),
        }
    }
}

impl<'r> ApproverRow<'r> {
    fn of(approver: &'r Approver) -> Self {
        Self {
            name: &approver.name,
            email: approver.email.as_deref(),
            may_approve: approver.may_approve.word(),
            place: PlaceRow::of(&approver.place),
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
