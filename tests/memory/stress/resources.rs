//! What the process has: threads and memory.

#![allow(unsafe_code, reason = "a call of the system")]

use std::sync::atomic::{AtomicIsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use crate::allocator;

/// A number that Linux tells of this process; 0 elsewhere.
fn status(name: &str) -> isize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.trim_start_matches(':').split_whitespace().next());
    number.map_or(0, |number| number.parse().expect("a number"))
}

pub(crate) fn threads() -> isize {
    status("Threads")
}

static PEAK: AtomicIsize = AtomicIsize::new(0);

pub(crate) fn note_peak() {
    PEAK.fetch_max(threads(), Ordering::Relaxed);
}

pub(crate) fn peak() -> isize {
    PEAK.load(Ordering::Relaxed)
}

/// Waits until there are no more threads than that: idle ones of the library go away.
pub(crate) fn wait_for_threads(most: isize) {
    let start = Instant::now();
    while threads() > most {
        let waited = start.elapsed();
        assert!(
            waited < Duration::from_secs(120),
            "{} threads stay",
            threads() - most
        );
        thread::sleep(Duration::from_millis(10));
    }
}

#[derive(Debug)]
pub(crate) struct Memory {
    /// What is allocated.
    bytes: usize,
    /// What is resident, in KiB.
    resident: isize,
}

impl Memory {
    pub(crate) fn now() -> Self {
        // What queues of threads that have ended leave behind is dropped when others use theirs.
        for _ in 0..100 {
            rayon::scope(|scope| (0..100).for_each(|_| scope.spawn(|_| ())));
        }
        #[cfg(all(target_os = "linux", target_env = "gnu"))]
        // SAFETY: it gives back what the allocator keeps for later, and has no conditions.
        unsafe {
            libc::malloc_trim(0);
        }
        Memory {
            bytes: allocator::bytes(),
            resident: status("VmRSS"),
        }
    }

    /// Waits until there is no more than before, but for lists that have grown and stay.
    pub(crate) fn wait_until_back_to(before: &Memory) -> Self {
        let start = Instant::now();
        // ThreadSanitizer keeps notes of memory that is given back.
        let resident_grows = env::var_os("TSAN_OPTIONS").is_some();
        loop {
            let now = Self::now();
            let is_back = now.bytes < before.bytes + (64 << 10);
            if is_back && (resident_grows || now.resident < before.resident + (16 << 10)) {
                return now;
            }
            let waited = start.elapsed();
            assert!(
                waited < Duration::from_secs(60),
                "{now:?}, {before:?} before"
            );
        }
    }
}
