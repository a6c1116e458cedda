//! Spans of `tracing`, as a subscriber sees them.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Debug;
use std::mem;
use std::ops::Range;
use std::panic::{catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use parallelize::{current_chunk, parallel, stream};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber, info, info_span};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, SpanRef};
use tracing_subscriber::{Layer, Registry};

use crate::support::Meeting;

/// What a subscriber saw.
#[derive(Clone, Debug, Default)]
struct Seen {
    spans: Vec<Span>,
    /// The message of each event, and the names of the spans around it, the innermost first.
    events: Vec<(String, Vec<&'static str>)>,
}

#[derive(Clone, Debug)]
struct Span {
    name: &'static str,
    /// The place of the parent among all spans.
    parent: Option<usize>,
    fields: BTreeMap<&'static str, String>,
    is_closed: bool,
}

impl Seen {
    fn named(&self, name: &str) -> Vec<(usize, &Span)> {
        let all = self.spans.iter().enumerate();
        all.filter(|(_, span)| span.name == name).collect()
    }
}

/// The place of a span among all spans. (An identifier is used again after its span is closed: at once on 32 bits.)
struct At(usize);

impl At {
    fn of<'a, S: LookupSpan<'a>>(span: &SpanRef<'a, S>) -> usize {
        span.extensions().get::<At>().unwrap().0
    }
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Seen>>);

impl Visit for Span {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let value = format!("{value:?}").trim_matches('"').to_owned();
        self.fields.insert(field.name(), value);
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Recorder {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let mut seen = Span {
            name: span.name(),
            parent: span.parent().as_ref().map(At::of),
            fields: BTreeMap::new(),
            is_closed: false,
        };
        attributes.record(&mut seen);
        let mut all = self.0.lock().unwrap();
        span.extensions_mut().insert(At(all.spans.len()));
        all.spans.push(seen);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let at = At::of(&context.span(id).unwrap());
        values.record(&mut self.0.lock().unwrap().spans[at]);
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let around = context.event_scope(event).into_iter().flatten();
        let names = around.map(|span| span.name()).collect();
        let mut message = Span {
            name: "",
            parent: None,
            fields: BTreeMap::new(),
            is_closed: false,
        };
        event.record(&mut message);
        let message = message.fields.remove("message").unwrap_or_default();
        self.0.lock().unwrap().events.push((message, names));
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let at = At::of(&context.span(&id).unwrap());
        self.0.lock().unwrap().spans[at].is_closed = true;
    }
}

/// What a subscriber that is the caller's alone sees of `call`. One at a time: `tracing` keeps what
/// subscribers want of a span for all of them, and while some come and go it can be mistaken.
fn seen(most: LevelFilter, call: impl FnOnce()) -> Seen {
    static TURN: Mutex<()> = Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let recorder = Recorder::default();
    let subscriber = Registry::default().with(recorder.clone().with_filter(most));
    tracing::subscriber::with_default(subscriber, call);
    recorder.0.lock().unwrap().clone()
}

fn work(numbers: Range<usize>) -> usize {
    numbers.sum()
}

#[test]
fn a_call_and_each_of_its_chunks_have_a_span() {
    let seen = seen(LevelFilter::TRACE, || {
        info_span!("caller").in_scope(|| parallel(0..10_usize).jobs(3).per_chunk(work));
    });
    let (caller, _) = seen.named("caller")[0];
    let calls = seen.named("parallelize.call");
    assert_eq!(calls.len(), 1);
    let (call, span) = calls[0];
    assert_eq!(span.parent, Some(caller));
    assert_eq!(span.fields["otel.name"], "work");
    assert!(span.fields["code.function.name"].ends_with("tracing::work"));
    assert_eq!(span.fields["parallelize.call.len"], "10");
    assert_eq!(span.fields["parallelize.call.chunks"], "3");
    assert_eq!(span.fields["parallelize.call.jobs"], "3");
    let chunks = seen.named("parallelize.chunk");
    assert!(chunks.iter().all(|(_, chunk)| chunk.parent == Some(call)));
    let field = |chunk: &Span, name: &str| chunk.fields[name].parse::<usize>().unwrap();
    let mut ranges: Vec<_> = chunks
        .iter()
        .map(|(_, chunk)| {
            let [index, start, end] = ["index", "start", "end"]
                .map(|name| field(chunk, &format!("parallelize.chunk.{name}")));
            (index, start..end)
        })
        .collect();
    ranges.sort_unstable_by_key(|(index, _)| *index);
    assert_eq!(ranges, [(0, 0..4), (1, 4..7), (2, 7..10)]);
    assert!(seen.spans.iter().all(|span| span.is_closed));
    let has_failed = |span: &Span| span.fields.contains_key("otel.status_code");
    assert!(!seen.spans.iter().any(has_failed));
}

#[test]
fn the_caller_s_subscriber_and_span_are_current_in_bodies_on_every_worker() {
    let meeting = Meeting::of(4);
    let threads = Mutex::new(Vec::new());
    let seen = seen(LevelFilter::TRACE, || {
        let body = |_| {
            meeting.wait();
            threads.lock().unwrap().push(thread::current().id());
            info!("in chunk {}", current_chunk().unwrap().index());
        };
        info_span!("caller").in_scope(|| parallel(0..4_usize).jobs(4).per_chunk(body));
    });
    let threads: HashSet<_> = threads.into_inner().unwrap().into_iter().collect();
    assert_eq!(threads.len(), 4);
    let mut events = seen.events;
    events.sort_unstable();
    for (index, (message, around)) in events.into_iter().enumerate() {
        assert_eq!(message, format!("in chunk {index}"));
        assert_eq!(around, ["parallelize.chunk", "parallelize.call", "caller"]);
    }
}

#[test]
fn the_caller_s_span_is_current_also_where_nobody_wants_those_of_the_library() {
    for (most, around) in [
        (LevelFilter::INFO, &["parallelize.call", "caller"][..]),
        (LevelFilter::WARN, &["caller"][..]),
    ] {
        let meeting = Meeting::of(3);
        let seen = seen(most, || {
            let body = |_| {
                meeting.wait();
                tracing::warn!("here");
            };
            let caller = tracing::span!(Level::ERROR, "caller");
            caller.in_scope(|| parallel(0..3_usize).jobs(3).per_chunk(body));
        });
        assert_eq!(seen.events.len(), 3);
        for (_, found) in seen.events {
            assert_eq!(found, around);
        }
    }
}

#[test]
fn what_was_current_on_a_worker_is_so_again_afterwards() {
    let calls = || {
        let body = |numbers: Range<usize>| {
            info!("before");
            parallel(numbers).jobs(2).per_chunk(|_| info!("inside"));
            info!("after");
        };
        parallel(0..8_usize).jobs(4).per_chunk(body);
    };
    let seen = seen(LevelFilter::TRACE, calls);
    for (message, around) in &seen.events {
        let depth = if message == "inside" { 4 } else { 2 };
        assert_eq!(around.len(), depth, "{message}: {around:?}");
    }
    assert_eq!(seen.events.len(), 4 + 8 + 4);
    // Without a subscriber, nothing arrives at the last one.
    calls();
}

#[test]
fn errors_and_panics_are_marked_on_the_chunk_and_the_call() {
    type Body = fn(Range<usize>) -> Result<(), &'static str>;
    let bodies: [(Body, &str); 2] = [
        (
            |range| if range.start == 1 { Err("no") } else { Ok(()) },
            "error",
        ),
        (
            |range| {
                if range.start == 1 {
                    panic!("no")
                } else {
                    Ok(())
                }
            },
            "panic",
        ),
    ];
    for (body, expected) in bodies {
        let seen = seen(LevelFilter::TRACE, || {
            let call = || parallel(0..2_usize).jobs(2).try_per_chunk(body);
            let outcome = catch_unwind(call);
            assert!(outcome.is_err() || outcome.is_ok_and(|outcome| outcome.is_err()));
        });
        let chunks = seen.named("parallelize.chunk");
        let calls = seen.named("parallelize.call");
        let failed = chunks
            .iter()
            .find(|(_, chunk)| chunk.fields["parallelize.chunk.index"] == "1");
        for span in [calls[0].1, failed.unwrap().1] {
            assert_eq!(span.fields["otel.status_code"], "ERROR");
            assert_eq!(span.fields["error.type"], expected);
        }
        assert!(seen.spans.iter().all(|span| span.is_closed));
    }
}

#[test]
fn a_stream_and_each_of_its_batches_have_a_span() {
    for (is_known, jobs) in [(true, 1), (false, 3)] {
        let seen = seen(LevelFilter::TRACE, || {
            let numbers = (0..10_usize).filter(|_| {
                info!("reading");
                true
            });
            let sink = |_| info!("merging");
            let body = |numbers: std::vec::IntoIter<usize>| {
                info!("in a batch");
                numbers.count()
            };
            info_span!("caller").in_scope(|| {
                if is_known {
                    stream(0..10_usize)
                        .jobs(jobs)
                        .chunk_size(4)
                        .consume(body, sink);
                } else {
                    stream(numbers).jobs(jobs).chunk_size(4).consume(body, sink);
                }
            });
        });
        let (call, span) = seen.named("parallelize.call")[0];
        let field = |name: &str| span.fields.get(name).map(String::as_str);
        assert_eq!(field("parallelize.call.len"), is_known.then_some("10"));
        assert_eq!(field("parallelize.call.chunks"), None);
        assert_eq!(field("parallelize.call.jobs"), Some(["1", "3"][jobs / 2]));
        let chunks = seen.named("parallelize.chunk");
        assert!(chunks.iter().all(|(_, chunk)| chunk.parent == Some(call)));
        let mut starts: Vec<&str> = chunks
            .iter()
            .map(|(_, chunk)| chunk.fields["parallelize.chunk.start"].as_str())
            .collect();
        starts.sort_unstable();
        assert_eq!(starts, ["0", "4", "8"]);
        assert!(seen.spans.iter().all(|span| span.is_closed));
        for (message, around) in seen.events {
            let is_batch = message == "in a batch";
            let expected = ["parallelize.chunk", "parallelize.call", "caller"];
            assert_eq!(around, expected[usize::from(!is_batch)..], "{message}");
        }
    }
}

/// Panics when the span of a chunk is left.
struct Failing;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Failing {
    fn on_exit(&self, id: &Id, context: Context<'_, S>) {
        if context.span(id).unwrap().name() == "parallelize.chunk" {
            resume_unwind(Box::new("the subscriber"));
        }
    }
}

/// Panics when it is dropped.
struct Dropped;

impl Drop for Dropped {
    fn drop(&mut self) {
        resume_unwind(Box::new("the output"));
    }
}

#[test]
fn a_subscriber_that_panics_hides_no_panic_of_a_body() {
    for jobs in [1, 3] {
        let subscriber = Registry::default().with(Failing);
        let payload = tracing::subscriber::with_default(subscriber, || {
            let body = |_| resume_unwind(Box::new("the body"));
            let call = || parallel(0..3).chunk_size(1).jobs(jobs).per_chunk(body);
            catch_unwind(call).map(|_: Vec<()>| ()).unwrap_err()
        });
        assert_eq!(payload.downcast_ref(), Some(&"the body"));
    }
}

#[test]
fn a_subscriber_that_panics_does_not_abort_the_process_where_an_output_panics_too() {
    for jobs in [1, 3] {
        let subscriber = Registry::default().with(Failing);
        let payload = tracing::subscriber::with_default(subscriber, || {
            let call = || {
                parallel(0..3)
                    .chunk_size(1)
                    .jobs(jobs)
                    .per_chunk(|_| Dropped)
            };
            catch_unwind(call).map(mem::forget).unwrap_err()
        });
        assert_eq!(payload.downcast_ref(), Some(&"the subscriber"));
    }
}
