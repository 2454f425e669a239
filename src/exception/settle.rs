//! Who vouches for exceptions that come with the change: somebody of the
//! roster above it who signed the entry, or whose approval the host hands in,
//! and who is neither its owner nor the change's author.

use std::sync::Arc;

use super::binding::{self, Whose};
use super::{SSH_NAMESPACE, digest, payload};
use crate::domain::exception::{Approval, Approved, Approver, Exception, Proposal, Standing};
use crate::domain::policy::Policy;
use crate::domain::statement::Statement;
use crate::messages::exception as say;
use crate::signature::{PublicKey, ssh};

/// What the host says.
#[derive(Clone, Copy, Debug)]
pub struct Voucher<'run> {
    /// The approvals that it hands in.
    pub approvals: &'run [Approval],
    /// The commit under judgement, where it is known: 40 or 64 digits.
    pub commit: Option<&'run str>,
    /// Which repository this is.
    pub repository: Whose<'run>,
}

/// Looks at every exception's signatures, and takes each proposal among the
/// exceptions with what came of it. None counts that isn't vouched for.
pub fn settle(policy: &mut Policy, host: &Voucher<'_>) {
    let roster = Roster::of(&policy.roster);
    let revocations = &policy.demands.revocations;
    for exception in &mut policy.exceptions {
        let fault = binding::revoked(exception, revocations)
            .or_else(|| roster.signers(exception, policy.roster.len()).err())
            .or_else(|| binding::fault(exception, host.repository));
        if let Some(reason) = fault {
            exception.standing = Standing::Spoilt(reason);
        }
    }
    for proposal in std::mem::take(&mut policy.proposed) {
        let revoked = binding::revoked(&proposal.exception, &policy.demands.revocations);
        let standing = revoked.map_or_else(|| standing_of(&proposal, &roster, host), Standing::Spoilt);
        let mut exception = proposal.exception;
        if let (Standing::Vouched(by), None) = (&standing, &exception.approver) {
            exception.approver = by.first().cloned();
        }
        exception.standing = standing;
        policy.exceptions.push(exception);
    }
}

/// Who of a roster signed these bytes. A signature in the name of one of its
/// keys that doesn't hold is an error: what it was about has changed.
pub fn signers(
    roster: &[Approver],
    payload: &[u8],
    signatures: &[Arc<str>],
) -> Result<Vec<Arc<str>>, Statement> {
    let keyed = Roster::of(roster);
    let mut names = Vec::new();
    for text in signatures {
        if let Some(one) = keyed.signer(text, payload, roster.len())? {
            names.push(Arc::clone(&one.name));
        }
    }
    Ok(names)
}

fn standing_of(proposal: &Proposal, roster: &Roster<'_>, host: &Voucher<'_>) -> Standing {
    let exception = &proposal.exception;
    let signers = match roster.signers(exception, proposal.roster) {
        Ok(signers) => signers,
        Err(reason) => return Standing::Spoilt(reason),
    };
    if let Some(reason) = binding::fault(exception, host.repository) {
        return Standing::Spoilt(reason);
    }
    if exception.emergency.is_some() {
        return Standing::Stated;
    }
    let mut by: Vec<Arc<str>> = Vec::new();
    let mut refused = signers.ignored;
    let digest = digest(exception);
    // One list of approvals may serve many repositories: what it names by its
    // digest has to say where it is for. A commit is one repository's own.
    let is_named = exception.repository.is_some();
    let is_of_this = |approval: &&Approval| match &approval.of {
        Approved::Exception(approved) => is_named && *approved == digest,
        Approved::Commit(commit) => host.commit.is_some_and(|own| own.eq_ignore_ascii_case(commit)),
    };
    let is_for_any = |approval: &&Approval| !is_named && approval.of == Approved::Exception(digest);
    refused.extend(host.approvals.iter().find(is_for_any).map(|_| say::names_no_repository()));
    let approved = host.approvals.iter().filter(is_of_this).map(|approval| &approval.by);
    for name in signers.by.iter().map(|one| &one.name).chain(approved) {
        match roster.above(proposal.roster).find(|one| one.is(name)) {
            None => refused.push(say::not_on_roster(name)),
            Some(one) if one.is(&exception.owner) => refused.push(say::approver_owns(name)),
            Some(one) if proposal.authors.iter().any(|author| one.is(author)) => {
                refused.push(say::approver_wrote(name));
            }
            Some(one) if by.contains(&one.name) => {}
            Some(one) => by.push(Arc::clone(&one.name)),
        }
    }
    if by.is_empty() { Standing::Unapproved(refused) } else { Standing::Vouched(by) }
}

/// The roster with its keys.
struct Roster<'policy> {
    entries: Vec<(&'policy Approver, Vec<PublicKey>)>,
}

/// Who signed an entry.
struct Signers<'policy> {
    by: Vec<&'policy Approver>,
    /// Signatures that were not counted.
    ignored: Vec<Statement>,
}

impl<'policy> Roster<'policy> {
    fn of(entries: &'policy [Approver]) -> Self {
        // What can't be read was refused with the policy.
        let keys =
            |one: &Approver| one.keys.iter().filter_map(|key| PublicKey::from_text(key).ok()).collect();
        Self { entries: entries.iter().map(|one| (one, keys(one))).collect() }
    }

    fn above(&self, count: usize) -> impl Iterator<Item = &'policy Approver> {
        self.entries.iter().take(count).map(|(one, _)| *one)
    }

    /// Who of the roster's first entries signed. A signature in the name of
    /// one of their keys that doesn't hold spoils the entry: it was changed
    /// after it was signed.
    fn signers(&self, exception: &Exception, count: usize) -> Result<Signers<'policy>, Statement> {
        let payload = payload(exception);
        let mut signers = Signers { by: Vec::new(), ignored: Vec::new() };
        for text in &exception.signatures {
            match self.signer(text, &payload, count) {
                Ok(Some(one)) => signers.by.push(one),
                Ok(None) => signers.ignored.push(say::signature_of_nobody()),
                Err(reason) => return Err(reason),
            }
        }
        // The entry says who approved it: that one has to be among those who signed.
        let named = exception.approver.as_deref();
        if let Some(named) =
            named.filter(|named| !signers.by.is_empty() && !signers.by.iter().any(|one| one.is(named)))
        {
            return Err(say::approver_did_not_sign(named));
        }
        Ok(signers)
    }

    fn signer(
        &self,
        text: &str,
        payload: &[u8],
        count: usize,
    ) -> Result<Option<&'policy Approver>, Statement> {
        let signature = Signature::read(text).ok_or_else(|| say::signature_unreadable(text))?;
        let keyed = self.entries.iter().take(count);
        let mut keyed = keyed.flat_map(|(one, keys)| keys.iter().map(move |key| (*one, key)));
        match keyed.find(|(_, key)| signature.names(key)) {
            None => Ok(None),
            Some((one, key)) if signature.is_by(key, payload) => Ok(Some(one)),
            Some((one, _)) => Err(say::signature_wrong(&one.name)),
        }
    }
}

/// One signature of an entry.
enum Signature {
    /// `ed25519 KEY BASE64`, `sm2 KEY BASE64`.
    Plain { algorithm: String, key: String, bytes: Vec<u8> },
    /// `sshsig BASE64`.
    Ssh(ssh::Signature),
}

impl Signature {
    fn read(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        match *words.as_slice() {
            ["sshsig", encoded] => ssh::Signature::from_base64(encoded).map(Self::Ssh),
            [algorithm, key, encoded] => {
                let bytes = crate::signature::decoded(encoded)?;
                Some(Self::Plain { algorithm: algorithm.to_owned(), key: key.to_owned(), bytes })
            }
            _ => None,
        }
    }

    /// Whether it is in this key's name.
    fn names(&self, key: &PublicKey) -> bool {
        match self {
            Self::Plain { algorithm, key: id, .. } => {
                key.algorithm().word() == algorithm && key.id().to_string() == *id
            }
            Self::Ssh(signature) => signature.names(key),
        }
    }

    fn is_by(&self, key: &PublicKey, payload: &[u8]) -> bool {
        match self {
            Self::Plain { bytes, .. } => key.verifies(payload, bytes),
            Self::Ssh(signature) => signature.is_by(key, SSH_NAMESPACE, payload),
        }
    }
}
