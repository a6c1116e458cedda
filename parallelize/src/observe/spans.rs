//! Spans of `tracing`: one per call, and inside it one per chunk.
//!
//! The names of their fields are those that OpenTelemetry recommends.

use std::thread::{self, ThreadId};

use tracing::dispatcher::{self, DefaultGuard, Dispatch};
use tracing::level_filters::LevelFilter;
use tracing::span::EnteredSpan;
use tracing::{Span, debug_span, field, info_span};

use super::ending::Ending;
use super::shape::Shape;
use crate::plan::Place;
use crate::sys::names::FunctionName;

/// The span of a call, current on the calling thread.
pub(crate) struct Spans {
    call: EnteredSpan,
    /// The span that is current in bodies: the call's or, if nobody wants the call's, the caller's.
    outer: Span,
    dispatch: Dispatch,
    caller: ThreadId,
}

impl Spans {
    /// Whether anybody may listen.
    pub(crate) fn are_wanted() -> bool {
        LevelFilter::current() != LevelFilter::OFF
    }

    /// Starts the span of a call. `None` if nobody listens.
    pub(crate) fn start(function: FunctionName, shape: Shape) -> Option<Self> {
        if !Self::are_wanted() {
            return None;
        }
        let caller = Span::current();
        let call = info_span!(
            target: "parallelize",
            "parallelize.call",
            otel.name = function.last_segment(),
            code.function.name = function.path(),
            parallelize.call.len = shape.elements,
            parallelize.call.chunks = shape.chunks,
            parallelize.call.jobs = shape.jobs,
            otel.status_code = field::Empty,
            error.type = field::Empty,
        );
        let is_wanted = !call.is_disabled();
        Some(Spans {
            outer: if is_wanted { call.clone() } else { caller },
            call: call.entered(),
            dispatch: dispatcher::get_default(Dispatch::clone),
            caller: thread::current().id(),
        })
    }

    /// Makes the span of a chunk current on this thread, until the [`ChunkSpan`] is dropped.
    pub(crate) fn begin(&self, place: Place) -> ChunkSpan {
        let is_helper = thread::current().id() != self.caller;
        let dispatch = is_helper.then(|| dispatcher::set_default(&self.dispatch));
        let span = debug_span!(
            target: "parallelize",
            parent: &self.outer,
            "parallelize.chunk",
            parallelize.chunk.index = place.index,
            parallelize.chunk.start = place.start,
            parallelize.chunk.end = place.end,
            otel.status_code = field::Empty,
            error.type = field::Empty,
        );
        let is_own = !span.is_disabled();
        let span = if is_own { span } else { self.outer.clone() };
        ChunkSpan {
            is_own,
            span: span.entered(),
            _dispatch: dispatch,
        }
    }

    /// Notes how the call ended.
    pub(crate) fn end(self, ending: Ending) {
        note(&self.call, ending);
    }
}

/// The span of a chunk whose body runs.
pub(crate) struct ChunkSpan {
    /// Whether the chunk has a span of its own. If not, `span` is the call's or the caller's.
    is_own: bool,
    span: EnteredSpan, // left before the caller's subscriber is
    _dispatch: Option<DefaultGuard>,
}

impl ChunkSpan {
    /// Notes how the chunk ended, and leaves the span.
    pub(crate) fn end(self, ending: Ending) {
        if self.is_own {
            note(&self.span, ending);
        }
    }
}

fn note(span: &Span, ending: Ending) {
    let error = match ending {
        Ending::Completed => return,
        Ending::Failed => "error",
        Ending::Panicked => "panic",
    };
    span.record("otel.status_code", "ERROR")
        .record("error.type", error);
}
