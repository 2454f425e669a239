//! A fault in Cullis itself: exit 70 with a sentence, never a bare panic.

use std::panic::{self, AssertUnwindSafe};

use super::{Exit, Output};
use crate::messages::{self, Language};

/// Runs the command line; a panic in it is said in one sentence, and is exit 70.
pub(super) fn guard(output: Output, language: Language, run: impl FnOnce() -> Exit) -> Exit {
    panic::set_hook(Box::new(move |fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let detail = match fault.payload_as_str() {
            Some(words) => format!("{place}: {words}"),
            None => place,
        };
        output.error(&messages::say(&messages::cli::fault(detail), language), language);
    }));
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or(Exit::Fault)
}

#[cfg(test)]
mod tests {
    use super::{Exit, Language, Output, guard};
    use crate::cli::Environment;

    #[test]
    fn a_panic_is_exit_70() {
        let output = Output::new(&Environment::default());
        let exit = guard(output, Language::Chinese, || panic!("a fault made for this test"));
        drop(std::panic::take_hook());
        assert_eq!(exit, Exit::Fault);
        assert_eq!(exit.code(), 70);
    }
}
