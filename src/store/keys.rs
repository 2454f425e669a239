//! Key files: read, and made so that nobody else can read the private one.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::disk;
use crate::domain::statement::Statement;
use crate::messages;
use crate::signature::{Algorithm, PrivateKey, PublicKey};

/// The largest key file that is read.
const KEY_BYTES: u64 = 1 << 16;

/// Random numbers that are drawn for one key: an SM2 key is refused once in
/// four thousand million.
const DRAWS: usize = 16;

/// Reads a public key.
pub fn public(path: &Path) -> Result<PublicKey, Statement> {
    PublicKey::from_pem(&read(path)?)
}

/// Reads a private key.
pub fn private(path: &Path) -> Result<PrivateKey, Statement> {
    PrivateKey::from_text(&read(path)?)
}

fn read(path: &Path) -> Result<String, Statement> {
    let bytes = disk::read_named(path, KEY_BYTES).map_err(messages::advisory::source_refused)?;
    String::from_utf8(bytes).map_err(|_| messages::signature::key_unreadable())
}

/// A new key, by the operating system's own random numbers.
pub fn generate(algorithm: Algorithm) -> Result<PrivateKey, Statement> {
    for _ in 0..DRAWS {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(messages::advisory::source_refused)?;
        if let Some(key) = PrivateKey::from_random(algorithm, &bytes) {
            return Ok(key);
        }
    }
    Err(messages::signature::sign_failed())
}

/// Where the public key of a private one is written.
pub fn public_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

/// Writes a key pair. Files that are there stay as they are: a key that is
/// written over is gone.
pub fn write_pair(path: &Path, key: &PrivateKey) -> Result<(), (PathBuf, io::Error)> {
    let public_path = public_path(path);
    let text = key.to_pem().map_err(|_| (path.to_path_buf(), io::ErrorKind::InvalidData.into()))?;
    if public_path.exists() {
        return Err((public_path, io::ErrorKind::AlreadyExists.into()));
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let public = options.clone();
    only_for_the_owner(&mut options);
    write(&options, path, &text).map_err(|error| (path.to_path_buf(), error))?;
    write(&public, &public_path, key.public().to_pem()).map_err(|error| (public_path, error))
}

fn write(options: &OpenOptions, path: &Path, text: &str) -> io::Result<()> {
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn only_for_the_owner(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn only_for_the_owner(_options: &mut OpenOptions) {}
