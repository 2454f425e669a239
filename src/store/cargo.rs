//! Runs `cargo metadata`, disarmed: only where the policy's author asked for it.
//!
//! A checkout can name programs that cargo then starts: a compiler or its
//! wrapper in `.cargo/config.toml`, a toolchain in `rust-toolchain.toml`. Both
//! are looked for from the working directory upwards, so cargo runs in an empty
//! folder outside the tree, and the environment names no wrapper.

use std::path::Path;
use std::process::Stdio;

use cargo_metadata::MetadataCommand;

/// The output of `cargo metadata --offline --locked` for the tree, or what
/// cargo said.
pub fn metadata(root: &Path) -> Result<Vec<u8>, String> {
    let manifest = std::path::absolute(root.join("Cargo.toml")).map_err(|error| error.to_string())?;
    let empty = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut asked = MetadataCommand::new();
    asked.manifest_path(manifest).current_dir(empty.path());
    asked.other_options(["--offline".to_owned(), "--locked".to_owned()]);
    for wrapper in ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "CARGO_BUILD_RUSTC_WRAPPER"] {
        asked.env(wrapper, "");
    }
    let mut command = asked.cargo_command();
    command.stdin(Stdio::null());
    let output = command.output().map_err(|error| format!("cargo could not be started: {error}"))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim().to_owned())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::metadata;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes a hostile checkout")]
    fn a_checkout_cannot_have_a_program_started() {
        let tree = tempfile::tempdir().expect("a folder");
        let root = tree.path();
        let program = root.join("wrapper.sh");
        let trace = root.join("started");
        fs::write(&program, format!("#!/bin/sh\ntouch {}\nexec \"$@\"\n", trace.display())).expect("written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
        fs::create_dir_all(root.join(".cargo")).expect("a folder");
        fs::create_dir_all(root.join("src")).expect("a folder");
        fs::write(root.join("src/lib.rs"), "").expect("written");
        let config = format!("[build]\nrustc = {program:?}\nrustc-wrapper = {program:?}\n");
        fs::write(root.join(".cargo/config.toml"), config).expect("written");
        fs::write(root.join("rust-toolchain.toml"), format!("[toolchain]\npath = {root:?}\n"))
            .expect("written");
        fs::write(root.join("Cargo.toml"), "[package]\nname = \"own\"\nversion = \"1.0.0\"\n")
            .expect("written");
        fs::write(
            root.join("Cargo.lock"),
            "version = 4\n\n[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n",
        )
        .expect("written");
        let graph = metadata(root).expect("cargo is there: it runs this test");
        assert!(String::from_utf8_lossy(&graph).contains("\"name\":\"own\""));
        assert!(!trace.exists(), "the checkout's wrapper was started");
    }
}
