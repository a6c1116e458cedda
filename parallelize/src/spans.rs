//! Spans of `tracing`: one for a call, and in it one for each chunk.
//!
//! Their fields are named by the habits of OpenTelemetry.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, ThreadId};

use tracing::dispatcher::{self, DefaultGuard, Dispatch};
use tracing::level_filters::LevelFilter;
use tracing::span::EnteredSpan;
use tracing::{Span, debug_span, field, info_span};

use crate::chunk::Chunk;
use crate::options::Plan;
use crate::report::{Ending, last_segment};

/// The span of a call, current on the calling thread.
pub(crate) struct Spans {
    call: EnteredSpan,
    /// What is current in bodies: the call's span or, where nobody wants that, the caller's own.
    outer: Span,
    dispatch: Dispatch,
    caller: ThreadId,
    has_failed: AtomicBool,
}

impl Spans {
    /// Whether anybody may listen.
    pub(crate) fn are_wanted() -> bool {
        LevelFilter::current() != LevelFilter::OFF
    }

    /// `None` where nobody listens.
    pub(crate) fn start(function: fn() -> &'static str, len: usize, plan: &Plan) -> Option<Self> {
        if !Self::are_wanted() {
            return None;
        }
        let caller = Span::current();
        let function = function();
        let call = info_span!(
            target: "parallelize",
            "parallelize.call",
            otel.name = last_segment(function),
            code.function.name = function,
            parallelize.call.len = len,
            parallelize.call.chunks = plan.boundaries.count(),
            parallelize.call.jobs = plan.crew.limit,
            otel.status_code = field::Empty,
            error.type = field::Empty,
        );
        let is_wanted = !call.is_disabled();
        Some(Spans {
            outer: if is_wanted { call.clone() } else { caller },
            call: call.entered(),
            dispatch: dispatcher::get_default(Dispatch::clone),
            caller: thread::current().id(),
            has_failed: AtomicBool::new(false),
        })
    }

    /// Makes the span of a chunk current on this thread, until what this returns is dropped.
    pub(crate) fn begin(&self, chunk: &Chunk) -> ChunkSpan<'_> {
        let is_helper = thread::current().id() != self.caller;
        let dispatch = is_helper.then(|| dispatcher::set_default(&self.dispatch));
        let span = debug_span!(
            target: "parallelize",
            parent: &self.outer,
            "parallelize.chunk",
            parallelize.chunk.index = chunk.index,
            parallelize.chunk.start = chunk.range.start,
            parallelize.chunk.end = chunk.range.end,
            otel.status_code = field::Empty,
            error.type = field::Empty,
        );
        let is_own = !span.is_disabled();
        let span = if is_own { span } else { self.outer.clone() };
        ChunkSpan {
            spans: self,
            ending: Ending::Panicked,
            is_own,
            span: span.entered(),
            _dispatch: dispatch,
        }
    }

    /// Notes how the call ended.
    pub(crate) fn end(self, ending: Ending) {
        let has_failed = self.has_failed.into_inner();
        note(
            &self.call,
            if has_failed && ending == Ending::Completed {
                Ending::Failed
            } else {
                ending
            },
        );
    }
}

/// The span of a chunk whose body runs.
pub(crate) struct ChunkSpan<'a> {
    spans: &'a Spans,
    /// A panic, until the body has returned.
    pub(crate) ending: Ending,
    /// Whether it is not that of the call, or of the caller.
    is_own: bool,
    span: EnteredSpan, // left before the caller's subscriber is
    _dispatch: Option<DefaultGuard>,
}

impl Drop for ChunkSpan<'_> {
    fn drop(&mut self) {
        if self.ending != Ending::Completed {
            self.spans.has_failed.store(true, Ordering::Relaxed);
            if self.is_own {
                note(&self.span, self.ending);
            }
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
