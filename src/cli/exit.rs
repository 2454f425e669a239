//! The exit codes: one documented list.

use crate::domain::verdict::Verdict;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: pass, or done.
    Done,
    /// 1: the verdict is fail; a verification failed; differences were found.
    Failed,
    /// 2: usage or configuration error: nothing was judged.
    Usage,
    /// 3: indeterminate: something that decides could not be read or written.
    Indeterminate,
    /// 4: no manifest was recognised.
    NothingToJudge,
    /// 20 + n: `--exit-code practice`, n the lowest number of a broken practice.
    Practice(u8),
    /// 70: a fault in Cullis itself.
    Fault,
    /// 130: interrupted (SIGINT).
    Interrupted,
    /// 143: terminated (SIGTERM).
    Terminated,
}

impl Exit {
    /// The exit of a gate's own code.
    pub const fn of_code(code: u8) -> Self {
        match code {
            0 => Self::Done,
            1 => Self::Failed,
            2 => Self::Usage,
            3 => Self::Indeterminate,
            4 => Self::NothingToJudge,
            20..=37 => Self::Practice(code - 20),
            _ => Self::Fault,
        }
    }

    /// The number that the process exits with.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Indeterminate => 3,
            Self::NothingToJudge => 4,
            Self::Practice(number) => 20 + number,
            Self::Fault => 70,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Done,
            Verdict::Fail => Self::Failed,
            Verdict::Indeterminate => Self::Indeterminate,
            Verdict::NothingToJudge => Self::NothingToJudge,
        }
    }
}
