//! Running a call: from options and body to outputs, and from those to one result.

use std::any::type_name;
use std::sync::Mutex;

use crate::args::{OwnClones, Supply, With};
use crate::boundaries::Boundaries;
use crate::builder::Parallel;
use crate::chunk::Place;
use crate::engine::{self, Collected};
use crate::flatten::Flatten;
use crate::options::Grain;
use crate::unwind::{catch, lock, unlock};
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
        let outputs = self.run(Grain::Fine, R::is_failure, &body);
        R::flatten(outputs)
    }

    /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn map<R, F>(self, body: F) -> Vec<R>
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(Grain::Coarse, never_fails, &body)
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
    pub fn try_map<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        T: Send,                         // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let outputs = self.run(Grain::Coarse, Result::is_err, &body);
        outputs.into_iter().collect()
    }

    /// Runs `body` on every chunk and folds the outputs with `combine`, from left to right in
    /// slice order, on the calling thread.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        R: Send,              // the workers send it to the caller
        F: Fn(C) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        fold(self.map(body), combine)
    }

    /// Runs `body` on every chunk and folds the values with `combine`, from left to right in slice
    /// order, on the calling thread.
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
    where
        T: Send,                         // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        Ok(fold(self.try_map(body)?, combine))
    }

    fn run<R, F>(self, grain: Grain, is_failure: fn(&R) -> bool, body: &F) -> Vec<R>
    where
        R: Send,
        F: Fn(C) -> R + Sync,
    {
        let body = |chunk, ()| body(chunk);
        self.with(())
            .run_named(function_name::<F>(), grain, is_failure, &body)
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
        let outputs = self.run(Grain::Fine, R::is_failure, &body);
        R::flatten(outputs)
    }

    /// As [`map`](Parallel::map), with arguments.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn map<R, F>(self, body: F) -> Vec<R>
    where
        R: Send,                       // the workers send it to the caller
        F: Fn(C, S::Args) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        self.run(Grain::Coarse, never_fails, &body)
    }

    /// As [`try_map`](Parallel::try_map), with arguments.
    ///
    /// # Errors
    ///
    /// The first error in slice order. No new chunk starts after one.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn try_map<T, E, F>(self, body: F) -> Result<Vec<T>, E>
    where
        T: Send,                                  // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C, S::Args) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
    {
        let outputs = self.run(Grain::Coarse, Result::is_err, &body);
        outputs.into_iter().collect()
    }

    /// As [`reduce`](Parallel::reduce), with arguments.
    ///
    /// # Panics
    ///
    /// As [`Parallel`] says.
    pub fn reduce<R, F, G>(self, body: F, combine: G) -> R
    where
        R: Send,                       // the workers send it to the caller
        F: Fn(C, S::Args) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(R, R) -> R,
    {
        fold(self.map(body), combine)
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
    pub fn try_reduce<T, E, F, G>(self, body: F, combine: G) -> Result<T, E>
    where
        T: Send,                                  // the workers send it to the caller
        E: Send, // likewise; a boxed error must be `Box<dyn Error + Send + Sync>`
        F: Fn(C, S::Args) -> Result<T, E> + Sync, // shared by all workers, with what it captures (such as `self`)
        G: FnMut(T, T) -> T,
    {
        Ok(fold(self.try_map(body)?, combine))
    }

    fn run<R, F>(self, grain: Grain, is_failure: fn(&R) -> bool, body: &F) -> Vec<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        self.run_named(function_name::<F>(), grain, is_failure, body)
    }

    /// The one way from options and body to outputs; everything above only names what to do with
    /// them. The outputs end with the first failure.
    fn run_named<R, F>(
        self,
        function: &str,
        grain: Grain,
        is_failure: fn(&R) -> bool,
        body: &F,
    ) -> Vec<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let len = (self.cutter.element_count)(&self.input).unwrap_or_else(|lengths| {
            panic!(
                "the inputs that `{function}` cuts at the same places have different lengths: {} and {} elements",
                lengths.0, lengths.1,
            )
        });
        let plan = self.options.plan(len, grain, function);
        if plan.boundaries.count() == 1 {
            let body = || body(self.input, self.args.0.take());
            return vec![workers::alone(|| Place::whole(len).enter(body))];
        }
        self.run_chunks(plan.boundaries, plan.limit, is_failure, body)
    }

    fn run_chunks<R, F>(
        self,
        boundaries: Boundaries,
        limit: usize,
        is_failure: fn(&R) -> bool,
        body: &F,
    ) -> Vec<R>
    where
        R: Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let mut input = Some(self.input);
        let collected = Mutex::new(Collected::new());
        let dropped = self.args.0.share(&mut |lent| {
            let input = input.take().expect("arguments are lent once");
            let drive = self.cutter.drive;
            let dropped = drive(
                input,
                self.cutter,
                boundaries,
                limit,
                lent.equip,
                &|claims| {
                    let mut clones = OwnClones::new(lent.clones);
                    let finished = engine::work(claims, is_failure, |chunk| {
                        body(chunk, S::open(clones.next()))
                    });
                    let dropped = catch(|| drop(clones));
                    let mut collected = lock(&collected);
                    collected.add(finished);
                    collected.add_dropped(dropped);
                },
            );
            lock(&collected).add_dropped(dropped);
        });
        let mut collected = unlock(collected);
        collected.add_dropped(dropped);
        collected.settle()
    }
}

fn never_fails<R>(_: &R) -> bool {
    false
}

fn fold<R>(outputs: Vec<R>, combine: impl FnMut(R, R) -> R) -> R {
    let folded = outputs.into_iter().reduce(combine);
    folded.expect("a call has at least one chunk")
}

/// The function that a body stands in, for messages: the type of a closure names it.
fn function_name<F>() -> &'static str {
    type_name::<F>().trim_end_matches("::{{closure}}")
}
