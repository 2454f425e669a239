//! What policy asks beyond one level for each rule: conditions, windows, bans.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::advisory::SeverityBand;
use super::component::{Component, Ecosystem, Scope};
use super::exception::Revocation;
use super::finding::Finding;
use super::license::{Clarification, Confidence};
use super::pattern;
use super::place::Place;
use super::policy::Setting;
use super::repository::RepositoryName;
use super::rule::Level;
use super::schedule::Schedule;
use super::vex::VexDocument;

/// What layers ask beside levels, lists and bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Demands {
    /// Flags that a run may not be given, with the layer that forbids each.
    pub forbidden_flags: Vec<Setting<Arc<str>>>,
    /// The host's database, where no flag names one.
    pub default_database: Option<Arc<str>>,
    /// The host's history, where no flag names one.
    pub default_history: Option<Arc<str>>,
    /// The least level of vulnerabilities that are known to be exploited.
    pub exploited: Option<Setting<Level>>,
    /// The least level of vulnerabilities that are likely to be exploited.
    pub likely: Option<Setting<Level>>,
    /// The estimate in per cent from which on one is likely.
    pub likely_percent: Option<Setting<u64>>,
    /// The days from publication that a vulnerability may take to be fixed.
    pub fix_days: BTreeMap<SeverityBand, Setting<u64>>,
    /// The most days that the acceptance of a threat may hold.
    pub acceptance_days: BTreeMap<SeverityBand, Setting<u64>>,
    /// The days before its end from which on an acceptance is told.
    pub acceptance_warn_days: Option<Setting<u64>>,
    /// Digests of threat models that a repository has to import.
    pub base_models: Option<Setting<Vec<Arc<str>>>>,
    /// Levels of findings by what they are about, outermost layer first.
    pub whens: Vec<When>,
    /// Components that nobody may use.
    pub bans: Vec<Ban>,
    /// What folders say of licences, beside what holds everywhere.
    pub folder_licenses: Vec<FolderLicenses>,
    /// Where components may come from; an empty list allows every source.
    pub sources: Option<Setting<Vec<Arc<str>>>>,
    /// Categories of licences that are allowed; an empty list allows them all.
    pub allowed_categories: Option<Setting<Vec<Arc<str>>>>,
    /// Categories of licences that are denied.
    pub denied_categories: Option<Setting<Vec<Arc<str>>>>,
    /// How alike a text has to be to the licence that it is taken for.
    pub confidence_percent: Option<Setting<u64>>,
    /// What licences of packages are, by texts that somebody read.
    pub clarifications: Vec<Clarification>,
    /// Revisions of which the base has to be the tip; any will do without one.
    pub base_refs: Option<Setting<Vec<Arc<str>>>>,
    /// VEX documents that layers above the repository name.
    pub vex_documents: Vec<VexDocument>,
    /// The SPDX ids of the allowed categories.
    pub allowed_by_category: Vec<Arc<str>>,
    /// The SPDX ids of the denied categories.
    pub denied_by_category: Vec<Arc<str>>,
    /// Components that touch input which nobody vouches for, beside the table
    /// of categories: package URLs in which `*` stands for any run.
    pub untrusted: Option<Setting<Vec<Arc<str>>>>,
    /// What is asked of the reviews of threat models.
    pub review: ReviewDemands,
    /// Exceptions that were taken back.
    pub revocations: Vec<Revocation>,
    /// The name of the repository, where a layer says it.
    pub repository: Option<Setting<RepositoryName>>,
    /// Practices that have to be met, by their ids.
    pub practices: Option<Setting<Vec<Arc<str>>>>,
}

/// What is asked of the reviews of threat models.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewDemands {
    /// The most covered files that may have changed since a review.
    pub max_changed_files: Option<Setting<u64>>,
    /// The most days that a review holds.
    pub max_age_days: Option<Setting<u64>>,
    /// The most commits since the last change of a model that names no paths.
    pub max_commits: Option<Setting<u64>>,
    /// Roles that have to sign a review off.
    pub roles: Option<Setting<Vec<Arc<str>>>>,
}

impl ReviewDemands {
    /// How many commits back the last change of a model matters.
    pub fn most_commits(&self) -> usize {
        self.max_commits.as_ref().and_then(|most| usize::try_from(most.value).ok()).unwrap_or_default()
    }
}

/// Days that stand for no window at all.
pub const NO_WINDOW: u64 = 36_500;

/// The level of a rule's findings that meet every condition. A list is met by
/// any of its entries, an empty one by everything; a finding about several
/// components has none of these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The rule's id.
    pub rule: Arc<str>,
    /// How bad.
    pub severities: Vec<SeverityBand>,
    /// What the component is needed for.
    pub scopes: Vec<Scope>,
    /// The component's ecosystem, as OSV spells it.
    pub ecosystems: Vec<Arc<str>>,
    /// The folder that the finding's place lies in, without a `/` at its end.
    pub folder: Option<Arc<str>>,
    /// The level.
    pub level: Schedule,
    /// Whether it may lower a finding below what stands above: the layers above
    /// have granted it.
    pub may_lower: bool,
    /// Where the policy states it.
    pub place: Place,
}

impl When {
    /// Whether it speaks of this finding.
    pub fn is_for(&self, finding: &Finding) -> bool {
        let ecosystem = finding.component.as_ref().map(|component| component.ecosystem.as_str());
        *self.rule == *finding.rule.id
            && is_met(&self.severities, finding.severity.map(super::advisory::Severity::band).as_ref())
            && is_met(&self.scopes, finding.scope.as_ref())
            && (self.ecosystems.is_empty() || self.ecosystems.iter().any(|one| Some(&**one) == ecosystem))
            && self.folder.as_ref().is_none_or(|folder| is_below(&finding.place, folder))
    }

    /// Whether everything that it speaks of is spoken of by the other one.
    pub fn is_part_of(&self, other: &Self) -> bool {
        let folder = |other: &str| {
            let own = self.folder.as_deref();
            own.is_some_and(|own| {
                own == other || own.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        self.rule == other.rule
            && is_within(&self.severities, &other.severities)
            && is_within(&self.scopes, &other.scopes)
            && is_within(&self.ecosystems, &other.ecosystems)
            && other.folder.as_deref().is_none_or(folder)
    }
}

fn is_met<T: PartialEq>(wanted: &[T], found: Option<&T>) -> bool {
    wanted.is_empty() || found.is_some_and(|found| wanted.contains(found))
}

fn is_within<T: PartialEq>(own: &[T], other: &[T]) -> bool {
    other.is_empty() || (!own.is_empty() && own.iter().all(|one| other.contains(one)))
}

/// Whether a place lies in a folder of the tree, at any depth.
pub fn is_below(place: &Place, folder: &str) -> bool {
    let path = place.tree_path().map(super::place::TreePath::as_str);
    let rest = path.and_then(|path| path.strip_prefix(folder));
    folder.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a folder's own file says of licences: its lists hold besides those of
/// the whole repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderLicenses {
    /// The folder.
    pub folder: Arc<str>,
    /// SPDX ids, where there is a list.
    pub allow: Option<Setting<Vec<Arc<str>>>>,
    /// SPDX ids that are denied, where there is a list.
    pub deny: Option<Setting<Vec<Arc<str>>>>,
}

/// A component that nobody may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ban {
    /// A name, or a name with an ecosystem in front (`npm:left-pad`); `*` for
    /// any run of characters.
    pub component: Arc<str>,
    /// The banned versions: all of these hold for them; none stands for all.
    pub versions: Vec<(Bound, Arc<str>)>,
    /// Why.
    pub reason: Arc<str>,
    /// The folder that it is banned in; everywhere without one.
    pub folder: Option<Arc<str>>,
    /// Where the policy states it.
    pub place: Place,
}

/// How a version is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `<`
    Below,
    /// `<=`
    UpTo,
    /// `>`
    Above,
    /// `>=`
    From,
    /// `=`
    Exactly,
}

impl Bound {
    /// Every bound with its sign, the longer signs first.
    pub const SIGNS: [(&'static str, Self); 5] = [
        ("<=", Self::UpTo),
        (">=", Self::From),
        ("<", Self::Below),
        (">", Self::Above),
        ("=", Self::Exactly),
    ];

    /// Whether a version that compares so with the bound is within it.
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Below => order.is_lt(),
            Self::UpTo => order.is_le(),
            Self::Above => order.is_gt(),
            Self::From => order.is_ge(),
            Self::Exactly => order.is_eq(),
        }
    }

    /// Its sign.
    pub fn sign(self) -> &'static str {
        Self::SIGNS.iter().find(|(_, bound)| *bound == self).map_or("=", |(sign, _)| sign)
    }
}

impl Ban {
    /// Whether it names this component, whatever its version. Case, and what
    /// Python's registry takes for one sign, make no other name.
    pub fn names(&self, component: &Component) -> bool {
        let plain = |text: &str| {
            let text = text.to_lowercase();
            if component.ecosystem.as_str() == Ecosystem::PYPI { text.replace(['_', '.'], "-") } else { text }
        };
        let whole = format!("{}:{}", component.ecosystem, component.name);
        let banned = plain(&self.component);
        [&*component.name, &*whole].iter().any(|name| pattern::matches(&banned, &plain(name)))
    }

    /// Its versions as a policy writes them.
    pub fn written_versions(&self) -> String {
        let parts: Vec<String> =
            self.versions.iter().map(|(bound, version)| format!("{}{version}", bound.sign())).collect();
        parts.join(", ")
    }
}

/// What lies ahead of a finding that its level today doesn't show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// The last day that its fix may take, where policy sets a window.
    pub deadline: Option<Deadline>,
    /// Whether there is no time left.
    pub is_overdue: bool,
    /// The next day on which its level rises, and to what.
    pub rises: Option<(Date, Level)>,
}

/// The end of a fix window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// The last day, inclusive.
    On(Date),
    /// The advisory has no believable date: nobody can say that there is time left.
    Unknown,
}

impl Deadline {
    /// Whether there is no time left on this day.
    pub fn has_passed(self, day: Date) -> bool {
        match self {
            Self::On(last) => day > last,
            Self::Unknown => true,
        }
    }
}

impl Demands {
    /// How alike a text has to be to the licence that it is taken for; nothing
    /// is alike enough where nobody says.
    pub fn confidence(&self) -> Confidence {
        let percent = self.confidence_percent.as_ref().and_then(|percent| u8::try_from(percent.value).ok());
        Confidence(percent.unwrap_or(u8::MAX))
    }

    /// The end of the window for a vulnerability of this severity, and who set it.
    pub fn deadline_of(&self, finding: &Finding) -> Option<(Deadline, &Place)> {
        let band = match finding.severity?.band() {
            SeverityBand::None => SeverityBand::Low,
            band => band,
        };
        let days = self.fix_days.get(&band).filter(|days| days.value < NO_WINDOW)?;
        let span = i64::try_from(days.value).unwrap_or(0).days();
        let last = finding.published.and_then(|day| day.checked_add(span).ok());
        Some((last.map_or(Deadline::Unknown, Deadline::On), &days.place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ban(component: &str) -> Ban {
        let place = Place::outside("policy");
        Ban { component: component.into(), versions: Vec::new(), reason: "r".into(), folder: None, place }
    }

    fn component(ecosystem: &str, name: &str) -> Component {
        let version = super::super::component::Version::Unstated;
        Component { ecosystem: Ecosystem::new(ecosystem), name: name.into(), version }
    }

    #[test]
    fn a_ban_names_with_ecosystem_wildcards_and_every_spelling() {
        assert!(ban("npm:event-stream").names(&component("npm", "event-stream")));
        assert!(!ban("npm:event-stream").names(&component("PyPI", "event-stream")));
        assert!(!ban("event").names(&component("npm", "event-stream")));
        assert!(ban("@evil/*").names(&component("npm", "@evil/deep/name")));
        assert!(ban("*log4j*").names(&component("Maven", "org.apache:log4j-core")));
        assert!(ban("org.apache:log4j-core").names(&component("Maven", "org.apache:log4j-core")));
        assert!(ban("PyPI:Typing_Extensions").names(&component("PyPI", "typing-extensions")));
        assert!(ban("newtonsoft.json").names(&component("NuGet", "Newtonsoft.Json")));
    }

    #[test]
    fn a_folder_is_whole_names_and_a_part_is_a_part() {
        let at = |path: &str| Place::whole(super::super::place::TreePath::new(path).expect("sound"));
        assert!(is_below(&at("web/a/lock"), "web"));
        assert!(!is_below(&at("website/lock"), "web"));
        assert!(!is_below(&Place::outside("web/lock"), "web"));
        let when = |folder: Option<&str>, scopes: &[Scope]| When {
            rule: "r".into(),
            severities: Vec::new(),
            scopes: scopes.to_vec(),
            ecosystems: Vec::new(),
            folder: folder.map(Arc::from),
            level: Level::Warn.into(),
            may_lower: false,
            place: Place::outside("policy"),
        };
        assert!(when(Some("web/a"), &[]).is_part_of(&when(Some("web"), &[])));
        assert!(!when(None, &[]).is_part_of(&when(Some("web"), &[])));
        assert!(!when(None, &[]).is_part_of(&when(None, &[Scope::Test])));
        assert!(when(None, &[Scope::Test]).is_part_of(&when(None, &[Scope::Test, Scope::Build])));
    }
}
