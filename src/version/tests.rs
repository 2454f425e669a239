//! The orders against hand-written vectors, their native tools' answers, and
//! the laws of an order.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::{VersionError, compare, compare_semver};

#[test]
fn an_unknown_ecosystem_is_an_error() {
    let error = compare("Nowhere", "1", "1").expect_err("there is no such order");
    assert_eq!(error, VersionError::UnknownEcosystem("Nowhere".to_owned()));
}

/// Pairs that plausible mistakes get wrong, each with the order that the
/// ecosystem's own tool gives.
#[test]
fn each_order_agrees_with_its_native_tool() {
    let cases = [
        ("crates.io", "1.0.0-rc.1", "<", "1.0.0-rc.11"),
        ("crates.io", "1.0.0+a", "=", "1.0.0+b"),
        ("npm", "1.2.3beta.2", "<", "1.2.3"),
        ("npm", "1.2.3beta.2", ">", "v1.2.3-alpha"),
        ("npm", "=1.2.3", "=", "1.2.3"),
        ("PyPI", "1.0.dev1", "<", "1.0a1.dev1"),
        ("PyPI", "1.0.post1.dev2", ">", "1.0"),
        ("PyPI", "1.0a1.dev1", "<", "1.0a1"),
        ("PyPI", "1.0+1", ">", "1.0+abc"),
        ("PyPI", "1!0.1", ">", "2024.1"),
        ("PyPI", "V1.0-RC_2", "=", "1.0rc2"),
        ("PyPI", "1.0-1", "=", "1.0.post1"),
        ("PyPI", "1.0.0", "=", "1"),
        ("Go", "v0.0.0-20191109021931-daa7c04131f5", "<", "v0.0.0-20200101000000-000000000000"),
        ("Go", "v2.0.0+incompatible", "=", "2.0.0"),
        ("Go", "1.21rc2", "<", "go1.21.0"),
        ("Go", "go1.21rc2", "=", "1.21.0-rc.2"),
        ("Go", "1.20.0-0", "<", "1.20"),
        ("NuGet", "1.0.0-Beta", "=", "1.0.0-beta"),
        ("NuGet", "1.0", "=", "1.0.0.0"),
        ("NuGet", "1.0.0.1", ">", "1.0.0"),
        ("Maven", "1.0.RC2", "<", "1.0-RC3"),
        ("Maven", "1.0-20200101.120000-1", ">", "1.0"),
        ("Maven", "2.0.1-xyz", "<", "2.0.1-123"),
        ("Maven", "31.1-jre", ">", "31.1-android"),
        ("Maven", "1.0.Final", "=", "1"),
    ];
    for (ecosystem, a, sign, b) in cases {
        assert_eq!(compare(ecosystem, a, b), Ok(order_of(sign)), "{ecosystem}: {a} {sign} {b}");
        assert_eq!(compare(ecosystem, b, a), Ok(order_of(sign).reverse()), "{ecosystem}: {b} against {a}");
    }
}

#[test]
fn what_is_no_version_is_refused() {
    let cases = [
        ("crates.io", "1.0"),
        ("crates.io", "01.0.0"),
        ("crates.io", "v1.0.0"),
        ("npm", "latest"),
        ("npm", ""),
        ("PyPI", "2004d"),
        ("PyPI", "1.0-final-x"),
        ("PyPI", "1.0+"),
        ("Go", "v1.2.3.4"),
        ("NuGet", "1.2.3.4.5"),
        ("NuGet", "1.0-"),
        ("NuGet", "[1.0,2.0)"),
        ("Maven", ""),
        ("Maven", "[1.0, 2.0)"),
    ];
    for (ecosystem, text) in cases {
        let error = compare(ecosystem, text, "1.0.0").expect_err(text);
        assert_eq!(error, VersionError::NotAVersion(text.to_owned()), "{ecosystem}");
    }
}

/// Vectors that ask for an order of what the ecosystem itself refuses today.
fn is_left_out_on_purpose(file: &str, line: &str) -> bool {
    match file {
        // Versions from before PEP 440; Python's own library dropped them too.
        "pypi" => line.contains("0.9-") || line.contains("0.1-") || line.starts_with("-class"),
        // Five numbers: no SemVer of any reading.
        "semver" => line.starts_with("1.1.3.4.5"),
        // Holds since Maven 4; Maven 3.9 says greater.
        "maven" => line == "1-1 = 1-ga-1",
        _ => false,
    }
}

#[test]
fn hand_written_vectors_hold() {
    let orders: [(&str, super::Compare); 4] = [
        ("semver", compare_semver),
        ("pypi", |a, b| compare("PyPI", a, b)),
        ("nuget", |a, b| compare("NuGet", a, b)),
        ("maven", |a, b| compare("Maven", a, b)),
    ];
    for (file, order) in orders {
        let Some(text) = shared_text(&format!("vectors/versions/{file}-versions.txt")) else { return };
        let is_vector = |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//");
        let mut wrong = Vec::new();
        for line in text.lines().map(str::trim).filter(is_vector) {
            let [a, sign, b] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{file}: a vector is `a < b`, found `{line}`");
            };
            let answer = order(a, b);
            let holds = answer == Ok(order_of(sign)) && order(b, a) == Ok(order_of(sign).reverse());
            let left_out = is_left_out_on_purpose(file, line);
            if !holds && !left_out {
                wrong.push(format!("{line}: {answer:?}"));
            }
        }
        assert_eq!(wrong, Vec::<String>::new(), "{file}");
    }
}

fn order_of(sign: &str) -> Ordering {
    match sign {
        "<" => Ordering::Less,
        ">" => Ordering::Greater,
        "=" => Ordering::Equal,
        other => panic!("`{other}` is no sign"),
    }
}

/// A file of the shared data; `None` only where its absence is meant.
#[expect(clippy::disallowed_methods, reason = "a test over data that lies outside the package")]
fn shared_text(path: &str) -> Option<String> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("CULLIS_SHARED").map_or_else(beside, std::path::PathBuf::from);
    match std::fs::read_to_string(root.join(path)) {
        Ok(text) => Some(text),
        Err(_) if std::env::var_os("CULLIS_WITHOUT_SHARED").is_some_and(|value| value == "1") => None,
        Err(error) => panic!("{path}: {error}; set CULLIS_SHARED, or CULLIS_WITHOUT_SHARED=1"),
    }
}

/// Versions of all ecosystems, near enough to each other to collide.
fn version() -> impl Strategy<Value = String> {
    let core = "[0-2](\\.[0-2]){0,3}";
    let tail = "((-|\\.)?(rc|alpha|a|b|beta|snapshot|sp|x|dev|post|0|1)([.-]?[0-2])?){0,2}";
    let build = "(\\+(1|abc|incompatible))?";
    let regex = |pattern: &str| proptest::string::string_regex(pattern).expect("a sound pattern");
    let plain = regex(&format!("v?{core}"));
    prop_oneof![4 => regex(&format!("{core}{tail}{build}")), 1 => plain, 1 => regex(".{0,12}")]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn orders_obey_the_laws(a in version(), b in version(), c in version()) {
        for (ecosystem, order) in super::ORDERS {
            let valid = |text: &str| order(text, text).is_ok();
            for text in [&a, &b, &c] {
                if let Ok(answer) = order(text, text) {
                    prop_assert_eq!(answer, Ordering::Equal, "{}: {} against itself", ecosystem, text);
                }
            }
            prop_assert_eq!(order(&a, &b).is_ok(), valid(&a) && valid(&b), "{}: {} {}", ecosystem, a, b);
            if let (Ok(ab), Ok(ba)) = (order(&a, &b), order(&b, &a)) {
                prop_assert_eq!(ab, ba.reverse(), "{}: {} {}", ecosystem, a, b);
            }
            if let (Ok(ab), Ok(bc), Ok(ac)) = (order(&a, &b), order(&b, &c), order(&a, &c)) {
                let chained = ab == bc || ab.is_eq() || bc.is_eq();
                // Maven's own order has cycles (`2` above `2rc` above `2.sp-0`
                // above `2`), and agreeing with Maven matters more.
                if chained && *ecosystem != "Maven" {
                    let expected = if ab.is_eq() { bc } else { ab };
                    prop_assert_eq!(ac, expected, "{}: {} {} {}", ecosystem, a, b, c);
                }
            }
        }
    }
}
