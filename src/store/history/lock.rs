//! The lock between writers, with an end to waiting.

use std::fs::{File, TryLockError};
use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The lock, held until dropped.
#[derive(Debug)]
pub(super) struct Held<'lock> {
    lock: &'lock File,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // The operating system unlocks at the latest when the process ends.
        drop(self.lock.unlock());
    }
}

/// What the lock is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To add to the log: alone.
    Write,
    /// To see the log while nobody adds to it: beside other readers.
    Look,
}

/// Takes the lock; `None` when others hold it for that long.
///
/// Who has to wait sleeps in the kernel and is woken when it is free: asking
/// again and again would favour whoever asks most often.
pub(super) fn hold(lock: &File, purpose: Purpose, patience: Duration) -> io::Result<Option<Held<'_>>> {
    let tried = match purpose {
        Purpose::Write => lock.try_lock(),
        Purpose::Look => lock.try_lock_shared(),
    };
    match tried {
        Ok(()) => return Ok(Some(Held { lock })),
        Err(TryLockError::WouldBlock) => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // A clone is the same open file, so its lock is ours. The channel has no
    // room: either the lock is handed over, or the thread knows that nobody
    // waits any more and gives it back.
    let waiting = lock.try_clone()?;
    let (give, take) = mpsc::sync_channel::<io::Result<()>>(0);
    thread::Builder::new().name("history lock".to_owned()).spawn(move || {
        let locked = match purpose {
            Purpose::Write => waiting.lock(),
            Purpose::Look => waiting.lock_shared(),
        };
        if give.send(locked).is_err() {
            drop(waiting.unlock());
        }
    })?;
    match take.recv_timeout(patience) {
        Ok(locked) => locked.map(|()| Some(Held { lock })),
        Err(_) => Ok(None),
    }
}
