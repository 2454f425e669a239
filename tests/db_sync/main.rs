//! `cullis db sync` against a server on loopback that behaves, and one that
//! doesn't: after every failure what is installed is what was installed.

#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test serves files, starts the program, and looks at what is there afterwards"
)]

mod diff;
mod fleet;
mod hostile;
mod index;
mod manifest;
mod mirror;
mod openssl;
mod real;
mod server;
#[path = "../support/shared.rs"]
mod shared;
mod tls;
mod transport;
