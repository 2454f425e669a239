//! Whose an exception is, and what was taken back, case by case.

use jiff::civil::date;

use super::digest;
use super::tests::{Case, excused_by, key};
use crate::domain::exception::{Approved, Exception, Revocation, Standing};
use crate::domain::place::Place;
use crate::domain::repository::RepositoryName;
use crate::messages::{Language, say};

const ELSEWHERE: &str = "git.example/lending/web";

/// Why an entry is void, in words; empty where it isn't.
fn spoilt(case: Case) -> String {
    let (exception, policy) = case.settled();
    assert_eq!(
        matches!(exception.standing, Standing::Spoilt(_)),
        !excused_by(&exception, &policy),
        "{:?}",
        exception.standing
    );
    match exception.standing {
        Standing::Spoilt(reason) => say(&reason, Language::English),
        _ => String::new(),
    }
}

fn of(repository: Option<&str>) -> Case {
    let mut case = Case::new();
    case.exception.repository = repository.map(Into::into);
    case
}

#[test]
fn a_signature_counts_in_the_repository_that_it_names_and_in_no_other() {
    assert!(Case::new().signed(&key(1)).counts());
    let mut copied = Case::new().signed(&key(1));
    copied.here = RepositoryName::new(ELSEWHERE);
    let told = spoilt(copied);
    assert!(told.contains("`git.example/payments/api`, and this one is `git.example/lending/web`"), "{told}");
    let unnamed = spoilt(of(None).signed(&key(1)));
    assert!(unnamed.starts_with("it names no repository"), "{unnamed}");
    let mut nowhere = Case::new().signed(&key(1));
    nowhere.here = None;
    let told = spoilt(nowhere);
    assert!(told.contains("nothing says which one this is") && told.contains("no remote `origin`"), "{told}");
}

#[test]
fn a_name_that_is_put_in_after_signing_spoils_the_entry() {
    let mut renamed = of(Some(ELSEWHERE)).signed(&key(1));
    renamed.exception.repository = Case::new().exception.repository;
    assert!(spoilt(renamed).contains("changed after it was signed"));
}

#[test]
fn the_host_s_approval_by_digest_needs_the_name_and_that_of_a_commit_does_not() {
    let asked = |repository: Option<&str>| {
        let mut case = of(repository);
        case.exception.approver = None;
        let digest = digest(&case.exception);
        case.approved("Ana Costa", Approved::Exception(digest))
    };
    assert!(asked(Some("git.example/payments/api")).counts());
    assert!(!asked(Some(ELSEWHERE)).counts());
    let (unnamed, policy) = asked(None).settled();
    assert!(!excused_by(&unnamed, &policy));
    assert!(
        matches!(&unnamed.standing, Standing::Unapproved(why) if why.len() == 1),
        "{:?}",
        unnamed.standing
    );
    let commit = "0123456789012345678901234567890123456789";
    let mut case = of(None).approved("Ana Costa", Approved::Commit(commit.into()));
    case.exception.approver = None;
    case.commit = Some(commit);
    assert!(case.counts());
}

/// One that stands in a layer that may excuse.
fn stated(change: impl Fn(&mut Exception)) -> String {
    let mut case = Case::new();
    change(&mut case.exception);
    let (exception, mut policy) = (case.exception.clone(), case.policy.clone());
    policy.exceptions = vec![exception];
    case.policy = policy;
    // The proposal beside it is of no interest.
    let (_, policy) = case.settled();
    match &policy.exceptions.first().expect("the stated one").standing {
        Standing::Spoilt(reason) => say(reason, Language::English),
        _ => String::new(),
    }
}

#[test]
fn what_a_layer_states_needs_no_name_and_is_held_to_one() {
    assert_eq!(stated(|one| one.repository = None), "");
    assert_eq!(stated(|one| one.repository = Some("git.example/payments/*".into())), "");
    assert!(stated(|one| one.repository = Some("git.example/lending/*".into())).contains("this one is"));
}

fn revocation(exception: &Exception) -> Revocation {
    Revocation {
        exception: digest(exception),
        id: None,
        by: "Ana Costa".into(),
        reason: "the proxy is gone".into(),
        revoked: date(2026, 6, 10),
        place: Place::outside("organisation.toml"),
    }
}

#[test]
fn what_was_taken_back_excuses_nothing_whoever_signed_it() {
    let mut back = Case::new().signed(&key(1));
    back.policy.demands.revocations = vec![revocation(&back.exception)];
    let told = spoilt(back);
    assert!(
        told.contains("`Ana Costa` revoked it on 2026-06-10 (organisation.toml): the proxy is gone"),
        "{told}"
    );
    let mut other = Case::new().signed(&key(1));
    let changed = Exception { reason: "another".into(), ..other.exception.clone() };
    other.policy.demands.revocations = vec![revocation(&changed)];
    assert!(other.counts(), "another entry was taken back");
    let mut emergency = Case::new();
    emergency.exception.emergency = Some("2026-06-15T11:00:00Z".parse().expect("a moment"));
    emergency.policy.demands.revocations = vec![revocation(&emergency.exception)];
    assert!(spoilt(emergency).contains("revoked"), "an emergency too");
}
