//! A call of all ranks: they agree on it, each rank runs its share of the chunks, and every rank gets all outputs.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Once;

use parallelize::Search;
use parallelize::backend::{Cuts, Grain, Portion};

use crate::agreement::{self, CallShape, Consensus, Intent};
use crate::input::RankInput;
use crate::launcher::warn;
use crate::outcome::Outcome;
use crate::ranks::{Gathered, Ranks};
use crate::session::CallGuard;
use crate::transfer::{Transfer, decoded, encoded, joined};

/// How a method runs a call.
pub(crate) struct CallSpec<C> {
    /// The name of the method, which must be the same on all ranks.
    pub(crate) method: &'static str,
    pub(crate) grain: Grain,
    /// A checksum of the input, if the ranks compare their inputs.
    pub(crate) fingerprint: Option<fn(&C) -> u64>,
    /// Whether chunks write to a writer. Its type may differ from rank to rank: a file here, nothing there.
    pub(crate) has_writer: bool,
}

/// A call that all ranks make, and have agreed on.
pub(crate) struct SharedCall<'r, C> {
    portion: Portion<'r, C>,
    guard: CallGuard,
    consensus: Consensus,
    shape: CallShape,
    grain: Grain,
}

impl<'r, C: RankInput> SharedCall<'r, C> {
    /// Finds out whether all ranks make this call, with outputs of type `R`.
    ///
    /// # Panics
    ///
    /// On all ranks, if they do not, or if one rank panics before it can say what its call is.
    #[track_caller]
    pub(crate) fn agree<R>(guard: CallGuard, portion: Portion<'r, C>, spec: &CallSpec<C>) -> Self {
        // The input's methods and its `Serialize` are the user's code.
        let prepared = catch_unwind(AssertUnwindSafe(|| {
            let held = portion.element_count();
            let total = portion.input().total_in_units(portion.units());
            let shape = CallShape {
                len: total.unwrap_or(held),
                is_sharded: total.is_some(),
            };
            let fingerprint = spec.fingerprint.map(|of| of(portion.input()));
            let function = if spec.has_writer {
                &agreement::without_type_arguments(portion.function())
            } else {
                portion.function()
            };
            let options = portion.options();
            let intent = Intent::call::<R>(function, spec.method, options, &shape, fingerprint);
            (intent, shape)
        }));
        let (intent, shape) = match prepared {
            Ok((intent, shape)) => (Ok(intent), Some(shape)),
            Err(payload) => (Err(payload), None),
        };
        let consensus = match agreement::agree(guard.ranks(), intent) {
            Ok(consensus) => consensus,
            Err(refusal) => refusal.panic(),
        };
        let shape = shape.expect("a rank that has panicked does not come here");
        assert!(
            !(shape.is_sharded && portion.options().are_automatic()),
            "`{}` has a `Sharded` input: give it `jobs` or `chunk_size`, the same as to `share`",
            portion.function(),
        );
        let needs_whole = portion.options().are_searched() || portion.options().have_overlap();
        assert!(
            !(shape.is_sharded && needs_whole),
            "`{}` has a `Sharded` input, which `chunk_by`, `delimiter` and `overlap` cannot cut: use `multiple_of`",
            portion.function(),
        );
        SharedCall {
            portion,
            guard,
            consensus,
            shape,
            grain: spec.grain,
        }
    }

    pub(crate) fn function(&self) -> &'static str {
        self.portion.function()
    }

    pub(crate) fn rank(&self) -> usize {
        self.guard.ranks().rank
    }

    /// Runs the chunks of this rank, by `run`, and settles the call with the other ranks. Calls remain local until
    /// the guard is dropped. The value is `None` if this rank panicked but an earlier one stopped.
    ///
    /// # Panics
    ///
    /// With the panic of the lowest chunk that panicked on any rank.
    pub(crate) fn run<T>(
        self,
        run: impl FnOnce(Portion<'r, C>, &Cuts, Range<usize>) -> (T, Outcome),
    ) -> (Option<T>, Gathered, CallGuard) {
        let guard = self.guard;
        let ranks = guard.ranks();
        let ended = catch_unwind(AssertUnwindSafe(|| {
            let (portion, len) = (self.portion, self.shape.len);
            let workers = self.consensus.workers;
            let cuts = if self.shape.is_sharded {
                Cuts::new(portion.options(), len, Grain::Coarse, workers) // those of `share`
            } else {
                portion.cuts(self.grain, workers)
            };
            let chunks = cuts.share(ranks.rank, ranks.size);
            if portion.options().are_automatic() && cuts.count() < ranks.size.min(len) {
                warn_of_few_chunks(portion.function(), cuts.count(), ranks);
            }
            let portion = if self.shape.is_sharded {
                check_part(&portion, &cuts, &chunks, ranks.rank);
                portion
            } else {
                portion.restrict(&cuts, chunks.clone())
            };
            run(portion, &cuts, chunks)
        }));
        let (value, outcome) = match ended {
            Ok((value, outcome)) => (Some(value), outcome),
            Err(payload) => (None, Outcome::Panicked(payload)),
        };
        let gathered = outcome
            .settle(ranks)
            .unwrap_or_else(|panic| resume_unwind(panic));
        (value, gathered, guard)
    }

    /// The outputs of all chunks, in slice order, up to and with the first failure.
    pub(crate) fn gather<R, F>(self, is_failure: fn(&R) -> bool, body: &F) -> Vec<R>
    where
        R: Transfer + Send,
        F: Fn(C) -> R + Sync,
    {
        let function = self.function();
        let body = |chunk| {
            let output = body(chunk);
            let bytes = encoded(function, &output);
            if is_failure(&output) {
                Err(bytes)
            } else {
                Ok(bytes)
            }
        };
        let (_, gathered, _guard) =
            self.run(|portion, cuts, chunks| ((), joined(portion.run(cuts, chunks, &body))));
        decoded(function, &gathered)
    }

    /// The first hit of all chunks, in slice order. Each rank sends its first one.
    pub(crate) fn first<R, F>(self, body: &F) -> R
    where
        R: Search + Transfer + Send,
        F: Fn(C) -> R + Sync,
    {
        let function = self.function();
        let body = |chunk| {
            let output = body(chunk);
            output.is_hit().then(|| encoded(function, &output))
        };
        let (_, gathered, _guard) = self.run(|portion, cuts, chunks| {
            let outcome = match portion.first(cuts, chunks, &body) {
                Some(hit) => Outcome::Stopped(hit),
                None => Outcome::Done(Vec::new()),
            };
            ((), outcome)
        });
        decoded(function, &gathered).pop().unwrap_or(R::MISS)
    }
}

/// Warns once, on rank 0, that automatic cuts suit one machine.
fn warn_of_few_chunks(function: &str, count: usize, ranks: &Ranks) {
    static WARNED: Once = Once::new();
    if ranks.rank > 0 {
        return;
    }
    WARNED.call_once(|| {
        warn(&format!(
            "`{function}` has fewer chunks ({count}) than there are ranks ({}), so some have nothing to do: give it `jobs` or `chunk_size`",
            ranks.size,
        ));
    });
}

/// A rank that holds a part of the input must hold its share, and the cuts inside the share must be allowed. No rank
/// can move a cut by itself: other ranks count the chunks as well.
fn check_part<C>(portion: &Portion<'_, C>, cuts: &Cuts, chunks: &Range<usize>, rank: usize) {
    let share = cuts.elements(chunks.clone());
    let (function, held) = (portion.function(), portion.element_count());
    assert!(
        held == share.len(),
        "rank {rank} holds {held} elements of the `Sharded` input of `{function}`, but its share are the {} elements {share:?}: load what `parallelize_mpi::share` says, with the options of the call",
        share.len(),
    );
    if let Some(at) = portion.forbidden_cut(cuts, chunks.clone()) {
        panic!(
            "the `Sharded` input of `{function}` may not be cut at element {at}, and ranks that hold a part each cannot agree on another place: choose a `chunk_size` or `multiple_of` that cuts where `Split::may_cut` allows"
        );
    }
}
