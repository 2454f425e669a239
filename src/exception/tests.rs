//! The worth of exceptions, case by case.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::date;

use super::{
    Terms, Voucher, digest, excuses, fault, is_for, mismatch, payload, read_approvals, settle, vex_excuses,
};
use crate::domain::advisory::{Severity, SeverityBand};
use crate::domain::component::{Component, Ecosystem, Version};
use crate::domain::exception::{Approval, Approved, Approver, Exception, Proposal, Standing};
use crate::domain::finding::{Finding, Subject};
use crate::domain::limits::Limits;
use crate::domain::place::{Place, TreePath};
use crate::domain::policy::Policy;
use crate::domain::repository::RepositoryName;
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::vex::{VexProduct, VexStatement, VexStatus, VexTrust};
use crate::messages::{Language, say, source};
use crate::policy::{self, LayerSource};
use crate::signature::{Algorithm, PrivateKey, encoded, ssh};
use crate::source::SourceFile;

static VULNERABLE: RuleInfo = RuleInfo { id: "vulnerable-component", practice: 2, kind: RuleKind::Violation };
static MALICIOUS: RuleInfo = RuleInfo { id: "malicious-component", practice: 3, kind: RuleKind::Violation };

/// The repository of every case.
const HERE: &str = "git.example/payments/api";

fn here() -> RepositoryName {
    RepositoryName::new(HERE).expect("a name")
}

fn now() -> Timestamp {
    "2026-06-15T12:00:00Z".parse().expect("a moment")
}

fn finding(version: &str) -> Finding {
    let subject = Subject {
        file: TreePath::new("services/pay/package-lock.json"),
        component: None,
        item: "CVE-1".into(),
    };
    let place = Place::whole(TreePath::new("services/pay/package-lock.json").expect("sound"));
    Finding {
        aliases: vec!["CVE-1".into(), "GHSA-1".into()],
        severity: Some(Severity::Score(7.5)),
        component: Some(Component {
            ecosystem: Ecosystem::new(Ecosystem::NPM),
            name: "@acme/pad".into(),
            version: Version::Exact(version.into()),
        }),
        ..Finding::new(&VULNERABLE, place, source::ends_early("x"), subject)
    }
}

fn exception() -> Exception {
    Exception {
        id: "GHSA-1".into(),
        component: "pkg:npm/@acme/pad".into(),
        versions: None,
        folder: None,
        rule: None,
        repository: Some(HERE.into()),
        owner: "payments".into(),
        approver: Some("Wei Chen".into()),
        reason: "never reached".into(),
        approved: Some(date(2026, 6, 1)),
        expires: date(2026, 6, 30),
        severity: None,
        license: None,
        emergency: None,
        signatures: Vec::new(),
        standing: Standing::Stated,
        place: Place::outside("cullis.toml"),
    }
}

/// The policy of a file above the repository.
fn policy_of(text: &str) -> Policy {
    let layer = LayerSource::handed_in("organisation.toml", text.as_bytes().to_vec());
    policy::effective(&[layer], &[]).expect("a sound policy")
}

pub(super) fn key(seed: u8) -> PrivateKey {
    PrivateKey::from_random(Algorithm::Ed25519, &[seed; 32]).expect("a key")
}

fn approver(name: &str, may_approve: SeverityBand, keys: &[&PrivateKey]) -> Approver {
    Approver {
        name: name.into(),
        email: Some(format!("{}@bank.example", name.to_lowercase().replace(' ', ".")).into()),
        keys: keys.iter().map(|key| Arc::from(key.public().to_pem())).collect(),
        may_approve,
        place: Place::outside("organisation.toml"),
    }
}

pub(super) fn excused_by(exception: &Exception, policy: &Policy) -> bool {
    excuses(exception, &finding("1.5.0"), &Terms { policy, licenses: &[], now: now() })
}

/// What is wrong with it, in words; empty when nothing is.
fn wrong(exception: &Exception, policy: &Policy) -> String {
    let terms = Terms { policy, licenses: &[], now: now() };
    let reason = fault(exception, &terms).or_else(|| mismatch(exception, &finding("1.5.0"), &terms));
    assert_eq!(reason.is_none(), excused_by(exception, policy), "told and excused must agree");
    reason.map(|reason| say(&reason, Language::English)).unwrap_or_default()
}

#[test]
fn the_scope_is_a_pattern_a_folder_and_a_rule() {
    let fits = |change: fn(&mut Exception)| {
        let mut one = exception();
        change(&mut one);
        is_for(&one, &finding("1.5.0"))
    };
    assert!(fits(|_| {}));
    assert!(fits(|one| one.id = "cve-1".into()), "any id of the advisory, in any case");
    assert!(fits(|one| one.component = "npm:@acme/pad".into()));
    assert!(fits(|one| one.component = "pkg:npm/%40acme/*".into()));
    assert!(!fits(|one| one.component = "pkg:npm/@acme/p".into()), "a pattern is whole");
    assert!(!fits(|one| one.component = "pkg:pypi/*".into()));
    assert!(!fits(|one| one.component = "*".into()), "`*` alone is for what has no component");
    assert!(fits(|one| one.folder = Some("services/pay/".into())));
    assert!(!fits(|one| one.folder = Some("services/pa".into())), "a folder is whole");
    assert!(fits(|one| one.rule = Some("vulnerable-component".into())));
    assert!(!fits(|one| one.rule = Some("malicious-component".into())));
}

#[test]
fn versions_go_by_the_component_s_own_order_and_what_cannot_be_compared_is_not_excused() {
    let policy = policy_of("");
    let terms = Terms { policy: &policy, licenses: &[], now: now() };
    let holds = |versions: &str, version: &str| {
        let one = Exception { versions: Some(versions.into()), ..exception() };
        mismatch(&one, &finding(version), &terms).is_none()
    };
    assert!(holds("<1.10", "1.9.0"), "not by letters");
    assert!(holds(">=1.0, <2.0", "1.5.0"));
    assert!(!holds(">=1.0, <2.0", "2.0.0"));
    assert!(!holds(">=1.0, <2.0", "0.9.0"));
    assert!(!holds("<2.0", "not a version"));
    assert!(!holds("<not a version", "1.0.0"));
    assert!(!holds("^1.0", "1.0.0"), "another tool's language");
}

#[test]
fn what_changed_since_the_approval_voids_it() {
    let policy = policy_of("");
    let severe = Exception { severity: Some(SeverityBand::Medium), ..exception() };
    assert_eq!(wrong(&severe, &policy), "it was approved at the severity `medium`, and now it is `high`");
    let same = Exception { severity: Some(SeverityBand::High), ..exception() };
    assert_eq!(wrong(&same, &policy), "");
    let license = Exception { license: Some("MIT".into()), ..exception() };
    assert!(wrong(&license, &policy).contains("isn't known in this run"));
}

#[test]
fn its_length_counts_from_the_approval_and_else_from_today() {
    let policy = policy_of("[exceptions.max-days]\nhigh = 30\nother = 400");
    assert_eq!(wrong(&exception(), &policy), "", "29 days");
    let long = Exception { expires: date(2026, 7, 2), ..exception() };
    assert!(wrong(&long, &policy).starts_with("it runs for 31 days, and the policy allows 30"));
    let undated = Exception { approved: None, ..long.clone() };
    assert_eq!(wrong(&undated, &policy), "", "17 days from now");
    let ahead = Exception { approved: Some(date(2026, 6, 16)), ..long.clone() };
    assert!(wrong(&ahead, &policy).contains("yet to come"), "a later approval would make it shorter");
    let longest = Exception { expires: date(2028, 6, 16), ..exception() };
    assert!(wrong(&longest, &policy).contains("400 at most"));
}

#[test]
fn a_roster_says_who_may_approve_what() {
    let mut policy = policy_of("");
    policy.roster = vec![
        approver("Wei Chen", SeverityBand::High, &[]),
        approver("Ana Costa", SeverityBand::Medium, &[]),
        approver("Payments", SeverityBand::Critical, &[]),
    ];
    assert_eq!(wrong(&exception(), &policy), "");
    let by = |name: &str| Exception { approver: Some(name.into()), ..exception() };
    assert_eq!(wrong(&by("wei.chen@bank.example"), &policy), "", "an address is as good as a name");
    assert_eq!(wrong(&by("Somebody"), &policy), "`Somebody` isn't on the roster of those who may approve");
    assert_eq!(
        wrong(&by("Ana Costa"), &policy),
        "`Ana Costa` may approve up to `medium`, and the finding is `high`"
    );
    assert!(wrong(&by("payments@bank.example"), &policy).contains("looks after the exception"));
    let asked = Exception { approver: None, ..exception() };
    assert!(wrong(&asked, &policy).contains("nobody has allowed it yet"));
}

#[test]
fn what_nobody_has_scored_needs_somebody_who_may_approve_the_worst() {
    let mut policy = policy_of("");
    policy.roster = vec![approver("Wei Chen", SeverityBand::High, &[])];
    let unscored = Finding { severity: Some(Severity::Unscored), ..finding("1.5.0") };
    let terms = Terms { policy: &policy, licenses: &[], now: now() };
    assert!(mismatch(&exception(), &unscored, &terms).is_some());
    policy.roster = vec![approver("Wei Chen", SeverityBand::Critical, &[])];
    let terms = Terms { policy: &policy, licenses: &[], now: now() };
    assert!(mismatch(&exception(), &unscored, &terms).is_none());
}

/// An exception that comes with the change, signed by this key, and what it is
/// worth under this roster.
pub(super) struct Case {
    pub(super) policy: Policy,
    pub(super) exception: Exception,
    authors: Vec<Arc<str>>,
    above: usize,
    approvals: Vec<Approval>,
    pub(super) commit: Option<&'static str>,
    /// Where the entry is looked at; nobody knows without one.
    pub(super) here: Option<RepositoryName>,
}

impl Case {
    pub(super) fn new() -> Self {
        let mut policy = policy_of("");
        policy.roster = vec![
            approver("Wei Chen", SeverityBand::Critical, &[&key(1)]),
            approver("Ana Costa", SeverityBand::Critical, &[&key(2)]),
        ];
        let above = policy.roster.len();
        Self {
            policy,
            exception: exception(),
            authors: Vec::new(),
            above,
            approvals: Vec::new(),
            commit: None,
            here: Some(here()),
        }
    }

    pub(super) fn signed(mut self, key: &PrivateKey) -> Self {
        let bytes = key.sign(&payload(&self.exception)).expect("signed");
        let text = format!("ed25519 {} {}", key.public().id(), encoded(&bytes));
        self.exception.signatures.push(text.into());
        self
    }

    pub(super) fn approved(mut self, by: &str, of: Approved) -> Self {
        self.approvals.push(Approval { by: by.into(), of, place: Place::outside("approvals.json") });
        self
    }

    pub(super) fn settled(self) -> (Exception, Policy) {
        let Self { mut policy, exception, authors, above, approvals, commit, here } = self;
        policy.proposed = vec![Proposal { exception, authors, roster: above }];
        let unknown = crate::messages::exception::no_origin();
        let repository = here.as_ref().ok_or(&unknown);
        settle(&mut policy, &Voucher { approvals: &approvals, commit, repository });
        assert_eq!(policy.proposed, []);
        (policy.exceptions.pop().expect("taken among the exceptions"), policy)
    }

    pub(super) fn counts(self) -> bool {
        let (exception, policy) = self.settled();
        excused_by(&exception, &policy)
    }
}

#[test]
fn a_proposal_counts_when_somebody_of_the_roster_signed_it() {
    assert!(!Case::new().counts(), "the name alone is nobody's approval");
    assert!(Case::new().signed(&key(1)).counts());
    let (exception, _) = Case::new().signed(&key(1)).settled();
    assert_eq!(exception.standing, Standing::Vouched(vec!["Wei Chen".into()]));
    assert!(!Case::new().signed(&key(3)).counts(), "a key that nobody has");
    assert!(!Case::new().signed(&key(2)).counts(), "the entry names somebody else");
}

#[test]
fn an_entry_that_was_edited_after_signing_is_spoilt() {
    type Edit = fn(&mut Exception);
    let edits: [Edit; 10] = [
        |one| one.repository = Some("git.example/payments/web".into()),
        |one| one.expires = date(2026, 7, 1),
        |one| one.approved = None,
        |one| one.id = "CVE-1".into(),
        |one| one.component = "pkg:npm/@acme/*".into(),
        |one| one.reason = "another".into(),
        |one| one.owner = "lending".into(),
        |one| one.rule = Some("vulnerable-component".into()),
        |one| one.folder = Some("services".into()),
        |one| one.severity = Some(SeverityBand::High),
    ];
    for (index, edit) in edits.into_iter().enumerate() {
        let mut case = Case::new().signed(&key(1));
        edit(&mut case.exception);
        let (exception, policy) = case.settled();
        assert!(matches!(exception.standing, Standing::Spoilt(_)), "{index}: {:?}", exception.standing);
        assert!(!excused_by(&exception, &policy), "{index}");
    }
    // One that stands in the base is held to its signatures, too.
    let mut policy = Case::new().policy;
    let mut stated = Case::new().signed(&key(1)).exception;
    stated.expires = date(2026, 7, 1);
    policy.exceptions = vec![stated];
    settle(&mut policy, &Voucher { approvals: &[], commit: None, repository: Ok(&here()) });
    assert!(!excused_by(&policy.exceptions[0], &policy));
}

#[test]
fn nobody_approves_their_own() {
    let mut own = Case::new();
    own.exception.owner = "wei.chen@bank.example".into();
    assert!(!own.signed(&key(1)).counts(), "the owner, by an address");
    let mut author = Case::new();
    author.authors = vec!["Wei.Chen@bank.example".into()];
    assert!(!author.signed(&key(1)).counts(), "the author of the change");
    let mut other = Case::new();
    other.authors = vec!["ana.costa@bank.example".into()];
    assert!(other.signed(&key(1)).counts());
    let mut below = Case::new();
    below.above = 0;
    assert!(!below.signed(&key(1)).counts(), "a roster that came with the change");
}

#[test]
fn the_host_s_approval_vouches_for_exactly_what_it_names() {
    let asked = || {
        let mut case = Case::new();
        case.exception.approver = None;
        case
    };
    let this = Approved::Exception(digest(&asked().exception));
    let other = Approved::Exception(digest(&exception()));
    assert!(asked().approved("ana.costa@bank.example", this.clone()).counts());
    assert!(!asked().approved("Ana Costa", other).counts(), "the digest of another entry");
    assert!(!asked().approved("Somebody", this).counts(), "not on the roster");
    let commit = || Approved::Commit("0123456789012345678901234567890123456789".into());
    let mut at = asked().approved("Ana Costa", commit());
    at.commit = Some("0123456789012345678901234567890123456789");
    let (exception, _) = at.settled();
    assert_eq!(exception.approver.as_deref(), Some("Ana Costa"), "the report says who");
    let mut elsewhere = asked().approved("Ana Costa", commit());
    elsewhere.commit = Some("1123456789012345678901234567890123456789");
    assert!(!elsewhere.counts());
    assert!(!asked().approved("Ana Costa", commit()).counts(), "nobody knows the commit");
}

#[test]
fn an_emergency_counts_for_its_hours_where_policy_has_them() {
    let policy = |hours: u32| policy_of(&format!("exceptions.emergency-hours = {hours}"));
    let since = |moment: &str| Exception {
        emergency: Some(moment.parse().expect("a moment")),
        approver: None,
        ..exception()
    };
    assert_eq!(wrong(&since("2026-06-15T11:00:00Z"), &policy(24)), "");
    assert!(wrong(&since("2026-06-15T11:00:00Z"), &policy(0)).contains("policy has none"));
    assert!(wrong(&since("2026-06-14T12:00:00Z"), &policy(24)).contains("are over"), "to the second");
    assert!(wrong(&since("2026-06-15T12:00:01Z"), &policy(24)).contains("yet to come"));
    let malicious = Finding { rule: &MALICIOUS, ..finding("1.5.0") };
    let policy = policy(24);
    let terms = Terms { policy: &policy, licenses: &[], now: now() };
    assert!(!excuses(&since("2026-06-15T11:00:00Z"), &malicious, &terms));
    assert!(excuses(&Exception { rule: None, ..exception() }, &malicious, &terms), "somebody looked at it");
}

#[test]
fn signatures_of_openssh_count_for_this_purpose_alone() {
    let keyed = key(7);
    let mut case = Case::new();
    let signature =
        ssh::Signature::by(&keyed, super::SSH_NAMESPACE, &payload(&case.exception)).expect("signed");
    case.policy.roster[0].keys = vec![keyed.public().to_pem().into()];
    case.exception.signatures = vec![format!("sshsig {}", signature.to_base64().expect("text")).into()];
    assert!(case.counts());
    let mut case = Case::new();
    let signature = ssh::Signature::by(&keyed, "git", &payload(&case.exception)).expect("signed");
    case.policy.roster[0].keys = vec![keyed.public().to_pem().into()];
    case.exception.signatures = vec![format!("sshsig {}", signature.to_base64().expect("text")).into()];
    assert!(!case.counts(), "made for another purpose");
}

#[test]
fn the_form_that_is_signed_stays_as_it_is() {
    let full = Exception {
        versions: Some("<2.0".into()),
        folder: Some("services/pay".into()),
        rule: Some("vulnerable-component".into()),
        reason: "a \"tab\"\t and 锁".into(),
        severity: Some(SeverityBand::High),
        license: Some("MIT".into()),
        emergency: Some(now()),
        signatures: vec!["not part of it".into()],
        ..exception()
    };
    assert_eq!(
        String::from_utf8(payload(&full)).expect("text"),
        "cullis-exception-v2\n{\"approved\":\"2026-06-01\",\"approver\":\"Wei Chen\",\
         \"component\":\"pkg:npm/@acme/pad\",\"emergency\":\"2026-06-15T12:00:00Z\",\
         \"expires\":\"2026-06-30\",\"folder\":\"services/pay\",\"id\":\"GHSA-1\",\"license\":\"MIT\",\
         \"owner\":\"payments\",\"reason\":\"a \\\"tab\\\"\\t and 锁\",\
         \"repository\":\"git.example/payments/api\",\"rule\":\"vulnerable-component\",\
         \"severity\":\"high\",\"versions\":\"<2.0\"}\n"
    );
}

fn approvals(text: &str) -> Result<Vec<Approval>, String> {
    let path = TreePath::new("approvals.json").expect("sound");
    let file = SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text");
    let read = read_approvals(&file, &Limits::DEFAULT);
    read.map_err(|error| format!("{}: {}", error.place, say(&error.message, Language::English)))
}

#[test]
fn approvals_are_read_strictly() {
    let file = |entries: &str| format!("{{\"format\": \"cullis-approvals-v1\", \"approvals\": [{entries}]}}");
    let hex = "a".repeat(64);
    let sound = file(&format!(
        "{{\"by\": \"Ana\", \"exception\": \"sha256:{hex}\"}}, {{\"by\": \"Bo\", \"commit\": \"{hex}\"}}"
    ));
    assert_eq!(approvals(&sound).expect("sound").len(), 2);
    let refused = [
        (file("{\"by\": \"Ana\"}"), "either an `exception` or a `commit`"),
        (
            file(&format!("{{\"by\": \"Ana\", \"commit\": \"{hex}\", \"exception\": \"sha256:{hex}\"}}")),
            "either",
        ),
        (file("{\"by\": \"Ana\", \"commit\": \"abc123\"}"), "a commit in full"),
        (file(&format!("{{\"by\": \"Ana\", \"exception\": \"{hex}\"}}")), "`sha256:` and 64 digits"),
        (file(&format!("{{\"by\": \" \", \"commit\": \"{hex}\"}}")), "`by` is missing"),
        (file(&format!("{{\"by\": \"Ana\", \"commit\": \"{hex}\", \"until\": 1}}")), "unknown key"),
        ("{\"approvals\": []}".to_owned(), "`format` is missing"),
        ("{\"format\": \"cullis-approvals-v2\", \"approvals\": []}".to_owned(), "expected the format"),
        ("{\"format\": \"cullis-approvals-v1\"}".to_owned(), "`approvals` is missing"),
        ("[]".to_owned(), "approvals.json:1:1"),
    ];
    for (text, expected) in refused {
        let told = approvals(&text).expect_err("not sound");
        assert!(told.contains(expected), "{text}: {told}");
    }
}

fn statement(status: VexStatus, version: Option<&str>) -> VexStatement {
    let product =
        VexProduct { ecosystem: "npm".into(), name: "@acme/pad".into(), version: version.map(Arc::from) };
    VexStatement {
        trust: VexTrust::ByAuthor,
        author: "Vendor".into(),
        ids: vec!["cve-1".into()],
        products: vec![product],
        status,
        justification: Some("vulnerable_code_not_present".into()),
        place: Place::outside("vex.json"),
    }
}

#[test]
fn a_vex_statement_excuses_what_a_trusted_author_says_of_this_version() {
    let trusting = policy_of("vex.authors = [\"Vendor\"]");
    let counts = |statements: Vec<VexStatement>, policy: &Policy| {
        let mut policy = policy.clone();
        policy.vex.statements = statements;
        vex_excuses(&policy.vex.statements[0], &finding("1.5.0"), &policy)
    };
    let not_affected = || statement(VexStatus::NotAffected, Some("1.5.0"));
    assert!(counts(vec![not_affected()], &trusting));
    assert!(!counts(vec![not_affected()], &policy_of("")), "nobody is trusted");
    assert!(!counts(vec![not_affected()], &policy_of("vex.authors = [\"vendor\"]")), "as it is spelt");
    let pinned = || VexStatement { trust: VexTrust::ByDigest, ..not_affected() };
    assert!(counts(vec![pinned()], &policy_of("")), "policy names the very document");
    assert!(!counts(vec![VexStatement { justification: None, ..pinned() }], &policy_of("")));
    let unjustified = VexStatement { justification: None, ..not_affected() };
    assert!(!counts(vec![unjustified], &trusting));
    assert!(counts(vec![statement(VexStatus::NotAffected, None)], &trusting), "every version");
    assert!(!counts(vec![statement(VexStatus::NotAffected, Some("1.4.0"))], &trusting));
    assert!(!counts(vec![statement(VexStatus::NotAffected, Some("vers:npm/*"))], &trusting));
    assert!(counts(vec![statement(VexStatus::Fixed, Some("1.5.0"))], &trusting));
    assert!(!counts(vec![statement(VexStatus::Fixed, None)], &trusting), "which version?");
    assert!(!counts(vec![statement(VexStatus::Affected, Some("1.5.0"))], &trusting));
    assert!(!counts(vec![statement(VexStatus::UnderInvestigation, None)], &trusting));
    let contrary = statement(VexStatus::UnderInvestigation, None);
    assert!(!counts(vec![not_affected(), contrary.clone()], &trusting), "somebody who is trusted isn't sure");
    let stranger = VexStatement { author: "Somebody".into(), ..contrary };
    assert!(counts(vec![not_affected(), stranger], &trusting));
    let other = VexStatement { ids: vec!["CVE-2".into()], ..not_affected() };
    assert!(!counts(vec![other], &trusting));
    let mut policy = trusting;
    policy.vex.statements = vec![not_affected()];
    let malicious = Finding { rule: &MALICIOUS, ..finding("1.5.0") };
    assert!(!vex_excuses(&policy.vex.statements[0], &malicious, &policy));
}
