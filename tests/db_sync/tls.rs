//! https with a private certificate authority.

use std::fs;
use std::io::Write as _;
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::fleet::{Fleet, publish, records, run};
use crate::openssl::openssl;
use crate::server::{Server, Site, Wrapper, serve};

struct Tls(Arc<rustls::ServerConfig>);

impl Wrapper for Tls {
    fn serve(&self, stream: TcpStream, site: &Mutex<Site>) {
        let connection = rustls::ServerConnection::new(Arc::clone(&self.0)).expect("a connection");
        let mut stream = rustls::StreamOwned::new(connection, stream);
        drop(serve(&mut stream, site));
        stream.conn.send_close_notify();
        // A client that trusts nobody has hung up.
        drop(stream.flush());
    }
}

/// A server whose certificate is signed by `ca.pem`, and another authority in
/// `other.pem` that has signed nothing.
fn secured(fleet: &Fleet) -> Server {
    let extensions =
        "basicConstraints=critical,CA:FALSE\nsubjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n";
    fs::write(fleet.path("leaf.cnf"), extensions).expect("written");
    let make = |line: String| assert!(openssl(fleet, &line.split(' ').collect::<Vec<_>>()), "{line}");
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    for name in ["ca", "other"] {
        let files = format!("-keyout {name}.key -out {name}.pem");
        make(format!(
            "req -x509 {key} -days 36500 -subj /CN={name} -addext keyUsage=critical,keyCertSign {files}"
        ));
    }
    make(format!("req -new {key} -subj /CN=mirror -keyout leaf.key -out leaf.csr"));
    let authority = "-CA ca.pem -CAkey ca.key -set_serial 7";
    make(format!("x509 -req -in leaf.csr {authority} -days 36500 -extfile leaf.cnf -out leaf.pem"));
    let certificate = CertificateDer::from_pem_file(fleet.path("leaf.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_file(fleet.path("leaf.key")).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a sound pair");
    Server::start_with("https", Arc::new(Tls(Arc::new(config))))
}

#[test]
fn a_private_authority_is_trusted_when_it_is_named_and_no_other_then() {
    let fleet = Fleet::new();
    let server = secured(&fleet);
    publish(&server, "npm", &records(5, "npm"));
    let from = format!("{}/osv", server.address);
    let command = |more: &[&str]| {
        fleet.sync_command(&from, &[&["--ecosystem", "npm", "--retries", "0"], more].concat())
    };
    run(command(&["--ca", "other.pem"])).badly(3, &["can't be reached", "certificate"]);
    run(command(&["--ca", "leaf.key"])).badly(2, &["leaf.key", "holds no certificate"]);
    run(command(&["--ca", "none.pem"])).badly(2, &["none.pem", "can't be read"]);
    assert_eq!(server.asked(), [""; 0], "something was asked of a server that nobody trusts");
    assert!(!fleet.index().exists());
    run(command(&["--ca", "ca.pem"])).well();
    assert_eq!(fleet.ids().len(), 5);
    let mut by_environment = command(&[]);
    by_environment.env("SSL_CERT_FILE", fleet.path("ca.pem"));
    run(by_environment).well();
}
