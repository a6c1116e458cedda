//! What the caller asked for, turned into boundaries and a number of workers.

use std::sync::OnceLock;

use crate::boundaries::Boundaries;
use crate::workers::{self, Crew};

/// How finely a call is cut where neither `jobs` nor `chunk_size` says so.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grain {
    /// One chunk a worker: every chunk's output is a value of its own that the caller sees.
    Coarse,
    /// Several chunks a worker, so that uneven work balances: outputs are joined anyway.
    Fine,
    /// Chunks that are short, whatever the length of the input: each output is in memory only until it
    /// is written to a file.
    #[cfg(feature = "write_to_file")]
    Spilled,
}

/// The options of one call. For `jobs` and `min_len`, 0 stands for "not given".
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) jobs: usize,
    pub(crate) chunk_size: Option<usize>,
    pub(crate) min_len: usize,
}

/// How a call is to be run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) boundaries: Boundaries,
    pub(crate) crew: Crew,
}

impl Options {
    /// Plans a call of `function` over `len` elements.
    pub(crate) fn plan(self, len: usize, grain: Grain, function: fn() -> &'static str) -> Plan {
        let may_cut = self.chunk_size.is_some() || (len > 1 && len / 2 >= self.min_len);
        let jobs = match self.jobs {
            _ if !may_cut => 1, // do not even ask for the pool: that may start it
            0 => workers::available(),
            jobs => jobs,
        };
        let is_automatic = self.jobs == 0;
        let boundaries = match (self.chunk_size, grain) {
            (Some(size), _) => self.chunks_of(size, len, function),
            (None, Grain::Fine) if is_automatic && jobs > 1 => {
                Boundaries::balanced(len, jobs, self.min_len)
            }
            #[cfg(feature = "write_to_file")]
            (None, Grain::Spilled) if is_automatic => {
                Boundaries::even(len, spilled_count(len, jobs), self.min_len)
            }
            (None, _) => Boundaries::even(len, jobs, self.min_len),
        };
        let limit = match boundaries.count() {
            1 => 1,
            count => jobs.min(count).min(environment_limit()),
        };
        Plan {
            boundaries,
            crew: Crew {
                limit,
                must_come: !is_automatic,
            },
        }
    }

    fn chunks_of(self, size: usize, len: usize, function: fn() -> &'static str) -> Boundaries {
        assert!(
            size > 0,
            "`chunk_size` of `{}` is 0: a chunk holds at least one element (leave the option out to let the library choose)",
            function(),
        );
        assert!(
            self.min_len == 0,
            "`{}` has both `chunk_size` and `min_len`: give one of them",
            function(),
        );
        Boundaries::every(len, size)
    }
}

/// A worker holds the output of a 64th of its share, and of 16,384 elements, at most; of more where there
/// would be more than a million chunks, which take memory as well.
#[cfg(feature = "write_to_file")]
fn spilled_count(len: usize, workers: usize) -> usize {
    workers
        .saturating_mul(64)
        .max(len.div_ceil(16_384).min(1 << 20))
}

/// `PARALLELIZE_JOBS`, read once; it caps every call of the process.
fn environment_limit() -> usize {
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
