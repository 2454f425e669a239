//! Promise 2: nothing of the repository runs, and nothing in it leads a read
//! outside.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use crate::gate::{Desk, fixtures};
use crate::json;

/// The name of everything that mustn't be read; no file of the tree has it in
/// its own name.
const CANARY: &str = "canary";

fn fixture(name: &str) -> Vec<u8> {
    fs::read(fixtures(name)).expect("a fixture")
}

/// Files outside the tree that a reader would take, if it were led there.
fn lay_canaries(desk: &Desk) {
    let lock = fixture("repository/settled/package-lock.json");
    for name in ["package-lock.json", "sub/package-lock.json", "git/index"] {
        desk.write(&format!("{CANARY}/{name}"), &lock);
    }
    desk.write(&format!("{CANARY}/requirements.txt"), "led-astray==1.0.0\n");
    desk.write(&format!("{CANARY}/go.mod"), "module led.example/astray\n\ngo 1.22\n");
    desk.write(&format!("{CANARY}/Cargo.toml"), "[package]\nname = \"astray\"\nversion = \"1.0.0\"\n");
    desk.write(&format!("{CANARY}/evidence.rs"), "fn holds() {}\n");
    desk.write(&format!("{CANARY}/threat-model.yaml"), fixture("repository/settled/threat-model.yaml"));
    desk.write(&format!("{CANARY}/node_modules/left/package.json"), "{\"license\": \"MIT\"}");
}

/// A program that leaves a trace when somebody starts it.
fn lay_program(desk: &Desk) {
    let program = desk.write("tree/run.sh", format!("#!/bin/sh\ntouch {}\n", desk.at("started").display()));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    let path = program.display();
    desk.write(
        "tree/.cargo/config.toml",
        format!(
            "[build]\nrustc-wrapper = \"{path}\"\nrustc = \"{path}\"\n[alias]\nmetadata = \"!{path}\"\n\
             [registry]\nglobal-credential-providers = [\"{path}\"]\n"
        ),
    );
    desk.write("tree/rust-toolchain.toml", format!("[toolchain]\npath = \"{path}\"\n"));
    desk.write("tree/.npmrc", format!("node-options=--require {path}\nscript-shell={path}\n"));
    desk.write("tree/package.json", format!("{{\"scripts\": {{\"preinstall\": \"{path}\"}}}}"));
    desk.write("tree/pip.conf", "[global]\nindex-url = https://led.example/\n");
    desk.write("tree/setup.py", "import os\nos.system('./run.sh')\n");
    desk.write("tree/.git/HEAD", "ref: refs/heads/main\n");
    desk.write(
        "tree/.git/config",
        format!("[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {path}\n\tsshCommand = {path}\n[include]\n\tpath = ../../{CANARY}/config\n"),
    );
    for hook in ["post-checkout", "fsmonitor-watchman"] {
        let hook = desk.write(&format!("tree/.git/hooks/{hook}"), "#!/bin/sh\n../../run.sh\n");
        fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("executable");
    }
}

/// Manifests whose references lead to the canaries, relative and absolute.
fn lay_manifests(desk: &Desk) {
    let outside = desk.at(CANARY);
    let absolute = outside.display();
    desk.write(
        "tree/requirements.txt",
        format!(
            "sound==1.0.0\n-r ../{CANARY}/requirements.txt\n-c {absolute}/requirements.txt\n\
             -r file://{absolute}/requirements.txt\n-r linked.txt\n-e ../{CANARY}\n./../{CANARY}/x.whl\nlast==2.0.0\n"
        ),
    );
    desk.write(
        "tree/go.work",
        format!("go 1.22\n\nuse (\n\t.\n\t../{CANARY}\n\t{absolute}\n\t./linked-folder\n)\n"),
    );
    desk.write(
        "tree/go.mod",
        format!("module own.example/tree\n\ngo 1.22\n\nrequire led.example/a v1.0.0\n\nreplace led.example/a => ../{CANARY}\n"),
    );
    desk.write(
        "tree/Cargo.toml",
        format!("[package]\nname = \"own\"\nversion = \"1.0.0\"\n[dependencies]\nastray = {{ path = \"../{CANARY}\" }}\n\
                 [workspace]\nmembers = [\"../{CANARY}\", \"{absolute}\", \"linked-folder\"]\n"),
    );
    desk.write(
        "tree/Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"astray\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"own\"\nversion = \"1.0.0\"\n",
    );
    desk.write(
        "tree/package-lock.json",
        format!(
            "{{\"name\": \"own\", \"version\": \"1.0.0\", \"lockfileVersion\": 3, \"packages\": {{\"\": {{\"name\": \"own\", \"version\": \"1.0.0\"}}, \
             \"node_modules/a\": {{\"resolved\": \"../{CANARY}\", \"link\": true}}, \
             \"../{CANARY}\": {{\"version\": \"1.0.0\"}}, \
             \"node_modules/left\": {{\"version\": \"1.0.0\", \"resolved\": \"file:../{CANARY}/x.tgz\"}}, \
             \"{absolute}\": {{\"version\": \"1.0.0\"}}}}}}"
        ),
    );
}

/// The threat model and the links that lead there, too.
fn lay_links(desk: &Desk) {
    let outside = desk.at(CANARY);
    let absolute = outside.display();
    desk.write(
        "tree/Directory.Packages.props",
        format!("<Project><Import Project=\"../{CANARY}/more.props\" /></Project>"),
    );
    desk.write(
        "tree/threat-model.yaml",
        format!(
            "schema: cullis/threat-model/v1\nsystem: {{id: own, criticality: high, owner: own}}\nelements:\n  - {{id: e, kind: process}}\n\
             threats:\n  - {{id: T-1, title: t, on: [e], stride: [S], severity: high, decision: mitigate, mitigations: [M-1]}}\n\
             mitigations:\n  - id: M-1\n    title: m\n    status: implemented\n    evidence:\n      \
             - {{kind: test, path: ../{CANARY}/evidence.rs, name: holds}}\n      \
             - {{kind: test, path: {absolute}/evidence.rs, name: holds}}\n      \
             - {{kind: test, path: linked-folder/evidence.rs, name: holds}}\n"
        ),
    );
    let links = [
        ("linked/package-lock.json", format!("../../{CANARY}/package-lock.json")),
        ("absolute/package-lock.json", format!("{absolute}/package-lock.json")),
        ("linked.txt", format!("../{CANARY}/requirements.txt")),
        ("linked-folder", format!("../{CANARY}")),
        ("threat-models", format!("../{CANARY}")),
        ("node_modules", format!("../{CANARY}/node_modules")),
        (".git/index", format!("../../{CANARY}/git/index")),
        (".gitignore", format!("../{CANARY}/ignore")),
        // Folders that look like a home's.
        ("home/.m2", format!("../../{CANARY}")),
        (".cargo/registry", format!("../../{CANARY}")),
    ];
    for (name, target) in links {
        let link = desk.at("tree").join(name);
        fs::create_dir_all(link.parent().expect("a folder")).expect("folders");
        symlink(target, link).expect("linked");
    }
    for name in [".m2/repository/a/a.pom", "go/pkg/mod/a@v1/LICENSE", ".nuget/packages/a/a.nuspec"] {
        desk.write(&format!("tree/{name}"), "MIT\n");
    }
}

fn hostile() -> Desk {
    let desk = Desk::new();
    lay_canaries(&desk);
    lay_program(&desk);
    lay_manifests(&desk);
    lay_links(&desk);
    desk
}

#[test]
fn what_lies_outside_is_neither_read_nor_believed() {
    let desk = hostile();
    let said = desk.check("tree", &["--report", "json"]);
    let report = json(&said);
    let text = report.to_string();
    assert!(!text.contains("led-astray"), "a file outside the tree was read");
    // Everything that was declared is there, and what leads outside is said.
    for sound in ["sound", "last"] {
        assert!(text.contains(&format!("\"name\":\"{sound}\"")), "{sound}");
    }
    let gaps: Vec<&str> = report["gaps"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|gap| gap["place"]["path"].as_str())
        .collect();
    for unread in ["linked/package-lock.json", "absolute/package-lock.json", "requirements.txt", "go.work"] {
        assert!(gaps.contains(&unread), "{unread} leads outside, and no gap says so: {gaps:?}");
    }
    let doubted =
        report["gaps"].as_array().expect("a list").iter().any(|gap| gap["component"]["name"] == "astray");
    assert!(doubted, "a package outside the tree counts as the project's own");
    let evidence = text.matches("\"rule\":\"vanished-evidence\"").count();
    assert!(evidence > 0, "evidence outside the tree was taken");
    assert!(!desk.at("started").exists(), "a program of the repository was started");
}

#[test]
fn a_policy_that_is_a_link_is_refused() {
    let desk = hostile();
    symlink(format!("../{CANARY}/cullis.toml"), desk.at("tree/cullis.toml")).expect("linked");
    desk.write(&format!("{CANARY}/cullis.toml"), "inventory.allow-empty = true\n");
    let said = desk.check("tree", &[]);
    assert_eq!(said.exit, Some(2), "{said:?}");
    assert!(said.err.contains("cullis.toml: is a symbolic link"), "{said:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_kernel_is_asked_for_nothing_outside_and_for_no_program() {
    use crate::strace;

    if !strace::is_there() {
        return;
    }
    let desk = hostile();
    let tree = desk.at("tree");
    let tree = tree.to_str().expect("text");
    // With the stores that a user has, which the names of a lockfile lead into.
    for store in [".cargo/registry/src/x", ".m2/repository", "go/pkg/mod", ".nuget/packages"] {
        fs::create_dir_all(desk.at("home").join(store)).expect("folders");
    }
    let runs: [&[&str]; 4] = [
        &["check", tree, "--db", crate::gate::ADVISORIES, "--history", "none"],
        &["check", ".", "--db", crate::gate::ADVISORIES, "--history", "none"],
        &["inventory", tree],
        &["threat", "check", tree],
    ];
    for arguments in runs {
        let options = ["-f", "-s", "4096", "-e", "trace=%file,%process"];
        let traced = strace::trace(&desk, &options, arguments, Path::new(tree));
        let started = traced.calls.lines().filter(|call| call.contains("execve")).count();
        assert_eq!(started, 1, "{arguments:?} starts another program: {}", traced.calls);
        // What strace sees is what was read: the manifests are among it.
        assert!(traced.calls.contains("threat-model.yaml\""), "{arguments:?}: {:?}", traced.said);
        for call in traced.calls.lines() {
            assert!(!call.contains(CANARY), "{arguments:?} asks for something outside: {call}");
        }
    }
    assert!(!desk.at("started").exists());
}
