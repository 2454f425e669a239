//! Chooses the language: `--lang` anywhere on the line, else the environment.

use std::ffi::OsString;

use super::Environment;
use crate::messages::Language;

/// The language of a run; the error is a tag that isn't spoken.
///
/// It is looked up before the arguments are parsed, because their help and
/// their errors are in it.
pub(super) fn choose(arguments: &[OsString], environment: &Environment) -> Result<Language, String> {
    let mut asked = None;
    let mut words = arguments.iter().filter_map(|word| word.to_str());
    while let Some(word) = words.next() {
        if word == "--" {
            break;
        }
        if word == "--lang" {
            asked = words.next();
        } else if let Some(tag) = word.strip_prefix("--lang=") {
            asked = Some(tag);
        }
    }
    match asked {
        Some(tag) => Language::from_tag(tag).ok_or_else(|| tag.to_owned()),
        None => Ok(environment.language.unwrap_or_default()),
    }
}
