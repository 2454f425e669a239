//! One request and its answer, redirects on the same host followed.

use std::error::Error;
use std::io::Read;

use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, DATE, ETAG, HeaderMap, HeaderName,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, LAST_MODIFIED, LOCATION, RANGE, TRANSFER_ENCODING,
};

use super::{Address, Client, Failure};
use crate::domain::statement::Statement;
use crate::messages;

/// Redirects that are followed.
const REDIRECTS: usize = 5;

/// What is known of the file already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The whole file under these validators is here: nothing is sent again.
    pub(super) whole: Validators,
    /// So many bytes of the file under this strong validator are here.
    pub(super) part: Option<(u64, String)>,
}

/// How a server names a version of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Validators {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
}

impl Validators {
    /// The validator that two equal files share byte for byte.
    pub(super) fn strong(&self) -> Option<&str> {
        self.etag.as_deref().filter(|etag| etag.starts_with('"') && etag.len() > 2)
    }
}

/// The head of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) validators: Validators,
    /// When the server says that it answered.
    pub(super) date: Option<String>,
    /// Bytes of the body that comes.
    pub(super) length: Option<u64>,
    /// Where the body begins in the file.
    pub(super) from: u64,
}

/// An answer.
pub(super) enum Answer {
    /// The file, or the rest of it.
    Body(Head, Response),
    /// What is known is still so.
    NotModified(Head),
    /// There is no such file.
    Absent,
    /// The part that is here is of no use.
    PartUseless,
}

/// Why an attempt failed.
pub(super) enum Fault {
    /// Another attempt may go better.
    Passing(Statement),
    /// It may not.
    Lasting(Failure),
}

impl Client {
    /// Asks for a file once.
    pub(super) fn ask(&self, address: &Address, known: &Known) -> Result<Answer, Fault> {
        let mut at = address.clone();
        for _ in 0..=REDIRECTS {
            let mut request = self.http.get(at.url().clone()).header(ACCEPT_ENCODING, "identity");
            for (name, value) in conditions(known) {
                request = request.header(name, value);
            }
            let response = request.send().map_err(|error| self.fault_of(&error))?;
            if response.status().is_redirection() && response.status() != StatusCode::NOT_MODIFIED {
                let location = text(response.headers(), &LOCATION).unwrap_or_default();
                at = at
                    .redirected(&location)
                    .map_err(|reason| Fault::Lasting(Failure::unavailable(address, reason)))?;
                continue;
            }
            return answer(address, known, response);
        }
        Err(Fault::Lasting(Failure::unavailable(address, messages::sync::too_many_redirects(REDIRECTS))))
    }

    pub(super) fn fault_of(&self, error: &reqwest::Error) -> Fault {
        if error.is_timeout() {
            return Fault::Passing(messages::sync::stalled(self.patience.stall.as_secs_f64()));
        }
        Fault::Passing(messages::sync::unreachable(cause_of(error)))
    }

    /// Reads a piece of an answer.
    pub(super) fn piece(&self, response: &mut Response, buffer: &mut [u8]) -> Result<usize, Fault> {
        response.read(buffer).map_err(|error| {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>());
            match inner {
                Some(inner) if inner.is_timeout() => self.fault_of(inner),
                Some(inner) => Fault::Passing(messages::sync::broken_off(cause_of(inner))),
                None => Fault::Passing(messages::sync::broken_off(error)),
            }
        })
    }
}

fn conditions(known: &Known) -> Vec<(HeaderName, String)> {
    if let Some((bytes, etag)) = &known.part {
        return vec![(RANGE, format!("bytes={bytes}-")), (IF_RANGE, etag.clone())];
    }
    match (&known.whole.etag, &known.whole.last_modified) {
        (Some(etag), _) => vec![(IF_NONE_MATCH, etag.clone())],
        (None, Some(date)) => vec![(IF_MODIFIED_SINCE, date.clone())],
        (None, None) => Vec::new(),
    }
}

fn answer(address: &Address, known: &Known, response: Response) -> Result<Answer, Fault> {
    let lasting = |reason| Fault::Lasting(Failure::unavailable(address, reason));
    let status = response.status();
    let mut head = head_of(response.headers());
    match status.as_u16() {
        200 => {}
        206 => match range_of(known, &head.validators, response.headers()) {
            Some(from) => head.from = from,
            None => return Ok(Answer::PartUseless),
        },
        304 if known.whole != Validators::default() => return Ok(Answer::NotModified(head)),
        404 | 410 => return Ok(Answer::Absent),
        416 => return Ok(Answer::PartUseless),
        408 | 425 | 429 | 500..=599 => return Err(Fault::Passing(messages::sync::bad_status(status))),
        _ => return Err(lasting(messages::sync::bad_status(status))),
    }
    if let Some(encoding) = text(response.headers(), &CONTENT_ENCODING).filter(|word| word != "identity") {
        return Err(lasting(messages::sync::encoded(encoding)));
    }
    let is_chunked = response.headers().contains_key(TRANSFER_ENCODING);
    if head.length.is_none() && !is_chunked {
        return Err(lasting(messages::sync::no_length()));
    }
    Ok(Answer::Body(head, response))
}

/// Where a part begins: only when it is the part that was asked for.
fn range_of(known: &Known, validators: &Validators, headers: &HeaderMap) -> Option<u64> {
    let (bytes, etag) = known.part.as_ref()?;
    let range = text(headers, &CONTENT_RANGE)?;
    let (from, rest) = range.strip_prefix("bytes ")?.split_once('-')?;
    let (last, total) = rest.split_once('/')?;
    let (from, last): (u64, u64) = (from.parse().ok()?, last.parse().ok()?);
    let ends = total == "*" || total.parse::<u64>().ok()?.checked_sub(1)? == last;
    let is_same = validators.etag.as_ref().is_none_or(|other| other == etag);
    (from == *bytes && ends && is_same).then_some(from)
}

fn head_of(headers: &HeaderMap) -> Head {
    Head {
        validators: Validators { etag: text(headers, &ETAG), last_modified: text(headers, &LAST_MODIFIED) },
        date: text(headers, &DATE),
        length: text(headers, &CONTENT_LENGTH).and_then(|length| length.parse().ok()),
        from: 0,
    }
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned)
}

/// The innermost cause: the one that says what happened.
pub(super) fn cause_of(error: &dyn Error) -> String {
    let mut error = error;
    while let Some(inner) = error.source() {
        error = inner;
    }
    error.to_string()
}
