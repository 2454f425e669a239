//! A small web server on loopback that misbehaves when it is told to.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

/// A file of the site.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) bytes: Vec<u8>,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
}

/// What goes wrong with one answer.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nothing is said until the other side hangs up.
    Stall,
    /// So many bytes of the body come, and then nothing until the other side hangs up.
    StallAfter(usize),
    /// So many bytes of the body come, and the connection ends.
    CutAfter(usize),
    /// The same, and then the file is another one.
    CutAfterThen(usize, Page),
    /// A status without a body.
    Status(u16),
    /// A redirect.
    Redirect(String),
    /// A body of this declared length, of which nothing comes.
    Declares(u64),
    /// The whole body, said to be of this length.
    Lies(u64),
    /// Whatever is asked for: the bytes from this one, said to be those.
    Part(usize),
    /// The body without its length.
    WithoutLength,
    /// The body in chunks, whose length nobody knows before.
    Chunked,
    /// The body, said to be packed.
    Packed,
    /// "Not modified", whatever was asked.
    NotModified,
    /// These bytes, whatever they are, and the end of the connection.
    Raw(Vec<u8>),
    /// A head that goes on with this, and then this and so many bytes again and
    /// again, until the other side hangs up.
    Endless(&'static str, &'static str, usize),
    /// The answer is right, and the file is another one afterwards.
    Then(String, Page),
}

#[derive(Debug, Default)]
pub(crate) struct Site {
    pub(crate) pages: BTreeMap<String, Page>,
    faults: BTreeMap<String, VecDeque<Fault>>,
    asked: Vec<String>,
}

/// The server; it serves until the test's process ends.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) address: String,
    site: Arc<Mutex<Site>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self::start_with("http", Arc::new(Plain))
    }

    /// Serves over what the wrapper makes of each connection.
    pub(crate) fn start_with(scheme: &str, wrapper: Arc<dyn Wrapper>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let port = listener.local_addr().expect("an address").port();
        let site = Arc::new(Mutex::new(Site::default()));
        let served = Arc::clone(&site);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, wrapper) = (Arc::clone(&served), Arc::clone(&wrapper));
                // A client that hangs up is no failure of the test.
                thread::spawn(move || wrapper.serve(stream, &site));
            }
        });
        Self { address: format!("{scheme}://127.0.0.1:{port}"), site }
    }

    pub(crate) fn site(&self) -> MutexGuard<'_, Site> {
        self.site.lock().expect("no test panics while it holds the site")
    }

    /// Puts a file there under a validator of its own bytes.
    pub(crate) fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        let etag = format!("\"{}\"", cullis::domain::digest::Digest::of(&bytes).short());
        let modified = Some("Thu, 02 Jan 2020 10:00:00 GMT".to_owned());
        self.put_page(path, Page { bytes, etag: Some(etag), modified });
    }

    pub(crate) fn put_page(&self, path: &str, page: Page) {
        self.site().pages.insert(path.to_owned(), page);
    }

    pub(crate) fn page(&self, path: &str) -> Page {
        self.site().pages.get(path).cloned().expect("a page")
    }

    pub(crate) fn remove(&self, path: &str) {
        self.site().pages.remove(path);
    }

    /// Lets the next answers for this path go wrong, one after the other.
    pub(crate) fn fail(&self, path: &str, faults: impl IntoIterator<Item = Fault>) {
        self.site().faults.entry(path.to_owned()).or_default().extend(faults);
    }

    /// What was asked since the last time: path, and the conditions.
    pub(crate) fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.site().asked)
    }
}

/// Makes a connection one that is talked over.
pub(crate) trait Wrapper: Send + Sync {
    fn serve(&self, stream: TcpStream, site: &Mutex<Site>);
}

struct Plain;

impl Wrapper for Plain {
    fn serve(&self, stream: TcpStream, site: &Mutex<Site>) {
        drop(serve(stream, site));
    }
}

/// One request a connection.
pub(crate) fn serve(stream: impl Read + Write, site: &Mutex<Site>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let header = |name: &str| {
        lines.iter().skip(1).find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| value.to_owned())
        })
    };
    let conditions = ["range", "if-range", "if-none-match", "if-modified-since"];
    let said: Vec<String> =
        conditions.iter().filter_map(|name| Some(format!("{name}={}", header(name)?))).collect();
    let (page, fault) = {
        let mut site = site.lock().expect("the site");
        let asked = [path.trim_start_matches('/').to_owned()].into_iter().chain(said).collect::<Vec<_>>();
        site.asked.push(asked.join(" "));
        let fault = site.faults.get_mut(&path).and_then(VecDeque::pop_front);
        let page = site.pages.get(&path).cloned();
        match &fault {
            Some(Fault::CutAfterThen(_, next)) => drop(site.pages.insert(path.clone(), next.clone())),
            Some(Fault::Then(other, next)) => drop(site.pages.insert(other.clone(), next.clone())),
            _ => {}
        }
        (page, fault)
    };
    let known = Known {
        etag: header("if-none-match"),
        since: header("if-modified-since"),
        range: header("range").zip(header("if-range")),
    };
    let mut stream = reader.into_inner();
    answer(&mut stream, page.as_ref(), fault.as_ref(), &known)?;
    stream.flush()
}

struct Known {
    etag: Option<String>,
    since: Option<String>,
    range: Option<(String, String)>,
}

impl Known {
    fn is(&self, page: &Page) -> bool {
        match (&self.etag, &self.since) {
            (Some(etag), _) => page.etag.as_ref() == Some(etag),
            (None, Some(moment)) => page.modified.as_ref() == Some(moment),
            (None, None) => false,
        }
    }
}

fn head(page: &Page, status: &str, length: Option<u64>, more: &str) -> String {
    let mut text =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nDate: Fri, 03 Jan 2020 10:00:00 GMT\r\n");
    let lines = [
        page.etag.as_ref().map(|etag| format!("ETag: {etag}\r\n")),
        page.modified.as_ref().map(|moment| format!("Last-Modified: {moment}\r\n")),
        length.map(|length| format!("Content-Length: {length}\r\n")),
    ];
    lines.into_iter().flatten().for_each(|line| text.push_str(&line));
    text + more + "\r\n"
}

fn answer(
    stream: &mut (impl Read + Write),
    page: Option<&Page>,
    fault: Option<&Fault>,
    known: &Known,
) -> std::io::Result<()> {
    let none = Page::default();
    match fault {
        Some(Fault::Stall) => return wait(stream),
        Some(Fault::Raw(bytes)) => return stream.write_all(bytes),
        Some(Fault::Endless(head, before, count)) => {
            write!(stream, "HTTP/1.1 200 OK\r\n{head}{}", if before.is_empty() { "" } else { "\r\n\r\n" })?;
            let piece =
                format!("{before}{}{}", "x".repeat(*count), if before.is_empty() { "" } else { "\r\n" });
            loop {
                stream.write_all(piece.as_bytes())?;
            }
        }
        Some(Fault::Status(status)) => {
            return stream.write_all(head(&none, &format!("{status} Odd"), Some(0), "").as_bytes());
        }
        Some(Fault::Redirect(to)) => {
            let more = format!("Location: {to}\r\n");
            return stream.write_all(head(&none, "302 Found", Some(0), &more).as_bytes());
        }
        _ => {}
    }
    let Some(page) = page else {
        return stream.write_all(head(&none, "404 Not Found", Some(0), "").as_bytes());
    };
    if known.is(page) || matches!(fault, Some(Fault::NotModified)) {
        return stream.write_all(head(page, "304 Not Modified", None, "").as_bytes());
    }
    let from = known.range.as_ref().filter(|(_, etag)| page.etag.as_ref() == Some(etag));
    let from = from.and_then(|(range, _)| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let (status, from, more) = match from {
        Some(from) if from >= page.bytes.len() => {
            return stream.write_all(head(&none, "416 Range Not Satisfiable", Some(0), "").as_bytes());
        }
        Some(from) => {
            let range =
                format!("Content-Range: bytes {from}-{}/{}\r\n", page.bytes.len() - 1, page.bytes.len());
            ("206 Partial Content", from, range)
        }
        None => ("200 OK", 0, String::new()),
    };
    let body = page.bytes.get(from..).unwrap_or_default();
    send(stream, page, (status, &more, body), fault)
}

/// The answer with its body, or with what goes wrong with it.
fn send(
    stream: &mut (impl Read + Write),
    page: &Page,
    (status, more, body): (&str, &str, &[u8]),
    fault: Option<&Fault>,
) -> std::io::Result<()> {
    let length = Some(body.len() as u64);
    match fault {
        Some(Fault::CutAfter(bytes) | Fault::CutAfterThen(bytes, _)) => {
            stream.write_all(head(page, status, length, more).as_bytes())?;
            stream.write_all(body.get(..*bytes).unwrap_or(body))
        }
        Some(Fault::StallAfter(bytes)) => {
            stream.write_all(head(page, status, length, more).as_bytes())?;
            stream.write_all(body.get(..*bytes).unwrap_or(body))?;
            stream.flush()?;
            wait(stream)
        }
        Some(Fault::Declares(bytes)) => stream.write_all(head(page, status, Some(*bytes), more).as_bytes()),
        Some(Fault::Lies(bytes)) => {
            stream.write_all(&[head(page, status, Some(*bytes), more).as_bytes(), body].concat())
        }
        Some(Fault::Part(from)) => {
            let rest = page.bytes.get(*from..).unwrap_or_default();
            let last = page.bytes.len() - 1;
            let range = format!("Content-Range: bytes {from}-{last}/{}\r\n", page.bytes.len());
            let head = head(page, "206 Partial Content", Some(rest.len() as u64), &range);
            stream.write_all(&[head.as_bytes(), rest].concat())
        }
        Some(Fault::WithoutLength) => {
            stream.write_all(&[head(page, status, None, more).as_bytes(), body].concat())
        }
        Some(Fault::Packed) => {
            stream.write_all(head(page, status, length, "Content-Encoding: gzip\r\n").as_bytes())?;
            stream.write_all(body)
        }
        Some(Fault::Chunked) => {
            stream.write_all(head(page, status, None, "Transfer-Encoding: chunked\r\n").as_bytes())?;
            write!(stream, "{:x}\r\n", body.len())?;
            stream.write_all(body)?;
            stream.write_all(b"\r\n0\r\n\r\n")
        }
        _ => {
            stream.write_all(head(page, status, length, more).as_bytes())?;
            stream.write_all(body)
        }
    }
}

/// Until the other side hangs up: no clock is needed.
fn wait(stream: &mut impl Read) -> std::io::Result<()> {
    let mut byte = [0];
    stream.read(&mut byte).map(drop)
}
