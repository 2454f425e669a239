//! The environment, read once: the only place that looks at it.

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use crate::host::Host;
use crate::messages::Language;
use crate::sync::Proxies;

/// What the environment says.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// `LC_ALL`, `LC_MESSAGES`, `LANG`: the first that names a language we speak.
    pub language: Option<Language>,
    /// `CULLIS_DB`: an advisory database when `--db` isn't given.
    pub database: Option<PathBuf>,
    /// `CULLIS_POLICY`: a list of layers above those of `--policy`, for a fleet.
    pub policies: Vec<PathBuf>,
    /// The host's own folder. No variable has a say in where it is.
    pub host: Host,
    /// `CULLIS_PIPELINE`: the key of this pipeline in the history.
    pub pipeline: Option<String>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// The user's folder for data: `XDG_DATA_HOME`, else by platform.
    pub data: Option<PathBuf>,
    /// The user's folder for state: `XDG_STATE_HOME`, else by platform.
    pub state: Option<PathBuf>,
    /// The user's folder for caches: `XDG_CACHE_HOME`, else by platform.
    pub cache: Option<PathBuf>,
    /// `CARGO_HOME`.
    pub cargo_home: Option<PathBuf>,
    /// `NUGET_PACKAGES`.
    pub nuget_packages: Option<PathBuf>,
    /// `GOMODCACHE`.
    pub go_module_cache: Option<PathBuf>,
    /// `GOPATH`, its first entry.
    pub go_path: Option<PathBuf>,
    /// `VIRTUAL_ENV`.
    pub virtual_environment: Option<PathBuf>,
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in either case.
    pub proxies: Proxies,
    /// `SSL_CERT_FILE`: certificate authorities in place of the system's own.
    pub authorities: Option<PathBuf>,
    /// Whether standard output is a terminal that takes colour.
    pub colour: bool,
    /// Whether standard error is a terminal.
    pub progress: bool,
    /// The width of the terminal in columns, when one says.
    pub width: Option<usize>,
}

impl Environment {
    /// Reads the process's environment.
    pub fn of_process() -> Self {
        let home = path("HOME").or_else(|| path("USERPROFILE"));
        let below_home = |parts: &str| home.as_ref().map(|home| home.join(parts));
        let language = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| text(name));
        let no_colour = text("NO_COLOR").is_some() || text("TERM").as_deref() == Some("dumb");
        Self {
            language: language.as_deref().and_then(Language::from_tag),
            database: path("CULLIS_DB"),
            policies: paths("CULLIS_POLICY"),
            host: Host::of_machine(),
            pipeline: text("CULLIS_PIPELINE"),
            data: path("XDG_DATA_HOME")
                .or_else(|| path("LOCALAPPDATA"))
                .or_else(|| below_home(".local/share")),
            state: path("XDG_STATE_HOME")
                .or_else(|| path("LOCALAPPDATA"))
                .or_else(|| below_home(".local/state")),
            cache: path("XDG_CACHE_HOME").or_else(|| path("LOCALAPPDATA")).or_else(|| below_home(".cache")),
            cargo_home: path("CARGO_HOME").or_else(|| below_home(".cargo")),
            nuget_packages: path("NUGET_PACKAGES").or_else(|| below_home(".nuget/packages")),
            go_module_cache: path("GOMODCACHE"),
            go_path: first_path("GOPATH").or_else(|| below_home("go")),
            virtual_environment: path("VIRTUAL_ENV"),
            proxies: Proxies {
                https: either_case("HTTPS_PROXY"),
                http: either_case("HTTP_PROXY"),
                all: either_case("ALL_PROXY"),
                none: either_case("NO_PROXY"),
            },
            authorities: path("SSL_CERT_FILE"),
            colour: std::io::stdout().is_terminal() && !no_colour,
            progress: std::io::stderr().is_terminal(),
            width: terminal_columns()
                .map(|columns| text("COLUMNS").and_then(|text| text.parse().ok()).unwrap_or(columns)),
            home,
        }
    }
}

/// The columns of the terminal behind standard output; a pipe has none.
fn terminal_columns() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0))
}

#[expect(clippy::disallowed_methods, reason = "this is the one reader of the environment")]
fn value(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn path(name: &str) -> Option<PathBuf> {
    value(name).map(PathBuf::from)
}

/// A list of paths as the platform writes one; its empty parts are none.
fn paths(name: &str) -> Vec<PathBuf> {
    let list = value(name).unwrap_or_default();
    std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect()
}

fn first_path(name: &str) -> Option<PathBuf> {
    value(name).and_then(|value| std::env::split_paths(&value).next())
}

fn text(name: &str) -> Option<String> {
    value(name).and_then(|value| value.into_string().ok())
}

/// Proxies are named in lower case as often as in upper case.
fn either_case(name: &str) -> Option<String> {
    text(&name.to_ascii_lowercase()).or_else(|| text(name))
}
