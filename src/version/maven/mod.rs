//! Maven: the order of Maven 3.9.
//!
//! Specification: <https://maven.apache.org/pom.html#version-order-specification>.
//! A version is a list of numbers, qualifiers and deeper lists; a hyphen and a
//! change between digits and letters open a deeper list. Where the page is
//! silent, Maven's own behaviour decides, and the tests hold pairs taken from
//! running it.
//!
//! Any text is a version for Maven. Texts that no release has (empty, over
//! 512 characters, blanks inside) are refused here.

use std::cmp::Ordering;

use super::VersionError;

mod items;
mod parse;

use items::compare_lists;
use parse::parse;

pub(super) fn compare(a: &str, b: &str) -> Result<Ordering, VersionError> {
    let list = |text: &str| {
        let sound = !text.is_empty() && text.len() <= 512 && !text.contains(char::is_whitespace);
        sound.then(|| parse(&text.to_lowercase())).ok_or_else(|| VersionError::NotAVersion(text.to_owned()))
    };
    Ok(compare_lists(&list(a)?, &list(b)?))
}
