//! Outputs that stay in files.

use std::fmt;
use std::marker::PhantomData;
use std::panic::resume_unwind;
use std::path::Path;

use super::block::{BlockReader, damaged};
use super::error::{Action, Fault, Origin};
use super::saved::{self, Saving};
use super::segment::{Segment, SegmentReader};
use super::{Spill, SpillError, SpilledIntoIter, SpilledIter};
use crate::output::List;
use crate::sys::panics::{catch, discard_unseen};

/// The joined outputs of a call, in files: they may be more than memory can hold.
///
/// `merge = spilled` and [`Spilling::spilled`](crate::Spilling::spilled) return a `Spilled`. [`iter`](Spilled::iter) reads the
/// items in slice order, in blocks of some 128 KiB. Any number of iterators can run at once, on any thread.
/// [`into_iter`](Spilled::into_iter) owns the files. The temporary files go when the `Spilled` is dropped, and when the
/// process ends, for any reason. [`save`](Spilled::save) makes a file that stays.
///
/// # Examples
///
/// ```
/// use parallelize::{SpillError, parallelize};
///
/// #[parallelize(merge = spilled)]
/// fn squares(numbers: &[u64]) -> Vec<u64> {
///     numbers.iter().map(|n| n * n).collect()
/// }
///
/// fn main() -> Result<(), SpillError> {
///     let squares = squares(&[1, 2, 3])?;
///     assert_eq!(squares.len(), 3);
///     let mut sum = 0;
///     for square in &squares {
///         sum += square?;
///     }
///     assert_eq!(sum, 14);
///     Ok(())
/// }
/// ```
pub struct Spilled<T> {
    origin: Origin,
    pub(super) segments: Vec<Segment>,
    len: usize,
    items: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Spilled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spilled")
            .field("len", &self.len)
            .field("bytes", &self.bytes())
            .finish_non_exhaustive()
    }
}

impl<T> Spilled<T> {
    pub(super) fn new(origin: Origin, segments: Vec<Segment>) -> Result<Self, SpillError> {
        let len = segments.iter().try_fold(0_usize, |len, segment| {
            len.checked_add(usize::try_from(segment.items).ok()?)
        });
        let Some(len) = len else {
            let cause = damaged("it has more items than can be counted");
            return Err(SpillError::new(origin, None, (Action::Read, cause)));
        };
        Ok(Spilled {
            origin,
            segments,
            len,
            items: PhantomData,
        })
    }

    /// How many items there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let squares = parallel(0..4_u64).write_to_file(true).spilled(|numbers| numbers.map(|n| n * n).collect())?;
    /// assert_eq!(squares.len(), 4);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no item.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let squares = parallel(0..4_u64).write_to_file(true).spilled(|numbers| numbers.map(|n| n * n).collect())?;
    /// assert!(!squares.is_empty());
    /// # Ok::<(), SpillError>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many bytes the items take on disk.
    fn bytes(&self) -> u64 {
        self.segments.iter().map(Segment::bytes).sum()
    }

    pub(super) fn error(&self, segment: usize, fault: Fault) -> SpillError {
        // The outputs of a stream are one segment.
        let is_chunk = matches!(
            self.origin,
            Origin::Call {
                chunks: Some(_),
                ..
            }
        );
        SpillError::new(self.origin.clone(), is_chunk.then_some(segment), fault)
    }

    /// Writes all items to a file at `path`, which [`open`](Spilled::open) reads.
    ///
    /// The file is there as a whole or not at all. The complete file takes the place and the permissions of an older file.
    /// Until then, the new file stands beside the older one, under a name that begins with `.parallelize-`. A process that
    /// is killed leaves this name behind. If `path` is a link, the file goes where the link leads, even if nothing is there
    /// yet.
    ///
    /// # Errors
    ///
    /// If the file cannot be written, or an item cannot be read. An older file then stays. A directory, a device, a pipe
    /// or a socket at `path` is an error before anything is written.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, Spilled, parallel};
    ///
    /// # fn main() -> Result<(), SpillError> {
    /// # let directory = tempfile::tempdir().unwrap();
    /// # let path = directory.path().join("lengths.spilled");
    /// let lengths = parallel(&["a", "bc"])
    ///     .write_to_file(true)
    ///     .spilled(|words| words.iter().map(|word| word.len()).collect())?;
    /// lengths.save(&path)?;
    ///
    /// let lengths = Spilled::<usize>::open(&path)?;
    /// assert_eq!(lengths.into_vec()?, [1, 2]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), SpillError> {
        let path = path.as_ref();
        let failed =
            |cause| SpillError::new(Origin::File(path.into()), None, (Action::Save, cause));
        let mut file = Saving::start(path, self.len as u64, self.bytes()).map_err(failed)?;
        let mut reader = BlockReader::default();
        for (chunk, segment) in self.segments.iter().enumerate() {
            let mut at = segment.start;
            while at < segment.end {
                let block = reader.read(&segment.file, at, segment.end);
                let block = block.map_err(|cause| self.error(chunk, (Action::Read, cause)))?;
                at += block.bytes.len() as u64;
                file.write(block.bytes).map_err(failed)?;
            }
        }
        file.finish().map_err(failed)
    }

    /// Opens a file that [`save`](Spilled::save) has made.
    ///
    /// The iterator reads the items and looks at their checksums. `T` must be the saved type. `serde` may make a value of
    /// another type, such as an `f32` of an `f64`; else the item is an error.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, Spilled, parallel};
    ///
    /// # let directory = tempfile::tempdir().unwrap();
    /// # let path = directory.path().join("squares");
    /// parallel(0..4_u64).write_to_file(true).spilled(|numbers| numbers.map(|n| n * n).collect::<Vec<_>>())?.save(&path)?;
    /// let squares: Spilled<u64> = Spilled::open(&path)?;
    /// assert_eq!(squares.len(), 4);
    /// # Ok::<(), SpillError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If there is no such file, or the file is of another kind, or is shorter or longer than before.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SpillError> {
        let origin = Origin::File(path.as_ref().into());
        let segment = saved::open(path.as_ref())
            .map_err(|cause| SpillError::new(origin.clone(), None, (Action::Open, cause)))?;
        Spilled::new(origin, vec![segment])
    }
}

impl<T: Spill> Spilled<T> {
    /// The items, in slice order, read lazily.
    ///
    /// After an item that is an error there are no more.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let squares = parallel(0..4_u64).write_to_file(true).spilled(|numbers| numbers.map(|n| n * n).collect())?;
    /// let large = squares.iter().filter(|square| square.as_ref().is_ok_and(|square| *square > 3));
    /// assert_eq!(large.count(), 2);
    /// # Ok::<(), SpillError>(())
    /// ```
    #[must_use]
    pub fn iter(&self) -> SpilledIter<'_, T> {
        SpilledIter::new(self)
    }

    /// Reads all items into memory.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::{SpillError, parallel};
    ///
    /// let squares = parallel(0..4_u64).write_to_file(true).spilled(|numbers| numbers.map(|n| n * n).collect())?;
    /// assert_eq!(squares.into_vec()?, [0, 1, 4, 9]);
    /// # Ok::<(), SpillError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If an item cannot be read.
    pub fn into_vec(self) -> Result<Vec<T>, SpillError> {
        let mut items = Vec::new();
        if let Origin::Call { .. } = self.origin {
            items.reserve_total(self.len, self.len); // a file with a name may say anything
        }
        let mut reader = SegmentReader::default();
        let read = catch(|| {
            for (chunk, segment) in self.segments.iter().enumerate() {
                let mut read = || reader.next_block(segment, &mut |item| items.push(item));
                while read().map_err(|fault| self.error(chunk, fault))? {}
            }
            Ok(())
        });
        match read {
            Ok(read) => read.map(|()| items),
            Err(payload) => {
                discard_unseen(items);
                resume_unwind(payload)
            }
        }
    }
}

impl<'a, T: Spill> IntoIterator for &'a Spilled<T> {
    type Item = Result<T, SpillError>;
    type IntoIter = SpilledIter<'a, T>;

    fn into_iter(self) -> SpilledIter<'a, T> {
        self.iter()
    }
}

/// An iterator that owns the files, so that a function can return it.
///
/// # Examples
///
/// ```
/// use parallelize::{SpillError, parallelize};
///
/// #[parallelize(merge = spilled)]
/// fn squares(numbers: &[u64]) -> Vec<u64> {
///     numbers.iter().map(|n| n * n).collect()
/// }
///
/// fn even_squares(numbers: &[u64]) -> Result<impl Iterator<Item = u64> + use<>, SpillError> {
///     let squares = squares(numbers)?.into_iter();
///     Ok(squares.map_while(Result::ok).filter(|square| square % 2 == 0))
/// }
///
/// # fn main() -> Result<(), SpillError> {
/// assert!(even_squares(&[1, 2, 3, 4])?.eq([4, 16]));
/// # Ok(())
/// # }
/// ```
impl<T: Spill> IntoIterator for Spilled<T> {
    type Item = Result<T, SpillError>;
    type IntoIter = SpilledIntoIter<T>;

    fn into_iter(self) -> SpilledIntoIter<T> {
        SpilledIntoIter::new(self)
    }
}
