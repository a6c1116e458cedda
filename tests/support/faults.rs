//! Faults that are planned: the book of one call, which says at which event something panics, and in
//! which every instrumented value notes that it is made and dropped.
//!
//! There is one book a process, so each test that uses it runs in a child.

use std::any::Any;
use std::cell::Cell;
use std::panic::resume_unwind;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use parallelize::current_chunk;

use super::values::{Kind, Thrown};

/// What happens in a call, at which a fault can be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// A body begins, or ends, or returns an error. These are counted by their chunks.
    Begin,
    End,
    Error,
    Clone,
    Count,
    Cut,
    IsFailure,
    Flatten,
    Reduce,
    /// An iterator is asked for an element; outputs of a stream are merged; a sink takes an output, or refuses one. These
    /// tell their positions among the chunks.
    Next,
    Merge,
    Sink,
    Refuse,
    Serialize,
    Deserialize,
    /// An expression of an option of the attribute is evaluated.
    Option,
    /// The report is handed over.
    Report,
    Drop(Kind),
}

impl Event {
    pub(crate) const ALL: [Event; 22] = [
        Event::Begin,
        Event::End,
        Event::Error,
        Event::Clone,
        Event::Count,
        Event::Cut,
        Event::IsFailure,
        Event::Flatten,
        Event::Reduce,
        Event::Next,
        Event::Merge,
        Event::Sink,
        Event::Refuse,
        Event::Serialize,
        Event::Deserialize,
        Event::Option,
        Event::Report,
        Event::Drop(Kind::Input),
        Event::Drop(Kind::Output),
        Event::Drop(Kind::Argument),
        Event::Drop(Kind::Error),
        Event::Drop(Kind::Payload),
    ];
}

/// A fault at the event with this number, from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) event: Event,
    pub(crate) number: usize,
}

/// A fault that has happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fired {
    pub(crate) event: Event,
    /// Which of those events.
    pub(crate) number: usize,
    /// The chunk that it happened in.
    pub(crate) chunk: Option<usize>,
    /// The chunk that the value belongs to which is dropped or looked at, or the position in a stream.
    pub(crate) of: Option<usize>,
}

/// Pairs of events of which the second aborts the process while the first unwinds, as the guarantees say: before
/// any chunk has run, in the only chunk, while outputs are joined, and while arguments are cloned in a body.
const ABORTING: [(Event, Event); 5] = [
    (Event::Count, Event::Drop(Kind::Input)),
    (Event::Clone, Event::Drop(Kind::Input)),
    (Event::Clone, Event::Drop(Kind::Argument)),
    (Event::IsFailure, Event::Drop(Kind::Output)),
    (Event::Flatten, Event::Drop(Kind::Output)),
];

struct Book {
    plan: Vec<Fault>,
    /// How often each event of the plan has happened.
    seen: Vec<usize>,
    fired: Vec<Fired>,
    /// Pairs of events of which the second may happen while the first unwinds *one value*, which would
    /// abort whoever drops such a value: the second is no fault then.
    one_value: &'static [(Event, Event)],
    values: Vec<Entry>,
}

struct Entry {
    kind: Kind,
    drops: usize,
    /// Whether it was thrown by the drop of another payload.
    is_second: bool,
}

static BOOK: Mutex<Book> = Mutex::new(Book {
    plan: Vec::new(),
    seen: Vec::new(),
    fired: Vec::new(),
    one_value: &[],
    values: Vec::new(),
});

thread_local! {
    /// Whether code of the user runs: what it drops while it unwinds aborts the plain function as well.
    static IS_USER: Cell<bool> = const { Cell::new(false) };
    static LAST: Cell<Option<Event>> = const { Cell::new(None) };
}

fn book() -> MutexGuard<'static, Book> {
    BOOK.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins a call with these faults.
pub(crate) fn open(plan: &[Fault], one_value: &'static [(Event, Event)]) {
    let mut book = book();
    book.plan = plan.to_vec();
    book.seen = vec![0; plan.len()];
    book.fired.clear();
    book.values.clear();
    book.one_value = one_value;
    IS_USER.set(false);
}

/// From here on nothing fails, and code of the user runs no more.
pub(crate) fn disarm() {
    book().plan.clear();
    IS_USER.set(false);
}

/// What has happened.
pub(crate) fn fired() -> Vec<Fired> {
    book().fired.clone()
}

/// How many values of this kind have been made.
pub(crate) fn made(kind: Kind) -> usize {
    let book = book();
    book.values
        .iter()
        .filter(|entry| entry.kind == kind)
        .count()
}

/// What was not dropped exactly once, but for the payload of a panic in the drop of another payload.
pub(crate) fn unbalanced() -> Vec<String> {
    let book = book();
    let values = book.values.iter().enumerate();
    let wrong = values.filter(|(_, entry)| match entry.drops {
        0 => !entry.is_second,
        drops => drops != 1,
    });
    wrong
        .map(|(id, entry)| format!("{:?} {id} was dropped {} times", entry.kind, entry.drops))
        .collect()
}

/// Notes a new value; returns its number.
pub(crate) fn make(kind: Kind, is_second: bool) -> usize {
    let mut book = book();
    book.values.push(Entry {
        kind,
        drops: 0,
        is_second,
    });
    book.values.len() - 1
}

/// Notes the drop of a value.
pub(crate) fn drop_value(id: usize, kind: Kind, of: Option<usize>) {
    book().values[id].drops += 1;
    happen(Event::Drop(kind), of);
}

/// Runs code of the user.
pub(crate) fn as_user<R>(code: impl FnOnce() -> R) -> R {
    struct Restore(bool);
    impl Drop for Restore {
        fn drop(&mut self) {
            IS_USER.set(self.0);
        }
    }
    let _restore = Restore(IS_USER.replace(true));
    code()
}

/// Panics if that is planned for this event.
pub(crate) fn happen(event: Event, of: Option<usize>) {
    if let Some(fired) = due(event, of) {
        if event == Event::Option {
            IS_USER.set(true); // the frame of the annotated function, which has all arguments
        }
        LAST.set(Some(event));
        let thrown: Box<dyn Any + Send> = Box::new(Thrown::new(fired));
        resume_unwind(thrown);
    }
}

/// Whether a fault is planned for this event, which has then happened.
pub(crate) fn due(event: Event, of: Option<usize>) -> Option<Fired> {
    let chunk = current_chunk().map(|chunk| chunk.index());
    let mut book = book();
    if event == Event::Drop(Kind::Argument) && chunk.is_none() {
        return None; // the original, at the end of the caller, who leaks what it returns then
    }
    if thread::panicking() {
        let is_pair = |&(first, second)| LAST.get() == Some(first) && event == second;
        let mut pairs = book.one_value.iter().chain(&ABORTING);
        if IS_USER.get() || pairs.any(is_pair) {
            return None;
        }
    }
    let mut fired = None;
    for at in 0..book.plan.len() {
        if book.plan[at].event != event {
            continue;
        }
        let number = match event {
            Event::Begin | Event::End | Event::Error => chunk.expect("in a body"),
            _ => book.seen[at],
        };
        book.seen[at] += 1;
        if book.plan[at].number == number {
            fired = Some(Fired {
                event,
                number,
                chunk,
                of,
            });
        }
    }
    book.fired.extend(fired);
    fired
}
