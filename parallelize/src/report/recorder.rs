//! What happens in a call, noted down while it happens.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use super::{ChunkReport, Ending, Report};
use crate::unwind::lock;

pub(crate) struct Recorder {
    function: &'static str,
    len: usize,
    jobs: usize,
    start: Instant,
    pub(crate) bytes_spilled: u64,
    notes: Mutex<Notes>,
}

struct Notes {
    /// The threads that have run a chunk, and before them the caller's.
    workers: Vec<ThreadId>,
    chunks: Vec<ChunkReport>,
    has_failed: bool,
}

impl Recorder {
    pub(crate) fn start(function: &'static str, len: usize, jobs: usize) -> Self {
        Recorder {
            function,
            len,
            jobs,
            bytes_spilled: 0,
            notes: Mutex::new(Notes {
                workers: vec![thread::current().id()],
                chunks: Vec::new(),
                has_failed: false,
            }),
            start: Instant::now(),
        }
    }

    /// The time since the start.
    pub(crate) fn now(&self) -> Duration {
        self.start.elapsed()
    }

    /// Notes a chunk that ends now.
    pub(crate) fn add(&self, index: usize, range: Range<usize>, start: Duration, ending: Ending) {
        let duration = self.now().saturating_sub(start);
        let thread = thread::current().id();
        let mut notes = lock(&self.notes);
        let known = notes.workers.iter().position(|worker| *worker == thread);
        let worker = known.unwrap_or_else(|| {
            notes.workers.push(thread);
            notes.workers.len() - 1
        });
        notes.has_failed |= ending != Ending::Completed;
        notes.chunks.push(ChunkReport {
            index,
            range,
            worker,
            start,
            duration,
            ending,
        });
    }

    /// The report of a call that ends now.
    pub(crate) fn finish(self, ending: Ending) -> Report {
        let elapsed = self.now();
        let notes = self.notes.into_inner();
        let mut notes = notes.unwrap_or_else(PoisonError::into_inner);
        notes.chunks.sort_unstable_by_key(|chunk| chunk.index);
        let ends = notes.chunks.iter().map(ChunkReport::end);
        let last_end = ends.max().unwrap_or(elapsed);
        let ending = match ending {
            Ending::Completed if notes.has_failed => Ending::Failed,
            ending => ending,
        };
        Report {
            function: self.function,
            len: self.len,
            jobs: self.jobs,
            chunks: notes.chunks,
            merge: elapsed.saturating_sub(last_end),
            bytes_spilled: self.bytes_spilled,
            elapsed,
            ending,
        }
    }
}
