//! What the kernel is asked for: the binary under `strace`.

use std::path::Path;
use std::process::Command;

use crate::gate::{BINARY, Desk, Said, run};

/// A run and the system calls that it made, one a line.
pub(crate) struct Traced {
    pub(crate) said: Said,
    pub(crate) calls: String,
}

/// Whether there is a `strace`. A test may go without it only where
/// `CULLIS_WITHOUT_STRACE=1` says that this is meant.
pub(crate) fn is_there() -> bool {
    let found = Command::new("strace").arg("--version").output().is_ok_and(|output| output.status.success());
    let allowed = std::env::var_os("CULLIS_WITHOUT_STRACE").is_some_and(|value| value == "1");
    assert!(
        found || allowed,
        "`strace` is missing, so nobody sees what the binary asks the kernel for: install it (`.ci/run` does), \
         or set CULLIS_WITHOUT_STRACE=1 to go without these tests"
    );
    found
}

/// Runs the binary with these options of `strace`.
pub(crate) fn trace(desk: &Desk, options: &[&str], arguments: &[&str], folder: &Path) -> Traced {
    let log = desk.at("calls.txt");
    let mut command = desk.program("strace");
    command.arg("-qq").args(options).arg("-o").arg(&log).arg(BINARY).args(arguments).current_dir(folder);
    let said = run(&mut command);
    let calls = std::fs::read_to_string(&log).unwrap_or_else(|error| panic!("no trace ({error}): {said:?}"));
    Traced { said, calls }
}
