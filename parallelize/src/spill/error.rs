//! What goes wrong with files, in words.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Why outputs could not be written to a file, or not be read back.
///
/// The message names the function, the chunk and the directory. It says what the call was doing, what the system said, and what
/// to change:
///
/// ```text
/// `app::squares` could not write the output of chunk 3 of 64 to a temporary file in `/var/tmp`:
/// No space left on device (os error 28); free some space there, or name another directory with
/// `write_to_file = "dir"` or the environment variable PARALLELIZE_SPILL_DIR
/// ```
///
/// `?` turns the error into a [`std::io::Error`] of the same [`kind`](std::io::Error::kind).
/// [`get_ref`](std::io::Error::get_ref) then returns the `SpillError`.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// let squares = parallel(&[1_u64, 2, 3])
///     .write_to_file("/no/such/directory")
///     .flatten(|numbers| numbers.iter().map(|n| n * n).collect());
/// let error = squares.unwrap_err();
/// assert_eq!(error.io_error().kind(), std::io::ErrorKind::NotFound);
/// assert!(error.to_string().contains("/no/such/directory"));
/// ```
pub struct SpillError(Box<Details>);

struct Details {
    origin: Origin,
    /// The chunk, counted from 0.
    chunk: Option<usize>,
    action: Action,
    cause: io::Error,
}

/// Where outputs come from, or go to.
#[derive(Clone)]
pub(super) enum Origin {
    Call {
        function: &'static str,
        /// How many chunks there are. `None` for a stream.
        chunks: Option<usize>,
        directory: Arc<Path>,
    },
    /// A file with a name.
    File(Arc<Path>),
}

/// What was being done.
#[derive(Clone, Copy)]
pub(super) enum Action {
    Create,
    Encode,
    Write,
    Read,
    Decode,
    Save,
    Open,
}

/// What was being done, and why that failed.
pub(super) type Fault = (Action, io::Error);

impl SpillError {
    pub(super) fn new(origin: Origin, chunk: Option<usize>, (action, cause): Fault) -> Self {
        SpillError(Box::new(Details {
            origin,
            chunk,
            action,
            cause,
        }))
    }

    /// What the system, or the type's `Serialize` or `Deserialize`, said.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::parallel;
    ///
    /// let failed = parallel(&[1]).write_to_file("/no/such/directory").per_chunk(|_| ()).unwrap_err();
    /// assert_eq!(failed.io_error().kind(), std::io::ErrorKind::NotFound);
    /// ```
    #[must_use]
    pub fn io_error(&self) -> &io::Error {
        &self.0.cause
    }

    /// Panics with the message of this error, for `unwrap_or_else(SpillError::panic)`.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let lengths = parallel(&["a"]).write_to_file(true).per_chunk(<[_]>::len);
    /// assert_eq!(lengths.unwrap_or_else(SpillError::panic), [1]);
    /// ```
    ///
    /// # Panics
    ///
    /// Always.
    #[allow(clippy::must_use_candidate)] // it does not return
    #[track_caller]
    pub fn panic<R>(self) -> R {
        panic!("{self}")
    }
}

impl fmt::Display for SpillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        // As a person counts.
        let outputs = match (details.chunk.map(|chunk| chunk + 1), &details.origin) {
            (Some(chunk), Origin::Call { chunks, .. }) => match chunks {
                Some(chunks) => format!("the output of chunk {chunk} of {chunks}"),
                None => format!("the output of chunk {chunk}"),
            },
            _ => "the outputs".to_owned(),
        };
        let does = match details.action {
            Action::Create => "create a temporary file".to_owned(),
            Action::Encode => format!("encode {outputs}"),
            Action::Write => format!("write {outputs} to a temporary file"),
            Action::Read => format!("read {outputs} back"),
            Action::Decode => format!("decode {outputs}"),
            Action::Save => format!("save {outputs}"),
            Action::Open => "open saved outputs".to_owned(),
        };
        match &details.origin {
            Origin::Call {
                function,
                directory,
                ..
            } => {
                write!(f, "`{function}` could not {does}")?;
                if !matches!(details.action, Action::Encode | Action::Decode) {
                    write!(f, " in `{}`", directory.display())?;
                }
            }
            Origin::File(path) => {
                let preposition = match details.action {
                    Action::Save => "to",
                    _ => "from",
                };
                write!(f, "could not {does} {preposition} `{}`", path.display())?;
            }
        }
        write!(f, ": {}; {}", details.cause, details.advice())
    }
}

impl Details {
    fn advice(&self) -> &'static str {
        let is_call = matches!(self.origin, Origin::Call { .. });
        match self.action {
            Action::Create => {
                "name a directory that exists, has room and can be written to, with `write_to_file = \"dir\"` or the environment variable PARALLELIZE_SPILL_DIR"
            }
            Action::Write => {
                "free some space there, or name another directory with `write_to_file = \"dir\"` or the environment variable PARALLELIZE_SPILL_DIR"
            }
            Action::Encode => {
                "keep such outputs in memory, without `write_to_file` and `merge = spilled`"
            }
            Action::Decode if is_call => {
                "the `Deserialize` of the type has to understand what its `Serialize` writes; where it does not, keep the outputs in memory, without `write_to_file` and `merge = spilled`"
            }
            Action::Decode if usize::BITS < 64 => {
                "open it with the type that it was saved with; a `usize` or `isize` of more than 32 bits needs a machine with longer ones, or `u64` or `i64` in the type"
            }
            Action::Decode => "open it with the type that it was saved with",
            Action::Read if is_call => "run it again, and check the disk if this comes back",
            Action::Open if self.cause.kind() != io::ErrorKind::InvalidData => {
                "name a file that `Spilled::save` has made"
            }
            Action::Read | Action::Open => {
                "make it anew with `Spilled::save`, or copy it once more"
            }
            Action::Save
                if cfg!(windows) && self.cause.kind() == io::ErrorKind::PermissionDenied =>
            {
                "name a file in a directory that can be written to, and close the older file if a program has it open"
            }
            Action::Save => "name a file in a directory with enough space that can be written to",
        }
    }
}

impl fmt::Debug for SpillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = self.to_string();
        f.debug_tuple("SpillError").field(&message).finish()
    }
}

/// The message has what [`io_error`](SpillError::io_error) says. So the source is what lies behind that.
impl Error for SpillError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.cause.source()
    }
}

impl From<SpillError> for io::Error {
    fn from(error: SpillError) -> Self {
        io::Error::new(error.0.cause.kind(), error)
    }
}
