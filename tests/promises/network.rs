//! Promise 1: nothing that judges opens a socket, and without any network the
//! output is the same.

use crate::gate::{ADVISORIES, BINARY, Desk, NOW, Said, copy, fixtures, run};
use crate::story::{stories, without_digest};
use crate::strace;

/// Calls that reach beyond the process. `socketpair` isn't among them: the
/// watcher of signals wakes itself through one.
const REACHING_OUT: [&str; 7] =
    ["socket(", "connect(", "bind(", "listen(", "accept(", "accept4(", "sendmsg("];

/// Commands that look at what a run looks at, beside the stories.
const OTHERS: &[&[&str]] = &[
    &["inventory", "tree"],
    &["policy", "show", "tree", "--policy", "bank"],
    &["threat", "check", "tree", "--now", NOW],
    &["practice", "list"],
    &["explain", "vulnerable-component"],
    // With a history and the stores of a user.
    &["check", "tree", "--db", ADVISORIES],
    &["history", "verify"],
];

fn assert_no_socket(desk: &Desk, arguments: &[&str]) {
    let traced = strace::trace(desk, &["-f", "-e", "trace=%network,exit_group"], arguments, &desk.at(""));
    // The trace is one of the binary, to its end.
    assert!(traced.calls.contains("exit_group("), "{arguments:?}: {:?}", traced.said);
    for call in traced.calls.lines() {
        let reaches = REACHING_OUT.iter().any(|name| call.contains(name));
        assert!(!reaches, "{arguments:?} asks for the network: {call}");
    }
}

#[test]
fn no_command_that_judges_opens_a_socket() {
    if !strace::is_there() {
        return;
    }
    for story in stories() {
        let arguments: Vec<&str> = story.arguments.iter().map(String::as_str).collect();
        assert_no_socket(&story.desk(), &arguments);
    }
    let desk = Desk::new();
    copy(&fixtures("repository/payments"), &desk.at("tree"));
    for arguments in OTHERS {
        assert_no_socket(&desk, arguments);
    }
}

#[test]
fn the_output_is_the_same_without_any_network() {
    let desk = Desk::new();
    let namespace = ["--user", "--map-root-user", "--net"];
    let is_allowed = desk.program("unshare").args(namespace).arg("true").output();
    if !is_allowed.is_ok_and(|output| output.status.success()) {
        // Where namespaces are forbidden the trace of the other test has to do.
        return;
    }
    for story in stories() {
        let seen = |said: Said| (said.exit, without_digest(&said.out), said.err);
        let online = seen(run(&mut story.command(&story.desk(), &[])));
        let desk = story.desk();
        let mut command = desk.program("unshare");
        command.args(namespace).arg(BINARY).args(&story.arguments);
        let offline = seen(run(&mut command));
        assert!(online.0.is_some(), "{}", story.name);
        assert_eq!(online, offline, "{}", story.name);
    }
}
