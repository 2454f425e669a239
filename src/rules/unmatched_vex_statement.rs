//! A VEX statement that is about nothing that was found: its product isn't
//! here, has no package URL, or is spelt in another way than expected.

use super::{Facts, Find, Rule};
use crate::domain::finding::{Finding, Subject};
use crate::domain::rule::{RuleInfo, RuleKind};
use crate::domain::vex::VexStatement;
use crate::exception;
use crate::messages::rules::exception::say;

/// The rule's row.
pub(super) static RULE: Rule = Rule {
    info: RuleInfo { id: "unmatched-vex-statement", practice: 10, kind: RuleKind::Violation },
    find: Find::InFindings(find),
};

fn find(facts: &Facts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let statements = facts.policy.vex.statements.iter();
    let unmatched = statements
        .filter(|statement| !findings.iter().any(|finding| exception::is_about(statement, finding)));
    unmatched.map(finding_of).collect()
}

fn finding_of(statement: &VexStatement) -> Finding {
    let id = statement.ids.first().map_or("-", |id| id);
    let message = if statement.products.is_empty() {
        say::vex_without_product(id)
    } else {
        say::unmatched_vex(id, product(statement))
    };
    Finding::new(&RULE.info, statement.place.clone(), message, subject_of(statement))
}

fn product(statement: &VexStatement) -> String {
    statement
        .products
        .first()
        .map(|product| format!("{}:{}", product.ecosystem, product.name))
        .unwrap_or_default()
}

/// A statement is known by what it is about.
pub(super) fn subject_of(statement: &VexStatement) -> Subject {
    let id = statement.ids.first().map_or("-", |id| id);
    let item = format!("{id} {} {}", statement.status.word(), product(statement)).into();
    Subject { file: statement.place.tree_path().cloned(), component: None, item }
}
