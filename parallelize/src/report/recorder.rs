//! What happens in a call, noted down while it happens.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

use super::{ChunkReport, Ending, Report};
use crate::chunk::Chunk;
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

    /// Begins a chunk on this thread. It ends when what this returns is dropped.
    pub(crate) fn begin(&self, chunk: Chunk) -> RecordedChunk<'_> {
        RecordedChunk {
            recorder: self,
            chunk,
            start: self.start.elapsed(),
            ending: Ending::Panicked,
        }
    }

    /// The report of a call that ends now.
    pub(crate) fn finish(self, ending: Ending) -> Report {
        let elapsed = self.start.elapsed();
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

/// A chunk whose body runs.
pub(crate) struct RecordedChunk<'a> {
    recorder: &'a Recorder,
    chunk: Chunk,
    /// Since the start of the call.
    start: Duration,
    /// A panic, until the body has returned.
    pub(crate) ending: Ending,
}

impl Drop for RecordedChunk<'_> {
    fn drop(&mut self) {
        let duration = self.recorder.start.elapsed().saturating_sub(self.start);
        let thread = thread::current().id();
        let mut notes = lock(&self.recorder.notes);
        let known = notes.workers.iter().position(|worker| *worker == thread);
        let worker = known.unwrap_or_else(|| {
            notes.workers.push(thread);
            notes.workers.len() - 1
        });
        notes.has_failed |= self.ending != Ending::Completed;
        notes.chunks.push(ChunkReport {
            index: self.chunk.index,
            range: self.chunk.range.clone(),
            worker,
            start: self.start,
            duration,
            ending: self.ending,
        });
    }
}
