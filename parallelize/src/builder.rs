//! The public builder: what the attribute expands to, and what people write without it.

use std::any::type_name;
use std::fmt;
use std::sync::Mutex;

use crate::args::{And, OwnClones, Push, Supply, Together, With};
use crate::boundaries::Boundaries;
use crate::chunk::Place;
use crate::engine::{self, Collected, catch, lock, unlock};
use crate::flatten::Flatten;
use crate::input::{Cutter, Input};
use crate::options::{Grain, Options};

/// Starts a parallel call over `input`.
///
/// `input` is anything that implements [`Split`](crate::Split), a reference to a `Vec` or an array,
/// or a tuple of up to six of those, which are cut at the same places. Then come the options, the
/// other arguments ([`with`](Parallel::with)), and at the end the method that runs the call and
/// says how the outputs of the chunks become one result.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// let words = ["one", "two", "three", "four"];
/// let lengths: Vec<usize> = parallel(&words)
///     .jobs(2)
///     .flatten(|words| words.iter().map(|word| word.len()).collect());
/// assert_eq!(lengths, [3, 3, 5, 4]);
/// ```
pub fn parallel<I: Input<C>, C>(input: I) -> Parallel<C> {
    Parallel {
        input: input.into_chunk(),
        cutter: I::cutter(),
        options: Options::default(),
        args: (),
    }
}

/// A call being set up; made by [`parallel`].
///
/// `C` is the type of the chunks. `A` says whether the body takes other arguments: for `()` it is
/// called with the chunk alone, after [`with`](Parallel::with) with the chunk and the arguments.
///
/// # Panics
///
/// All methods that run the call resume the panic of the lowest chunk that panicked, once the
/// chunks that were running have finished. They panic for a `chunk_size` of 0, for `chunk_size`
/// together with `min_len`, and for inputs in a tuple whose lengths differ.
#[must_use = "a call does nothing until `flatten`, `map`, `try_map`, `reduce` or `try_reduce` runs it"]
pub struct Parallel<C, A = ()> {
    input: C,
    cutter: Cutter<C>,
    options: Options,
    args: A,
}

impl<C, A> fmt::Debug for Parallel<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parallel")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// Options.
impl<C, A> Parallel<C, A> {
    /// How many chunks there are, and how many can be in flight at once; 0 for as many as the
    /// current rayon pool has threads.
    ///
    /// Lengths differ by at most one element, longer chunks first; no chunk is empty unless the
    /// input is. More jobs than cores make sense where the body waits, for the network or a disk.
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.options.jobs = jobs;
        self
    }

    /// How many elements each chunk has; the last one has the rest.
    ///
    /// [`jobs`](Parallel::jobs) then only limits how many chunks are in flight at once.
    pub fn chunk_size(mut self, chunk_size: usize) -> Self {
        self.options.chunk_size = Some(chunk_size);
        self
    }

    /// Makes no chunk shorter than so many elements, unless the input is.
    ///
    /// An input of less than twice that length runs whole, on the calling thread.
    pub fn min_len(mut self, min_len: usize) -> Self {
        self.options.min_len = min_len;
        self
    }
}

impl<C> Parallel<C> {
    /// Hands `args` to the body, a clone for every chunk.
    ///
    /// With a single chunk nothing is cloned. To share a value instead, pass a reference to it.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let scaled: Vec<u64> = parallel(&[1, 2, 3])
    ///     .with((10, 7))
    ///     .flatten(|numbers, (factor, offset)| numbers.iter().map(|n| n * factor + offset).collect());
    /// assert_eq!(scaled, [17, 27, 37]);
    /// ```
    pub fn with<A>(self, args: A) -> Parallel<C, With<Together<A>>>
    where
        A: Clone + Send, // each chunk gets its own clone, on the thread that runs the chunk
    {
        Parallel {
            input: self.input,
            cutter: self.cutter,
            options: self.options,
            args: With(Together::new(args)),
        }
    }
}

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
        G: Fn(R, R) -> R,
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
        G: Fn(T, T) -> T,
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
    /// Hands one more argument to the body: `arg` is a tuple of one.
    ///
    /// It is added to the tuple that the body gets, which can have twelve elements.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let scaled: Vec<u64> = parallel(&[1, 2, 3])
    ///     .with((10,))
    ///     .with((7,))
    ///     .flatten(|numbers, (factor, offset)| numbers.iter().map(|n| n * factor + offset).collect());
    /// assert_eq!(scaled, [17, 27, 37]);
    /// ```
    pub fn with<A>(self, arg: (A,)) -> Parallel<C, With<And<S, A>>>
    where
        (A,): Clone + Send, // each chunk gets its own clone, on the thread that runs the chunk
        S::Args: Push<A>,
    {
        let With(first) = self.args;
        let last = Together::new(arg);
        Parallel {
            input: self.input,
            cutter: self.cutter,
            options: self.options,
            args: With(And { first, last }),
        }
    }

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
        G: Fn(R, R) -> R,
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
        G: Fn(T, T) -> T,
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
            let output = Place::whole(len).enter(|| body(self.input, self.args.0.take()));
            return vec![output];
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
        let dropped = self.args.0.share(&mut |source| {
            let Some(input) = input.take() else { return };
            let drive = self.cutter.drive;
            let dropped = drive(input, self.cutter, boundaries, limit, &|claims| {
                let mut clones = OwnClones::new(source);
                let finished = engine::work(claims, is_failure, |chunk| {
                    body(chunk, S::open(clones.next()))
                });
                let dropped = catch(|| drop(clones));
                let mut collected = lock(&collected);
                collected.add(finished);
                collected.add_dropped(dropped);
            });
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

fn fold<R>(outputs: Vec<R>, combine: impl Fn(R, R) -> R) -> R {
    let folded = outputs.into_iter().reduce(combine);
    folded.expect("a call has at least one chunk")
}

/// The function that a body stands in, for messages: the type of a closure names it.
fn function_name<F>() -> &'static str {
    type_name::<F>().trim_end_matches("::{{closure}}")
}
