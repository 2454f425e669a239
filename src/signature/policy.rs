//! Signatures over policy files: detached, in a file beside them.
//!
//! Either the text that this product signs, with `cullis-policy-v1` and the
//! file's digest as its statement, or what `ssh-keygen -Y sign -n
//! cullis-policy` writes, which is over the file's own bytes.

use super::{PolicyStatement, PublicKey, read_file, ssh, verify};
use crate::domain::digest::Digest;
use crate::domain::statement::Statement;
use crate::messages::signature as say;

/// What OpenSSH signs a policy for.
const SSH_NAMESPACE: &str = "cullis-policy";

/// How a signature of OpenSSH begins.
const ARMOUR: &[u8] = b"-----BEGIN SSH SIGNATURE-----";

/// Whether one of the trusted keys signed this very policy; why not, else.
pub fn verify_policy(policy: &[u8], file: &[u8], trusted: &[PublicKey]) -> Result<(), Statement> {
    if file.trim_ascii_start().starts_with(ARMOUR) {
        return verify_ssh(policy, file, trusted);
    }
    let digest = Digest::of(policy);
    let statement = PolicyStatement { digest }.text();
    let blocks = read_file(file)?;
    let about = blocks.iter().find(|block| block.text == statement);
    let block = about.ok_or_else(|| say::other_policy(digest))?;
    verify(block, trusted).map(drop).map_err(|refusal| refusal.reason)
}

fn verify_ssh(policy: &[u8], file: &[u8], trusted: &[PublicKey]) -> Result<(), Statement> {
    let text = std::str::from_utf8(file).map_err(|_| say::file_not_text())?;
    let signature = ssh::Signature::from_armour(text).ok_or_else(say::ssh_unreadable)?;
    match trusted.iter().find(|key| signature.names(key)) {
        None => Err(say::no_trusted(1, trusted.len())),
        Some(key) if signature.is_by(key, SSH_NAMESPACE, policy) => Ok(()),
        Some(key) => Err(say::wrong_policy(key.id(), SSH_NAMESPACE)),
    }
}

#[cfg(test)]
mod tests {
    use super::{SSH_NAMESPACE, verify_policy};
    use crate::domain::digest::Digest;
    use crate::signature::{Algorithm, PolicyStatement, PrivateKey, Signed, ssh, write_file};

    const POLICY: &[u8] = b"database.max-age-days = 5\n";

    fn key(algorithm: Algorithm, seed: u8) -> PrivateKey {
        PrivateKey::from_random(algorithm, &[seed; 32]).expect("a key")
    }

    fn signed(policy: &[u8], key: &PrivateKey) -> Vec<u8> {
        let mut signed = Signed::new(PolicyStatement { digest: Digest::of(policy) }.text());
        signed.sign(key).expect("signed");
        write_file(&[signed]).into_bytes()
    }

    fn armoured(policy: &[u8], key: &PrivateKey, namespace: &str) -> Vec<u8> {
        let signature = ssh::Signature::by(key, namespace, policy).expect("signed");
        let text = signature.to_base64().expect("text");
        let lines: Vec<&str> =
            text.as_bytes().chunks(70).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        let body = lines.join("\n");
        format!("-----BEGIN SSH SIGNATURE-----\n{body}\n-----END SSH SIGNATURE-----\n").into_bytes()
    }

    fn why(policy: &[u8], file: &[u8], key: &PrivateKey) -> &'static str {
        match verify_policy(policy, file, &[key.public().clone()]) {
            Ok(()) => "sound",
            Err(reason) => reason.sentence.key,
        }
    }

    #[test]
    fn a_policy_is_known_by_any_kind_of_key_and_by_no_other() {
        let other = key(Algorithm::Ed25519, 2);
        for own in [key(Algorithm::Ed25519, 1), key(Algorithm::Sm2, 1)] {
            let file = signed(POLICY, &own);
            assert_eq!(why(POLICY, &file, &own), "sound");
            assert_eq!(why(POLICY, &file, &other), "signature.no_trusted");
            assert_eq!(why(b"database.max-age-days = 6\n", &file, &own), "signature.other_policy");
            // The statement says the other file's digest, and the signature is over the first.
            let text = String::from_utf8(file).expect("text");
            let moved = text.replace(&Digest::of(POLICY).to_string(), &Digest::of(b"x").to_string());
            assert_eq!(why(b"x", moved.as_bytes(), &own), "signature.wrong");
        }
    }

    #[test]
    fn a_signature_of_openssh_counts_for_this_purpose_alone() {
        let (own, other) = (key(Algorithm::Ed25519, 1), key(Algorithm::Ed25519, 2));
        let file = armoured(POLICY, &own, SSH_NAMESPACE);
        assert_eq!(why(POLICY, &file, &own), "sound");
        assert_eq!(why(POLICY, &file, &other), "signature.no_trusted");
        assert_eq!(why(b"x", &file, &own), "signature.wrong_policy");
        assert_eq!(why(POLICY, &armoured(POLICY, &own, "cullis-exception"), &own), "signature.wrong_policy");
        let cut = file.get(..file.len() - 40).expect("in range");
        assert_eq!(why(POLICY, cut, &own), "signature.ssh_unreadable");
    }
}
