//! The same work on many things, shared among a few threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// From this many things on, more than two threads may be worth asking the
/// operating system how many there are.
const MANY: usize = 512;
/// More threads than this wait for each other's memory.
const MOST_THREADS: usize = 8;

/// Does the work on each thing, with another thread or several when there are
/// `worth_a_thread` things or more. The results stand in the order of the
/// things, whoever was faster.
///
/// A panic of the work ends the caller with the same panic.
pub fn map<Thing: Sync, Result: Send>(
    things: &[Thing],
    worth_a_thread: usize,
    work: impl Fn(&Thing) -> Result + Sync,
) -> Vec<Result> {
    if things.len() < worth_a_thread.max(2) {
        return things.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Result)>> = Mutex::new(Vec::with_capacity(things.len()));
    let share = || {
        let mut mine = Vec::new();
        while let Some((index, thing)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            things.get(index).map(|thing| (index, thing))
        } {
            mine.push((index, work(thing)));
        }
        done.lock().unwrap_or_else(PoisonError::into_inner).append(&mut mine);
    };
    thread::scope(|scope| {
        for _ in 1..threads_for(things.len()) {
            scope.spawn(share);
        }
        share();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does two works, at once where there are `worth_a_thread` things or more. The
/// first is done by the caller's own thread.
///
/// A panic of either ends the caller with the same panic.
pub fn both<First, Second: Send>(
    things: usize,
    worth_a_thread: usize,
    first: impl FnOnce() -> First,
    second: impl FnOnce() -> Second + Send,
) -> (First, Second) {
    if things < worth_a_thread {
        return (first(), second());
    }
    thread::scope(|scope| {
        let second = scope.spawn(second);
        let first = first();
        (first, second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Asking how many processors there are reads several files, so few things
/// have two threads unasked.
fn threads_for(things: usize) -> usize {
    if things < MANY {
        return 2;
    }
    thread::available_parallelism().map_or(2, |threads| threads.get().clamp(1, MOST_THREADS))
}

#[cfg(test)]
mod tests {
    use super::{both, map};

    #[test]
    fn results_stand_in_the_order_of_the_things() {
        for count in [0, 1, 2, 5, 64, 1_000] {
            let things: Vec<usize> = (0..count).collect();
            // The first ones take longest, so that the others overtake them.
            let slow = |thing: &usize| (0..(count - thing) * 20).fold(*thing, |sum, _| sum.rotate_left(64));
            assert_eq!(map(&things, 2, slow), things, "{count}");
            assert_eq!(map(&things, usize::MAX, slow), things, "{count}");
        }
    }

    #[test]
    fn two_works_are_done_whether_or_not_they_are_worth_a_thread() {
        let here = std::thread::current().id();
        let elsewhere = || std::thread::current().id() != here;
        assert_eq!(both(1, 2, elsewhere, elsewhere), (false, false));
        assert_eq!(both(2, 2, elsewhere, elsewhere), (false, true));
    }

    #[test]
    #[should_panic(expected = "of the second")]
    fn a_panic_of_the_second_work_is_the_callers() {
        both(2, 2, || (), || panic!("of the second"));
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_in_another_thread_is_not_lost() {
        let here = std::thread::current().id();
        map(&(0..10).collect::<Vec<_>>(), 2, |_| {
            let elsewhere = std::thread::current().id() != here;
            // This thread waits until the other has begun.
            while !elsewhere && !OTHER.load(std::sync::atomic::Ordering::Acquire) {
                std::thread::yield_now();
            }
            OTHER.store(true, std::sync::atomic::Ordering::Release);
            assert!(!elsewhere, "in the other thread");
        });
    }

    static OTHER: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);
}
