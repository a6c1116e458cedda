//! What the caller asked for, turned into boundaries and a number of workers.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use super::{Boundaries, Crew, Plan, Rule, Rules, Workers, calls_run_whole, next_multiple};
use crate::sys::names::FunctionName;

/// How finely a call is cut if `chunk_size` does not say so.
///
/// # Examples
///
/// ```
/// use parallelize::backend::{Cuts, Grain, Options};
///
/// let count = |grain| Cuts::new(&Options::default().jobs(2), 1000, grain, 2).count();
/// assert_eq!(count(Grain::Coarse), 2);
/// assert!(count(Grain::Fine) > 2);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Grain {
    /// One chunk per worker, of equal lengths: the caller sees each output as a value of its own.
    Coarse,
    /// Up to 16 chunks per worker, so that uneven work balances: outputs are joined anyway.
    Fine,
    /// Up to 4 chunks per worker. Uneven work balances nearly as well as with 16, and merging two outputs may take long.
    Reduced,
    /// Chunks that are short, whatever the length of the input: each output is in memory only until its turn to be
    /// written comes.
    #[doc(hidden)]
    Streamed,
    /// Chunks that are short, whatever the length of the input: each output is in memory only until it
    /// is written to a file.
    #[cfg(feature = "write_to_file")]
    #[doc(hidden)]
    Spilled,
}

/// The options of one call that say where it is cut. For `jobs` and `min_len`, 0 stands for "not given".
///
/// # Examples
///
/// ```
/// use parallelize::backend::Options;
///
/// assert!(Options::default().are_automatic());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub(crate) jobs: usize,
    pub(crate) chunk_size: Option<usize>,
    pub(crate) min_len: usize,
    /// Whether `jobs` means as many equal chunks, however outputs are merged.
    pub(crate) is_even: bool,
    /// `None` if a cut may be anywhere. Most calls have no rule, so rules take little room there.
    rules: Option<Box<Rules>>,
}

impl Options {
    /// As [`Parallel::jobs`](crate::Parallel::jobs).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::Options;
    ///
    /// assert!(!Options::default().jobs(4).are_automatic());
    /// ```
    #[must_use]
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs;
        self
    }

    /// As [`Parallel::chunk_size`](crate::Parallel::chunk_size).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::Options;
    ///
    /// assert!(!Options::default().chunk_size(100).are_automatic());
    /// ```
    #[must_use]
    pub fn chunk_size(mut self, chunk_size: usize) -> Self {
        self.chunk_size = Some(chunk_size);
        self
    }

    /// As [`Parallel::min_len`](crate::Parallel::min_len).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::Options;
    ///
    /// assert!(Options::default().min_len(100).are_automatic());
    /// ```
    #[must_use]
    pub fn min_len(mut self, min_len: usize) -> Self {
        self.min_len = min_len;
        self
    }

    /// As [`Parallel::multiple_of`](crate::Parallel::multiple_of).
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::{Cuts, Grain, Options};
    ///
    /// let options = Options::default().chunk_size(5).multiple_of(3);
    /// assert_eq!(Cuts::new(&options, 9, Grain::Fine, 1).elements(0..1), 0..6);
    /// ```
    ///
    /// # Panics
    ///
    /// If another option says where a cut may be.
    #[must_use]
    #[track_caller]
    pub fn multiple_of(mut self, unit: usize) -> Self {
        self.rules_mut().set(Rule::MultipleOf(unit));
        self
    }

    pub(crate) fn rules_mut(&mut self) -> &mut Rules {
        self.rules.get_or_insert_default()
    }

    /// Whether the places where a cut may be are found by a look at the elements: there is `chunk_by` or `delimiter`.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::Options;
    ///
    /// assert!(!Options::default().multiple_of(3).are_searched());
    /// ```
    #[must_use]
    pub fn are_searched(&self) -> bool {
        self.rules
            .as_ref()
            .is_some_and(|rules| rules.are_searched())
    }

    /// Whether chunks have elements of their neighbours as well: there is `overlap`.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::Options;
    ///
    /// assert!(!Options::default().have_overlap());
    /// ```
    #[must_use]
    pub fn have_overlap(&self) -> bool {
        let rules = self.rules.as_ref();
        rules.is_some_and(|rules| rules.overlap().is_some())
    }

    /// Refuses values that no call can have. The error is for the panic of the call.
    #[inline]
    pub(crate) fn check(&self, function: FunctionName) -> Result<(), String> {
        if let Some(size) = self.chunk_size {
            self.check_chunk_size(size, function)?;
        }
        match &self.rules {
            Some(rules) => rules.check(format_args!("`{function}`")),
            None => Ok(()),
        }
    }

    fn check_chunk_size(&self, size: usize, function: FunctionName) -> Result<(), String> {
        if size == 0 {
            return Err(format!(
                "`chunk_size` of `{function}` is 0: a chunk holds at least one element (leave the option out to let the library choose)"
            ));
        }
        if self.min_len > 0 {
            return Err(format!(
                "`{function}` has both `chunk_size` and `min_len`: give one of them"
            ));
        }
        Ok(())
    }

    /// Whether cuts depend on the number of workers: there is neither `jobs` nor `chunk_size`.
    ///
    /// # Examples
    ///
    /// ```
    /// use parallelize::backend::Options;
    ///
    /// assert!(Options::default().are_automatic());
    /// ```
    #[must_use]
    pub fn are_automatic(&self) -> bool {
        self.jobs == 0 && self.chunk_size.is_none()
    }

    /// Whether a call over `len` elements has one chunk, as far as that can be told without the number of workers. In a
    /// check, no input is cut.
    #[inline]
    pub(crate) fn are_for_one_chunk(&self, len: usize, grain: Grain) -> bool {
        let is_short = match self.chunk_size {
            Some(size) => len <= size,
            None => {
                len < 2
                    || len / 2 < self.min_len
                    || (self.jobs == 1 && !matches!(grain, Grain::Streamed))
            }
        };
        is_short || calls_run_whole()
    }

    /// Plans a call over `len` elements, by options that `check` has let pass. `available` tells how many workers an
    /// automatic call has; an input that is not cut does not ask for them. `next` finds the first place, among those
    /// in a range, where the input may be cut; without it, that is anywhere.
    pub(crate) fn plan(
        &self,
        len: usize,
        grain: Grain,
        available: impl FnOnce() -> usize,
        next: Option<&dyn Fn(Range<usize>) -> Option<usize>>,
    ) -> Plan {
        if self.are_for_one_chunk(len, grain) {
            return Plan::whole(len);
        }
        let jobs = match self.jobs {
            0 => available(),
            jobs => jobs,
        };
        let is_automatic = self.jobs == 0;
        let boundaries = match (self.chunk_size, grain) {
            (Some(size), _) => Boundaries::every(len, size),
            (None, _) if self.is_even && !is_automatic => Boundaries::even(len, jobs, self.min_len),
            (None, Grain::Fine | Grain::Reduced) if jobs > 1 => {
                let most = if matches!(grain, Grain::Fine) { 16 } else { 4 };
                if is_automatic {
                    Boundaries::balanced(len, jobs, most, self.min_len)
                } else {
                    Boundaries::tapered(len, jobs, most, self.min_len)
                }
            }
            (None, Grain::Streamed) => {
                // Some buffers per worker wait, of so many elements each.
                let short = len.div_ceil(4096).min(1 << 20);
                Boundaries::even(len, jobs.saturating_mul(16).max(short), self.min_len)
            }
            #[cfg(feature = "write_to_file")]
            (None, Grain::Spilled) if jobs > 1 || is_automatic => {
                // A worker holds the output of a 64th of its share, and of 16,384 elements, at most. Chunks are
                // longer if there would be more than a million of them, because chunks take memory as well.
                let short = len.div_ceil(16_384).min(1 << 20);
                let count = jobs.saturating_mul(64).max(short);
                Boundaries::even(len, count, self.min_len)
            }
            (None, _) => Boundaries::even(len, jobs, self.min_len),
        };
        let rules = self.rules.as_deref();
        let boundaries = match (rules.and_then(Rules::unit), next) {
            (None, None) => boundaries,
            (None, Some(next)) => boundaries.moved(self.min_len, |at| next(at..len)),
            (Some(unit), None) => boundaries.moved(self.min_len, |at| next_multiple(unit, at, len)),
            (Some(unit), Some(next)) => boundaries.moved(self.min_len, |mut at| {
                loop {
                    let multiple = next_multiple(unit, at, len)?;
                    at = next(multiple..len)?;
                    if at == multiple {
                        return Some(at);
                    }
                }
            }),
        };
        let max = match boundaries.count() {
            1 => 1,
            count => jobs.min(count).min(environment_limit()),
        };
        let mut plan = Plan::new(
            boundaries,
            Workers {
                max,
                crew: Crew::of(self.jobs, self.chunk_size),
            },
        );
        plan.overlap = rules.and_then(Rules::overlap);
        plan
    }
}

/// What was given, as it is written in the attribute.
impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let jobs = (self.jobs > 0).then_some(("jobs", self.jobs));
        let chunk_size = self.chunk_size.map(|size| ("chunk_size", size));
        let min_len = (self.min_len > 0).then_some(("min_len", self.min_len));
        let mut separator = "";
        for (name, value) in [jobs, chunk_size, min_len].into_iter().flatten() {
            write!(f, "{separator}{name} = {value}")?;
            separator = ", ";
        }
        match &self.rules {
            None => Ok(()),
            Some(rules) => write!(f, "{separator}{rules}"),
        }
    }
}

/// `PARALLELIZE_JOBS`, read once; it caps every call of the process.
pub(crate) fn environment_limit() -> usize {
    static LIMIT: OnceLock<usize> = OnceLock::new();
    *LIMIT.get_or_init(|| match std::env::var_os("PARALLELIZE_JOBS") {
        Some(value) if !value.is_empty() => value
            .to_str()
            .and_then(|text| text.trim().parse().ok())
            .filter(|&limit| limit > 0)
            .unwrap_or_else(|| {
                panic!("the environment variable PARALLELIZE_JOBS is {value:?}: set it to a number of at least 1, or unset it")
            }),
        _ => usize::MAX,
    })
}
