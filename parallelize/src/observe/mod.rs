//! What a person sees of a call: a report, a progress bar, spans.
//!
//! A call [`start`]s an [`Observation`] and [`end`](Observation::end)s it. In between, a worker takes an
//! [`ObservedChunk`] around each body. If nobody observes, both are one look at an `Option`.
//!
//! Dependencies point one way: from here to `report`, `progress` and `spans`, from those to `terminal`,
//! `screen`, `shape` and `ending`.

mod ending;
#[cfg(feature = "progress")]
pub mod progress;
pub(crate) mod report;
#[cfg(feature = "progress")]
mod screen;
mod shape;
#[cfg(feature = "tracing")]
mod spans;
mod terminal;

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};

pub use self::ending::Ending;
#[cfg(feature = "progress")]
use self::progress::{Counted, CountedChunk, Label};
use self::report::environment;
use self::report::recorder::{RecordedChunk, Recorder};
pub use self::report::{ChunkReport, Report, receiver};
pub(crate) use self::shape::Shape;
#[cfg(feature = "tracing")]
use self::spans::{ChunkSpan, Spans};
use crate::plan::Place;
use crate::sys::names::FunctionName;
use crate::sys::panics::{Payload, catch, discard_unseen};

/// Takes a report. Unwind safety: when the call runs the receiver, nothing else of the call is left.
type Receiver = AssertUnwindSafe<Box<dyn Fn(&Report) + Send + Sync>>;

/// What the caller asks to see of a call.
#[derive(Default)]
pub(crate) struct Request {
    pub(crate) print: bool,
    pub(crate) receiver: Option<Receiver>,
    #[cfg(feature = "progress")]
    pub(crate) progress: Label,
    /// Nobody observes the call, whatever the environment and the subscriber ask for.
    is_silent: bool,
}

impl Request {
    /// The request of work inside this crate that no user knows as a call.
    #[cfg(feature = "write_to_file")]
    pub(crate) fn silence() -> Self {
        Request {
            is_silent: true,
            ..Request::default()
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_reported = self.print || self.receiver.is_some();
        f.debug_struct("Request")
            .field("report", &is_reported)
            .finish_non_exhaustive()
    }
}

/// Starts to observe a call of `function`, if anybody wants to.
#[inline]
pub(crate) fn start(
    request: Option<Box<Request>>,
    function: FunctionName,
    shape: impl FnOnce() -> Shape,
) -> Observation {
    if request.is_none() && !is_every_call_observed() {
        return Observation(None);
    }
    let request = request.unwrap_or_default();
    Observation(Observers::start(request, function, shape()))
}

/// Whether somebody observes calls that ask for nothing.
#[inline]
fn is_every_call_observed() -> bool {
    let is_observed = environment::is_on();
    #[cfg(feature = "progress")]
    let is_observed = is_observed || Counted::is_running();
    #[cfg(feature = "tracing")]
    let is_observed = is_observed || Spans::are_wanted();
    is_observed
}

/// The observation of one call, if anybody observes the call.
///
/// If the call drops the observation before its [`end`](Observation::end), the call has panicked.
pub(crate) struct Observation(Option<Box<Observers>>);

/// Who observes a call.
struct Observers {
    request: Box<Request>,
    /// Whether the call has failed, or a chunk of the call.
    has_failed: AtomicBool,
    recorder: Option<Recorder>,
    #[cfg(feature = "progress")]
    counted: Option<Counted>,
    #[cfg(feature = "tracing")]
    spans: Option<Spans>,
}

impl Observation {
    /// Nobody observes.
    pub(crate) fn none() -> Self {
        Observation(None)
    }

    /// Begins the chunk at `place` on this thread, right before its body.
    #[inline]
    pub(crate) fn chunk(&self, place: Place) -> Option<ObservedChunk<'_>> {
        self.0.as_ref().map(|observers| observers.begin(place))
    }

    /// As `chunk`, of a call that runs whole, over an input of `len` elements.
    #[inline]
    pub(crate) fn whole(&self, len: usize) -> Option<ObservedChunk<'_>> {
        let observers = self.0.as_ref()?;
        Some(observers.begin(Place::whole(len)))
    }

    /// Notes how many bytes the call has written to files.
    #[cfg(feature = "write_to_file")]
    pub(crate) fn spilled(&mut self, bytes: u64) {
        if let Some(recorder) = self.0.as_mut().and_then(|all| all.recorder.as_mut()) {
            recorder.bytes_spilled = bytes;
        }
    }

    /// Notes that the call fails, if no chunk does.
    pub(crate) fn fail(&mut self) {
        if let Some(observers) = &mut self.0 {
            *observers.has_failed.get_mut() = true;
        }
    }

    /// Ends the call. The error is the panic of an observer.
    #[inline]
    pub(crate) fn end(mut self) -> Result<(), Payload> {
        let Some(observers) = self.0.take() else {
            return Ok(());
        };
        let ending = Ending::unless_panicked(observers.has_failed.load(Ordering::Relaxed));
        catch(|| observers.end(ending))
    }
}

impl Drop for Observation {
    #[inline]
    fn drop(&mut self) {
        if let Some(observers) = self.0.take() {
            // A second panic would abort the process, and the first one says more.
            discard_unseen(catch(|| observers.end(Ending::Panicked)).err());
        }
    }
}

impl Observers {
    #[cold]
    fn start(request: Box<Request>, function: FunctionName, shape: Shape) -> Option<Box<Self>> {
        if request.is_silent {
            return None;
        }
        let is_reported = request.print || request.receiver.is_some() || environment::is_on();
        Some(Box::new(Observers {
            #[cfg(feature = "progress")]
            counted: Counted::start(&request.progress, function, shape.elements),
            #[cfg(feature = "tracing")]
            spans: Spans::start(function, shape),
            recorder: is_reported.then(|| Recorder::start(function, shape)),
            request,
            has_failed: AtomicBool::new(false),
        }))
    }

    #[cold]
    fn begin(&self, place: Place) -> ObservedChunk<'_> {
        ObservedChunk(Some(Box::new(ChunkObservers {
            #[cfg(feature = "tracing")]
            span: self.spans.as_ref().map(|call| call.begin(place)),
            #[cfg(feature = "progress")]
            _counted: self
                .counted
                .as_ref()
                .map(|call| call.begin(place.end - place.start)),
            recorded: self.recorder.as_ref().map(|call| call.begin(place)),
            has_failed: &self.has_failed,
        })))
    }

    #[cold]
    fn end(mut self, ending: Ending) {
        #[cfg(feature = "progress")]
        drop(self.counted.take()); // the bar goes before a report is printed
        #[cfg(feature = "tracing")]
        if let Some(spans) = self.spans.take() {
            spans.end(ending);
        }
        let Some(recorder) = self.recorder.take() else {
            return;
        };
        let report = recorder.finish(ending);
        if self.request.print || environment::prints() {
            report.print();
        }
        environment::save(&report);
        if let Some(receiver) = &self.request.receiver {
            receiver(&report);
        }
    }
}

/// A chunk whose body runs.
///
/// If the worker drops the chunk before its [`end`](ObservedChunk::end), the body has panicked.
pub(crate) struct ObservedChunk<'a>(Option<Box<ChunkObservers<'a>>>);

/// Who observes a chunk.
struct ChunkObservers<'a> {
    has_failed: &'a AtomicBool,
    recorded: Option<RecordedChunk<'a>>,
    #[cfg(feature = "progress")]
    _counted: Option<CountedChunk<'a>>,
    #[cfg(feature = "tracing")]
    span: Option<ChunkSpan>,
}

impl ObservedChunk<'_> {
    /// Ends the chunk, whose body has returned. A panic here is the panic of a subscriber.
    pub(crate) fn end(mut self, has_failed: bool) {
        if let Some(observers) = self.0.take() {
            observers.end(Ending::unless_panicked(has_failed));
        }
    }
}

impl Drop for ObservedChunk<'_> {
    fn drop(&mut self) {
        if let Some(observers) = self.0.take() {
            // The panic of the body is on its way. A second panic would abort the process.
            discard_unseen(catch(|| observers.end(Ending::Panicked)).err());
        }
    }
}

impl ChunkObservers<'_> {
    fn end(self, ending: Ending) {
        if ending != Ending::Completed {
            self.has_failed.store(true, Ordering::Relaxed);
        }
        if let Some(recorded) = self.recorded {
            recorded.end(ending);
        }
        #[cfg(feature = "tracing")]
        if let Some(span) = self.span {
            span.end(ending);
        }
    }
}
