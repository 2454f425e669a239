//! Addresses: which ones are asked, and which redirect is followed.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use crate::domain::statement::Statement;
use crate::messages;

/// Whether plain HTTP may go over a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainHttp {
    /// Only to this machine.
    LoopbackOnly,
    /// To any host, because the user said so.
    Anywhere,
}

/// An address that may be asked. It is shown without credentials and query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// Reads an address: https, or http where that is allowed.
    pub fn parse(text: &str, plain: PlainHttp) -> Result<Self, Statement> {
        let url = Url::parse(text).map_err(|error| messages::sync::bad_address(text, error))?;
        let address = Self(url);
        match address.0.scheme() {
            _ if address.0.host_str().is_none_or(str::is_empty) => {
                Err(messages::sync::bad_address(&address, "it names no host"))
            }
            "https" => Ok(address),
            "http" if plain == PlainHttp::Anywhere || address.is_loopback() => Ok(address),
            "http" => Err(messages::sync::plain_http(&address)),
            other => Err(messages::sync::other_scheme(&address, other)),
        }
    }

    fn is_loopback(&self) -> bool {
        let host = self.host();
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
        host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// The address of something below this one.
    #[must_use]
    pub fn below(&self, parts: &[&str]) -> Self {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(parts);
        }
        Self(url)
    }

    /// The address of a file beside this one, whose name has more at its end.
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> Self {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{suffix}", self.0.path()));
        Self(url)
    }

    /// Whether the path ends like that.
    pub fn ends_with(&self, suffix: &str) -> bool {
        self.0.path().ends_with(suffix)
    }

    /// Where a redirect leads, when it stays on the host.
    pub(super) fn redirected(&self, location: &str) -> Result<Self, Statement> {
        let to = self.0.join(location).map_err(|error| messages::sync::bad_redirect(location, error))?;
        let to = Self(to);
        let host = |url: &Url| (url.scheme().to_owned(), url.host_str().map(ToOwned::to_owned), url.port());
        if host(&to.0) == host(&self.0) { Ok(to) } else { Err(messages::sync::redirect_away(&to)) }
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    pub(super) const fn url(&self) -> &Url {
        &self.0
    }

    /// Everything that tells this source from another.
    pub(super) fn identity(&self) -> String {
        let shown = self.to_string();
        shown.strip_suffix('/').unwrap_or(&shown).to_owned()
    }

    /// The host's name.
    pub(super) fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = self.0.clone();
        // An address without a host has no credentials to take away.
        let _ = (url.set_username(""), url.set_password(None));
        url.set_query(None);
        url.set_fragment(None);
        fmt::Display::fmt(&url, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, PlainHttp};

    fn parse(text: &str) -> Option<String> {
        Address::parse(text, PlainHttp::LoopbackOnly).ok().map(|address| address.to_string())
    }

    #[test]
    fn plain_http_goes_to_this_machine_alone() {
        for text in
            ["https://mirror.example/osv", "http://127.0.0.1:8080/", "http://[::1]/", "http://localhost/"]
        {
            assert_eq!(parse(text).as_deref(), Some(text));
        }
        for text in [
            "http://mirror.example/",
            "http://127.0.0.1.example/",
            "http://localhost.example/",
            "ftp://mirror.example/",
            "file:///etc/passwd",
            "mirror.example",
            "https://",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert!(Address::parse("http://mirror.example/", PlainHttp::Anywhere).is_ok());
    }

    #[test]
    fn credentials_are_never_shown() {
        let shown = parse("https://robot:secret@mirror.example/osv?token=secret#secret");
        assert_eq!(shown.as_deref(), Some("https://mirror.example/osv"));
    }

    #[test]
    fn a_redirect_stays_on_the_host() {
        let address = Address::parse("https://mirror.example/osv/a", PlainHttp::LoopbackOnly).expect("sound");
        let to = |location: &str| address.redirected(location).ok().map(|to| to.to_string());
        assert_eq!(to("/new/a").as_deref(), Some("https://mirror.example/new/a"));
        assert_eq!(to("b").as_deref(), Some("https://mirror.example/osv/b"));
        for away in [
            "https://other.example/a",
            "//other.example/a",
            "http://mirror.example/a",
            "https://mirror.example:8443/a",
        ] {
            assert_eq!(to(away), None, "{away}");
        }
    }

    #[test]
    fn names_below_an_address_are_encoded() {
        let address = Address::parse("https://mirror.example/osv/", PlainHttp::LoopbackOnly).expect("sound");
        let below = address.below(&["GitHub Actions", "all.zip"]).to_string();
        assert_eq!(below, "https://mirror.example/osv/GitHub%20Actions/all.zip");
        assert_eq!(address.below(&["a/../b?c"]).to_string(), "https://mirror.example/osv/a%2F..%2Fb%3Fc");
    }
}
