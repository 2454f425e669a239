//! Keys and signatures of OpenSSH, Ed25519 alone: lines `ssh-ed25519 …`,
//! private keys that no password protects, and signatures of `ssh-keygen -Y sign`.
//!
//! Formats: OpenSSH's `PROTOCOL.sshsig` and `PROTOCOL.key`; RFC 8709, section 4.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256, Sha512};
use ssh_encoding::pem::{DecodePem as _, PemLabel};
use ssh_encoding::{Decode, Encode, Reader};

use super::{PrivateKey, PublicKey};
use crate::domain::statement::Statement;
use crate::messages;

/// The one kind of key.
const ED25519: &str = "ssh-ed25519";
/// What a signature begins with, in its file and in what is signed.
const SIGNATURE_MAGIC: &[u8; 6] = b"SSHSIG";
const SIGNATURE_VERSION: u32 = 1;
/// What a private key begins with.
const KEY_MAGIC: &[u8; 15] = b"openssh-key-v1\0";
/// What is signed is the digest by this algorithm.
const HASH: &str = "sha512";

type Wire<T> = Result<T, ssh_encoding::Error>;

/// The bytes in a signature's armour.
struct ArmouredSignature(Vec<u8>);

impl PemLabel for ArmouredSignature {
    const PEM_LABEL: &'static str = "SSH SIGNATURE";
}

/// The bytes in a private key's armour.
struct ArmouredKey(Vec<u8>);

impl PemLabel for ArmouredKey {
    const PEM_LABEL: &'static str = "OPENSSH PRIVATE KEY";
}

impl Decode for ArmouredSignature {
    type Error = ssh_encoding::Error;

    fn decode(reader: &mut impl Reader) -> Wire<Self> {
        rest(reader).map(Self)
    }
}

impl Decode for ArmouredKey {
    type Error = ssh_encoding::Error;

    fn decode(reader: &mut impl Reader) -> Wire<Self> {
        rest(reader).map(Self)
    }
}

fn rest(reader: &mut impl Reader) -> Wire<Vec<u8>> {
    let mut bytes = vec![0; reader.remaining_len()];
    reader.read(&mut bytes)?;
    Ok(bytes)
}

/// Reads a line of a `.pub` file: `ssh-ed25519 BASE64 comment`.
pub(super) fn public_key(line: &str) -> Result<PublicKey, Statement> {
    let mut words = line.split_ascii_whitespace();
    let kind = words.next().unwrap_or_default();
    if kind != ED25519 {
        return Err(messages::signature::ssh_other_kind(kind));
    }
    let blob = words.next().and_then(|text| Base64::decode_vec(text).ok());
    let key = blob.and_then(|blob| key_of_blob(&blob).ok());
    key.and_then(|bytes| PublicKey::of_ed25519(&bytes)).ok_or_else(messages::signature::key_unreadable)
}

/// The 32 bytes of a public key's blob, and nothing behind them.
fn key_of_blob(mut blob: &[u8]) -> Wire<Vec<u8>> {
    let kind = String::decode(&mut blob)?;
    let bytes = Vec::<u8>::decode(&mut blob)?;
    if kind != ED25519 {
        return Err(ssh_encoding::Error::Length);
    }
    blob.finish(bytes)
}

/// Reads a private key that no password protects.
pub(super) fn private_key(pem: &str) -> Result<PrivateKey, Statement> {
    let armoured = ArmouredKey::decode_pem(pem.trim()).map_err(|_| messages::signature::key_unreadable())?;
    let seed = seed_of(&armoured.0).map_err(|_| messages::signature::key_unreadable())?;
    let seed = seed.ok_or_else(messages::signature::ssh_key_encrypted)?;
    let seed = <[u8; 32]>::try_from(seed.as_slice()).map_err(|_| messages::signature::key_unreadable())?;
    PrivateKey::from_random(super::Algorithm::Ed25519, &seed).ok_or_else(messages::signature::key_unreadable)
}

/// The seed of the one key in a file; `None` where a password protects it.
fn seed_of(mut bytes: &[u8]) -> Wire<Option<Vec<u8>>> {
    let reader = &mut bytes;
    if <[u8; 15]>::decode(reader)? != *KEY_MAGIC {
        return Err(ssh_encoding::Error::Length);
    }
    let cipher = String::decode(reader)?;
    let (_kdf, _options) = (String::decode(reader)?, Vec::<u8>::decode(reader)?);
    let (count, _public) = (u32::decode(reader)?, Vec::<u8>::decode(reader)?);
    let private = Vec::<u8>::decode(reader)?;
    if cipher != "none" {
        return Ok(None);
    }
    let mut private = private.as_slice();
    let checks = (u32::decode(&mut private)?, u32::decode(&mut private)?);
    let (kind, _public) = (String::decode(&mut private)?, Vec::<u8>::decode(&mut private)?);
    let pair = Vec::<u8>::decode(&mut private)?;
    if count != 1 || checks.0 != checks.1 || kind != ED25519 || pair.len() != 64 {
        return Err(ssh_encoding::Error::Length);
    }
    Ok(pair.get(..32).map(<[u8]>::to_vec))
}

/// A signature of `ssh-keygen -Y sign`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    key: Vec<u8>,
    namespace: String,
    hash: String,
    bytes: Vec<u8>,
}

impl Signature {
    /// Reads the armoured form, as the file that `ssh-keygen` writes has it.
    pub fn from_armour(text: &str) -> Option<Self> {
        let armoured = ArmouredSignature::decode_pem(text.trim()).ok()?;
        Self::read(&armoured.0).ok()
    }

    /// Reads the form in an exception: what is in the armour, in one line.
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::read(&Base64::decode_vec(text).ok()?).ok()
    }

    fn read(mut bytes: &[u8]) -> Wire<Self> {
        let reader = &mut bytes;
        let is_sound =
            <[u8; 6]>::decode(reader)? == *SIGNATURE_MAGIC && u32::decode(reader)? == SIGNATURE_VERSION;
        let key = key_of_blob(&Vec::<u8>::decode(reader)?)?;
        let (namespace, reserved) = (String::decode(reader)?, Vec::<u8>::decode(reader)?);
        let hash = String::decode(reader)?;
        let signature = Vec::<u8>::decode(reader)?;
        let mut inner = signature.as_slice();
        let (kind, raw) = (String::decode(&mut inner)?, Vec::<u8>::decode(&mut inner)?);
        if !is_sound || !reserved.is_empty() || kind != ED25519 || !inner.is_empty() {
            return Err(ssh_encoding::Error::Length);
        }
        bytes.finish(Self { key, namespace, hash, bytes: raw })
    }

    /// Signs, as `ssh-keygen -Y sign -n NAMESPACE` does.
    pub fn by(key: &PrivateKey, namespace: &str, message: &[u8]) -> Result<Self, Statement> {
        let failed = messages::signature::sign_failed;
        let public = key.public().ed25519().ok_or_else(failed)?.to_vec();
        let (namespace, hash) = (namespace.to_owned(), HASH.to_owned());
        let unsigned = Self { key: public, namespace, hash, bytes: Vec::new() };
        let signed = unsigned.signed_bytes(message).ok_or_else(failed)?;
        Ok(Self { bytes: key.sign(&signed)?, ..unsigned })
    }

    /// The form in an exception.
    pub fn to_base64(&self) -> Result<String, Statement> {
        let text = self.to_bytes().map(|bytes| Base64::encode_string(&bytes));
        text.map_err(|_| messages::signature::sign_failed())
    }

    fn to_bytes(&self) -> Wire<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.extend(SIGNATURE_MAGIC);
        SIGNATURE_VERSION.encode(&mut bytes)?;
        pair(&self.key)?.encode(&mut bytes)?;
        self.namespace.encode(&mut bytes)?;
        String::new().encode(&mut bytes)?;
        self.hash.encode(&mut bytes)?;
        pair(&self.bytes)?.encode(&mut bytes)?;
        Ok(bytes)
    }

    /// Whether it is in this key's name.
    pub fn names(&self, key: &PublicKey) -> bool {
        key.ed25519().is_some_and(|bytes| bytes.as_slice() == self.key)
    }

    /// Whether it is this key's signature over the message, for this purpose.
    pub fn is_by(&self, key: &PublicKey, namespace: &str, message: &[u8]) -> bool {
        let signed = self.signed_bytes(message);
        self.names(key)
            && self.namespace == namespace
            && signed.is_some_and(|signed| key.verifies(&signed, &self.bytes))
    }

    /// What is signed: the purpose and the message's digest. `None` for a
    /// digest by an algorithm that the format doesn't have.
    fn signed_bytes(&self, message: &[u8]) -> Option<Vec<u8>> {
        let digest = match self.hash.as_str() {
            "sha256" => Sha256::digest(message).to_vec(),
            "sha512" => Sha512::digest(message).to_vec(),
            _ => return None,
        };
        let mut bytes = SIGNATURE_MAGIC.to_vec();
        let parts = [self.namespace.as_bytes(), b"", self.hash.as_bytes(), &digest];
        parts.into_iter().try_for_each(|part| part.encode(&mut bytes)).ok()?;
        Some(bytes)
    }
}

/// The kind of key, and these bytes.
fn pair(bytes: &[u8]) -> Wire<Vec<u8>> {
    let mut blob = Vec::new();
    ED25519.encode(&mut blob)?;
    bytes.encode(&mut blob)?;
    Ok(blob)
}
