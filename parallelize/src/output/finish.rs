//! The ways in which a call finishes.

use std::collections::VecDeque;
use std::mem;
use std::ops::ControlFlow::{self, Break, Continue};

use super::lists::AsList;
use super::{Finish, Flatten};
use crate::observe::Observation;
use crate::plan::Grain;

/// So many outputs wait before they are folded: one lock and one `catch_unwind` for all of them.
pub(super) const FOLD_BATCH: usize = if cfg!(parallelize_loom) { 2 } else { 64 };

/// All outputs are joined into one.
pub(crate) struct Join<R> {
    joined: Option<R>,
    /// How many outputs are joined.
    count: usize,
}

impl<R> Join<R> {
    pub(crate) fn new() -> Self {
        Join {
            joined: None,
            count: 0,
        }
    }

    /// The outputs so far, as one.
    pub(crate) fn joined(self) -> R {
        self.joined.expect("a call has at least one chunk")
    }
}

impl<R: Flatten> Finish<R> for Join<R> {
    type Result = R;

    const GRAIN: Grain = Grain::Fine;
    const TAKES_AT_ONCE: bool = true;

    fn is_failure(output: &R) -> bool {
        output.is_failure()
    }

    fn as_list() -> Option<AsList<R>> {
        Some(R::as_list)
    }

    /// As many as are joined already, if joining copies all of them.
    fn batch(&self) -> usize {
        if R::IS_JOINED_AT_ONCE {
            self.count.max(1)
        } else {
            1
        }
    }

    fn take(&mut self, output: R) -> ControlFlow<()> {
        self.count += 1;
        // Taken out: what an `append` that panics leaves half-done is dropped, and not looked at again.
        self.joined = Some(match self.joined.take() {
            None => output,
            Some(mut joined) => {
                joined.append(output);
                joined
            }
        });
        Continue(())
    }

    fn take_all(&mut self, outputs: &mut VecDeque<R>) -> ControlFlow<()> {
        if R::IS_JOINED_AT_ONCE && !outputs.is_empty() {
            self.count += outputs.len();
            let parts = self.joined.take().into_iter().chain(outputs.drain(..));
            self.joined = Some(R::flatten(parts.collect()));
        }
        while let Some(output) = outputs.pop_front() {
            let _ = self.take(output);
        }
        Continue(())
    }

    fn finish(mut self, failure: Option<R>, _: &mut Observation) -> R {
        if let Some(failure) = failure {
            let _ = self.take(failure);
        }
        self.joined()
    }
}

/// One output per chunk.
pub(crate) struct PerChunk<R>(Vec<R>);

impl<R> PerChunk<R> {
    pub(crate) fn new() -> Self {
        PerChunk(Vec::new())
    }
}

impl<R> Finish<R> for PerChunk<R> {
    type Result = Vec<R>;

    const GRAIN: Grain = Grain::Coarse;
    const TAKES_AT_ONCE: bool = true;

    fn batch(&self) -> usize {
        usize::MAX
    }

    fn take(&mut self, output: R) -> ControlFlow<()> {
        self.0.reserve_exact(1); // there is one, or all come at once
        self.0.push(output);
        Continue(())
    }

    fn take_all(&mut self, outputs: &mut VecDeque<R>) -> ControlFlow<()> {
        self.0 = Vec::from(mem::take(outputs)); // in place
        Continue(())
    }

    fn finish(self, _: Option<R>, _: &mut Observation) -> Vec<R> {
        self.0
    }
}

/// One `Result` per chunk, up to and with the first `Err`.
pub(crate) struct UpToFailure<T, E>(PerChunk<Result<T, E>>);

impl<T, E> UpToFailure<T, E> {
    pub(crate) fn new() -> Self {
        UpToFailure(PerChunk::new())
    }
}

impl<T, E> Finish<Result<T, E>> for UpToFailure<T, E> {
    type Result = Vec<Result<T, E>>;

    const GRAIN: Grain = Grain::Coarse;
    const TAKES_AT_ONCE: bool = true;

    fn is_failure(output: &Result<T, E>) -> bool {
        output.is_err()
    }

    fn batch(&self) -> usize {
        self.0.batch()
    }

    fn take(&mut self, output: Result<T, E>) -> ControlFlow<()> {
        self.0.take(output)
    }

    fn take_all(&mut self, outputs: &mut VecDeque<Result<T, E>>) -> ControlFlow<()> {
        self.0.take_all(outputs)
    }

    fn finish(self, failure: Option<Result<T, E>>, _: &mut Observation) -> Self::Result {
        let mut outputs = self.0.0;
        if let Some(failure) = failure {
            outputs.push(failure);
        }
        outputs
    }
}

/// Outputs are folded from left to right.
pub(crate) struct Reduce<R, G> {
    combine: G,
    folded: Option<R>,
}

impl<R, G: FnMut(R, R) -> R> Reduce<R, G> {
    pub(crate) fn new(combine: G) -> Self {
        Reduce {
            combine,
            folded: None,
        }
    }

    fn fold(&mut self, next: R) {
        self.folded = Some(match self.folded.take() {
            None => next,
            Some(folded) => (self.combine)(folded, next),
        });
    }

    fn folded(self) -> R {
        drop(self.combine); // what is dropped behind the value may leak the value
        self.folded.expect("a call has at least one chunk")
    }
}

impl<R, G: FnMut(R, R) -> R> Finish<R> for Reduce<R, G> {
    type Result = R;

    const GRAIN: Grain = Grain::Reduced;
    const TAKES_BEFORE_FAILURE: bool = false;

    fn batch(&self) -> usize {
        FOLD_BATCH
    }

    fn take(&mut self, output: R) -> ControlFlow<()> {
        self.fold(output);
        Continue(())
    }

    fn finish(self, _: Option<R>, _: &mut Observation) -> R {
        self.folded()
    }
}

/// Values are folded from left to right, unless there is an error.
pub(crate) struct TryReduce<T, G>(Reduce<T, G>);

impl<T, G: FnMut(T, T) -> T> TryReduce<T, G> {
    pub(crate) fn new(combine: G) -> Self {
        TryReduce(Reduce::new(combine))
    }
}

impl<T, E, G: FnMut(T, T) -> T> Finish<Result<T, E>> for TryReduce<T, G> {
    type Result = Result<T, E>;

    const GRAIN: Grain = Grain::Reduced;
    const TAKES_BEFORE_FAILURE: bool = false;

    fn is_failure(output: &Result<T, E>) -> bool {
        output.is_err()
    }

    fn batch(&self) -> usize {
        FOLD_BATCH
    }

    fn take(&mut self, output: Result<T, E>) -> ControlFlow<()> {
        if let Ok(value) = output {
            self.0.fold(value);
        }
        Continue(())
    }

    fn finish(self, failure: Option<Result<T, E>>, _: &mut Observation) -> Result<T, E> {
        match failure {
            None => Ok(self.0.folded()),
            Some(failure) => {
                drop(self.0); // before the failure is returned, or a panic here leaks it
                failure
            }
        }
    }
}

/// Outputs go to a sink on the calling thread, in order.
pub(crate) struct Consume<S>(pub(crate) S);

impl<R, S: FnMut(R)> Finish<R> for Consume<S> {
    type Result = ();

    const GRAIN: Grain = Grain::Fine;
    const IS_SINK: bool = true;

    fn batch(&self) -> usize {
        1
    }

    fn take(&mut self, output: R) -> ControlFlow<()> {
        (self.0)(output);
        Continue(())
    }

    fn finish(self, _: Option<R>, _: &mut Observation) {}
}

/// As `Consume`, until the sink fails.
pub(crate) struct TryConsume<S, E> {
    sink: S,
    outcome: Result<(), E>,
}

impl<S, E> TryConsume<S, E> {
    pub(crate) fn new(sink: S) -> Self {
        TryConsume {
            sink,
            outcome: Ok(()),
        }
    }
}

impl<R, E, S: FnMut(R) -> Result<(), E>> Finish<R> for TryConsume<S, E> {
    type Result = Result<(), E>;

    const GRAIN: Grain = Grain::Fine;
    const IS_SINK: bool = true;

    fn batch(&self) -> usize {
        1
    }

    fn take(&mut self, output: R) -> ControlFlow<()> {
        self.outcome = (self.sink)(output);
        if self.outcome.is_ok() {
            Continue(())
        } else {
            Break(())
        }
    }

    fn finish(self, _: Option<R>, observation: &mut Observation) -> Result<(), E> {
        if self.outcome.is_err() {
            observation.fail();
        }
        drop(self.sink); // before the outcome is returned, or a panic here leaks it
        self.outcome
    }
}
