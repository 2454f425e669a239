//! Servers that stall, break off, fail, redirect and lie.

use crate::fleet::{Fleet, publish, record, records, zip};
use crate::server::{Fault, Page};

const ONLY: [&str; 3] = ["--ecosystem", "npm", "--full"];
const ARCHIVE: &str = "/osv/npm/all.zip";

/// A fleet with one version installed, and another on the server.
fn fleet() -> Fleet {
    let fleet = Fleet::new();
    publish(&fleet.server, "npm", &records(5, "npm"));
    fleet.sync("/osv", &ONLY).well();
    publish(&fleet.server, "npm", &records(30, "npm"));
    fleet.server.asked();
    fleet
}

fn with<'all>(more: &[&'all str]) -> Vec<&'all str> {
    ONLY.iter().copied().chain(more.iter().copied()).collect()
}

fn once() -> Vec<&'static str> {
    with(&["--retries", "0"])
}

#[test]
fn a_download_that_breaks_off_goes_on_where_it_did() {
    let fleet = fleet();
    let etag = fleet.server.page(ARCHIVE).etag.expect("a validator");
    fleet.server.fail(ARCHIVE, [Fault::CutAfter(700), Fault::CutAfter(500)]);
    let ended = fleet.sync("/osv", &ONLY);
    assert_eq!(ended.said.matches("trying again").count(), 2, "{}", ended.said);
    ended.well();
    assert_eq!(fleet.ids().len(), 30);
    let asked = fleet.server.asked();
    let expected = [
        "osv/npm/all.zip".to_owned(),
        format!("osv/npm/all.zip range=bytes=700- if-range={etag}"),
        format!("osv/npm/all.zip range=bytes=1200- if-range={etag}"),
    ];
    assert_eq!(asked, expected);
}

#[test]
fn the_next_sync_goes_on_where_the_last_one_broke_off() {
    let fleet = fleet();
    fleet.server.fail(ARCHIVE, [Fault::CutAfter(700)]);
    fleet.refused(("/osv", &once()), 3, &["npm/all.zip", "tried 1 time", "stays as it is"]);
    fleet.server.asked();
    fleet.sync("/osv", &once()).well();
    assert_eq!(fleet.ids().len(), 30);
    let asked = fleet.server.asked();
    assert!(asked.iter().any(|line| line.contains("range=bytes=700-")), "{asked:?}");
}

/// Without a strong validator nobody could tell that the rest belongs to it.
#[test]
fn only_a_strong_validator_lets_a_download_go_on() {
    for etag in [None, Some("W/\"7\"".to_owned()), Some("\"\"".to_owned()), Some("7".to_owned())] {
        let fleet = fleet();
        let page = fleet.server.page(ARCHIVE);
        fleet.server.put_page(ARCHIVE, Page { etag: etag.clone(), ..page });
        fleet.server.fail(ARCHIVE, [Fault::CutAfter(700)]);
        fleet.sync("/osv", &ONLY).well();
        let asked = fleet.server.asked();
        assert!(asked.iter().all(|line| !line.contains("range=")), "{etag:?}: {asked:?}");
        assert_eq!(fleet.ids().len(), 30);
    }
}

#[test]
fn a_file_that_changes_while_it_is_fetched_is_fetched_anew() {
    let fleet = fleet();
    let bytes = zip(&records(20, "npm"));
    let next =
        Page { bytes, etag: Some("\"next\"".to_owned()), modified: fleet.server.page(ARCHIVE).modified };
    fleet.server.fail(ARCHIVE, [Fault::CutAfterThen(700, next)]);
    fleet.sync("/osv", &ONLY).well();
    assert_eq!(fleet.ids().len(), 20);
}

/// Two halves of two versions under one name: the archive doesn't hold, and
/// isn't gone on with for ever.
#[test]
fn a_server_that_lies_about_a_version_is_found_out() {
    let fleet = fleet();
    let mut page = fleet.server.page(ARCHIVE);
    let other: Vec<_> = (0..20).map(|number| record(&format!("T-npm-{number:03}"), "npm", 3)).collect();
    page.bytes = zip(&other);
    fleet.server.fail(ARCHIVE, [Fault::CutAfterThen(700, page)]);
    fleet.refused(("/osv", &ONLY), 3, &["zip"]);
    fleet.sync("/osv", &ONLY).well();
    assert_eq!(fleet.ids().len(), 20);
    // "Not modified" for somebody who has nothing is no answer.
    fleet.server.fail(ARCHIVE, [Fault::NotModified]);
    fleet.refused(("/osv", &ONLY), 3, &["the server answers 304"]);
}

#[test]
fn a_server_in_trouble_is_asked_again_and_not_for_ever() {
    let fleet = fleet();
    fleet.server.fail(ARCHIVE, [Fault::Status(500), Fault::Status(503), Fault::Status(429)]);
    fleet.refused(("/osv", &ONLY), 3, &["the server answers 429", "tried 3 times"]);
    fleet.server.fail(ARCHIVE, [Fault::Status(500), Fault::Status(503)]);
    fleet.sync("/osv", &ONLY).well();
    assert_eq!(fleet.ids().len(), 30);
    // Another attempt would get the same answer.
    for status in [400, 401, 403] {
        fleet.server.asked();
        fleet.server.fail(ARCHIVE, [Fault::Status(status)]);
        fleet.refused(("/osv", &ONLY), 3, &[&format!("the server answers {status}")]);
        assert_eq!(fleet.server.asked().len(), 1);
    }
}

#[test]
fn a_server_that_says_nothing_more_is_given_up() {
    let fleet = fleet();
    let short = with(&["--timeout", "0.2", "--retries", "0"]);
    fleet.server.fail(ARCHIVE, [Fault::Stall]);
    fleet.refused(("/osv", &short), 3, &["nothing came for 0.2 s", "--timeout"]);
    fleet.server.fail(ARCHIVE, [Fault::StallAfter(700)]);
    fleet.refused(("/osv", &short), 3, &["nothing came for 0.2 s"]);
    // The time is over when the second attempt would begin.
    let hurried = with(&["--deadline", "0.05", "--retry-wait", "0.1"]);
    fleet.server.fail(ARCHIVE, [Fault::CutAfter(10)]);
    fleet.refused(("/osv", &hurried), 3, &["not done after", "--deadline"]);
    fleet.sync("/osv", &ONLY).well();
}

#[test]
fn nobody_there_is_a_failure_with_a_reason() {
    let fleet = fleet();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/osv", listener.local_addr().expect("an address"));
    drop(listener);
    let before = fleet.installed();
    crate::fleet::run(fleet.sync_command(&address, &once())).badly(3, &["can't be reached", "all.zip"]);
    assert!(fleet.installed() == before);
}

#[test]
fn a_redirect_is_followed_on_the_host_and_no_further() {
    let fleet = fleet();
    let page = fleet.server.page(ARCHIVE);
    fleet.server.put_page("/elsewhere", page);
    fleet.server.fail(ARCHIVE, [Fault::Redirect("/elsewhere".to_owned())]);
    fleet.sync("/osv", &ONLY).well();
    assert_eq!(fleet.ids().len(), 30);
    let other = crate::server::Server::start();
    for away in [format!("{}/osv/npm/all.zip", other.address), "//other.example/npm/all.zip".to_owned()] {
        fleet.server.fail(ARCHIVE, [Fault::Redirect(away)]);
        fleet.refused(("/osv", &ONLY), 3, &["redirects to", "isn't followed", "--from"]);
    }
    assert_eq!(other.asked(), [""; 0], "the other host was asked");
    fleet.server.fail(ARCHIVE, std::iter::repeat_n(Fault::Redirect("all.zip".to_owned()), 6));
    fleet.refused(("/osv", &ONLY), 3, &["more than 5 times"]);
    fleet.server.fail(ARCHIVE, std::iter::repeat_n(Fault::Redirect("all.zip".to_owned()), 5));
    fleet.sync("/osv", &ONLY).well();
}

#[test]
fn an_answer_whose_end_nobody_knows_is_refused() {
    let fleet = fleet();
    fleet.server.fail(ARCHIVE, [Fault::WithoutLength]);
    fleet.refused(("/osv", &ONLY), 3, &["how long it is"]);
    fleet.server.fail(ARCHIVE, [Fault::Packed]);
    fleet.refused(("/osv", &ONLY), 3, &["packed as `gzip`"]);
    fleet.server.fail(ARCHIVE, std::iter::repeat_n(Fault::CutAfter(0), 3));
    fleet.refused(("/osv", &ONLY), 3, &["broke off", "tried 3 times"]);
}

#[test]
fn plain_http_goes_over_no_network_unasked() {
    let fleet = fleet();
    let refused = |from: &str, exit, words: &[&str]| {
        crate::fleet::run(fleet.sync_command(from, &once())).badly(exit, words);
    };
    refused("http://mirror.example/osv", 2, &["without encryption", "--allow-http"]);
    refused("ftp://mirror.example/osv", 2, &["begins with `ftp`"]);
    refused("mirror", 2, &["isn't an address"]);
}

/// Through the proxy that the environment names, unless it names the host.
#[test]
fn a_proxy_is_taken_from_the_environment() {
    let fleet = fleet();
    let proxy = crate::server::Server::start();
    // Nobody is there but by the proxy.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let from = format!("http://{}/osv", listener.local_addr().expect("an address"));
    drop(listener);
    let archive = format!("{from}/npm/all.zip");
    proxy.put_page(&archive, fleet.server.page(ARCHIVE));
    let command = |none: &str| {
        let mut command = fleet.sync_command(&from, &once());
        command.env("http_proxy", &proxy.address).env("NO_PROXY", none);
        command
    };
    crate::fleet::run(command("other.example")).well();
    assert_eq!(proxy.asked(), [archive]);
    assert_eq!(fleet.ids().len(), 30);
    crate::fleet::run(command("127.0.0.1")).badly(3, &["can't be reached"]);
    assert_eq!(proxy.asked(), [""; 0]);
}
