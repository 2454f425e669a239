//! The binary: hands its arguments to the command line, and its exit code back.

fn main() {}
