//! The client: time-outs, proxies, certificate authorities.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use reqwest::blocking;
use reqwest::{Certificate, NoProxy, Proxy, redirect};

use super::{Address, Failure};
use crate::disk;
use crate::domain::limits::DownloadLimits;
use crate::messages;

/// Bytes of a file of certificate authorities: the largest bundles have 1 MiB.
const AUTHORITIES_BYTES: u64 = 16 << 20;

/// How a mirror is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long to wait.
    pub patience: Patience,
    /// Certificate authorities to trust in place of the system's own.
    pub authorities: Option<PathBuf>,
    /// Proxies.
    pub proxies: Proxies,
    /// How much is taken.
    pub limits: DownloadLimits,
}

/// How long to wait, and how often to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection, for the beginning of an answer, and between two
    /// pieces of it.
    pub stall: Duration,
    /// For everything together.
    pub whole: Duration,
    /// How often a failed request is made again.
    pub retries: u32,
    /// Before the first of them; it doubles with each.
    pub first_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            stall: Duration::from_secs(30),
            whole: Duration::from_hours(1),
            retries: 4,
            first_wait: Duration::from_millis(500),
        }
    }
}

/// What the environment says of proxies: `HTTPS_PROXY`, `HTTP_PROXY`,
/// `ALL_PROXY`, `NO_PROXY`.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// For https.
    pub https: Option<String>,
    /// For http.
    pub http: Option<String>,
    /// For what has none of its own.
    pub all: Option<String>,
    /// Hosts that are reached without one.
    pub none: Option<String>,
}

/// A client for one run.
#[derive(Debug)]
pub struct Client {
    pub(super) http: blocking::Client,
    pub(super) patience: Patience,
    /// How much is taken.
    pub limits: DownloadLimits,
    began: Instant,
}

impl Client {
    /// Makes one for the host of this address. Nothing is connected yet.
    pub fn new(settings: &Settings, address: &Address) -> Result<Self, Failure> {
        // It is there already when two clients are made in one process.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let patience = settings.patience;
        let mut builder = blocking::Client::builder()
            .user_agent(concat!("cullis/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(patience.stall)
            .timeout(patience.stall)
            // Redirects are followed by `exchange`, which looks where they lead.
            .redirect(redirect::Policy::none())
            .no_proxy();
        for proxy in proxies(&settings.proxies)? {
            builder = builder.proxy(proxy);
        }
        if let Some(path) = &settings.authorities {
            builder = builder.tls_certs_only(authorities(path)?);
        } else if !address.is_encrypted() {
            // A machine without any authority can still ask itself.
            builder = builder.tls_certs_only([]);
        }
        let unusable = |error: reqwest::Error| {
            Failure::usage("", messages::sync::no_client(super::exchange::cause_of(&error)))
        };
        let http = builder.build().map_err(unusable)?;
        Ok(Self { http, patience, limits: settings.limits, began: Instant::now() })
    }

    /// Whether the time for everything is over.
    pub(super) fn is_out_of_time(&self) -> bool {
        self.began.elapsed() > self.patience.whole
    }

    /// The failure of running out of time.
    pub(super) fn out_of_time(&self, address: &Address) -> Failure {
        Failure::unavailable(address, messages::sync::out_of_time(self.patience.whole.as_secs()))
    }
}

fn authorities(path: &std::path::Path) -> Result<Vec<Certificate>, Failure> {
    let shown = path.display().to_string();
    let bytes = disk::read_named(path, AUTHORITIES_BYTES)
        .map_err(|error| Failure::usage(&shown, messages::advisory::source_refused(error)))?;
    match Certificate::from_pem_bundle(&bytes) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(Failure::usage(shown, messages::sync::no_authorities())),
    }
}

fn proxies(stated: &Proxies) -> Result<Vec<Proxy>, Failure> {
    let none = stated.none.as_deref().and_then(NoProxy::from_string);
    let mut proxies = Vec::new();
    let kinds = [
        (&stated.https, "HTTPS_PROXY", Proxy::https as fn(String) -> reqwest::Result<Proxy>),
        (&stated.http, "HTTP_PROXY", Proxy::http),
        (&stated.all, "ALL_PROXY", Proxy::all),
    ];
    for (address, name, make) in kinds {
        let Some(address) = address else { continue };
        let proxy = make(address.clone()).map_err(|_| Failure::usage(name, messages::sync::bad_proxy()))?;
        proxies.push(proxy.no_proxy(none.clone()));
    }
    Ok(proxies)
}
