//! Rules: each finds one thing in the facts of a run.
//!
//! One rule a file; the file, the id and the module have one name. A rule is a
//! row and a function. It doesn't know how bad what it finds is: policy says
//! that (`policies/default.toml`), and `judge` applies it.
//!
//! To add a rule: its file here, a `mod` line and a line in [`RULES`]; its
//! words in `messages/rules`; its level in `policies/default.toml`; a story in
//! `fixtures/repository` with a clean item before and after the bad one.
//!
//! A rule never returns from inside a loop: that would lose findings.

mod advisory;
mod advisory_notice;
mod aging_database;
mod banned_component;
mod broken_threat_import;
mod bulk_decision;
mod bulk_decision_of_high;
mod committed_test_results;
mod conflicting_hash;
mod contradicting_threat_model;
mod dangling_threat_reference;
mod database;
mod denied_license;
mod duplicate_exception;
mod duplicate_threat_id;
mod emergency_exception;
mod empty_database;
mod empty_sbom;
mod empty_threat_model;
mod exception_use;
mod expired_acceptance;
mod expired_exception;
mod expiring_acceptance;
mod expiring_exception;
mod foreign_threat_model;
mod future_database;
mod gap;
mod incomplete_acceptance;
mod incomplete_threat_review;
mod invalid_threat_model;
mod license;
mod malicious_component;
mod missing_base;
mod missing_base_model;
mod missing_database;
mod missing_evidence;
mod missing_evidence_below_high;
mod missing_hash;
mod missing_lockfile;
mod missing_merge_base;
mod missing_source;
mod missing_test_result;
mod missing_threat_model;
mod new_uncovered_component;
mod open_threat;
mod outdated_threat_review;
mod overlapping_exception;
mod overlong_acceptance;
mod placeholder_in_closed_threat;
mod placeholder_text;
mod private_name_from_public_registry;
mod refused_loosening;
mod refuted_evidence;
mod stale_database;
mod stale_threat_review;
mod threat;
mod unapproved_exception;
mod unasserted_license;
mod unassessable_component;
mod unauthorized_acceptance;
mod unchecked_evidence;
mod unchecked_threat_review;
mod uncited_advisory;
mod uncovered_component;
mod undated_database;
mod undeclared_registry;
mod undone_upgrade;
mod unevaluated_threat_model;
mod unfinished_run;
mod unimplemented_mitigation;
mod unkept_history;
mod unknown_license;
mod unknown_threat_field;
mod unknown_threat_state;
mod unlicensed_component;
mod unlisted_license;
mod unlisted_source;
mod unmaintained_component;
mod unmatched_vex_statement;
mod unmet_practice;
mod unparsable_license;
mod unpinned_build_requirement;
mod unplaced_threat;
mod unrated_threat;
mod unreadable_file;
mod unreasoned_dismissal;
mod unreasoned_dismissal_below_high;
mod unreasoned_exclusion;
mod unresolved_version;
mod unrevoked_exception;
mod unsound_component;
mod unsupported_format;
mod unthreatened_flow;
mod unthreatened_untrusted_flow;
mod untouched_template;
mod untrusted_database;
mod unusable_base;
mod unusable_database;
mod unusable_history;
mod unused_exception;
mod unverified_license;
mod unwritten_report;
mod vanished_evidence;
mod vanished_threat;
mod vendored_component;
mod void_clarification;
mod void_exception;
mod void_vex_statement;
mod vulnerable_component;
mod weakened_policy;
mod weakened_threat_model;

pub use threat::coverage::{ComponentName, uncovered};

use jiff::Timestamp;

use crate::domain::advisory::DatabaseState;
use crate::domain::assessment::Assessment;
use crate::domain::base::BaseFacts;
use crate::domain::finding::Finding;
use crate::domain::inventory::Inventory;
use crate::domain::license::LicenseFact;
use crate::domain::policy::Policy;
use crate::domain::record::HistoryState;
use crate::domain::rule::RuleInfo;
use crate::domain::statement::Statement;
use crate::domain::threat::ThreatModel;
use crate::domain::verdict::JudgedPractice;
use crate::exception::Terms;

/// What is known in a run: all that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'run> {
    /// What was declared.
    pub inventory: &'run Inventory,
    /// What the database says, one for each occurrence of the inventory.
    pub assessments: &'run [Assessment],
    /// What is known of licences, one for each occurrence; `None` for
    /// first-party ones.
    pub licenses: &'run [Option<LicenseFact>],
    /// The database.
    pub database: &'run DatabaseState,
    /// The threat models.
    pub threat_models: &'run [ThreatModel],
    /// The policy.
    pub policy: &'run Policy,
    /// The pipeline's past.
    pub history: &'run HistoryState,
    /// What is known of the base revision.
    pub base: Option<&'run BaseFacts>,
    /// Reports and records that could not be written.
    pub unwritten: &'run [Statement],
    /// The clock of the run.
    pub now: Timestamp,
}

impl Facts<'_> {
    /// What exceptions are measured by.
    pub fn terms(&self) -> Terms<'_> {
        Terms { policy: self.policy, licenses: self.licenses, now: self.now }
    }
}

/// How a rule finds.
#[derive(Clone, Copy, Debug)]
pub enum Find {
    /// In the facts.
    InFacts(fn(&Facts<'_>) -> Vec<Finding>),
    /// In what the rules of the first kind found, such as exceptions that
    /// excuse none of it.
    InFindings(fn(&Facts<'_>, &[Finding]) -> Vec<Finding>),
    /// In the practices as the findings of the other two kinds leave them.
    InPractices(fn(&Facts<'_>, &[JudgedPractice]) -> Vec<Finding>),
}

/// A rule: its row, and how it finds.
#[derive(Debug)]
pub struct Rule {
    /// The row.
    pub info: RuleInfo,
    /// How it finds.
    pub find: Find,
}

/// Every rule: one a line, by practice.
#[rustfmt::skip]
pub static RULES: &[&Rule] = &[
    &unreadable_file::RULE,
    &unsupported_format::RULE,
    &missing_lockfile::RULE,
    &empty_sbom::RULE,
    &unresolved_version::RULE,
    &unpinned_build_requirement::RULE,
    &vulnerable_component::RULE,
    &vendored_component::RULE,
    &unsound_component::RULE,
    &advisory_notice::RULE,
    &unassessable_component::RULE,
    &malicious_component::RULE,
    &unmaintained_component::RULE,
    &denied_license::RULE,
    &unlisted_license::RULE,
    &unlicensed_component::RULE,
    &unknown_license::RULE,
    &unasserted_license::RULE,
    &unparsable_license::RULE,
    &unverified_license::RULE,
    &void_clarification::RULE,
    &undeclared_registry::RULE,
    &unlisted_source::RULE,
    &banned_component::RULE,
    &private_name_from_public_registry::RULE,
    &missing_hash::RULE,
    &conflicting_hash::RULE,
    &missing_database::RULE,
    &unusable_database::RULE,
    &empty_database::RULE,
    &stale_database::RULE,
    &aging_database::RULE,
    &future_database::RULE,
    &missing_source::RULE,
    &untrusted_database::RULE,
    &undated_database::RULE,
    &refused_loosening::RULE,
    &unmet_practice::RULE,
    &weakened_policy::RULE,
    &missing_base::RULE,
    &unusable_base::RULE,
    &missing_merge_base::RULE,
    &unused_exception::RULE,
    &expired_exception::RULE,
    &void_exception::RULE,
    &unapproved_exception::RULE,
    &emergency_exception::RULE,
    &expiring_exception::RULE,
    &duplicate_exception::RULE,
    &overlapping_exception::RULE,
    &unrevoked_exception::RULE,
    &void_vex_statement::RULE,
    &unmatched_vex_statement::RULE,
    &missing_threat_model::RULE,
    &missing_base_model::RULE,
    &invalid_threat_model::RULE,
    &foreign_threat_model::RULE,
    &broken_threat_import::RULE,
    &untouched_template::RULE,
    &empty_threat_model::RULE,
    &unevaluated_threat_model::RULE,
    &unknown_threat_field::RULE,
    &duplicate_threat_id::RULE,
    &dangling_threat_reference::RULE,
    &unknown_threat_state::RULE,
    &placeholder_text::RULE,
    &placeholder_in_closed_threat::RULE,
    &contradicting_threat_model::RULE,
    &unrated_threat::RULE,
    &unplaced_threat::RULE,
    &incomplete_threat_review::RULE,
    &stale_threat_review::RULE,
    &outdated_threat_review::RULE,
    &unchecked_threat_review::RULE,
    &open_threat::RULE,
    &unimplemented_mitigation::RULE,
    &missing_evidence::RULE,
    &missing_evidence_below_high::RULE,
    &missing_test_result::RULE,
    &vanished_evidence::RULE,
    &refuted_evidence::RULE,
    &committed_test_results::RULE,
    &unchecked_evidence::RULE,
    &incomplete_acceptance::RULE,
    &expired_acceptance::RULE,
    &expiring_acceptance::RULE,
    &overlong_acceptance::RULE,
    &unauthorized_acceptance::RULE,
    &unreasoned_dismissal::RULE,
    &unreasoned_dismissal_below_high::RULE,
    &unreasoned_exclusion::RULE,
    &bulk_decision::RULE,
    &bulk_decision_of_high::RULE,
    &weakened_threat_model::RULE,
    &unthreatened_untrusted_flow::RULE,
    &unthreatened_flow::RULE,
    &undone_upgrade::RULE,
    &new_uncovered_component::RULE,
    &uncovered_component::RULE,
    &uncited_advisory::RULE,
    &vanished_threat::RULE,
    &unwritten_report::RULE,
    &unfinished_run::RULE,
    &unkept_history::RULE,
    &unusable_history::RULE,
];

/// Rules that look at the results of tests.
pub const ASK_FOR_RESULTS: [&str; 2] = ["missing-test-result", "refuted-evidence"];

/// Rules about threat models that look at components and advisories too.
pub const ASK_FOR_COMPONENTS: [&str; 4] =
    ["undone-upgrade", "new-uncovered-component", "uncovered-component", "uncited-advisory"];

/// Every rule's row.
pub fn infos() -> Vec<&'static RuleInfo> {
    RULES.iter().map(|rule| &rule.info).collect()
}

/// The row of the rule with this id.
pub fn info_of(id: &str) -> Option<&'static RuleInfo> {
    RULES.iter().map(|rule| &rule.info).find(|info| info.id == id)
}

/// Everything that the rules find, rule by rule.
pub fn find_all(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for rule in RULES {
        if let Find::InFacts(find) = rule.find {
            findings.extend(find(facts));
        }
    }
    let first = findings.len();
    for rule in RULES {
        if let Find::InFindings(find) = rule.find {
            let found = find(facts, findings.get(..first).unwrap_or_default());
            findings.extend(found);
        }
    }
    findings
}

/// What the rules find in the practices, once those are judged.
pub fn find_in_practices(facts: &Facts<'_>, practices: &[JudgedPractice]) -> Vec<Finding> {
    let of_practices = RULES.iter().filter_map(|rule| match rule.find {
        Find::InPractices(find) => Some(find(facts, practices)),
        Find::InFacts(_) | Find::InFindings(_) => None,
    });
    of_practices.flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::RULES;
    use crate::domain::practice::PRACTICES;
    use crate::messages::rules::words_of;

    #[test]
    fn every_rule_has_its_words_and_a_practice() {
        for rule in RULES {
            assert!(words_of(rule.info.id).is_some(), "{} has no words", rule.info.id);
            assert!(
                PRACTICES.iter().any(|practice| practice.number == rule.info.practice),
                "{}",
                rule.info.id
            );
        }
    }

    #[test]
    fn rules_about_results_are_rules() {
        for id in super::ASK_FOR_RESULTS.into_iter().chain(super::ASK_FOR_COMPONENTS) {
            assert!(super::info_of(id).is_some(), "{id}");
        }
    }

    #[test]
    fn ids_are_unique() {
        let mut seen = BTreeSet::new();
        for rule in RULES {
            assert!(seen.insert(rule.info.id), "{} stands twice", rule.info.id);
        }
    }
}
