//! Outputs as bytes: in the files of a portion, and on their way to other processes.

use std::io;
use std::ops::Range;

use super::{Cuts, Portion};
use crate::builder::parallel;
use crate::observe::Request;
use crate::spill::{self, InFiles, Spill, SpillError, Spilled, WriteToFile};

impl<C> Portion<'_, C> {
    /// As [`run`](Portion::run), and leaves the outputs in temporary files, as [`Parallel::write_to_file`](crate::Parallel::write_to_file) does.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::SpillError;
    /// use parallelize::backend::{Grain, Portion};
    /// use parallelize::parallel;
    ///
    /// let body = |numbers: &[u32]| Ok::<_, ()>(numbers.to_vec());
    /// let portion = Portion::of(parallel(&[1, 2, 3]).chunk_size(2), &body);
    /// let cuts = portion.cuts(Grain::Fine, 1);
    /// let spilled = portion.spill(&cuts, 0..2, &true, &body)?.expect("the body cannot fail");
    /// assert_eq!(spilled.into_vec()?, [1, 2, 3]);
    /// # Ok::<(), SpillError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The outer error is a failure of the files. The inner error is the first of `body` in slice order.
    ///
    /// # Panics
    ///
    /// As [`run`](Portion::run).
    pub fn spill<U, E, F>(
        self,
        cuts: &Cuts,
        chunks: Range<usize>,
        to: &impl WriteToFile,
        body: &F,
    ) -> Result<Result<Spilled<U>, E>, SpillError>
    where
        U: Spill,
        E: Send,
        F: Fn(C) -> Result<Vec<U>, E> + Sync,
    {
        let plan = self.plan(cuts, chunks);
        let call = InFiles {
            call: self.call.0,
            target: to.target(),
            function: self.function,
        };
        call.spilled_by(&plan, body)
    }
}

/// Appends `value` to `bytes`, in a form that another process of the same program can read.
///
/// # Examples
///
/// ```
/// use parallelize::backend::{decode, encode};
///
/// let mut bytes = Vec::new();
/// encode(&("one".to_owned(), 1.5), &mut bytes)?;
/// assert_eq!(decode::<(String, f64)>(&bytes)?, ("one".to_owned(), 1.5));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// For values that [`Spill`] says are refused.
pub fn encode<T: Spill>(value: &T, bytes: &mut Vec<u8>) -> io::Result<()> {
    spill::codec::encode(value, bytes)
}

/// The value that `bytes`, all of them, were made of.
///
/// # Examples
///
/// ```
/// use parallelize::backend::{decode, encode};
///
/// let mut bytes = Vec::new();
/// encode(&("one".to_owned(), 1.5), &mut bytes)?;
/// assert_eq!(decode::<(String, f64)>(&bytes)?, ("one".to_owned(), 1.5));
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// For bytes that are not a value of that type.
pub fn decode<T: Spill>(bytes: &[u8]) -> io::Result<T> {
    let mut value = None;
    spill::codec::decode(bytes, 1, |decoded| value = Some(decoded))?;
    value.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// The values that these bytes were made of, in their order, by as many threads as a call would have. There is no
/// report and no progress bar.
///
/// # Examples
///
/// ```
/// use parallelize::backend::{decode_all, encode};
///
/// let mut encoded = [Vec::new(), Vec::new()];
/// for (value, bytes) in (1_u32..).zip(&mut encoded) {
///     encode(&value, bytes)?;
/// }
/// assert_eq!(decode_all::<u32>(&[&encoded[0], &encoded[1]])?, [1, 2]);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
///
/// As [`decode`]: the first.
pub fn decode_all<T: Spill + Send>(encoded: &[&[u8]]) -> io::Result<Vec<T>> {
    let mut call = parallel(encoded);
    call.0.setup.request = Some(Box::new(Request::silence()));
    call.flatten(|some| some.iter().map(|bytes| decode(bytes)).collect())
}
