//! A call whose outputs have parts for `&mut` arguments beside them. Every rank gets all parts, and brings them together.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use parallelize::__private::append;
use parallelize::Search;
use parallelize::backend::{Collect, Parts};

use crate::gather::SharedCall;
use crate::input::RankInput;
use crate::outcome::{Outcome, Payload, drop_unseen, message};
use crate::session::CallGuard;
use crate::transfer::{Transfer, decoded, encoded, joined};

impl<C: RankInput> SharedCall<'_, C> {
    /// The outputs of a search, up to and with the first hit.
    pub(crate) fn search<R, P, F>(self, body: &F) -> Vec<(R, P)>
    where
        R: Search + Transfer + Send,
        P: Transfer + Send,
        F: Fn(C) -> (R, P) + Sync,
    {
        let function = self.function();
        let body = |chunk, (bytes,): &mut (Vec<u8>,)| {
            let output = body(chunk);
            *bytes = encoded(function, &output);
            output.0.is_hit()
        };
        let (_, gathered, _guard) = self.run(|portion, cuts, chunks| {
            let mut bytes = Vec::new();
            let is_hit = portion.first_with(cuts, chunks, (append(&mut bytes),), &body);
            let outcome = if is_hit {
                Outcome::Stopped(bytes)
            } else {
                Outcome::Done(bytes)
            };
            ((), outcome)
        });
        decoded(function, &gathered)
    }

    /// Has every rank bring all outputs together by `merge`, with collectors that may write.
    ///
    /// If the writer of a rank fails, all ranks return what `merge` returns on the first such rank.
    pub(crate) fn collect<R, E, M, X, F>(
        self,
        collectors: X,
        is_failure: fn(&(R, X::Part)) -> bool,
        body: &F,
        merge: impl FnOnce(Collecting<X>, Vec<(R, X::Part)>) -> M,
    ) -> M
    where
        R: Transfer + Send,
        M: Transfer + Send,
        X: Collect<E>,
        X::Part: Transfer,
        F: Fn(C) -> (R, X::Part) + Sync,
    {
        let mut collecting = Collecting {
            collectors,
            notes: None,
        };
        if !X::IS_WRITER {
            return merge(collecting, self.gather(is_failure, body));
        }
        let function = self.function();
        let (outputs, panic, guard) = self.gather_up_to_panic(is_failure, body);
        if outputs.is_empty() {
            resume_unwind(panic.expect("a call has at least one chunk"));
        }
        let notes = Rc::new(Notes {
            has_failed: Cell::new(false),
            succeeded: Cell::new(None),
        });
        collecting.notes = Some(Rc::clone(&notes));
        let (mut succeeded, mut mine) = (None, None);
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let merged = merge(collecting, outputs);
            succeeded = notes.succeeded.take();
            let end = (succeeded.is_some(), merged);
            if notes.has_failed.get() && !(succeeded.is_some() && panic.is_some()) {
                return Outcome::Stopped(encoded(function, &end));
            }
            mine = Some(end);
            Outcome::Done(Vec::new())
        }));
        let outcome = ended.unwrap_or_else(Outcome::Panicked);
        let of_first_failed = match outcome.settle(guard.ranks()) {
            Ok(gathered) => decoded(function, &gathered).pop(),
            Err(payload) => {
                drop_unseen(panic);
                resume_unwind(payload)
            }
        };
        let (has_succeeded, merged) = match (of_first_failed, panic) {
            (Some(end), panic) => {
                drop_unseen(panic);
                end
            }
            (None, Some(payload)) => resume_unwind(payload),
            (None, None) => mine.expect("this rank has not failed"),
        };
        if let (true, Some(collectors)) = (has_succeeded, succeeded) {
            collectors.finish();
        }
        merged
    }

    /// As `gather`. A chunk that panics loses nothing of the chunks before it, which a writer gets.
    fn gather_up_to_panic<R, F>(
        self,
        is_failure: fn(&R) -> bool,
        body: &F,
    ) -> (Vec<R>, Option<Payload>, CallGuard)
    where
        R: Transfer + Send,
        F: Fn(C) -> R + Sync,
    {
        let (function, rank) = (self.function(), self.rank());
        let body = |chunk| {
            let ended = catch_unwind(AssertUnwindSafe(|| {
                let output = body(chunk);
                let has_failed = is_failure(&output);
                (has_failed, encoded::<Sent<R>>(function, &Ok(output)))
            }));
            match ended {
                Ok((false, bytes)) => Ok(bytes),
                Ok((true, bytes)) => Err((bytes, None)),
                Err(payload) => {
                    let text = message(&*payload).to_owned();
                    let bytes = encoded::<Sent<R>>(function, &Err((rank, text)));
                    Err((bytes, Some(payload)))
                }
            }
        };
        let (mine, gathered, guard) = self.run(|portion, cuts, chunks| {
            let mut panic = None;
            let outputs = portion.run(cuts, chunks, &body).into_iter();
            let outputs = outputs.map(|output| {
                output.map_err(|(bytes, payload)| {
                    panic = payload;
                    bytes
                })
            });
            let outcome = joined(outputs.collect());
            (panic, outcome)
        });
        let mine = mine.flatten();
        let mut outputs = Vec::new();
        for sent in decoded::<Sent<R>>(function, &gathered) {
            match sent {
                Ok(output) => outputs.push(output),
                Err((of, _)) if of == rank => return (outputs, mine, guard),
                Err((_, text)) => {
                    drop_unseen(mine);
                    return (outputs, Some(Box::new(text)), guard);
                }
            }
        }
        drop_unseen(mine);
        (outputs, None, guard)
    }
}

/// An output, or the rank and the text of a panic.
type Sent<R> = Result<R, (usize, String)>;

/// Collectors of one rank. If some write, they finish once every rank knows that no writer has failed.
pub(crate) struct Collecting<X> {
    collectors: X,
    /// Where the end is noted, if some write.
    notes: Option<Rc<Notes<X>>>,
}

/// How collecting has ended on one rank.
struct Notes<X> {
    /// Whether a writer has failed.
    has_failed: Cell<bool>,
    /// The collectors, if no output is a failure.
    succeeded: Cell<Option<X>>,
}

impl<X: Parts> Parts for Collecting<X> {
    type Part = X::Part;

    const IS_WRITER: bool = X::IS_WRITER;
}

impl<E, X: Collect<E>> Collect<E> for Collecting<X> {
    fn take(&mut self, part: X::Part) -> Result<(), E> {
        let taken = self.collectors.take(part);
        if let (Err(_), Some(notes)) = (&taken, &self.notes) {
            notes.has_failed.set(true);
        }
        taken
    }

    fn finish(self) {
        match self.notes {
            Some(notes) => notes.succeeded.set(Some(self.collectors)),
            None => self.collectors.finish(),
        }
    }
}
