//! Notes about a call, taken while the call runs.

use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::{ChunkReport, Ending, Report};
use crate::observe::shape::Shape;
use crate::plan::Place;
use crate::sys::clock::{Moment, processor_time};
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
    workers: Vec<Worker>,
    chunks: Vec<ChunkReport>,
}

/// A place among the workers, and the thread that has it. No more threads than the call has jobs run chunks at once.
/// But a helper may leave, because no batch of a stream waits or too many outputs do. Another thread may come in its place.
struct Worker {
    thread: ThreadId,
    /// How many chunks the thread is in: a body that waits in rayon may let its thread run another one.
    busy: usize,
}

impl Notes {
    /// The place of this thread, which begins a chunk.
    fn worker(&mut self, jobs: usize) -> usize {
        let thread = thread::current().id();
        let own = |worker: &Worker| worker.thread == thread;
        let known = self.workers.iter().position(own).or_else(|| {
            let is_full = self.workers.len() >= jobs;
            let helpers = is_full.then(|| self.workers.iter().skip(1))?;
            Some(1 + helpers.into_iter().position(|worker| worker.busy == 0)?)
        });
        let index = known.unwrap_or(self.workers.len());
        match self.workers.get_mut(index) {
            Some(worker) => {
                worker.thread = thread;
                worker.busy += 1;
            }
            None => self.workers.push(Worker { thread, busy: 1 }),
        }
        index
    }
}

impl Recorder {
    pub(crate) fn start(function: FunctionName, shape: Shape) -> Self {
        Recorder {
            function,
            shape,
            bytes_spilled: 0,
            notes: Mutex::new(Notes {
                workers: vec![Worker {
                    thread: thread::current().id(),
                    busy: 0,
                }],
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
            worker: lock(&self.notes).worker(self.shape.jobs),
            processor_time: processor_time(),
            start: self.elapsed(), // last, because the system takes a microsecond to tell the processor time
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
    worker: usize,
    /// The time since the start of the call.
    start: Duration,
    /// For how long the thread had been on a processor.
    processor_time: Option<Duration>,
}

impl RecordedChunk<'_> {
    /// Notes how the chunk ended.
    pub(crate) fn end(self, ending: Ending) {
        let duration = self.recorder.elapsed().saturating_sub(self.start);
        let times = processor_time().zip(self.processor_time);
        let processor_time = times.map(|(end, start)| end.saturating_sub(start).min(duration));
        let mut notes = lock(&self.recorder.notes);
        notes.workers[self.worker].busy -= 1;
        notes.chunks.push(ChunkReport {
            index: self.place.index,
            range: self.place.start..self.place.end,
            worker: self.worker,
            start: self.start,
            duration,
            processor_time,
            ending,
        });
    }
}

#[cfg(all(test, not(parallelize_loom)))]
mod tests {
    use std::thread;

    use super::{Ending, Recorder};
    use crate::observe::shape::Shape;
    use crate::plan::Place;
    use crate::sys::names::FunctionName;

    fn recorder(jobs: usize) -> Recorder {
        let shape = Shape {
            elements: None,
            chunks: None,
            jobs,
        };
        Recorder::start(FunctionName::of::<()>(), shape)
    }

    /// Runs a chunk on another thread.
    fn run_elsewhere(recorder: &Recorder, index: usize, ending: Ending) {
        let run = || {
            let place = Place::in_stream(index, index..index + 1);
            recorder.begin(place).end(ending);
        };
        thread::scope(|scope| scope.spawn(run).join()).expect("nothing panics");
    }

    /// Who has run each chunk.
    fn workers(recorder: Recorder) -> Vec<usize> {
        let report = recorder.finish(Ending::Completed);
        report.chunks.iter().map(|chunk| chunk.worker).collect()
    }

    #[test]
    fn a_thread_that_comes_in_the_place_of_another_is_the_same_worker() {
        let recorder = recorder(2);
        let own = recorder.begin(Place::in_stream(0, 0..1));
        run_elsewhere(&recorder, 1, Ending::Panicked);
        run_elsewhere(&recorder, 2, Ending::Completed);
        own.end(Ending::Completed);
        run_elsewhere(&recorder, 3, Ending::Completed);
        assert_eq!(workers(recorder), [0, 1, 1, 1]);
    }

    #[test]
    fn a_thread_that_runs_a_chunk_within_another_is_one_worker() {
        let recorder = recorder(3);
        let begin_and_end_within = || {
            let outer = recorder.begin(Place::in_stream(0, 0..1));
            let inner = recorder.begin(Place::in_stream(1, 1..2));
            inner.end(Ending::Completed);
            // The thread is still in a chunk, so its place is not free.
            run_elsewhere(&recorder, 2, Ending::Completed);
            outer.end(Ending::Completed);
        };
        thread::scope(|scope| scope.spawn(begin_and_end_within).join()).expect("nothing panics");
        assert_eq!(workers(recorder), [1, 1, 2]);
    }
}
