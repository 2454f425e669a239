//! Tests of licence expressions.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Dialect, Evaluation, LicenseExpression, Lists, is_known_id, state};
use crate::domain::component::Ecosystem;
use crate::domain::license::LicenseStatement;

fn lists(allow: &[&str], deny: &[&str]) -> Lists {
    let own = |list: &[&str]| list.iter().map(|entry| Arc::from(*entry)).collect::<Vec<Arc<str>>>();
    for entry in allow.iter().chain(deny) {
        assert!(is_known_id(entry), "{entry}");
    }
    Lists::new(&own(allow), &own(deny))
}

fn judge(text: &str, allow: &[&str], deny: &[&str]) -> String {
    match lists(allow, deny).evaluate(text, Dialect::Spdx) {
        Evaluation::Allowed => "allowed".to_owned(),
        Evaluation::Denied { by } => format!("denied {}", by.join(", ")),
        Evaluation::NotListed { ids } => format!("not listed {}", ids.join(", ")),
        Evaluation::Unparsable(error) => format!("unparsable {}", text.get(error.at).unwrap_or("?")),
    }
}

#[test]
fn one_allowed_arm_is_enough_and_the_other_is_not_blamed() {
    assert_eq!(judge("MIT OR GPL-3.0-only", &["MIT"], &["GPL-3.0-only"]), "allowed");
    assert_eq!(judge("(MIT OR GPL-3.0-only) AND Zlib", &["MIT"], &["GPL-3.0-only"]), "not listed Zlib");
    assert_eq!(judge("MIT AND (GPL-3.0-only OR Zlib)", &["MIT"], &["GPL-3.0-only"]), "not listed Zlib");
}

#[test]
fn and_needs_every_arm_and_binds_tighter_than_or() {
    assert_eq!(judge("MIT AND GPL-3.0-only", &[], &["GPL-3.0-only"]), "denied GPL-3.0-only");
    assert_eq!(judge("MIT OR Zlib AND GPL-3.0-only", &["MIT"], &["GPL-3.0-only"]), "allowed");
    assert_eq!(judge("(MIT OR Zlib) AND GPL-3.0-only", &["MIT"], &["GPL-3.0-only"]), "denied GPL-3.0-only");
    assert_eq!(judge("GPL-2.0-only OR AGPL-3.0-only", &[], &["GPL-2.0-only", "AGPL-3.0-only"]), {
        "denied AGPL-3.0-only, GPL-2.0-only"
    });
}

#[test]
fn deprecated_gnu_names_mean_what_the_list_says() {
    assert_eq!(judge("GPL-2.0", &["GPL-2.0-only"], &[]), "allowed");
    assert_eq!(judge("GPL-3.0-only", &["GPL-2.0"], &[]), "not listed GPL-3.0-only");
    assert_eq!(judge("GPL-2.0+", &["GPL-3.0-only"], &[]), "allowed");
    assert_eq!(judge("GPL-2.0", &["GPL-3.0-only"], &[]), "not listed GPL-2.0-only");
    let hidden = "GPL-2.0-with-classpath-exception";
    assert_eq!(judge(hidden, &["GPL-2.0-only WITH Classpath-exception-2.0"], &[]), "allowed");
    assert_eq!(judge("GPL-2.0-only", &[hidden], &[]), "not listed GPL-2.0-only");
}

#[test]
fn a_denied_version_is_denied_however_it_is_offered() {
    for text in
        ["GPL-2.0", "GPL-2.0+", "GPL-2.0-or-later", "gpl-2.0-only", "GPL-2.0-only WITH LLVM-exception"]
    {
        assert!(judge(text, &[], &["GPL-2.0-only"]).starts_with("denied"), "{text}");
    }
    assert!(judge("GPL-3.0-only", &[], &["GPL-2.0-or-later"]).starts_with("denied"));
    assert_eq!(judge("GPL-3.0-only", &[], &["GPL-2.0-only"]), "allowed");
    assert_eq!(judge("LGPL-2.0-only", &[], &["GPL-2.0-or-later"]), "allowed");
}

#[test]
fn an_exception_is_covered_by_its_licence_but_not_the_other_way() {
    let llvm = "Apache-2.0 WITH LLVM-exception";
    assert_eq!(judge(llvm, &["Apache-2.0"], &[]), "allowed");
    assert_eq!(judge("Apache-2.0", &[llvm], &[]), "not listed Apache-2.0");
    assert_eq!(judge("Apache-2.0", &[], &[llvm]), "allowed");
    let classpath = "GPL-2.0-only WITH Classpath-exception-2.0";
    assert_eq!(judge(classpath, &[classpath], &["GPL-2.0-only"]), "allowed");
    assert!(judge(classpath, &["GPL-2.0-only"], &["GPL-2.0-only"]).starts_with("denied"));
    assert!(judge(classpath, &[classpath], &[classpath]).starts_with("denied"));
    let own = "Apache-2.0 WITH AdditionRef-not-for-sale";
    assert!(judge(own, &["Apache-2.0"], &[]).starts_with("not listed"));
    assert_eq!(judge(own, &[own], &[]), "allowed");
}

#[test]
fn plus_reaches_later_versions_and_numbers_that_count_clauses_do_not() {
    assert_eq!(judge("MPL-1.1+", &["MPL-2.0"], &[]), "allowed");
    assert_eq!(judge("MPL-1.1", &["MPL-2.0"], &[]), "not listed MPL-1.1");
    assert_eq!(judge("MPL-2.0", &["MPL-1.1+"], &[]), "allowed");
    assert_eq!(judge("BSD-2-Clause+", &["BSD-3-Clause"], &[]), "not listed BSD-2-Clause+");
}

#[test]
fn references_are_compared_whole() {
    assert_eq!(judge("LicenseRef-House", &["LicenseRef-House"], &[]), "allowed");
    assert_eq!(judge("LicenseRef-House", &["LicenseRef-Hous"], &[]), "not listed LicenseRef-House");
    assert_eq!(
        judge("DocumentRef-x:LicenseRef-House", &["LicenseRef-House"], &[]),
        "not listed DocumentRef-x:LicenseRef-House"
    );
}

#[test]
fn identifiers_have_no_case_and_near_names_are_not_guessed() {
    assert_eq!(judge("mit and (apache-2.0 with llvm-EXCEPTION)", &["MIT", "Apache-2.0"], &[]), "allowed");
    assert_eq!(judge("Apache 2.0", &["Apache-2.0"], &[]), "unparsable Apache");
    assert_eq!(judge("GPLv2", &[], &[]), "unparsable GPLv2");
    assert_eq!(judge("GPL-2.0-or-later WITH…", &[], &[]), "unparsable …");
    assert_eq!(judge("MIT OR", &[], &[]), "unparsable ");
    assert_eq!(judge("", &[], &[]), "unparsable ");
}

#[test]
fn a_slash_means_or_for_cargo_alone() {
    let mit = lists(&["MIT"], &[]);
    assert_eq!(mit.evaluate("MIT/Apache-2.0", Dialect::Cargo), Evaluation::Allowed);
    assert!(matches!(mit.evaluate("MIT/Apache-2.0", Dialect::Spdx), Evaluation::Unparsable(_)));
}

#[test]
fn policy_names_one_licence_at_a_time() {
    for known in
        ["MIT", "mit", "GPL-2.0", "GPL-2.0-or-later", "LicenseRef-x", "Apache-2.0 WITH LLVM-exception"]
    {
        assert!(is_known_id(known), "{known}");
    }
    for unknown in ["", "MIT OR Zlib", "GPLv3", "MIT/Zlib", "LLVM-exception", "NONE"] {
        assert!(!is_known_id(unknown), "{unknown}");
    }
}

#[test]
fn words_in_place_of_an_expression_are_told_apart_by_registry() {
    let npm = Ecosystem::new(Ecosystem::NPM);
    let cargo = Ecosystem::new(Ecosystem::CRATES_IO);
    assert_eq!(state("UNLICENSED", &npm), LicenseStatement::None);
    assert_eq!(state(" NONE\n", &cargo), LicenseStatement::None);
    assert_eq!(state("NOASSERTION", &cargo), LicenseStatement::NoAssertion);
    assert!(matches!(state("SEE LICENSE IN eula.txt", &npm), LicenseStatement::Unknown(_)));
    assert!(matches!(state("", &cargo), LicenseStatement::Unknown(_)));
    assert_eq!(state("UNLICENSED", &cargo), LicenseStatement::Expression(Arc::from("UNLICENSED")));
}

/// Expressions of any shape over a few licences.
fn any_expression() -> impl Strategy<Value = String> {
    let term = prop::sample::select(vec!["MIT", "Zlib", "GPL-2.0-only", "GPL-2.0+", "MPL-1.1+", "0BSD"]);
    term.prop_map(str::to_owned).prop_recursive(6, 48, 2, |inner| {
        (inner.clone(), prop::sample::select(vec!["AND", "OR"]), inner)
            .prop_map(|(left, operator, right)| format!("({left}) {operator} ({right})"))
    })
}

proptest! {
    #[test]
    fn any_text_gives_a_result(text in "\\PC{0,60}") {
        let _ = LicenseExpression::parse(&text, Dialect::Cargo);
        let _ = LicenseExpression::parse(&text, Dialect::Spdx);
    }

    #[test]
    fn any_words_give_a_result(words in prop::collection::vec(
        prop::sample::select(vec!["MIT", "or", "AND", "WITH", "(", ")", "+", "/", "GPL-2.0", "LLVM-exception",
            "LicenseRef-", "DocumentRef-a:LicenseRef-b", "GPL-2.0-with-font-exception", "é"]), 0..12)) {
        for joint in [" ", ""] {
            let text = words.join(joint);
            for dialect in [Dialect::Cargo, Dialect::Spdx] {
                if let Err(error) = LicenseExpression::parse(&text, dialect) {
                    prop_assert!(error.at.start <= error.at.end && error.at.end <= text.len());
                }
            }
        }
    }

    #[test]
    fn the_result_agrees_with_the_truth_table(text in any_expression(), mask in 0_u8..64) {
        let names = ["MIT", "Zlib", "GPL-2.0-only", "MPL-1.1", "0BSD", "GPL-3.0-only"];
        let allow: Vec<&str> =
            names.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0).map(|(_, name)| *name).collect();
        prop_assume!(!allow.is_empty());
        let truth = spdx::Expression::parse_mode(&text, spdx::ParseMode::LAX).expect("sound").evaluate(|term| {
            match term.to_string().as_str() {
                "MPL-1.1+" => allow.contains(&"MPL-1.1"),
                "GPL-2.0-or-later" => allow.contains(&"GPL-2.0-only") || allow.contains(&"GPL-3.0-only"),
                name => allow.contains(&name),
            }
        });
        let allowed = lists(&allow, &[]).evaluate(&text, Dialect::Spdx) == Evaluation::Allowed;
        prop_assert_eq!(allowed, truth);
    }

    #[test]
    fn denying_more_never_allows_more(text in any_expression()) {
        let before = lists(&[], &["MIT"]).evaluate(&text, Dialect::Spdx);
        let after = lists(&[], &["MIT", "Zlib"]).evaluate(&text, Dialect::Spdx);
        prop_assert!(after != Evaluation::Allowed || before == Evaluation::Allowed);
    }
}
