//! Signals: an interrupted run leaves nothing half-written.

use super::Exit;
use crate::store::temporaries;

/// From here on SIGINT ends the process with 130 and SIGTERM with 143, after
/// its temporary files are gone.
#[cfg(unix)]
#[expect(clippy::exit, clippy::disallowed_methods, reason = "a signal ends the process from its own thread")]
pub(super) fn watch() {
    use signal_hook::consts::{SIGINT, SIGTERM};

    // Without the handler the signal ends the process just as well; only
    // temporary files would stay.
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let exit = if signal == SIGINT { Exit::Interrupted } else { Exit::Terminated };
            temporaries::remove_all_and_then(|| std::process::exit(i32::from(exit.code())));
        }
    });
}

/// Other platforms end the process themselves.
#[cfg(not(unix))]
pub(super) fn watch() {}
