//! The orders against hand-written vectors, their native tools' answers, and
//! the laws of an order.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::{VersionError, compare, compare_gradle, compare_semver, ecosystems};

#[test]
fn an_unknown_ecosystem_is_an_error() {
    let error = compare("Nowhere", "1", "1").expect_err("there is no such order");
    assert_eq!(error, VersionError::UnknownEcosystem("Nowhere".to_owned()));
}

/// Pairs that plausible mistakes get wrong, each with the order that the
/// ecosystem's own tool gives.
static PAIRS: &[(&str, &str, &str, &str)] = &[
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
    ("RubyGems", "1.0.a", "<", "1"),
    ("RubyGems", "1.0-rc1", "=", "1.0.pre.rc.1"),
    ("RubyGems", "1.a.0.b", "<", "1.a"),
    ("RubyGems", "1.0.0.a.1", "=", "1.a.1"),
    ("Packagist", "1.0", "=", "v1.0.0.0"),
    ("Packagist", "1.0.0-RC1", "<", "1.0.0"),
    ("Packagist", "1.0.0-p1", ">", "1.0.0"),
    ("Packagist", "1.0.0-beta", "<", "1.0.0-beta1"),
    ("Packagist", "1.x-dev", ">", "1.99.0"),
    ("Packagist", "1.0-stable-dev", "=", "1.0."),
    ("Packagist", "2010-01-02", "<", "2010-02-01"),
    ("Packagist", "20100102-203040-p1", ">", "20100102-203040"),
    ("Pub", "1.2.3+1", ">", "1.2.3"),
    ("Pub", "1.2.3-dev", "<", "1.2.3-dev+1"),
    ("Julia", "1.2.3+1", "<", "1.2.3+10"),
    ("Julia", "1.2", "=", "1.2.0"),
    ("Hex", "1.0.0+a", "=", "1.0.0"),
    ("SwiftURL", "v1.2", "=", "1.2.0"),
    ("Hackage", "1.0.0", ">", "1.0"),
    ("CRAN", "0.1-10", ">", "0.1.9"),
    ("CRAN", "1.0", "<", "1.0.0"),
    ("ConanCenter", "1.0.0", "=", "1"),
    ("ConanCenter", "1.0+2", ">", "1.0+1"),
    ("ConanCenter", "cci.20230101", "<", "cci.20240101"),
    ("ConanCenter", "1.0-rc", "<", "1.0"),
    ("GitHub Actions", "v4", "<", "v4.1.2"),
    ("GitHub Actions", "v4.10.0", ">", "4.9.9"),
    ("Debian", "1.0~rc1-1", "<", "1.0-1"),
    ("Debian", "1:0.1", ">", "2024.1-1"),
    ("Debian", "1.0a", "<", "1.0+a"),
    ("Ubuntu", "2.35-0ubuntu3.1", "<", "2.35-0ubuntu3.10"),
    ("opam", "1.0~beta", "<", "1.0"),
    ("opam", "1.0-1", ">", "1.0"),
    ("Alpine", "1.2_rc1-r9", "<", "1.2-r0"),
    ("Alpine", "1.2_p1", ">", "1.2"),
    ("Alpine", "1.2a", ">", "1.2_git20240101"),
    ("Alpine", "1.05", "<", "1.5"),
    ("Alpine", "1.2~abc-r1", ">", "1.2-r1"),
    ("Wolfi", "1.2.3-r10", ">", "1.2.3-r9"),
    ("Red Hat", "0:4.18.0-553.el8_10", "=", "4.18.0-553.el8_10"),
    ("SUSE", "1.0~rc1-1", "<", "1.0-1"),
    ("openEuler", "1.0^git1-1", ">", "1.0-1"),
    ("Rocky Linux", "1.0.a-1", "<", "1.0.1-1"),
    ("Bitnami", "1.2.3-2", ">", "1.2.3"),
    ("Bitnami", "1.2.3-10", ">", "1.2.3-9"),
    ("FreeBSD:ports", "1.0_1", ">", "1.0"),
    ("FreeBSD:ports", "1.0,1", ">", "2.0_5"),
    ("FreeBSD:ports:14.3", "10alpha", "<", "10"),
    ("FreeBSD:ports", "10a", ">", "10"),
    ("FreeBSD:ports", "1.2.d2", "=", "1.2.dev2"),
    ("Root:Alpine:3.18", "1.2_rc1-r9", "<", "1.2-r0"),
    ("TuxCare:npm", "1.25.2-tuxcare.10", ">", "1.25.2-tuxcare.9"),
    ("Docker Hardened Images:Debian:13", "1.6.48-1+deb13u6+dhi0", ">", "1.6.48-1+deb13u6"),
];

#[test]
fn each_order_agrees_with_its_native_tool() {
    for (ecosystem, a, sign, b) in PAIRS {
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
        ("RubyGems", "1.0."),
        ("RubyGems", "a.1"),
        ("Packagist", "dev-main"),
        ("Packagist", "1.2.3.4.5"),
        ("Pub", "1.2"),
        ("Hex", "1.2"),
        ("Julia", "1.2.3.4"),
        ("Hackage", "1.0-rc1"),
        ("CRAN", "1..0"),
        ("ConanCenter", "1_0"),
        ("GitHub Actions", "main"),
        ("GitHub Actions", "8f4b7f84864484a7bf31766abe9204da3cbe65b3"),
        ("Debian", "1.0_1"),
        ("Debian", "a:1.0"),
        ("Debian", "1.0-"),
        ("opam", "1:0"),
        ("Alpine", "1.0a1"),
        ("Alpine", "1.0-1"),
        ("Red Hat", "1.0 1"),
        ("Red Hat", "-1"),
        ("Bitnami", "1.2.3-rc1"),
        ("FreeBSD:ports", "1.0-1"),
    ];
    for (ecosystem, text) in cases {
        let error = compare(ecosystem, text, "1.0.0").expect_err(text);
        assert_eq!(error, VersionError::NotAVersion(text.to_owned()), "{ecosystem}");
    }
}

/// Vectors that don't hold: the file, the reason, the vectors. One that holds
/// after all fails the test.
static LEFT_OUT: &[(&str, &str, &[&str])] = &[
    (
        "alpine",
        "`apk version --check` calls one of the two invalid: refused",
        &[
            ".1 < 1",
            ".2 > .1",
            "0...1...0 < 0...1...1",
            "0...1...0.r1 < 0...1...0.r2",
            "0...1...0r1 < 0...1...0r2",
            "0..1..0 < 0..1..1",
            "0..8 = 0..8",
            "0..8 > 0...8",
            "0.8.21.r2 < 0.8.21r2",
            "0.8.21.r2 > 0.8.21.r1",
            "0.r1 < 0r2",
            "1 > .1",
            "1 > 1-ruff",
            "1-r = 1-r0",
            "1-r-0 < 1-r0",
            "1-r-1 < 1-r0",
            "1-r0-1 = 1-r-2",
            "1-r0-1 = 1-r0-2",
            "1-r0-ruff2 = 1-r0-ruff1",
            "1-r2 > 1-r-1",
            "1-ruff2 = 1--ruff1",
            "1-ruff2 = 1-ruff1",
            "1.0 < 1.0bc",
            "1.2 > 1.2_blah",
            "1.2.0A < 1.2.0d",
            "1.2.0D < 1.2.0d",
            "1.2_cvs1 > 1.2_blah",
            "1.2_svn1 > 1.2_csv2",
            "10.2.24.r0 > 10.2.22.r0",
            "23_foo > 4_beta",
            "6.6.2p1 < 6.6.2p2",
            "6.6.2p1 = 6.6.2p1",
            "6.6.2p1 > 6.6.2_p1",
            "6.6.2p1 > 6.6.2_p2",
            "a < b",
            "c = c",
            "c > b",
        ],
    ),
    ("maven", "holds since Maven 4; Maven 3.9 says greater", &["1-1 = 1-ga-1"]),
    (
        "packagist",
        "PHP compares them, Composer refuses one of the two",
        &[
            "4.3-2RC1 < 4.3-2RC2",
            "4.3-2RC2 > 4.3-2beta5",
            "4.3-2 > 4.3-2beta1",
            "1.2.3.# = 1.2.3",
            "1.2.3.# = 1.2.3.#",
            "1.2.3.# = 1.2.3.1",
            "1.2.3.#.1 > 1.2.3",
            "1.2.3.#.p3 > 1.2.3",
            "1.2.3.#.beta < 1.2.3",
            "999999999999999999999999999991 < 999999999999999999999999999999",
            "999999999999999999999999999991.999999999999999999999999999991.999999999999999999999999999991 < 999999999999999999999999999999.999999999999999999999999999991.999999999999999999999999999991",
        ],
    ),
    ("packagist", "Composer makes four numbers of both before it compares: they are one", &["1.0.0 > 1.0"]),
    ("packagist", "a branch by its name is in no order", &["1.26.0 > dev-foo", "dev-foo < 1.26.0"]),
    (
        "pub",
        "Pub takes three numbers, no less and no more",
        &["1.1.3.4.5 = 1.1.3.4.5", "999999999999999999999999999991 < 999999999999999999999999999999"],
    ),
    ("rubygems", "a number with a word glued to it is malformed there", &["1 > 1beta", "1 > 1gamma"]),
    (
        "pypi",
        "versions from before PEP 440: Python's own library refuses them, too",
        &[
            "0.1-bulbasaur < 0.1-charmander",
            "0.1-charmander < 0.9-doduo",
            "0.9-doduo < 0.9-eevee",
            "0.9-eevee < 0.9-fearow",
            "0.9-fearow < 0.9-gyarados",
            "0.9-gyarados < 0.9-horsea",
            "0.9-horsea < 0.9-ivysaur",
            "0.9-ivysaur < 1.0",
            "-class.-jw.util.version.version-pre < 1.0",
            "-class.-jw.util.version.version-preview < 1.0",
            "-class.-jw.util.version.version-dev < 1.0",
        ],
    ),
    ("semver", "five numbers: no SemVer of any reading", &["1.1.3.4.5 = 1.1.3.4.5"]),
];

#[test]
fn hand_written_vectors_hold() {
    let orders: [(&str, super::Compare); 12] = [
        ("alpine", |a, b| compare("Alpine", a, b)),
        ("cran", |a, b| compare("CRAN", a, b)),
        ("debian", |a, b| compare("Debian", a, b)),
        ("hackage", |a, b| compare("Hackage", a, b)),
        ("maven", |a, b| compare("Maven", a, b)),
        ("nuget", |a, b| compare("NuGet", a, b)),
        ("packagist", |a, b| compare("Packagist", a, b)),
        ("pub", |a, b| compare("Pub", a, b)),
        ("pypi", |a, b| compare("PyPI", a, b)),
        ("redhat", |a, b| compare("Red Hat", a, b)),
        ("rubygems", |a, b| compare("RubyGems", a, b)),
        ("semver", compare_semver),
    ];
    let mut wrong = Vec::new();
    for (file, order) in orders {
        let Some(text) = shared_text(&format!("vectors/versions/{file}-versions.txt")) else { return };
        let is_vector = |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//");
        let mut failing: Vec<&str> = Vec::new();
        for line in text.lines().map(str::trim).filter(is_vector) {
            let [a, sign, b] = line.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{file}: a vector is `a < b`, found `{line}`");
            };
            let holds = order(a, b) == Ok(order_of(sign)) && order(b, a) == Ok(order_of(sign).reverse());
            failing.extend((!holds).then_some(line));
        }
        let of_file = LEFT_OUT.iter().filter(|(of, _, _)| *of == file);
        let left_out: Vec<&str> = of_file.flat_map(|(_, _, lines)| lines.iter().copied()).collect();
        let unlisted = failing.iter().filter(|line| !left_out.contains(line));
        wrong.extend(unlisted.map(|line| format!("{file}: `{line}` doesn't hold")));
        let settled = left_out.iter().filter(|line| !failing.contains(line));
        wrong.extend(settled.map(|line| format!("{file}: `{line}` holds after all")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Whoever extends the schema's list must say here what becomes of the name.
#[test]
fn every_ecosystem_of_the_schema_has_an_order_or_is_said_to_have_none() {
    let Some(text) = shared_text("schemas/osv.json") else { return };
    let schema: serde_json::Value = serde_json::from_str(&text).expect("a schema");
    let names = schema["$defs"]["ecosystemName"]["enum"].as_array().expect("a list of names");
    let mut of_schema: Vec<&str> = names.iter().filter_map(serde_json::Value::as_str).collect();
    let mut known: Vec<&str> = ecosystems::ORDERS.iter().map(|(name, _)| *name).collect();
    known.extend(ecosystems::REBUILT);
    known.extend(ecosystems::WITHOUT_ORDER);
    known.push("FreeBSD");
    of_schema.sort_unstable();
    known.sort_unstable();
    assert_eq!(known, of_schema);
    for name in ["Android", "Root", "Root:Root:npm", "Root:Nowhere", "FreeBSD", "FreeBSD:kernel:14.3"] {
        assert_eq!(compare(name, "1", "1"), Err(VersionError::UnknownEcosystem(name.to_owned())));
    }
    assert!(super::has_order("Debian:12") && super::has_order("Maven:https://maven.example"));
}

/// Pairs of the user guide's page on the order of versions.
#[test]
fn gradle_orders_as_its_guide_says() {
    let ascending = [
        "1.0-dev",
        "1.0-ALPHA",
        "1.0-alpha",
        "1.0-zeta",
        "1.0-rc",
        "1.0-SNAPSHOT",
        "1.0-final",
        "1.0-ga",
        "1.0-release",
        "1.0-sp",
        "1.0",
        "1.0.0",
        "1.1.a",
        "1.1",
        "1.2",
        "1.10",
    ];
    for (index, lower) in ascending.iter().enumerate() {
        for higher in ascending.iter().skip(index + 1) {
            assert_eq!(compare_gradle(lower, higher), Ok(Ordering::Less), "{lower} < {higher}");
        }
    }
    for equal in ["1-a-1", "1_a_1", "1+a+1", "1a1"] {
        assert_eq!(compare_gradle("1.a.1", equal), Ok(Ordering::Equal), "{equal}");
    }
    // Maven says otherwise.
    assert_eq!(compare("Maven", "1.0", "1.0.0"), Ok(Ordering::Equal));
    assert!(compare_gradle("1..0", "1").is_err());
}

/// Each order on texts of a hundred thousand characters: whatever it answers,
/// it answers in time that grows with the length alone, and without a stack.
#[test]
fn long_texts_cost_time_in_proportion() {
    let mut orders: Vec<(&str, super::Compare)> =
        vec![("FreeBSD:ports", |a, b| compare("FreeBSD:ports", a, b)), ("Gradle", compare_gradle)];
    for (name, order) in ecosystems::ORDERS {
        if !orders.iter().any(|(_, known)| std::ptr::fn_addr_eq(*known, *order)) {
            orders.push((name, *order));
        }
    }
    let parts = ["9", "0", "1.", ".0", ".", "a", "a1", "-", "1-", "1~", "^", "1.a.", "+b.", "_p1", "é"];
    for part in parts {
        let text = format!("1{}1", part.repeat(100_000 / part.len()));
        for (name, order) in &orders {
            let begin = std::time::Instant::now();
            drop(order(&text, &text));
            // Some thousandths of a second when it is linear, minutes when it isn't.
            assert!(begin.elapsed().as_secs() < 5, "{name}, `{part}`: {:?}", begin.elapsed());
        }
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
    let tail = "((-|\\.|_|~|\\^)?(rc|alpha|a|b|beta|snapshot|sp|x|dev|post|p|r|0|1)([.-]?[0-2])?){0,2}";
    let epoch = "([01][:!])?";
    let build = "(\\+(1|abc|incompatible))?(-r?[0-2])?(,1)?";
    let regex = |pattern: &str| proptest::string::string_regex(pattern).expect("a sound pattern");
    let plain = regex(&format!("v?{core}"));
    prop_oneof![4 => regex(&format!("{epoch}{core}{tail}{build}")), 1 => plain, 1 => regex(".{0,12}")]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn orders_obey_the_laws(a in version(), b in version(), c in version()) {
        let others: [(&str, super::Compare); 2] =
            [("FreeBSD:ports", |a, b| compare("FreeBSD:ports", a, b)), ("Gradle", compare_gradle)];
        for (ecosystem, order) in ecosystems::ORDERS.iter().chain(&others) {
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
                // above `2`), and so has Conan's; agreeing with them matters more.
                if chained && !["Maven", "ConanCenter"].contains(ecosystem) {
                    let expected = if ab.is_eq() { bc } else { ab };
                    prop_assert_eq!(ac, expected, "{}: {} {} {}", ecosystem, a, b, c);
                }
            }
        }
    }
}
