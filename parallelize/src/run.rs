//! Running a call: from options and body to outputs, and from those to one result.

use std::any::type_name;
use std::cell::RefCell;
use std::panic::resume_unwind;

use crate::args::{Nothing, Supply, With};
use crate::builder::Parallel;
use crate::call::{Call, Led};
use crate::chunk::Place;
use crate::flatten::Flatten;
use crate::folding::Folding;
use crate::merge::{Finished, Merge, all_ok};
use crate::options::{Grain, Plan};
use crate::outputs::Outputs;
use crate::settled::Settled;
use crate::unwind::{Payload, catch, discard_unseen, first_panic};
use crate::watch::{Watching, watch};
use crate::workers;

/// Running a call whose body takes the chunk alone.
impl<C> Parallel<C> {
    /// Runs `body` on every chunk and joins the outputs in order.
    ///
    /// For a `Result` or an `Option` the first `Err` or `None` in slice order is the result, and no
    /// new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn flatten<R, F>(self, body: F) -> R
    where
        R: Flatten + Send,    // joined by the caller, after the workers have sent it
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&Merge::joined(), &body).joined()
    }

    /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&Merge::apart(|_| false), &body).each()
    }

    /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_per_chunk<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        T: Send,                         // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let finished = self.run(&Merge::apart(Result::is_err), &body);
        all_ok(finished.each())
    }

    /// Runs `body` on every chunk and folds the outputs with `combine`, from left to right in
    /// slice order, on the calling thread. Where there are many chunks, their outputs are folded while
    /// later ones still run, so that not all of them are in memory at once.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn reduce<R, F, G>(self, body: F, mut combine: G) -> R
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        let finished = self.run(&Merge::folded(|_| false, &mut combine), &body);
        finished.folded(combine)
    }

    /// Runs `body` on every chunk and folds the values with `combine`, from left to right in slice
    /// order, on the calling thread. Where there are many chunks, their values are folded while later
    /// ones still run, and also where one of those fails.
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_reduce<T, E, F, G>(self, body: F, mut combine: G) -> Result<T, E>
    where
        T: Send,                         // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        let mut combine_ok = |a: Result<T, E>, b: Result<T, E>| Ok(combine(a?, b?));
        let finished = self.run(&Merge::folded(Result::is_err, &mut combine_ok), &body);
        finished.try_folded(combine)
    }

    /// As `flatten`, for work of this crate, which nobody has asked to be told of.
    #[cfg(feature = "write_to_file")]
    pub(crate) fn flatten_unwatched<R, F>(self, body: &F) -> R
    where
        R: Flatten + Send,
        F: Fn(C) -> R + Sync,
    {
        let body = |chunk, ()| body(chunk);
        let (plan, call) = self.with_nothing().planned(Grain::Fine, function_name::<F>);
        let finished = call.run_watched(plan, Watching::by_nobody(), &Merge::joined(), &body);
        finished.joined()
    }

    fn run<R, F>(self, merge: &Merge<'_, R>, body: &F) -> Finished<R>
    where
        R: Send,
        F: Fn(C) -> R + Sync,
    {
        let body = |chunk, ()| body(chunk);
        let call = self.with_nothing();
        call.run_named(function_name::<F>, merge, &body)
    }

    /// As a call whose body takes arguments, of which there are none.
    pub(crate) fn with_nothing(self) -> Parallel<C, With<Nothing>> {
        Parallel {
            input: self.input,
            cutter: self.cutter,
            options: self.options,
            wishes: self.wishes,
            args: With(Nothing),
        }
    }
}

impl<C, A> Parallel<C, A> {
    /// The length of the input.
    pub(crate) fn count_elements(&self, function: fn() -> &'static str) -> usize {
        (self.cutter.element_count)(&self.input).unwrap_or_else(|lengths| {
            panic!(
                "the inputs that `{}` cuts at the same places have different lengths: {} and {} elements",
                function(), lengths.0, lengths.1,
            )
        })
    }
}

/// Running a call whose body takes the chunk and a clone of the arguments.
impl<C, S: Supply> Parallel<C, With<S>> {
    /// As [`flatten`](Parallel::flatten), with arguments.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn flatten<R, F>(self, body: F) -> R
    where
        R: Flatten + Send, // joined by the caller, after the workers have sent it
        F: Fn(C, S::Args) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&Merge::joined(), &body).joined()
    }

    /// As [`per_chunk`](Parallel::per_chunk), with arguments.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn per_chunk<R, F>(self, body: F) -> Vec<R>
    where
        R: Send,                       // the workers send it to the caller
        F: Fn(C, S::Args) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(&Merge::apart(|_| false), &body).each()
    }

    /// As [`try_per_chunk`](Parallel::try_per_chunk), with arguments.
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_per_chunk<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        T: Send,                                  // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C, S::Args) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let finished = self.run(&Merge::apart(Result::is_err), &body);
        all_ok(finished.each())
    }

    /// As [`reduce`](Parallel::reduce), with arguments.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn reduce<R, F, G>(self, body: F, mut combine: G) -> R
    where
        R: Send,                       // the workers send it to the caller
        F: Fn(C, S::Args) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        let finished = self.run(&Merge::folded(|_| false, &mut combine), &body);
        finished.folded(combine)
    }

    /// As [`try_reduce`](Parallel::try_reduce), with arguments.
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_reduce<T, E, F, G>(self, body: F, mut combine: G) -> Result<T, E>
    where
        T: Send,                                  // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C, S::Args) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        let mut combine_ok = |a: Result<T, E>, b: Result<T, E>| Ok(combine(a?, b?));
        let finished = self.run(&Merge::folded(Result::is_err, &mut combine_ok), &body);
        finished.try_folded(combine)
    }

    fn run<R, F>(self, merge: &Merge<'_, R>, body: &F) -> Finished<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        self.run_named(function_name::<F>, merge, body)
    }

    /// The one way from options and body to outputs; everything above only names what to do with
    /// them.
    pub(crate) fn run_named<R, F>(
        mut self,
        function: fn() -> &'static str,
        merge: &Merge<'_, R>,
        body: &F,
    ) -> Finished<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        // Under one `catch`, of which each takes some of the nanoseconds that a small call has to spare.
        let started = catch(|| {
            let plan = self.plan(merge.grain, function);
            (plan, watch(self.wishes.take(), function, &plan))
        });
        match started {
            Ok((plan, watching)) => self.run_watched(plan, watching, merge, body),
            Err(payload) => self.abandon(payload),
        }
    }

    fn plan(&self, grain: Grain, function: fn() -> &'static str) -> Plan {
        let len = self.count_elements(function);
        self.options.plan(len, grain, function)
    }

    /// How the call is to be run, for what needs to know that before.
    #[cfg(feature = "write_to_file")]
    pub(crate) fn planned(self, grain: Grain, function: fn() -> &'static str) -> (Plan, Self) {
        match catch(|| self.plan(grain, function)) {
            Ok(plan) => (plan, self),
            Err(payload) => self.abandon(payload),
        }
    }

    /// Drops what a call has that cannot begin, one by one, and lets the panic go on.
    #[cold]
    fn abandon(self, payload: Payload) -> ! {
        discard_unseen(Some(self.input));
        discard_unseen(Some(self.args));
        discard_unseen(self.wishes);
        resume_unwind(payload)
    }

    /// As `run_named`, with an input that holds the elements of the chunks that the plan is to run.
    pub(crate) fn run_planned<R, F>(
        mut self,
        function: fn() -> &'static str,
        plan: Plan,
        merge: &Merge<'_, R>,
        body: &F,
    ) -> Finished<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let wishes = self.wishes.take();
        match catch(|| watch(wishes, function, &plan)) {
            Ok(watching) => self.run_watched(plan, watching, merge, body),
            Err(payload) => self.abandon(payload),
        }
    }

    fn run_watched<R, F>(
        self,
        plan: Plan,
        watching: Watching,
        merge: &Merge<'_, R>,
        body: &F,
    ) -> Finished<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let is_failure = merge.is_failure;
        let body = |chunk, args| watching.chunk(is_failure, || body(chunk, args));
        let settled = if plan.is_one_chunk() {
            self.run_whole(plan.boundaries.len(), merge, &body)
        } else {
            self.run_chunks(plan, merge, &body)
        };
        Finished::new(settled, watching)
    }

    fn run_whole<R, F>(self, len: usize, merge: &Merge<'_, R>, body: &F) -> Settled<R>
    where
        F: Fn(C, S::Args) -> R,
    {
        let body = || body(self.input, self.args.0.take());
        let mut output = workers::alone(|| Place::whole(len).enter(body));
        match merge.as_list {
            Some(as_list) if as_list(&mut output).is_some() => Settled::One(output),
            _ => Settled::Each(vec![output]),
        }
    }

    fn run_chunks<R, F>(self, plan: Plan, merge: &Merge<'_, R>, body: &F) -> Settled<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let mut input = Some(self.input);
        let mut outputs = Outputs::new(merge.as_list, plan.boundaries, plan.chunks().start);
        let folding = RefCell::new(Folding::new(merge.combine.take()));
        let mut undriven = Ok(());
        let dropped = self.args.0.share(&mut |lent| {
            let input = input.take().expect("arguments are lent once");
            let call = Call {
                body: &|chunk, own| body(chunk, S::open(own)),
                clones: lent.clones,
                is_failure: merge.is_failure,
                outputs: &mut outputs,
            };
            let mut call = Led {
                call,
                folding: &folding,
            };
            let drive = self.cutter.drive;
            undriven = drive(input, self.cutter, plan, lent.equip, &mut call);
        });
        let dropped = first_panic(undriven, dropped);
        outputs.settle(plan.crew, dropped, folding.into_inner().end())
    }
}

/// The function that a body stands in, for messages: the type of a closure names it.
pub(crate) fn function_name<F>() -> &'static str {
    type_name::<F>().trim_end_matches("::{{closure}}")
}
