//! What goes wrong with files, in words.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why outputs could not be written to a file, or not be read back.
///
/// The message says which function it was, which chunk of how many, where the file is, what was being
/// done, what the system said, and what to change:
///
/// ```text
/// `app::squares` could not write the output of chunk 3 of 64 to a temporary file in `/var/tmp`:
/// No space left on device (os error 28); free some space there, or name another directory with
/// `write_to_file = "dir"` or the environment variable PARALLELIZE_SPILL_DIR
/// ```
///
/// With `?` it becomes a [`std::io::Error`] of the same [`kind`](std::io::Error::kind), and is then
/// inside of that ([`get_ref`](std::io::Error::get_ref)).
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
#[derive(Clone, Debug)]
pub(super) enum Origin {
    /// A call.
    Call(Arc<CallOrigin>),
    /// A file with a name.
    File(Arc<Path>),
}

#[derive(Debug)]
pub(super) struct CallOrigin {
    pub(super) function: &'static str,
    /// How many chunks there are, once that is known.
    pub(super) chunks: usize,
    pub(super) directory: PathBuf,
}

impl Origin {
    pub(super) fn call(function: &'static str, chunks: usize, directory: &Path) -> Self {
        Origin::Call(Arc::new(CallOrigin {
            function,
            chunks,
            directory: directory.to_owned(),
        }))
    }
}

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Create,
    Encode,
    Write,
    Read,
    Decode,
    Save,
    Open,
}

impl SpillError {
    pub(super) fn new(
        origin: &Origin,
        chunk: Option<usize>,
        action: Action,
        cause: io::Error,
    ) -> Self {
        SpillError(Box::new(Details {
            origin: origin.clone(),
            chunk,
            action,
            cause,
        }))
    }

    /// What the system, or the type's `Serialize` or `Deserialize`, said.
    #[must_use]
    pub fn io_error(&self) -> &io::Error {
        &self.0.cause
    }

    /// Panics with the message of this error, for `unwrap_or_else(SpillError::panic)`.
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

impl Details {
    /// `the output of chunk 3 of 64`, as a person counts.
    fn subject(&self) -> String {
        match (self.chunk, &self.origin) {
            (Some(chunk), Origin::Call(call)) => {
                format!("the output of chunk {} of {}", chunk + 1, call.chunks)
            }
            _ => "the outputs".to_owned(),
        }
    }

    fn advice(&self) -> &'static str {
        match (self.action, &self.origin) {
            (Action::Create, _) => {
                "name a directory that exists, has room and can be written to, with `write_to_file = \"dir\"` or the environment variable PARALLELIZE_SPILL_DIR"
            }
            (Action::Write, _) => {
                "free some space there, or name another directory with `write_to_file = \"dir\"` or the environment variable PARALLELIZE_SPILL_DIR"
            }
            (Action::Encode, _) => {
                "keep such outputs in memory, without `write_to_file` and `merge = spilled`"
            }
            (Action::Decode, Origin::Call(_)) => {
                "the `Deserialize` of the type has to understand what its `Serialize` writes; where it does not, keep the outputs in memory, without `write_to_file` and `merge = spilled`"
            }
            (Action::Read, Origin::Call(_)) => {
                "run it again, and check the disk if this comes back"
            }
            (Action::Decode, Origin::File(_)) => "open it with the type that it was saved with",
            (Action::Open, _) if self.cause.kind() != io::ErrorKind::InvalidData => {
                "name a file that `Spilled::save` has made"
            }
            (Action::Read | Action::Open, _) => {
                "make it anew with `Spilled::save`, or copy it once more"
            }
            (Action::Save, _) => {
                "name a file in a directory with enough space that can be written to"
            }
        }
    }
}

impl fmt::Display for SpillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        let subject = details.subject();
        let does = match details.action {
            Action::Create => "create a temporary file".to_owned(),
            Action::Encode => format!("encode {subject}"),
            Action::Write => format!("write {subject} to a temporary file"),
            Action::Read => format!("read {subject} back"),
            Action::Decode => format!("decode {subject}"),
            Action::Save => format!("save {subject}"),
            Action::Open => "open saved outputs".to_owned(),
        };
        match (&details.origin, details.action) {
            (Origin::Call(call), Action::Encode | Action::Decode) => {
                write!(f, "`{}` could not {does}", call.function)?;
            }
            (Origin::Call(call), _) => {
                let directory = call.directory.display();
                write!(f, "`{}` could not {does} in `{directory}`", call.function)?;
            }
            (Origin::File(path), Action::Save) => {
                write!(f, "could not {does} to `{}`", path.display())?;
            }
            (Origin::File(path), _) => write!(f, "could not {does} from `{}`", path.display())?,
        }
        write!(f, ": {}; {}", details.cause, details.advice())
    }
}

impl fmt::Debug for SpillError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SpillError")
            .field(&self.to_string())
            .finish()
    }
}

impl Error for SpillError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0.cause)
    }
}

impl From<SpillError> for io::Error {
    fn from(error: SpillError) -> Self {
        io::Error::new(error.0.cause.kind(), error)
    }
}
