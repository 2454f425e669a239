//! Keys, in PEM as OpenSSL reads and writes them: PKCS#8 and SPKI.

use std::fmt;

use ed25519_dalek::Signer as _;
use ed25519_dalek::pkcs8::KeypairBytes;
use sm2::pkcs8::spki::EncodePublicKey as _;
use sm2::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, LineEnding};

use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages;

/// The distinguishing id that GB/T 32918 takes where nobody names another.
/// OpenSSL's own default is an empty one.
const SM2_ID: &str = "1234567812345678";

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// Ed25519 (RFC 8032), verified strictly.
    Ed25519,
    /// SM2 with SM3 (GB/T 32918, GB/T 32905).
    Sm2,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Ed25519, Self::Sm2];

    /// The word in files and on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::Sm2 => "sm2",
        }
    }

    /// The algorithm of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.word() == word)
    }
}

/// The id of a key: which one to try, never a reason to trust it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 16]);

impl KeyId {
    fn of(public_key: &[u8]) -> Self {
        let digest = Digest::of(public_key);
        let mut id = [0; 16];
        id.iter_mut().zip(digest.as_bytes()).for_each(|(to, from)| *to = *from);
        Self(id)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A key that verifies.
#[derive(Clone, Debug)]
pub struct PublicKey {
    kind: PublicKind,
    id: KeyId,
    pem: String,
}

#[derive(Clone, Debug)]
enum PublicKind {
    Ed25519(Box<ed25519_dalek::VerifyingKey>),
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl PublicKey {
    /// Reads a key from PEM (`BEGIN PUBLIC KEY`).
    pub fn from_pem(text: &str) -> Result<Self, Statement> {
        if text.contains("PRIVATE KEY-----") {
            return Err(messages::signature::key_private());
        }
        let text = text.trim();
        if let Ok(key) = ed25519_dalek::VerifyingKey::from_public_key_pem(text) {
            return Self::of(PublicKind::Ed25519(Box::new(key)));
        }
        let key = sm2::PublicKey::from_public_key_pem(text).ok();
        let key = key.and_then(|key| sm2::dsa::VerifyingKey::new(SM2_ID, key).ok());
        let key = key.ok_or_else(messages::signature::key_unreadable)?;
        Self::of(PublicKind::Sm2(Box::new(key)))
    }

    /// Reads a key from PEM, or from a line of OpenSSH (`ssh-ed25519 …`).
    pub fn from_text(text: &str) -> Result<Self, Statement> {
        let text = text.trim();
        if text.starts_with("-----") { Self::from_pem(text) } else { super::ssh::public_key(text) }
    }

    /// The Ed25519 key of these 32 bytes; `None` when they are none.
    pub(super) fn of_ed25519(bytes: &[u8]) -> Option<Self> {
        let bytes = <[u8; 32]>::try_from(bytes).ok()?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes).ok()?;
        Self::of(PublicKind::Ed25519(Box::new(key))).ok()
    }

    /// The 32 bytes of an Ed25519 key.
    pub(super) fn ed25519(&self) -> Option<[u8; 32]> {
        match &self.kind {
            PublicKind::Ed25519(key) => Some(key.to_bytes()),
            PublicKind::Sm2(_) => None,
        }
    }

    fn of(kind: PublicKind) -> Result<Self, Statement> {
        let document = match &kind {
            PublicKind::Ed25519(key) => key.to_public_key_der(),
            PublicKind::Sm2(key) => key.to_public_key_der(),
        };
        let document = document.map_err(|_| messages::signature::key_unreadable())?;
        let pem = document.to_pem("PUBLIC KEY", LineEnding::LF);
        let pem = pem.map_err(|_| messages::signature::key_unreadable())?;
        Ok(Self { kind, id: KeyId::of(document.as_bytes()), pem })
    }

    /// How it signs.
    pub const fn algorithm(&self) -> Algorithm {
        match self.kind {
            PublicKind::Ed25519(_) => Algorithm::Ed25519,
            PublicKind::Sm2(_) => Algorithm::Sm2,
        }
    }

    /// Its id.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// The key in PEM.
    pub fn to_pem(&self) -> &str {
        &self.pem
    }

    /// Whether this is the key's signature over the message.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.kind {
            PublicKind::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
            PublicKind::Sm2(key) => {
                use sm2::dsa::signature::Verifier as _;
                sm2::dsa::Signature::from_der(signature)
                    .is_ok_and(|signature| key.verify(message, &signature).is_ok())
            }
        }
    }
}

/// A key that signs. It is shown nowhere.
pub struct PrivateKey {
    kind: PrivateKind,
    public: PublicKey,
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.public.id)
    }
}

enum PrivateKind {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    Sm2(Box<sm2::SecretKey>),
}

impl PrivateKey {
    /// The key of 32 random bytes. `None` for the few that are no SM2 key:
    /// whoever asks takes other ones.
    pub fn from_random(algorithm: Algorithm, bytes: &[u8; 32]) -> Option<Self> {
        let kind = match algorithm {
            Algorithm::Ed25519 => {
                PrivateKind::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(bytes)))
            }
            Algorithm::Sm2 => PrivateKind::Sm2(Box::new(sm2::SecretKey::from_slice(bytes).ok()?)),
        };
        Self::of(kind).ok()
    }

    /// Reads a key from PEM (`BEGIN PRIVATE KEY`), or an OpenSSH one.
    pub fn from_text(text: &str) -> Result<Self, Statement> {
        if text.contains("BEGIN OPENSSH PRIVATE KEY-----") {
            return super::ssh::private_key(text);
        }
        Self::from_pem(text)
    }

    /// Reads a key from PEM (`BEGIN PRIVATE KEY`).
    pub fn from_pem(text: &str) -> Result<Self, Statement> {
        if text.contains("ENCRYPTED PRIVATE KEY-----") {
            return Err(messages::signature::key_encrypted());
        }
        if text.contains("BEGIN PUBLIC KEY-----") {
            return Err(messages::signature::key_public());
        }
        let text = text.trim();
        let kind = match ed25519_dalek::SigningKey::from_pkcs8_pem(text) {
            Ok(key) => PrivateKind::Ed25519(Box::new(key)),
            Err(_) => match sm2::SecretKey::from_pkcs8_pem(text) {
                Ok(key) => PrivateKind::Sm2(Box::new(key)),
                Err(_) => return Err(messages::signature::key_unreadable()),
            },
        };
        Self::of(kind)
    }

    fn of(kind: PrivateKind) -> Result<Self, Statement> {
        let unreadable = |_| messages::signature::key_unreadable();
        let public = match &kind {
            PrivateKind::Ed25519(key) => PublicKind::Ed25519(Box::new(key.verifying_key())),
            PrivateKind::Sm2(key) => PublicKind::Sm2(Box::new(
                sm2::dsa::VerifyingKey::new(SM2_ID, key.public_key()).map_err(unreadable)?,
            )),
        };
        Ok(Self { kind, public: PublicKey::of(public)? })
    }

    /// The key that verifies what this one signs.
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The key in PEM. OpenSSL 3.0 can't read a key that has the public one
    /// beside it, so it is left out.
    pub fn to_pem(&self) -> Result<String, Statement> {
        let text = match &self.kind {
            PrivateKind::Ed25519(key) => {
                KeypairBytes { secret_key: key.to_bytes(), public_key: None }.to_pkcs8_pem(LineEnding::LF)
            }
            PrivateKind::Sm2(key) => key.to_pkcs8_pem(LineEnding::LF),
        };
        text.map(|text| text.to_string()).map_err(|_| messages::signature::key_unreadable())
    }

    /// Signs. Both algorithms draw their secret number from key and message,
    /// so that equal messages have equal signatures.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Statement> {
        match &self.kind {
            PrivateKind::Ed25519(key) => Ok(key.sign(message).to_bytes().to_vec()),
            PrivateKind::Sm2(key) => {
                let signer = sm2::dsa::SigningKey::new(SM2_ID, key);
                let signature: Result<sm2::dsa::Signature, _> = signer.and_then(|key| key.try_sign(message));
                let signature = signature.map_err(|_| messages::signature::sign_failed())?;
                Ok(signature.to_der().as_bytes().to_vec())
            }
        }
    }
}
