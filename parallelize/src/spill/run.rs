//! Running a call whose outputs go to files.

use std::convert::Infallible;
use std::fmt;
use std::path::PathBuf;

use super::directory::{Target, WriteToFile, default_directory};
use super::error::{Action, Origin};
use super::files::{Files, Segment, WriteError};
use super::{Spill, SpillError, Spilled};
use crate::args::{Nothing, Supply, With};
use crate::builder::Parallel;
use crate::chunk::current_chunk;
use crate::flatten::Flatten;
use crate::merge::Merge;
use crate::options::Grain;
use crate::run::function_name;
use crate::watch::Watching;

/// A call being set up whose outputs go to files; made by [`Parallel::write_to_file`].
///
/// All methods return what those of [`Parallel`] do that have the same name, or a [`SpillError`] where
/// an output cannot be written or not be read back. No new chunk starts after such a failure, and that
/// of the lowest chunk is returned, be it a panic, an error of the body or a `SpillError`.
///
/// # Panics
///
/// As [`Parallel`] says.
#[must_use = "a call does nothing until `flatten`, `map`, `spilled` or another method runs it"]
pub struct Spilling<C, A = ()> {
    call: Parallel<C, A>,
    target: Target,
}

impl<C, A> fmt::Debug for Spilling<C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spilling")
            .field("call", &self.call)
            .field("target", &self.target)
            .finish()
    }
}

impl<C, A> Parallel<C, A> {
    /// Writes the output of each chunk to a temporary file as soon as it is there, and reads them back
    /// when all have been written: while the chunks run, memory holds no more than one output a worker.
    ///
    /// `to` is a `bool` or the path of a directory. With `true`, the directory is that of the environment
    /// variable `PARALLELIZE_SPILL_DIR`, else of `TMPDIR`, else `/var/tmp` on Unix (`/tmp` is often
    /// memory), else [`std::env::temp_dir`]. With `false`, outputs stay in memory.
    ///
    /// The files have no name: nothing is left of them, even if the process is killed. Their content is
    /// checksummed. There are at most 32, however many chunks and workers there are.
    ///
    /// Without [`jobs`](Parallel::jobs) and [`chunk_size`](Parallel::chunk_size), outputs that are joined
    /// come from chunks of at most 16,384 elements, and at least 64 a worker where there are so many
    /// elements: a worker holds the output of one.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// # fn main() -> Result<(), SpillError> {
    /// let lines: Vec<String> = parallel(0..1000_usize)
    ///     .write_to_file(true)
    ///     .flatten(|numbers| numbers.map(|n| format!("line {n}")).collect())?;
    /// assert_eq!(lines[999], "line 999");
    /// # Ok(())
    /// # }
    /// ```
    pub fn write_to_file(self, to: impl WriteToFile) -> Spilling<C, A> {
        Spilling {
            target: to.target(),
            call: self,
        }
    }
}

/// The methods that run a call: for a body that takes the chunk alone, and for one that takes the
/// arguments as well.
macro_rules! methods {
    ([$($generics:tt)*] $args:ty, $uniform:ident, $given:pat, ($($arg:ident: $taken:ty)?)) => {
        impl<C, $($generics)*> Spilling<C, $args> {
            /// Runs `body` on every chunk and joins the outputs in order.
            ///
            /// They are written and read item by item.
            ///
            /// # Errors
            ///
            /// See [`SpillError`].
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn flatten<U, F>(self, body: F) -> Result<Vec<U>, SpillError>
            where
                U: Spill + Send, // written to a file and read back
                F: Fn(C $(, $taken)?) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| Ok::<_, Infallible>(body(chunk $(, $arg)?));
                let joined = self.$uniform().flatten_named(function_name::<F>, &body)?;
                let Ok(joined) = joined;
                Ok(joined)
            }

            /// As [`flatten`](Spilling::flatten), for a body that can fail.
            ///
            /// # Errors
            ///
            /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
            /// after one.
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn try_flatten<U, E, F>(self, body: F) -> Result<Result<Vec<U>, E>, SpillError>
            where
                U: Spill + Send, // written to a file and read back
                E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
                F: Fn(C $(, $taken)?) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| body(chunk $(, $arg)?);
                self.$uniform().flatten_named(function_name::<F>, &body)
            }

            /// Runs `body` on every chunk and leaves the outputs, joined in order, in files.
            ///
            /// With `write_to_file(false)` they are in the files of `write_to_file(true)` all the same.
            ///
            /// # Errors
            ///
            /// See [`SpillError`].
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn spilled<U, F>(self, body: F) -> Result<Spilled<U>, SpillError>
            where
                U: Spill, // written to a file, to be read back
                F: Fn(C $(, $taken)?) -> Vec<U> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| Ok::<_, Infallible>(body(chunk $(, $arg)?));
                let spilled = self.$uniform().spilled_named(function_name::<F>, &body)?;
                let Ok(spilled) = spilled;
                Ok(spilled)
            }

            /// As [`spilled`](Spilling::spilled), for a body that can fail.
            ///
            /// # Errors
            ///
            /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
            /// after one.
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn try_spilled<U, E, F>(self, body: F) -> Result<Result<Spilled<U>, E>, SpillError>
            where
                U: Spill, // written to a file, to be read back
                E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
                F: Fn(C $(, $taken)?) -> Result<Vec<U>, E> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| body(chunk $(, $arg)?);
                self.$uniform().spilled_named(function_name::<F>, &body)
            }

            /// Runs `body` on every chunk and joins the outputs, of any type that can be joined, in order.
            ///
            /// Each output is written and read as a whole.
            ///
            /// # Errors
            ///
            /// See [`SpillError`].
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn join<R, F>(self, body: F) -> Result<R, SpillError>
            where
                R: Flatten + Spill + Send, // written to a file, read back, and joined
                F: Fn(C $(, $taken)?) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| body(chunk $(, $arg)?);
                self.$uniform().join_named(function_name::<F>, &body)
            }

            /// As [`join`](Spilling::join), for a body that can fail.
            ///
            /// # Errors
            ///
            /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
            /// after one.
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn try_join<R, E, F>(self, body: F) -> Result<Result<R, E>, SpillError>
            where
                R: Flatten + Spill + Send, // written to a file, read back, and joined
                E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
                F: Fn(C $(, $taken)?) -> Result<R, E> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| body(chunk $(, $arg)?);
                self.$uniform().try_join_named(function_name::<F>, &body)
            }

            /// Runs `body` on every chunk and returns its outputs, one per chunk, in order.
            ///
            /// # Errors
            ///
            /// See [`SpillError`].
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn map<R, F>(self, body: F) -> Result<Vec<R>, SpillError>
            where
                R: Spill + Send, // written to a file and read back
                F: Fn(C $(, $taken)?) -> R + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| Ok::<_, Infallible>(body(chunk $(, $arg)?));
                let outputs = self.$uniform().map_named(function_name::<F>, &body)?;
                let Ok(outputs) = outputs;
                Ok(outputs)
            }

            /// As [`map`](Spilling::map), for a body that can fail.
            ///
            /// # Errors
            ///
            /// A [`SpillError`]; inside of `Ok`, the first error in slice order. No new chunk starts
            /// after one.
            ///
            /// # Panics
            ///
            /// As [`Parallel`] says.
            pub fn try_map<R, E, F>(self, body: F) -> Result<Result<Vec<R>, E>, SpillError>
            where
                R: Spill + Send, // written to a file and read back
                E: Send, // the workers send it to the caller; a boxed error must be `Box<dyn Error + Send + Sync>`
                F: Fn(C $(, $taken)?) -> Result<R, E> + Sync, // shared by all workers, with what it captures (such as `self`)
            {
                let body = |chunk, $given| body(chunk $(, $arg)?);
                self.$uniform().map_named(function_name::<F>, &body)
            }
        }
    };
}

methods!([](), with_nothing, (), ());
methods!([S: Supply] With<S>, as_it_is, args, (args: S::Args));

impl<C> Spilling<C> {
    fn with_nothing(self) -> Spilling<C, With<Nothing>> {
        Spilling {
            call: self.call.with_nothing(),
            target: self.target,
        }
    }
}

/// The name of the function that a call stands for.
type Name = fn() -> &'static str;

impl<C, S: Supply> Spilling<C, With<S>> {
    fn as_it_is(self) -> Self {
        self
    }

    fn flatten_named<U, E, F>(
        self,
        function: Name,
        body: &F,
    ) -> Result<Result<Vec<U>, E>, SpillError>
    where
        U: Spill + Send,
        E: Send,
        F: Fn(C, S::Args) -> Result<Vec<U>, E> + Sync,
    {
        if let Target::Memory = self.target {
            let merge = Merge::joined();
            return Ok(self.call.run_named(function, &merge, body).joined());
        }
        match self.written_named(function, body)? {
            Ok(written) => written.into_vec().map(Ok),
            Err(error) => Ok(Err(error)),
        }
    }

    fn spilled_named<U, E, F>(
        self,
        function: Name,
        body: &F,
    ) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C, S::Args) -> Result<Vec<U>, E> + Sync,
    {
        match self.written_named(function, body)? {
            Ok(written) => written.into_spilled().map(Ok),
            Err(error) => Ok(Err(error)),
        }
    }

    fn written_named<U, E, F>(
        self,
        function: Name,
        body: &F,
    ) -> Result<Result<Written, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C, S::Args) -> Result<Vec<U>, E> + Sync,
    {
        let directory = match self.target {
            Target::Files(directory) => directory,
            Target::Memory => default_directory(),
        };
        let write = |files: &Files, items| files.write_items(items);
        in_files(self.call, directory, function, Grain::Spilled, body, write)
    }

    fn map_named<R, E, F>(self, function: Name, body: &F) -> Result<Result<Vec<R>, E>, SpillError>
    where
        R: Spill + Send,
        E: Send,
        F: Fn(C, S::Args) -> Result<R, E> + Sync,
    {
        match self.target {
            Target::Memory => {
                let outputs = self
                    .call
                    .run_named(function, &Merge::apart(Result::is_err), body);
                Ok(outputs.each().into_iter().collect())
            }
            Target::Files(directory) => whole(self.call, directory, function, Grain::Coarse, body),
        }
    }

    fn join_named<R, F>(self, function: Name, body: &F) -> Result<R, SpillError>
    where
        R: Flatten + Spill + Send,
        F: Fn(C, S::Args) -> R + Sync,
    {
        let Target::Files(directory) = self.target else {
            let merge = Merge::joined();
            return Ok(self.call.run_named(function, &merge, body).joined());
        };
        let body = |chunk, args| match body(chunk, args) {
            failure if failure.is_failure() => Err(failure),
            output => Ok(output),
        };
        let parts = whole(self.call, directory, function, Grain::Spilled, &body)?;
        Ok(parts.map_or_else(|failure| failure, R::flatten))
    }

    fn try_join_named<R, E, F>(self, function: Name, body: &F) -> Result<Result<R, E>, SpillError>
    where
        R: Flatten + Spill + Send,
        E: Send,
        F: Fn(C, S::Args) -> Result<R, E> + Sync,
    {
        let Target::Files(directory) = self.target else {
            let merge = Merge::joined();
            return Ok(self.call.run_named(function, &merge, body).joined());
        };
        let body = |chunk, args| match body(chunk, args) {
            Ok(output) if !output.is_failure() => Ok(output),
            failure => Err(failure),
        };
        let parts = whole(self.call, directory, function, Grain::Spilled, &body)?;
        Ok(parts.map_or_else(|failure| failure, |parts| Ok(R::flatten(parts))))
    }
}

/// Runs a call whose outputs are written and read each as a whole.
fn whole<C, S, R, E, F>(
    call: Parallel<C, With<S>>,
    directory: PathBuf,
    function: Name,
    grain: Grain,
    body: &F,
) -> Result<Result<Vec<R>, E>, SpillError>
where
    S: Supply,
    R: Spill,
    E: Send,
    F: Fn(C, S::Args) -> Result<R, E> + Sync,
{
    let write = |files: &Files, output| files.write_items([output]);
    match in_files(call, directory, function, grain, body, write)? {
        Ok(written) => written.into_vec().map(Ok),
        Err(error) => Ok(Err(error)),
    }
}

/// How the output of a chunk did not get into a file.
enum Failure<E> {
    Body(E),
    Spill(SpillError),
}

/// What a call has written. It ends when that is where it is wanted.
struct Written {
    origin: Origin,
    segments: Vec<Segment>,
    watching: Watching,
}

impl Written {
    fn into_spilled<U>(self) -> Result<Spilled<U>, SpillError> {
        let spilled = Spilled::new(self.origin, self.segments);
        self.watching.end(spilled.is_err());
        spilled
    }

    fn into_vec<U: Spill>(self) -> Result<Vec<U>, SpillError> {
        let spilled = Spilled::new(self.origin, self.segments);
        let items = spilled.and_then(Spilled::into_vec);
        self.watching.end(items.is_err());
        items
    }
}

/// Runs a call and writes its outputs to files: one segment per chunk.
fn in_files<C, S, R, E, F>(
    call: Parallel<C, With<S>>,
    directory: PathBuf,
    function: Name,
    grain: Grain,
    body: &F,
    write: fn(&Files, R) -> Result<Segment, WriteError>,
) -> Result<Result<Written, E>, SpillError>
where
    S: Supply,
    E: Send,
    F: Fn(C, S::Args) -> Result<R, E> + Sync,
{
    let origin = |chunks| Origin::call(function(), chunks, &directory);
    let files = Files::new(&directory)
        .map_err(|cause| SpillError::new(&origin(0), None, Action::Create, cause))?;
    let run = |chunk, args| {
        let output = body(chunk, args).map_err(Failure::Body)?;
        write(&files, output).map_err(|(action, cause)| {
            let chunk = current_chunk().expect("a body runs in a chunk");
            let origin = origin(chunk.count);
            Failure::Spill(SpillError::new(&origin, Some(chunk.index), action, cause))
        })
    };
    let merge = Merge {
        grain,
        ..Merge::apart(Result::is_err)
    };
    let (outputs, mut watching) = call.run_named(function, &merge, &run).unmerged();
    let segments = outputs.into_iter().collect::<Result<Vec<_>, _>>();
    if let Ok(segments) = &segments {
        let bytes = segments.iter().map(|segment| segment.end - segment.start);
        watching.spilled(bytes.sum());
    }
    match segments {
        Ok(segments) => Ok(Ok(Written {
            origin: origin(segments.len()),
            segments,
            watching,
        })),
        Err(failure) => {
            watching.end(true);
            match failure {
                Failure::Body(error) => Ok(Err(error)),
                Failure::Spill(error) => Err(error),
            }
        }
    }
}
