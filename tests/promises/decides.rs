//! Promise 4: one place decides, so every format gives the same exit code, on
//! the screen and in a file.

use cullis::report::Format;

use crate::gate::run;
use crate::story::stories;

#[test]
fn every_format_gives_the_exit_of_the_story() {
    let mut codes = std::collections::BTreeSet::new();
    for story in stories() {
        // The same desk would tell a second run of the first one's history.
        let exit_of = |more: &[&str]| run(&mut story.command(&story.desk(), more)).exit;
        let plain = exit_of(&[]);
        assert!(plain.is_some(), "{}", story.name);
        codes.insert(plain);
        for format in Format::ALL {
            let word = format.word();
            assert_eq!(exit_of(&["--report", word]), plain, "{}: {word}", story.name);
            let file = format!("{word}=report");
            assert_eq!(exit_of(&["--report", &file]), plain, "{}: {file}", story.name);
            // A flag that changes the code changes it for every format alike.
            let zero = if plain == Some(1) { Some(0) } else { plain };
            assert_eq!(exit_of(&["--report", word, "--exit-zero"]), zero, "{}: {word}", story.name);
        }
    }
    // Stories that all end alike would show nothing.
    assert!([0, 1, 3, 4].iter().all(|code| codes.contains(&Some(*code))), "{codes:?}");
}
