//! The scanner against another parser, and what that one lets pass.

use proptest::prelude::{Strategy, any, prop_oneof, proptest};

use super::{Document, Kind, ReadError, SourceFile, Value};
use crate::domain::limits::Limits;
use crate::domain::place::TreePath;
use crate::messages::{Language, say};

fn file(text: &str) -> SourceFile {
    let path = TreePath::new("a.json").expect("a sound path");
    SourceFile::new(&path, text.as_bytes().to_vec(), &Limits::DEFAULT).expect("text")
}

fn error_of(text: &str) -> String {
    let file = file(text);
    let error: ReadError = Document::parse(&file, &Limits::DEFAULT).expect_err("not sound JSON");
    format!("{}: {}", error.place, say(&error.message, Language::English))
}

fn rebuilt(value: Value<'_>) -> serde_json::Value {
    match value.kind() {
        Kind::Null => serde_json::Value::Null,
        Kind::Boolean => value.boolean().into(),
        Kind::Number => serde_json::from_str(value.raw()).expect("a number"),
        Kind::Text => value.text().expect("text").into(),
        Kind::List => value.items().map(rebuilt).collect(),
        Kind::Object => {
            let members = value.members();
            let members =
                members.map(|(key, value)| (key.text().expect("a key").into_owned(), rebuilt(value)));
            serde_json::Value::Object(members.collect())
        }
    }
}

#[test]
fn keys_and_values_know_their_places() {
    let file = file("{\n  \"a\": [1, {\"b\\u0063\": \"锁\"}],\n  \"d\": true\n}\n");
    let document = Document::parse(&file, &Limits::DEFAULT).expect("sound");
    let inner = document.root().get("a").expect("there").items().nth(1).expect("there");
    let (key, value) = inner.members().next().expect("there");
    assert_eq!(
        (key.text().expect("text").as_ref(), key.place().to_string()),
        ("bc", "a.json:2:13".to_owned())
    );
    assert_eq!((value.raw(), value.place().to_string()), ("\"锁\"", "a.json:2:24".to_owned()));
    assert_eq!(document.root().get("d").and_then(Value::boolean), Some(true));
    assert_eq!(document.root().members().count(), 2);
}

#[test]
fn errors_name_the_place_and_what_was_expected() {
    let cases = [
        ("", "a.json:1:1: is empty; expected JSON"),
        (" \n", "a.json:1:1: is empty; expected JSON"),
        ("{\"a\": 1,}", "a.json:1:9: expected a key in double quotes, found `}`"),
        ("[1,]", "a.json:1:4: expected a JSON value, found `]`"),
        ("[1 2]", "a.json:1:4: expected `,` / `]`, found `2`"),
        ("{\"a\" 1}", "a.json:1:6: expected `:`, found `1`"),
        ("{\"a\": ", "a.json:1:7: expected JSON, found the end of the file"),
        ("{\"a\": 1", "a.json:1:8: expected `,` / `}`, found the end of the file"),
        ("{\"a", "a.json:1:2: expected a closing `\"` on the line where the string begins"),
        ("\"\\", "a.json:1:1: expected a closing `\"` on the line where the string begins"),
        ("{} x", "a.json:1:4: expected the end of the file behind the JSON document, found `x`"),
        ("[01]", "a.json:1:2: expected a JSON value, found `01`"),
        ("[NaN]", "a.json:1:2: expected a JSON value, found `NaN`"),
        ("// c\n{}", "a.json:1:1: expected a JSON value, found `/`"),
        (
            "[\"\\ud800\"]",
            "a.json:1:2: expected a JSON string, found a broken escape or a control character in `\"\\ud800\"`",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(error_of(text), expected, "{text}");
    }
}

#[test]
fn a_key_that_stands_twice_is_an_error_at_the_second_however_it_is_spelt() {
    let expected = "a.json:2:1: `name` stands here a second time; the first is at line 1, and tools differ in which one they read";
    assert_eq!(error_of("{\"x\": {}, \"name\": [1, 2],\n\"n\\u0061me\": 2}"), expected);
    let many = (0..100).fold(String::new(), |text, n| text + &format!("\"k{n}\": {{}}, "));
    assert_eq!(error_of(&format!("{{{many}\"name\": 1,\n\"name\": 2}}")), expected);
    assert!(Document::parse(&file("[{\"a\": {\"a\": 1}}, {\"a\": 1}]"), &Limits::DEFAULT).is_ok());
}

#[test]
fn an_unresolved_merge_is_called_by_its_name() {
    let text = "{\n\"a\": 1,\n<<<<<<< HEAD\n\"b\": 2\n=======\n\"b\": 3\n>>>>>>> topic\n}";
    assert!(
        error_of(text).starts_with("a.json:3:1: holds an unresolved merge (`<<<<<<<`)"),
        "{}",
        error_of(text)
    );
}

#[test]
fn depth_and_number_of_values_are_bounded() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(Document::parse(&file(&nested(128)), &Limits::DEFAULT).is_ok());
    assert!(error_of(&nested(129)).contains("nests deeper than 128 levels"));
    assert!(error_of(&"{\"a\":".repeat(10_000)).contains("nests deeper than 128 levels"));
    let deep = Limits { depth: 1_000_000, ..Limits::DEFAULT };
    assert!(Document::parse(&file(&nested(500_000)), &deep).is_ok());
    let few = Limits { json_nodes: 3, ..Limits::DEFAULT };
    assert!(Document::parse(&file("[1,2]"), &few).is_ok());
    assert!(Document::parse(&file("[1,2,3]"), &few).is_err());
}

proptest! {
    #[test]
    fn what_serde_json_reads_is_read_alike(value in any_json()) {
        let text = serde_json::to_string_pretty(&value).expect("JSON");
        let file = file(&text);
        let document = Document::parse(&file, &Limits::DEFAULT).expect("sound");
        assert_eq!(rebuilt(document.root()), value);
    }

    #[test]
    fn what_serde_json_refuses_is_refused(text in r#"([\[\]{},:0-9eE.+\-"\\ntu \n]|true|null|"a"|"\\u00e9"){0,12}"#) {
        let file = file(&text);
        let sound = Document::parse(&file, &Limits::DEFAULT).is_ok();
        let theirs: Result<&serde_json::value::RawValue, _> = serde_json::from_str(&text);
        // A key that stands twice is the one thing that only this scanner refuses.
        if sound || !text.contains('{') {
            assert_eq!(sound, theirs.is_ok(), "{text}");
        }
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let scalar = prop_oneof![
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
        any::<()>().prop_map(|()| serde_json::Value::Null),
    ];
    scalar.prop_recursive(4, 64, 20, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..20).prop_map(Into::into),
            proptest::collection::btree_map(any::<String>(), inner, 0..20)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}
