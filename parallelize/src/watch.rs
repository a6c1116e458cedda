//! Who watches a call: whatever is told about it while it runs goes through here.
//!
//! Where nobody watches, a call makes one look at what was asked for, and each chunk one at whether
//! there is a watch.

use std::fmt;
use std::panic::{AssertUnwindSafe, resume_unwind};

use crate::chunk::current_chunk;
use crate::options::Plan;
#[cfg(feature = "progress")]
use crate::progress::{Counted, CountedChunk, Label};
use crate::report::recorder::{RecordedChunk, Recorder};
use crate::report::{Ending, Report, environment};
#[cfg(feature = "tracing")]
use crate::spans::{ChunkSpan, Spans};
use crate::unwind::{catch, catch_beside, discard_unseen};

/// What a report is given to. (Unwind safety: it is called when nothing else of the call is left.)
type Receiver = AssertUnwindSafe<Box<dyn Fn(&Report) + Send + Sync>>;

/// What is to be seen of a call.
#[derive(Default)]
pub(crate) struct Wishes {
    pub(crate) print: bool,
    pub(crate) receiver: Option<Receiver>,
    #[cfg(feature = "progress")]
    pub(crate) progress: Label,
}

impl fmt::Debug for Wishes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_reported = self.print || self.receiver.is_some();
        f.debug_struct("Wishes")
            .field("report", &is_reported)
            .finish_non_exhaustive()
    }
}

/// Starts to watch a call of `function`, if anybody wants it.
#[inline]
pub(crate) fn watch(
    wishes: Option<Box<Wishes>>,
    function: fn() -> &'static str,
    plan: &Plan,
) -> Watching {
    if wishes.is_none() && !is_watched_unasked() {
        return Watching(None);
    }
    Watching(start(wishes.unwrap_or_default(), function, plan))
}

/// Whether there is something to do for a call that asks for nothing.
#[inline]
fn is_watched_unasked() -> bool {
    let is_watched = environment::is_on();
    #[cfg(feature = "progress")]
    let is_watched = is_watched || Counted::is_running();
    #[cfg(feature = "tracing")]
    let is_watched = is_watched || Spans::are_wanted();
    is_watched
}

#[cold]
fn start(wishes: Box<Wishes>, function: fn() -> &'static str, plan: &Plan) -> Option<Box<Watch>> {
    let len = plan.elements().len();
    let is_reported = wishes.print || wishes.receiver.is_some() || environment::is_on();
    let watch = Watch {
        #[cfg(feature = "progress")]
        counted: Counted::start(&wishes.progress, function, len),
        #[cfg(feature = "tracing")]
        spans: Spans::start(function, len, plan),
        recorder: is_reported.then(|| Recorder::start(function(), len, plan.crew.limit)),
        wishes,
    };
    let is_watched = is_reported;
    #[cfg(feature = "progress")]
    let is_watched = is_watched || watch.counted.is_some();
    #[cfg(feature = "tracing")]
    let is_watched = is_watched || watch.spans.is_some();
    is_watched.then(|| Box::new(watch))
}

/// The watch of one call, if there is one. Dropped before [`end`](Watching::end), it takes the call for
/// one that panicked.
pub(crate) struct Watching(Option<Box<Watch>>);

struct Watch {
    wishes: Box<Wishes>,
    /// Taken when the report is made.
    recorder: Option<Recorder>,
    #[cfg(feature = "progress")]
    counted: Option<Counted>,
    #[cfg(feature = "tracing")]
    spans: Option<Spans>,
}

impl Watching {
    #[cfg(feature = "write_to_file")]
    pub(crate) fn by_nobody() -> Self {
        Watching(None)
    }

    /// Runs the body of a chunk.
    #[inline]
    pub(crate) fn chunk<R>(&self, is_failure: fn(&R) -> bool, body: impl FnOnce() -> R) -> R {
        match &self.0 {
            None => body(),
            Some(watch) => watch.chunk(is_failure, body),
        }
    }

    /// So many bytes went to files.
    #[cfg(feature = "write_to_file")]
    pub(crate) fn spilled(&mut self, bytes: u64) {
        if let Some(recorder) = self.0.as_mut().and_then(|watch| watch.recorder.as_mut()) {
            recorder.bytes_spilled = bytes;
        }
    }

    /// Ends the call whose outputs are one now; or did that fail?
    #[inline]
    pub(crate) fn end(mut self, has_failed: bool) {
        if let Some(watch) = self.0.take() {
            let ending = has_failed.then_some(Ending::Failed);
            watch.tell(ending.unwrap_or(Ending::Completed));
        }
    }

    /// As `end`, beside what came of the call.
    #[inline]
    pub(crate) fn end_beside<R>(self, outcome: R, has_failed: bool) -> R {
        if self.0.is_none() {
            return outcome;
        }
        match catch_beside(outcome, |_| self.end(has_failed)) {
            Ok((outcome, ())) => outcome,
            Err(payload) => resume_unwind(payload),
        }
    }
}

impl Drop for Watching {
    #[inline]
    fn drop(&mut self) {
        if let Some(watch) = self.0.take() {
            watch.tell_of_panic();
        }
    }
}

impl Watch {
    #[cold]
    fn chunk<R>(&self, is_failure: fn(&R) -> bool, body: impl FnOnce() -> R) -> R {
        let watched = self.begin();
        let judged = catch_beside(body(), is_failure);
        let (output, has_failed) = judged.unwrap_or_else(|payload| resume_unwind(payload));
        let told = catch_beside(output, |_| watched.end(has_failed));
        told.unwrap_or_else(|payload| resume_unwind(payload)).0
    }

    fn begin(&self) -> WatchedChunk<'_> {
        let chunk = current_chunk().expect("a body runs in a chunk");
        WatchedChunk {
            #[cfg(feature = "tracing")]
            span: self.spans.as_ref().map(|call| call.begin(&chunk)),
            #[cfg(feature = "progress")]
            _counted: self
                .counted
                .as_ref()
                .map(|call| call.begin(chunk.range.len())),
            recorded: self.recorder.as_ref().map(|call| call.begin(chunk)),
        }
    }

    #[cold]
    fn tell_of_panic(self: Box<Self>) {
        // A second panic would abort the process, and the first says more.
        discard_unseen(catch(|| self.tell(Ending::Panicked)).err());
    }

    #[cold]
    fn tell(mut self, ending: Ending) {
        #[cfg(feature = "progress")]
        drop(self.counted.take()); // the bar, which a printed report would run into
        #[cfg(feature = "tracing")]
        if let Some(spans) = self.spans.take() {
            spans.end(ending);
        }
        let Some(recorder) = self.recorder.take() else {
            return;
        };
        let report = recorder.finish(ending);
        environment::tell(&report);
        if self.wishes.print && !environment::prints() {
            report.print();
        }
        if let Some(receiver) = &self.wishes.receiver {
            receiver(&report);
        }
    }
}

/// A chunk whose body runs. Dropped before its end, it panicked.
struct WatchedChunk<'a> {
    recorded: Option<RecordedChunk<'a>>,
    #[cfg(feature = "progress")]
    _counted: Option<CountedChunk<'a>>,
    #[cfg(feature = "tracing")]
    span: Option<ChunkSpan<'a>>,
}

impl WatchedChunk<'_> {
    fn end(mut self, has_failed: bool) {
        let ending = has_failed.then_some(Ending::Failed);
        let ending = ending.unwrap_or(Ending::Completed);
        if let Some(recorded) = &mut self.recorded {
            recorded.ending = ending;
        }
        #[cfg(feature = "tracing")]
        if let Some(span) = &mut self.span {
            span.ending = ending;
        }
    }
}
