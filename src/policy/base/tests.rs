//! What a change achieves with its own policy, against a base.

use super::{ChangedLayer, Fork, Versions, effective_against};
use crate::domain::base::Weakened;
use crate::domain::commit::CommitId;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::Policy;
use crate::domain::rule::Level;
use crate::policy::LayerSource;
use crate::policy::keys::{Key, keys};
use crate::policy::tightening::Tightening;
use crate::policy::value::Shape;

const RULES: [&str; 2] = ["open-threat", "missing-hash"];

fn path() -> TreePath {
    TreePath::new("cullis.toml").expect("a path")
}

fn tip(text: &str) -> LayerSource {
    let commit = CommitId::new(&"0123456789".repeat(4)).expect("an id");
    LayerSource::of_base(path(), commit, text.as_bytes().to_vec())
}

/// Where the change began.
enum Began<'text> {
    Somewhere,
    Without,
    With(&'text str),
}

fn versions(at_tip: Option<&str>, fork: &Began<'_>, change: Option<&str>) -> Versions {
    let read = |text: &str| ChangedLayer::Read(LayerSource::of_repository(path(), text.as_bytes().to_vec()));
    Versions {
        tip: at_tip.map(tip),
        fork: match fork {
            Began::Somewhere => Fork::Unknown,
            Began::Without => Fork::Absent,
            Began::With(text) => Fork::Read(tip(text)),
        },
        change: change.map_or(ChangedLayer::Absent, read),
        place: Place::whole(path()),
        authors: Vec::new(),
    }
}

fn effective(versions: &Versions) -> Policy {
    effective_against(&[], versions, &RULES).expect("sound")
}

/// What is weakened, in short.
fn weakened(policy: &Policy) -> Vec<String> {
    let said = policy.weakened.iter().map(|weakening| match &weakening.what {
        Weakened::Key { key, attempted, in_force } => format!("{key} {attempted} {in_force}"),
        Weakened::Added { entry, what } => format!("+ {entry} {what}"),
        Weakened::Dropped { entry, what } => format!("- {entry} {what}"),
        Weakened::Removed => "removed".to_owned(),
        Weakened::Replaced(_) => "replaced".to_owned(),
    });
    said.collect()
}

fn level(policy: &Policy, rule: &str) -> Level {
    policy.levels[rule].value.highest()
}

/// The same file at the tip and where the change began.
fn against(base: &str, change: &str) -> Policy {
    effective(&versions(Some(base), &Began::With(base), Some(change)))
}

#[test]
fn a_change_tightens_at_once_and_never_loosens() {
    let base = "[levels]\nopen-threat = \"warn\"\nmissing-hash = \"warn\"\n";
    let policy = against(base, "[levels]\nopen-threat = \"block\"\nmissing-hash = \"off\"\n");
    assert_eq!(level(&policy, "open-threat"), Level::Block);
    assert_eq!(level(&policy, "missing-hash"), Level::Warn);
    assert_eq!(weakened(&policy), ["levels.missing-hash \"off\" \"warn\""]);
}

/// Taking out a line is a change too, of which the built-in default remains.
#[test]
fn a_line_that_is_taken_out_counts_by_what_remains() {
    let policy = against("[levels]\nopen-threat = \"warn\"\nmissing-hash = \"block\"\n", "# nothing\n");
    assert_eq!(level(&policy, "open-threat"), Level::Block, "the default is tighter");
    assert_eq!(level(&policy, "missing-hash"), Level::Block, "the default is looser");
    assert_eq!(weakened(&policy), ["levels.missing-hash \"note\" \"block\""]);
}

#[test]
fn a_change_grants_itself_nothing() {
    let base = "may-loosen = [\"*\"]\n[licenses]\ndeny = [\"AGPL-3.0-only\"]\n";
    let policy = against(base, "may-loosen = [\"*\"]\n[licenses]\nallow = [\"AGPL-3.0-only\"]\n");
    assert_eq!(policy.licenses.deny.value, ["AGPL-3.0-only".into()]);
    assert_eq!(policy.licenses.allow.value, ["AGPL-3.0-only".into()]);
    assert_eq!(weakened(&policy), ["licenses.deny [] [\"AGPL-3.0-only\"]"]);
    let policy = against("", "[sources]\nundeclared = \"private\"\n[limits]\nfile-bytes = 7\n");
    assert_eq!(weakened(&policy).len(), 2);
    assert_ne!(policy.limits.file_bytes, 7);
}

/// A branch that is older than the target: it has what the target had then,
/// and did nothing to it.
#[test]
fn an_old_branch_gains_nothing_and_is_not_blamed() {
    let old = "[levels]\nopen-threat = \"off\"\n";
    let new = "[levels]\nmissing-hash = \"block\"\n";
    let policy = effective(&versions(Some(new), &Began::With(old), Some(old)));
    assert_eq!((level(&policy, "open-threat"), level(&policy, "missing-hash")), (Level::Block, Level::Block));
    assert_eq!(weakened(&policy), [""; 0]);
    // What it did itself counts, and nothing else.
    let own = format!("{old}missing-hash = \"warn\"\n");
    let policy = effective(&versions(Some(new), &Began::With(old), Some(&own)));
    assert_eq!(weakened(&policy), ["levels.missing-hash \"warn\" \"block\""]);
    // Where nobody knows how it began, it is compared with the tip.
    let policy = effective(&versions(Some(new), &Began::Somewhere, Some(old)));
    assert_eq!(level(&policy, "open-threat"), Level::Block);
    assert_eq!(weakened(&policy).len(), 2);
}

#[test]
fn a_file_that_goes_away_or_is_no_file_leaves_the_base_in_force() {
    let base = "[levels]\nmissing-hash = \"block\"\n";
    let mut own = versions(Some(base), &Began::With(base), None);
    let policy = effective(&own);
    assert_eq!(
        (level(&policy, "missing-hash"), weakened(&policy)),
        (Level::Block, vec!["removed".to_owned()])
    );
    own.change = ChangedLayer::Unread(crate::messages::walk::is_a_link());
    let policy = effective(&own);
    assert_eq!(
        (level(&policy, "missing-hash"), weakened(&policy)),
        (Level::Block, vec!["replaced".to_owned()])
    );
    // None before, none after; and one that the target only has since.
    assert_eq!(weakened(&effective(&versions(None, &Began::Without, None))), [""; 0]);
    assert_eq!(weakened(&effective(&versions(Some(base), &Began::Without, None))), [""; 0]);
}

#[test]
fn a_first_policy_may_tighten_and_nothing_else() {
    let first = |text: &str| effective(&versions(None, &Began::Without, Some(text)));
    let policy = first("[licenses]\nallow = [\"MIT\"]\n[levels]\nmissing-hash = \"warn\"\n");
    assert_eq!((level(&policy, "missing-hash"), weakened(&policy)), (Level::Warn, Vec::new()));
    let policy =
        first("[inventory]\nexclude = [\"node_modules/\", \"src/\"]\n[levels]\nopen-threat = \"off\"\n");
    assert_eq!(level(&policy, "open-threat"), Level::Block);
    assert_eq!(
        weakened(&policy),
        ["inventory.exclude [\"src/\"] [\"node_modules/\"]", "levels.open-threat \"off\" \"block\""]
    );
}

fn exception(id: &str, expires: &str, approver: &str) -> String {
    format!(
        "[[exception]]\nid = \"{id}\"\ncomponent = \"npm:left-pad\"\nowner = \"shop\"\napprover = \"{approver}\"\n\
         reason = \"because\"\nexpires = {expires}\n"
    )
}

fn in_force(policy: &Policy) -> Vec<String> {
    policy.exceptions.iter().map(|one| format!("{} {}", one.id, one.expires)).collect()
}

const ROSTER: &str = "[[roster]]\nname = \"security\"\nkeys = []\nmay-approve = \"critical\"\n";

#[test]
fn exceptions_of_the_change_are_only_proposed() {
    let kept = exception("CVE-1", "2027-01-01", "security");
    let base = format!("{kept}{}", exception("CVE-2", "2027-01-01", "security"));
    let change = format!("{kept}{}", exception("CVE-3", "2027-01-01", "security"));
    // One is kept, one is taken out, one is added. Nobody can vouch for it here.
    let policy = against(&base, &change);
    assert_eq!((in_force(&policy), policy.proposed.len()), (vec!["CVE-1 2027-01-01".to_owned()], 0));
    assert_eq!(weakened(&policy), ["+ exception id = \"CVE-3\", component = \"npm:left-pad\""]);
    // Where the base has a roster, somebody may.
    let policy = against(&format!("{base}{ROSTER}"), &format!("{change}{ROSTER}"));
    assert_eq!((in_force(&policy), weakened(&policy)), (vec!["CVE-1 2027-01-01".to_owned()], Vec::new()));
    let proposed: Vec<_> = policy.proposed.iter().map(|one| (&*one.exception.id, one.roster)).collect();
    assert_eq!(proposed, [("CVE-3", 1)]);
    // A shorter one tightens; a longer one, another approver, or a wider scope is new.
    let policy = against(&kept, &exception("CVE-1", "2026-12-01", "security"));
    assert_eq!((in_force(&policy), weakened(&policy)), (vec!["CVE-1 2026-12-01".to_owned()], Vec::new()));
    for other in [exception("CVE-1", "2028-01-01", "security"), exception("CVE-1", "2027-01-01", "me")] {
        let policy = against(&kept, &format!("# the old one\n{kept}\n{other}"));
        assert_eq!((in_force(&policy), weakened(&policy).len()), (vec!["CVE-1 2027-01-01".to_owned()], 1));
    }
    let narrow = format!("{kept}versions = \"<2.0\"\n");
    assert_eq!(weakened(&against(&narrow, &kept)).len(), 1);
}

/// The roster of the base alone approves, and a change to it is told.
#[test]
fn a_change_puts_nobody_on_the_roster() {
    let wider = ROSTER.replace("\"security\"", "\"me\"");
    let policy = against(ROSTER, &format!("{ROSTER}{wider}"));
    assert_eq!((policy.roster.len(), weakened(&policy).len()), (1, 1));
    let policy = against(ROSTER, "# nobody\n");
    assert_eq!((policy.roster.len(), weakened(&policy).len()), (1, 1));
    let policy = against(&ROSTER.replace("critical", "low"), ROSTER);
    assert_eq!(policy.roster[0].may_approve.word(), "low");
    assert_eq!(weakened(&policy).len(), 2);
}

#[test]
fn lists_that_only_grow_or_only_shrink_are_compared_entry_by_entry() {
    let require = "[[database.require]]\necosystem = \"npm\"\n";
    let policy = against(require, "# none\n");
    assert_eq!(policy.database.require.len(), 1);
    assert_eq!(weakened(&policy), ["- database.require ecosystem = \"npm\", least = 1, whole = false"]);
    let policy = against("# none\n", require);
    assert_eq!((policy.database.require.len(), weakened(&policy).len()), (1, 0));
    let registry = "[[registry]]\nurl = \"https://proxy.example/\"\n";
    for (base, change, held) in [(registry, "# none\n", 1), ("# none\n", registry, 0)] {
        let policy = against(base, change);
        assert_eq!((policy.registries.len(), weakened(&policy).len()), (held, 1));
    }
    let extension =
        "[[database.extension]]\nuntil = 2027-01-01\napprover = \"security\"\nreason = \"closed\"\n";
    let policy = against(extension, "# none\n");
    assert_eq!((policy.database.extensions.len(), weakened(&policy).len()), (0, 0));
    let policy = against("# none\n", extension);
    assert_eq!((policy.database.extensions.len(), weakened(&policy).len()), (0, 1));
}

#[test]
fn a_policy_that_is_unsound_is_an_error_whatever_the_base_says() {
    let own = versions(Some("[levels]\n"), &Began::With("[levels]\n"), Some("[levels]\nopen-threat = 7\n"));
    assert!(effective_against(&[], &own, &RULES).is_err());
}

#[test]
fn layers_above_hold_against_base_and_change_alike() {
    let above = LayerSource::handed_in("above.toml", b"[levels]\nmissing-hash = \"block\"\n".to_vec());
    let own =
        versions(Some("# none\n"), &Began::With("# none\n"), Some("[levels]\nmissing-hash = \"off\"\n"));
    let policy = effective_against(&[above], &own, &RULES).expect("sound");
    assert_eq!((level(&policy, "missing-hash"), policy.refused.len()), (Level::Block, 1));
    assert_eq!(weakened(&policy), [""; 0]);
}

/// A tighter and a looser value of every key that has such: the change may go
/// from the second to the first in silence, and never back.
#[test]
fn no_key_is_loosened_by_a_change_and_every_attempt_is_told() {
    let pair = |tight: &str, loose: &str| Some((tight.to_owned(), loose.to_owned()));
    let values = |key: &Key| match (key.shape, key.tightening) {
        (Shape::Boolean, Tightening::True) => pair("true", "false"),
        (Shape::Boolean, Tightening::False) => pair("false", "true"),
        (Shape::Number { .. }, Tightening::Smaller | Tightening::Neither) => pair("1", "2"),
        (Shape::Level, Tightening::Higher) => pair("\"block\"", "\"note\""),
        (Shape::Words, Tightening::Fewer | Tightening::FewerThanAll) => pair("[\"a/\"]", "[\"a/\", \"b/\"]"),
        (Shape::Licenses, Tightening::FewerThanAll) => pair("[\"MIT\"]", "[\"MIT\", \"ISC\"]"),
        (Shape::Components, _) => pair("[\"pkg:npm/a\", \"pkg:npm/b\"]", "[\"pkg:npm/a\"]"),
        (Shape::Licenses, Tightening::More) => pair("[\"MIT\", \"ISC\"]", "[\"MIT\"]"),
        (Shape::SomeOf([one, other, ..]), tightening) => {
            let (short, long) = (format!("[\"{one}\"]"), format!("[\"{one}\", \"{other}\"]"));
            let is_tight_when_long = tightening == Tightening::More;
            Some(if is_tight_when_long { (long, short) } else { (short, long) })
        }
        (Shape::Choice(_), Tightening::Neither) => pair("\"public\"", "\"private\""),
        _ => None,
    };
    let mut tried = 0;
    for key in keys() {
        let Some((tight, loose)) = values(key) else { continue };
        let [tight, loose] = [tight, loose].map(|value| format!("{} = {value}\n", key.name));
        let told = weakened(&against(&tight, &loose));
        assert_eq!(told.len(), 1, "{loose}: {told:?}");
        assert!(told[0].starts_with(key.name), "{told:?}");
        let back = weakened(&against(&loose, &tight)).len();
        assert_eq!(back, usize::from(key.tightening == Tightening::Neither), "{tight}");
        tried += 1;
    }
    assert!(tried > 25, "{tried}");
}

/// What a change asks of some findings tightens at once; what it would take
/// away from the base's has no effect and is told.
#[test]
fn conditions_and_bans_of_the_base_hold_beside_the_changes_own() {
    let when = |level: &str| {
        format!("[[when]]\nrule = \"missing-hash\"\nscope = [\"runtime\"]\nlevel = \"{level}\"\n")
    };
    let ban = "[[ban]]\ncomponent = \"npm:left-pad\"\nreason = \"gone once\"\n";
    let asked = |policy: &Policy| (policy.demands.whens.len(), policy.demands.bans.len());
    // Added: what raises holds, what lowers is told and lowers nothing.
    let policy = against("# none\n", &format!("{}{ban}", when("block")));
    assert_eq!((asked(&policy), weakened(&policy)), ((1, 1), Vec::new()));
    let policy = against("# none\n", &when("off"));
    assert_eq!(weakened(&policy), ["+ when rule = \"missing-hash\", level = \"off\""]);
    assert!(policy.demands.whens.iter().all(|when| !when.may_lower));
    // Taken out: what raises still holds, what lowers is gone.
    let policy = against(&format!("{}{ban}", when("block")), "# none\n");
    assert_eq!(asked(&policy), (1, 1));
    assert_eq!(
        weakened(&policy),
        ["- when rule = \"missing-hash\", level = \"block\"", "- ban component = \"npm:left-pad\""]
    );
    let policy = against(&when("off"), "# none\n");
    assert_eq!((asked(&policy), weakened(&policy)), ((0, 0), Vec::new()));
    // The target has it since the change began: not the change's doing.
    let policy = effective(&versions(Some(ban), &Began::Without, Some("# other\n")));
    assert_eq!((asked(&policy), weakened(&policy)), ((0, 1), Vec::new()));
}

/// Neither a new clarification nor one less is only tighter: the base's hold.
#[test]
fn a_change_clarifies_nothing_for_itself() {
    let clarified = |license: &str| {
        format!(
            "[[licenses.clarification]]\ncomponent = \"npm:left\"\nlicense = \"{license}\"\nfile = \"LICENSE\"\n\
             sha256 = \"{}\"\n",
            "0".repeat(64)
        )
    };
    let held = |policy: &Policy| -> Vec<String> {
        policy.demands.clarifications.iter().map(|one| one.license.to_string()).collect()
    };
    let policy = against("", &clarified("MIT"));
    assert_eq!((held(&policy).len(), weakened(&policy).len()), (0, 1));
    assert!(weakened(&policy)[0].starts_with("+ licenses.clarification component = \"npm:left\""));
    let policy = against(&clarified("GPL-3.0-only"), "");
    assert_eq!((held(&policy), weakened(&policy).len()), (vec!["GPL-3.0-only".to_owned()], 1));
    let policy = against(&clarified("GPL-3.0-only"), &clarified("MIT"));
    assert_eq!((held(&policy), weakened(&policy).len()), (vec!["GPL-3.0-only".to_owned()], 2));
}
