//! Tests of layers: each story of `fixtures/policy`, and random stacks.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::keys::{Vocabulary, keys};
use super::tightening::Tightening;
use super::value::{Shape, Value};
use super::{LayerKind, LayerSource, effective, layer, lint, profiles, stack};
use crate::domain::place::TreePath;
use crate::messages::{Language, say};
use crate::signature::{Algorithm, PrivateKey};

/// Rules that stand in for the product's: `rules` is no room of ours.
const RULES: [&str; 4] = ["vulnerable-component", "missing-hash", "unused-exception", "open-threat"];

fn repository(text: &str) -> LayerSource {
    let path = TreePath::new("cullis.toml").expect("a sound path");
    LayerSource::of_repository(path, text.as_bytes().to_vec())
}

fn handed_in(name: &str, text: &str) -> LayerSource {
    LayerSource::handed_in(name, text.as_bytes().to_vec())
}

fn errors_of(text: &str) -> Vec<String> {
    let errors = lint(&repository(text), &RULES);
    errors
        .iter()
        .map(|error| format!("{}: {}", error.place, say(&error.message, Language::English)))
        .collect()
}

/// Layers of a story, outermost first: `1-head-office.toml` and so on are
/// handed in, `cullis.toml` is the repository's. A file named after a profile
/// stands for it.
#[expect(clippy::disallowed_methods, reason = "stories are folders")]
fn layers_of(folder: &Path) -> Vec<LayerSource> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a story's folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "toml"))
        .collect();
    names.sort();
    let read = |name: &String| {
        let bytes = std::fs::read(folder.join(name)).expect("a layer");
        match name.as_str() {
            "cullis.toml" => LayerSource::of_repository(TreePath::new(name).expect("a sound path"), bytes),
            _ => LayerSource::handed_in(name, bytes),
        }
    };
    names.iter().map(read).collect()
}

/// A layer that stands for the host.
fn of_host(text: &str) -> LayerSource {
    LayerSource::of_host("/etc/cullis/policy.toml", text.as_bytes().to_vec())
}

#[test]
fn a_forbidden_flag_names_the_outermost_layer_that_forbids_it() {
    let host = of_host("flags.forbid = [\"--now\"]\n");
    let branch = handed_in("branch.toml", "\nflags.forbid = [\"--db\", \"--now\"]\n");
    let own = repository("flags.forbid = []\nlevels.missing-hash = \"off\"\n");
    let policy = effective(&[host, branch, own], &RULES).expect("sound");
    let forbidden: Vec<String> = policy
        .demands
        .forbidden_flags
        .iter()
        .map(|setting| format!("{} {}", setting.value, setting.place))
        .collect();
    assert_eq!(forbidden, ["--now /etc/cullis/policy.toml:1:7", "--db branch.toml:2:7"]);
    let refused: Vec<&str> = policy.refused.iter().map(|refused| &*refused.key).collect();
    assert_eq!(refused, ["levels.missing-hash"], "the host grants nothing");
    assert!(!policy.repository_governs_itself);
}

#[test]
fn only_the_host_names_folders_of_its_machine() {
    let text = "defaults.db = \"/srv/a\"\n";
    let policy = effective(&[of_host(text)], &RULES).expect("sound");
    assert_eq!(policy.demands.default_database.as_deref(), Some("/srv/a"));
    for other in [handed_in("branch.toml", text), repository(text)] {
        let policy = effective(&[other], &RULES).expect("sound");
        assert_eq!(policy.demands.default_database, None);
        assert_eq!(policy.refused.len(), 1, "it is told");
    }
}

/// What a story comes to: its errors, or what the layers below the default
/// changed, added and tried.
fn outcome(layers: &[LayerSource]) -> String {
    let mut text = String::new();
    let shown = match super::show(layers, &RULES) {
        Ok(shown) => shown,
        Err(errors) => {
            for error in errors {
                let _ = writeln!(text, "{}: {}", error.place, say(&error.message, Language::English));
            }
            return text;
        }
    };
    let alone = if shown.policy.repository_governs_itself { "itself" } else { "others" };
    let _ = writeln!(text, "governed by: {alone}");
    for line in shown.lines.iter().filter(|line| !line.place.to_string().starts_with("<default")) {
        let _ = writeln!(text, "{} = {}  # {}", line.key, line.value, line.place);
    }
    for entry in &shown.policy.registries {
        let _ = writeln!(text, "registry {} {:?}  # {}", entry.url, entry.mirrors, entry.place);
    }
    for entry in &shown.policy.exceptions {
        let _ = writeln!(
            text,
            "exception {} {} until {}  # {}",
            entry.id, entry.component, entry.expires, entry.place
        );
    }
    for refused in &shown.policy.refused {
        let _ = writeln!(
            text,
            "refused {} = {}  # {}, held at {} by {}",
            refused.key, refused.attempted, refused.place, refused.in_force, refused.held_by
        );
    }
    text
}

/// `CULLIS_ACCEPT=1` takes what is found for what is expected.
#[test]
#[expect(clippy::disallowed_methods, reason = "stories are folders")]
fn every_story_ends_as_expected() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/policy");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&root).expect("stories").map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    assert!(folders.len() >= 8, "only {} stories", folders.len());
    for folder in folders {
        let found = outcome(&layers_of(&folder));
        let expected = folder.join("expected.txt");
        if std::env::var_os("CULLIS_ACCEPT").is_some() {
            std::fs::write(&expected, &found).expect("written");
        }
        let expected = std::fs::read_to_string(expected).unwrap_or_default();
        assert_eq!(found, expected, "{}", folder.display());
    }
}

/// The rules that the default profile has levels for.
fn rules_of_default() -> Vec<&'static str> {
    let [(_, _, text), ..] = profiles::PROFILES;
    let levels = text.split("[levels]").nth(1).expect("a table of levels").lines();
    levels.filter_map(|line| line.split_once(" = \"")).map(|(rule, _)| rule).collect()
}

#[test]
fn the_profiles_grant_nothing_and_every_line_of_them_tightens_the_default() {
    let rules = rules_of_default();
    assert!(rules.len() >= 45, "{rules:?}");
    let vocabulary = Vocabulary::new(&rules);
    for name in ["strict", "bank"] {
        let source = LayerSource { kind: LayerKind::HandedIn, ..profiles::profile(name).expect("a profile") };
        let profile = layer::Layer::read(&source, &vocabulary).expect("every key of it is known");
        assert!(profile.may_loosen.is_empty(), "{name} grants something");
        let mut default = layer::Layer::read(&profiles::default(), &vocabulary).expect("sound");
        // Without the default's grant, each line has to be a tightening.
        default.may_loosen.clear();
        let stack = stack::stack(&[default, profile], &vocabulary).expect("whole");
        let refused: Vec<&str> = stack.policy.refused.iter().map(|refused| &*refused.key).collect();
        // This one tightens neither way, which is why it needs the grant.
        let undirected: &[&str] = if name == "bank" { &["sources.undeclared"] } else { &[] };
        assert_eq!(refused, undirected, "{name}");
    }
}

/// The comments of the built-in profiles are passed over, and no place moves.
#[test]
fn a_profile_says_the_same_with_and_without_its_comments() {
    let vocabulary = Vocabulary::new(&rules_of_default());
    for (name, ..) in profiles::PROFILES {
        let built_in = profiles::profile(name).expect("a profile");
        let whole = LayerSource { kind: LayerKind::Host, ..built_in.clone() };
        let said = [built_in, whole].map(|source| {
            let layer = layer::Layer::read(&source, &vocabulary).expect("sound");
            let keys = layer.stated.into_iter().map(|one| format!("{} {:?}", one.name, one.value));
            (keys.collect::<Vec<_>>(), layer.digest)
        });
        assert_eq!(said[0], said[1], "{name}");
        assert!(said[0].0.len() > 10, "{name}");
    }
}

#[test]
fn every_key_that_a_sentence_names_is_one() {
    let vocabulary = Vocabulary::new(&rules_of_default());
    let tables = [
        "limits.",
        "inventory.",
        "database.",
        "licenses.",
        "sources.",
        "levels.",
        "flags.",
        "advisories.",
        "practices.",
        "fix-days.",
    ];
    let mut named = 0;
    for sentence in crate::messages::all() {
        for quoted in sentence.english.split('`').skip(1).step_by(2) {
            let key = quoted.split([' ', '=']).next().unwrap_or_default();
            if tables.iter().any(|table| key.starts_with(table)) && !key.contains(['{', '*']) {
                named += 1;
                assert!(vocabulary.meaning_of(key).is_some(), "`{key}` in {}", sentence.key);
            }
        }
    }
    assert!(named > 5, "only {named} keys are named");
}

#[test]
fn the_default_asked_for_by_name_changes_nothing() {
    let named = profiles::profile("default").expect("a profile");
    let own = repository("levels.open-threat = \"note\"");
    assert_eq!(effective(&[named, own.clone()], &RULES), effective(&[own], &RULES));
}

#[test]
fn a_rule_without_a_default_level_is_an_error_not_a_level() {
    let errors = effective(&[], &["no-such-rule"]).expect_err("nothing sets it");
    assert_eq!(errors.len(), 1);
}

#[test]
fn every_error_of_a_file_is_told_with_its_place() {
    let text = "database.max-age = 3\nlicenses.deny = \"MIT\"\n[inventory]\nallow-empty = 1\n\
                [levels]\nopen-threats = \"warn\"\nmissing-hash = \"fatal\"\n";
    assert_eq!(
        errors_of(text),
        [
            "cullis.toml:1:10: unknown key `database.max-age`; did you mean `database.max-age-days`?",
            "cullis.toml:2:17: `licenses.deny` takes a list of texts, none of them blank; found `\"MIT\"`",
            "cullis.toml:4:15: `inventory.allow-empty` takes `true` or `false`; found `1`",
            "cullis.toml:6:1: unknown key `levels.open-threats`; did you mean `levels.open-threat`?",
            "cullis.toml:7:16: `levels.missing-hash` takes `\"block\"`, `\"warn\"`, `\"note\"` or `\"off\"`, or \
             `{ before = \"warn\", from = 2027-01-01, level = \"block\" }`; found `\"fatal\"`",
        ]
    );
}

#[test]
fn licences_are_known_ones_and_an_unfinished_merge_is_named() {
    assert_eq!(
        errors_of("licenses.deny = [\"MIT\", \"AGPL-3\", \"MIT OR ISC\", \"apache-2.0\"]"),
        [
            "cullis.toml:1:25: `AGPL-3` is no licence of the SPDX list; did you mean `AGPL-3.0`?",
            "cullis.toml:1:35: `MIT OR ISC` is no licence of the SPDX list, and no `LicenseRef-`; name one \
             licence for each entry",
        ]
    );
    let merge = errors_of("[levels]\n<<<<<<< ours\nopen-threat = \"off\"\n=======\n>>>>>>> theirs\n");
    assert!(
        matches!(merge.as_slice(), [one] if one.starts_with("cullis.toml:2:1: holds an unresolved merge")),
        "{merge:?}"
    );
}

#[test]
fn hostile_files_are_refused_in_bounded_time() {
    let deep = format!("a = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let dotted = format!("{} = 1", vec!["a"; 100_000].join("."));
    let many = (0..100_000).fold(String::new(), |mut text, index| {
        let _ = writeln!(text, "levels.key{index} = 1");
        text
    });
    let licences = format!("licenses.deny = [{}]", "\"X-Y-Z\",".repeat(100_000));
    let grants = format!("may-loosen = {:?}", (0..50_000).map(|n| format!("level{n}")).collect::<Vec<_>>());
    for text in [
        licences,
        grants,
        deep,
        dotted,
        many,
        "a = \"\u{0}\"".to_owned(),
        "[".to_owned(),
        "\u{1b}".to_owned(),
    ] {
        let errors = lint(&repository(&text), &RULES);
        assert!(!errors.is_empty() && errors.len() <= 21, "{} errors", errors.len());
    }
    let binary = LayerSource::handed_in("binary", vec![0xC3; 64]);
    assert_eq!(lint(&binary, &RULES).len(), 1);
    let large = LayerSource::handed_in("large", vec![b' '; (4 << 20) + 1]);
    assert_eq!(lint(&large, &RULES).len(), 1);
    assert_eq!(errors_of(""), Vec::<String>::new());
}

/// How tight a value is: a set of what it lets through, of which a tighter
/// value lets through less. Written apart from `Tightening::meet` on purpose.
fn lets_through(tightening: Tightening, value: &Value, what: &str) -> bool {
    let rank = |value: &Value| match value {
        Value::Level(level) => *level as u64,
        // The ramps of `policy::stack` are judged by their verdicts.
        Value::Schedule(schedule) => schedule.highest() as u64,
        Value::Number(number) => *number,
        Value::Boolean(flag) => u64::from(*flag),
        Value::Choice(word) => u64::from(*word == "cargo"),
        Value::Words(_) | Value::Path(_) | Value::Text(_) => 0,
    };
    let what_rank: u64 = what.parse().unwrap_or_default();
    match (tightening, value) {
        (Tightening::Fewer, Value::Words(words)) => words.iter().any(|word| **word == *what),
        (Tightening::FewerThanAll, Value::Words(words)) => {
            words.is_empty() || words.iter().any(|word| **word == *what)
        }
        (Tightening::More, Value::Words(words)) => !words.iter().any(|word| **word == *what),
        (Tightening::Higher | Tightening::True | Tightening::Larger, value) => what_rank >= rank(value),
        (Tightening::Smaller | Tightening::False | Tightening::HandedIn, value) => what_rank <= rank(value),
        _ => false,
    }
}

/// A list of one public key, as a policy may write it.
const KEY: &str = r#"["-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"]"#;

const WORDS: [&str; 4] = ["MIT", "ISC", "0BSD", "Zlib"];

fn public_keys() -> Vec<String> {
    let key = |seed| PrivateKey::from_random(Algorithm::Ed25519, &[seed; 32]).expect("a key");
    (1..=3).map(|seed| key(seed).public().to_pem().to_owned()).collect()
}

fn value_of(shape: Shape) -> BoxedStrategy<String> {
    match shape {
        Shape::Level | Shape::Schedule => {
            prop::sample::select(vec!["\"off\"", "\"note\"", "\"warn\"", "\"block\""])
                .prop_map(str::to_owned)
                .boxed()
        }
        Shape::LoudLevel => {
            prop::sample::select(vec!["\"warn\"", "\"block\""]).prop_map(str::to_owned).boxed()
        }
        Shape::Boolean => any::<bool>().prop_map(|value| value.to_string()).boxed(),
        Shape::Number { least, .. } => (least..least + 4).prop_map(|value| value.to_string()).boxed(),
        Shape::Words | Shape::Licenses => prop::sample::subsequence(WORDS.to_vec(), 0..=WORDS.len())
            .prop_map(|words| format!("{words:?}"))
            .boxed(),
        Shape::SomeOf(choices) => {
            prop::sample::subsequence(choices.to_vec(), 0..=3).prop_map(|words| format!("{words:?}")).boxed()
        }
        Shape::Components => prop::sample::subsequence(vec!["pkg:npm/left", "pkg:pypi/right"], 0..=2)
            .prop_map(|words| format!("{words:?}"))
            .boxed(),
        Shape::Path => {
            prop::sample::select(vec!["\"\"", "\"/srv/a\"", "\"/srv/b\""]).prop_map(str::to_owned).boxed()
        }
        Shape::Repository => {
            prop::sample::select(vec!["\"\"", "\"git.example/a\""]).prop_map(str::to_owned).boxed()
        }
        Shape::Keys => {
            prop::sample::subsequence(public_keys(), 0..=3).prop_map(|keys| format!("{keys:?}")).boxed()
        }
        Shape::Choice(choices) => {
            prop::sample::select(choices.to_vec()).prop_map(|word| format!("{word:?}")).boxed()
        }
    }
}

/// What a repository would like its dependency's licence to be.
const CLARIFICATION: &str = "[[licenses.clarification]]\ncomponent = \"a\"\nlicense = \"MIT\"\n\
     file = \"LICENSE\"\nsha256 = \"00000000000000000000000000000000\
     00000000000000000000000000000000\"\n";

/// A layer that sets some of all keys, and adds an exception, a registry or a
/// clarification.
fn any_layer() -> impl Strategy<Value = String> {
    let keys = Vocabulary::new(&RULES);
    let lines: Vec<_> = keys
        .all()
        .map(|(name, meaning)| {
            let name = name.to_owned();
            prop::option::of(value_of(meaning.shape()))
                .prop_map(move |value| value.map(|value| format!("{name} = {value}\n")))
        })
        .collect();
    let added = prop::sample::select(vec![
        "",
        "[[registry]]\nurl = \"https://packages.example/\"\nmirrors = \"npm\"\n",
        "[[exception]]\nid = \"X-1\"\ncomponent = \"a\"\nowner = \"b\"\napprover = \"c\"\nreason = \"d\"\n\
         expires = 2030-01-01\n",
        CLARIFICATION,
    ]);
    (lines, added).prop_map(|(lines, added)| lines.into_iter().flatten().collect::<String>() + added)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Below a layer that grants nothing, nothing that any further layer says
    /// lets more through.
    #[test]
    fn nothing_below_an_ungranting_layer_loosens(
        organisation in any_layer(),
        below in prop::collection::vec(any_layer(), 1..3),
        grants_below in any::<bool>(),
    ) {
        let mut layers = vec![handed_in("organisation.toml", &organisation)];
        let above = super::laid(&layers, &RULES).expect("sound");
        for (index, text) in below.iter().enumerate() {
            // What a layer below grants can't be more than it was given.
            let grant = if grants_below && index == 0 { "may-loosen = [\"*\"]\n" } else { "" };
            let text = format!("{grant}{text}");
            layers.push(if index == 0 { handed_in("team.toml", &text) } else { repository(&text) });
        }
        let laid = super::laid(&layers, &RULES).expect("sound");
        prop_assert_eq!(&above.policy.exceptions, &laid.policy.exceptions);
        prop_assert_eq!(&above.policy.roster, &laid.policy.roster);
        prop_assert_eq!(&above.policy.registries, &laid.policy.registries);
        prop_assert_eq!(&above.policy.demands.clarifications, &laid.policy.demands.clarifications);
        let keys = public_keys();
        let whats: Vec<&str> = WORDS.into_iter().chain(["0", "1", "2", "3", "4"]).collect();
        for (name, meaning) in Vocabulary::new(&RULES).all() {
            let (before, after) = (&above.in_force[name].value, &laid.in_force[name].value);
            if matches!(meaning.tightening(), Tightening::Neither | Tightening::FromHost) {
                prop_assert_eq!(before, after);
            }
            for what in whats.iter().copied().chain(keys.iter().map(String::as_str)) {
                let loosened = lets_through(meaning.tightening(), after, what)
                    && !lets_through(meaning.tightening(), before, what);
                prop_assert!(!loosened, "{} lets {} through: {:?} became {:?}", name, what, before, after);
            }
        }
    }
}

#[test]
fn every_key_can_be_tightened_by_the_repository_or_needs_a_grant() {
    let tightest = |key: &super::keys::Key| match (key.shape, key.tightening) {
        (_, Tightening::Neither | Tightening::HandedIn | Tightening::FromHost) => None,
        (Shape::Boolean, Tightening::True) => Some("true"),
        (Shape::Boolean, _) => Some("false"),
        (Shape::Number { most: 100, .. }, Tightening::Larger) => Some("100"),
        (Shape::Number { .. }, Tightening::Larger) => Some("36500"),
        (Shape::Number { least: 0, .. }, _) => Some("0"),
        (Shape::Number { .. }, _) => Some("1"),
        (Shape::Words, _) => Some("[]"),
        (Shape::Keys, _) => Some(KEY),
        (Shape::Licenses, _) => Some("[\"MIT\"]"),
        (Shape::Components, _) => Some("[\"pkg:npm/left\"]"),
        _ => None,
    };
    for key in keys() {
        let Some(value) = tightest(key) else { continue };
        let layers = [handed_in("above.toml", ""), repository(&format!("{} = {value}", key.name))];
        let laid = super::laid(&layers, &RULES).expect("sound");
        assert_eq!(laid.policy.refused.len(), 0, "{}", key.name);
        assert_eq!(laid.in_force[key.name].value.to_toml(), value, "{}", key.name);
    }
}

#[test]
fn the_practices_that_can_be_required_are_the_catalogue() {
    let catalogue = crate::domain::practice::PRACTICES.iter().map(|practice| practice.id);
    assert!(catalogue.eq(super::words::PRACTICE_IDS.iter().copied()));
}
