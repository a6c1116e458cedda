//! Notes about a call, taken while the call runs.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::{ChunkReport, Ending, Report};
use crate::observe::shape::Shape;
use crate::plan::Place;
use crate::sys::clock::Moment;
use crate::sys::names::FunctionName;
use crate::sys::panics::lock;

pub(crate) struct Recorder {
    function: FunctionName,
    shape: Shape,
    start: Moment,
    pub(crate) bytes_spilled: u64,
    notes: Mutex<Notes>,
}

struct Notes {
    /// The calling thread, and behind it every other thread that has run a chunk.
    workers: Vec<ThreadId>,
    chunks: Vec<ChunkReport>,
}

impl Recorder {
    pub(crate) fn start(function: FunctionName, shape: Shape) -> Self {
        Recorder {
            function,
            shape,
            bytes_spilled: 0,
            notes: Mutex::new(Notes {
                workers: vec![thread::current().id()],
                chunks: Vec::new(),
            }),
            start: Moment::now(),
        }
    }

    /// The time since the start of the call; none without a clock.
    fn elapsed(&self) -> Duration {
        self.start.elapsed().unwrap_or_default()
    }

    /// Begins a chunk on this thread.
    pub(crate) fn begin(&self, place: Place) -> RecordedChunk<'_> {
        RecordedChunk {
            recorder: self,
            place,
            start: self.elapsed(),
        }
    }

    /// The report of a call that ends now.
    pub(crate) fn finish(self, ending: Ending) -> Report {
        let elapsed = self.elapsed();
        let notes = self.notes.into_inner();
        let mut notes = notes.unwrap_or_else(PoisonError::into_inner);
        notes.chunks.sort_unstable_by_key(|chunk| chunk.index);
        let ends = notes.chunks.iter().map(ChunkReport::end);
        let last_end = ends.max().unwrap_or(elapsed);
        let is_stream = self.shape.chunks.is_none();
        let read = notes.chunks.last().map_or(0, |last| last.range.end);
        let promised = self.shape.elements.filter(|_| !is_stream);
        Report {
            function: self.function.path(),
            len: promised.unwrap_or(read),
            jobs: self.shape.jobs,
            chunks: notes.chunks,
            merge: elapsed.saturating_sub(last_end),
            bytes_spilled: self.bytes_spilled,
            elapsed,
            ending,
            is_stream,
        }
    }
}

/// A chunk whose body runs.
pub(crate) struct RecordedChunk<'a> {
    recorder: &'a Recorder,
    place: Place,
    /// The time since the start of the call.
    start: Duration,
}

impl RecordedChunk<'_> {
    /// Notes how the chunk ended.
    pub(crate) fn end(self, ending: Ending) {
        let duration = self.recorder.elapsed().saturating_sub(self.start);
        let thread = thread::current().id();
        let mut notes = lock(&self.recorder.notes);
        let known = notes.workers.iter().position(|worker| *worker == thread);
        let worker = known.unwrap_or_else(|| {
            notes.workers.push(thread);
            notes.workers.len() - 1
        });
        notes.chunks.push(ChunkReport {
            index: self.place.index,
            range: self.place.start..self.place.end,
            worker,
            start: self.start,
            duration,
            ending,
        });
    }
}
