//! The binary: hands its arguments to the command line, and its exit code back.

use std::process::ExitCode;

use cullis::cli;

fn main() -> ExitCode {
    let exit = cli::run(std::env::args_os().collect(), cli::Environment::of_process());
    ExitCode::from(exit.code())
}
