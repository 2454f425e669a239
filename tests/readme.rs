//! What the READMEs say is what the product does: commands, screens, paths.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "the test compares files of the repository"
)]

use std::fs;
use std::path::Path;

const PAGES: [(&str, &str); 2] = [("README.md", "screen.en.txt"), ("README.zh-CN.md", "screen.zh-CN.txt")];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .unwrap_or_else(|_| format!("no {path}"))
}

/// The lines of the block behind a marker.
fn block<'page>(page: &'page str, marker: &str) -> Vec<&'page str> {
    let behind = page.split(marker).nth(1).expect("the page has its marker");
    let fenced = behind.split("```").nth(1).expect("a fenced block follows the marker");
    fenced.lines().skip(1).collect()
}

#[test]
fn the_screen_is_the_beginning_of_what_the_story_prints() {
    for (page, screen) in PAGES {
        let text = read(page);
        let screen = read(&format!("fixtures/stories/payments/{screen}"));
        let expected: Vec<&str> = screen.lines().collect();
        let shown = block(&text, "<!-- screen -->");
        assert!(shown.len() > 20, "{page} shows {} lines", shown.len());
        let expected = expected.get(..shown.len()).expect("the screen is longer than what is shown");
        if std::env::var_os("CULLIS_ACCEPT").is_some() {
            let renewed = read(page).replace(&shown.join("\n"), &expected.join("\n"));
            fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(page), renewed).expect("written");
            continue;
        }
        assert_eq!(
            shown, expected,
            "{page}; `CULLIS_ACCEPT=1 cargo test --test readme` takes the story's screen"
        );
    }
}

#[test]
fn the_command_is_the_one_of_the_story() {
    let arguments = read("fixtures/stories/payments/arguments").lines().collect::<Vec<_>>().join(" ");
    for (page, _) in PAGES {
        assert!(read(page).contains(&format!("cargo run --release -- {arguments}")), "{page}");
    }
}

#[test]
fn every_path_that_a_page_names_is_there() {
    for (page, _) in PAGES {
        let text = read(page);
        let links = text.split("](").skip(1).filter_map(|behind| behind.split(')').next());
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists(), "{page} names {link}");
        }
    }
}

#[test]
fn every_exit_code_of_the_product_stands_in_both_pages() {
    for (page, _) in PAGES {
        let text = read(page);
        for code in ["| 0 |", "| 1 |", "| 2 |", "| 3 |", "| 4 |", "| 20 + n |", "| 70 |", "| 130, 143 |"] {
            assert!(text.contains(code), "{page} has no row {code}");
        }
    }
}
