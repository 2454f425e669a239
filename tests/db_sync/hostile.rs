//! Answers that no honest server gives: whatever comes, the old index stays.

use std::io::Write as _;

use zip::write::SimpleFileOptions;

use crate::fleet::{Fleet, list, publish, publish_changes, record, records, run, zip};
use crate::server::{Fault, Server};

const ONLY: [&str; 3] = ["--ecosystem", "npm", "--full"];
const ONCE: [&str; 5] = ["--ecosystem", "npm", "--full", "--retries", "0"];
const ARCHIVE: &str = "/osv/npm/all.zip";

fn fleet() -> Fleet {
    let fleet = Fleet::new();
    publish(&fleet.server, "npm", &records(5, "npm"));
    fleet.sync("/osv", &ONLY).well();
    publish(&fleet.server, "npm", &records(30, "npm"));
    fleet
}

/// An answer as it goes over the wire.
fn raw(head: &str, body: &[u8]) -> Fault {
    let date = "Date: Fri, 03 Jan 2020 10:00:00 GMT";
    Fault::Raw([format!("HTTP/1.1 {head}\r\n{date}\r\nConnection: close\r\n\r\n").as_bytes(), body].concat())
}

#[test]
fn answers_that_are_none_or_end_too_early() {
    let fleet = fleet();
    let body = fleet.server.page(ARCHIVE).bytes;
    let half = &body[..body.len() / 2];
    let chunk = [format!("{:x}\r\n", half.len()).as_bytes(), half, b"\r\n"].concat();
    let longer = format!("200 OK\r\nContent-Length: {}", body.len() + 1);
    let shorter = format!("200 OK\r\nContent-Length: {}", body.len() - 1);
    let twice = format!("200 OK\r\nContent-Length: {}\r\nContent-Length: 7", body.len());
    let many = format!("200 OK\r\nContent-Length: {}{}", body.len(), "\r\nX-More: 1".repeat(5_000));
    let long = format!("200 OK\r\nX-Long: {}\r\nContent-Length: 1", "x".repeat(2 << 20));
    let cases: [(Fault, &str); 11] = [
        (raw("200 OK\r\nTransfer-Encoding: chunked", &chunk), "broke off"),
        (raw("200 OK\r\nTransfer-Encoding: chunked", b"zz\r\nx\r\n"), "broke off"),
        (raw(&longer, &body), "broke off"),
        (raw(&shorter, &body), "zip archive"),
        (raw(&twice, &body), "all.zip"),
        (raw("200 OK\r\nContent-Length: -1", &body), "all.zip"),
        (raw(&many, &body), "can't be reached"),
        (raw(&long, b"x"), "can't be reached"),
        (raw("200 OK\r\nContent-Type: text/html\r\nContent-Length: 6", b"<html>"), "isn't a zip archive"),
        (Fault::Raw(b"SSH-2.0-server\r\n".to_vec()), "can't be reached"),
        (Fault::Raw(Vec::new()), "can't be reached"),
    ];
    for (fault, words) in cases {
        fleet.server.fail(ARCHIVE, [fault]);
        fleet.refused(("/osv", &ONCE), 3, &[words]);
    }
    fleet.sync("/osv", &ONLY).well();
    assert_eq!(fleet.ids().len(), 30);
}

#[test]
fn what_never_ends_is_given_up() {
    let fleet = fleet();
    let bounded = [&ONCE[..], &["--max-bytes", "100000"]].concat();
    fleet.server.fail(ARCHIVE, [Fault::Endless("Transfer-Encoding: chunked", "400\r\n", 0x400)]);
    fleet.refused(("/osv", &bounded), 3, &["100000", "--max-bytes"]);
    // Headers without an end are no answer.
    fleet.server.fail(ARCHIVE, [Fault::Endless("X-First: 1\r\nX-More: ", "", 0x400)]);
    fleet.refused(("/osv", &bounded), 3, &["all.zip"]);
}

#[test]
fn redirects_lead_to_no_other_scheme_and_the_wait_is_ours() {
    let fleet = fleet();
    for to in ["file:///etc/passwd", "ftp://127.0.0.1/all.zip", "data:text/plain,x", "https://"] {
        fleet.server.fail(ARCHIVE, [Fault::Redirect(to.to_owned())]);
        fleet.refused(("/osv", &ONCE), 3, &["redirects"]);
    }
    // A year is no time that a runner waits.
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let busy = raw(&format!("{status}\r\nRetry-After: 31536000\r\nContent-Length: 0"), b"");
        fleet.server.fail(ARCHIVE, [busy.clone(), busy.clone(), busy]);
        fleet.refused(("/osv", &ONLY), 3, &["tried 3 times"]);
    }
}

#[test]
fn a_proxy_that_refuses_is_a_failure_with_a_reason() {
    let fleet = fleet();
    let proxy = Server::start();
    let target = format!("{}{ARCHIVE}", fleet.server.address);
    proxy.put(&target, "");
    proxy.fail(&target, [raw("407 Proxy Authentication Required\r\nContent-Length: 0", b"")]);
    let before = fleet.installed();
    let mut command = fleet.sync_command(&format!("{}/osv", fleet.server.address), &ONCE);
    command.env("http_proxy", &proxy.address);
    run(command).badly(3, &["407"]);
    assert!(fleet.installed() == before);
}

/// Archives whose names lie: names lead nowhere, so that only their number counts.
#[test]
fn archives_with_odd_entries() {
    let fleet = fleet();
    let npm = records(30, "npm");
    let archive = |name: &dyn Fn(&str) -> String, options: SimpleFileOptions| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (id, text) in &npm {
            writer.start_file(name(id), options).expect("an entry");
            writer.write_all(text.as_bytes()).expect("its bytes");
        }
        writer.finish().expect("a zip").into_inner()
    };
    let plain = |id: &str| format!("{id}.json");
    // Two entries of one name: one of them would be lost.
    let mut twice = zip(&npm);
    replace(&mut twice, b"T-npm-007.json", b"T-npm-008.json");
    fleet.server.put(ARCHIVE, twice);
    fleet.refused(("/osv", &ONLY), 3, &["a name stands twice"]);
    // The bit that says "encrypted", in both places of the first entry.
    let mut locked = zip(&npm);
    for mark in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let at = locked.windows(4).position(|window| window == mark).expect("an entry");
        locked[at + if mark[2] == 3 { 6 } else { 8 }] |= 1;
    }
    fleet.server.put(ARCHIVE, locked);
    fleet.refused(("/osv", &ONLY), 3, &["Password required"]);
    // A link is no record: what it leads to isn't read.
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.add_symlink("T-npm-000.json", "/etc/passwd", SimpleFileOptions::default()).expect("a link");
    fleet.server.put(ARCHIVE, writer.finish().expect("a zip").into_inner());
    fleet.refused(("/osv", &ONLY), 3, &["T-npm-000.json"]);
    // Names are no paths, and entries may have long headers.
    for odd in ["/etc/", "../../", "C:\\", "a\\..\\"] {
        fleet.server.put(ARCHIVE, archive(&|id| format!("{odd}{}", plain(id)), SimpleFileOptions::default()));
        fleet.sync("/osv", &ONLY).well();
        assert_eq!(fleet.ids().len(), 30, "{odd}");
    }
    fleet.server.put(ARCHIVE, archive(&plain, SimpleFileOptions::default().large_file(true)));
    fleet.sync("/osv", &ONLY).well();
    assert_eq!(fleet.ids().len(), 30);
}

fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    for at in 0..bytes.len() {
        if let Some(found) = bytes.get_mut(at..at + from.len()).filter(|found| *found == from) {
            found.copy_from_slice(to);
        }
    }
}

#[test]
fn lists_that_lead_astray() {
    let fleet = fleet();
    let npm = records(30, "npm");
    fleet.sync("/osv", &ONLY).well();
    let first = list(&npm);
    for line in ["2020-01-01T00:00:00Z,../../T", "2020-01-01T00:00:00Z,T-npm-000", "2020-01-01,T-npm-000"] {
        fleet.server.put("/osv/npm/modified_id.csv", format!("{first}{line}\n"));
        fleet.refused(("/osv", &["--ecosystem", "npm"]), 3, &["modified_id.csv", "line 31"]);
    }
    // A change to come that the record doesn't have is no change.
    fleet.server.put("/osv/npm/modified_id.csv", format!("{first}2999-01-01T00:00:00Z,T-npm-new\n"));
    let (_, text) = record("T-npm-new", "npm", 1);
    fleet.server.put("/osv/npm/T-npm-new.json", text);
    fleet.refused(("/osv", &["--ecosystem", "npm"]), 3, &["a later change of T-npm-new"]);
    // The order of the lines says nothing.
    let mut grown = npm;
    grown.push(record("T-npm-later", "npm", 5));
    grown.rotate_right(7);
    publish_changes(&fleet.server, "npm", &grown);
    fleet.sync("/osv", &["--ecosystem", "npm"]).well();
    assert_eq!(fleet.ids().len(), 31);
}
