//! What the caller asked for, turned into boundaries and a number of workers.

use std::sync::OnceLock;

use crate::boundaries::Boundaries;
use crate::workers;

/// How finely a call is cut where neither `jobs` nor `chunk_size` says so.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grain {
    /// One chunk a worker: every chunk's output is a value of its own that the caller sees.
    Coarse,
    /// Several chunks a worker, so that uneven work balances: outputs are joined anyway.
    Fine,
}

/// Sixteen chunks a worker recover 95 % of what uneven work loses with one.
const CHUNKS_A_WORKER: usize = 16;

/// The options of one call. For `jobs` and `min_len`, 0 stands for "not given".
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) jobs: usize,
    pub(crate) chunk_size: Option<usize>,
    pub(crate) min_len: usize,
}

/// Where the cuts are, and how many chunks may be in flight at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) boundaries: Boundaries,
    pub(crate) limit: usize,
}

impl Options {
    /// Plans a call of `function` over `len` elements.
    pub(crate) fn plan(self, len: usize, grain: Grain, function: &str) -> Plan {
        let boundaries = match self.chunk_size {
            Some(size) => self.chunks_of(size, len, function),
            None => self.chunks_for_jobs(len, grain),
        };
        let limit = match boundaries.count() {
            1 => 1,
            count => self.jobs().min(count).min(environment_limit()),
        };
        Plan { boundaries, limit }
    }

    fn chunks_of(self, size: usize, len: usize, function: &str) -> Boundaries {
        assert!(
            size > 0,
            "`chunk_size` of `{function}` is 0: a chunk holds at least one element (leave the option out to let the library choose)"
        );
        assert!(
            self.min_len == 0,
            "`{function}` has both `chunk_size` and `min_len`: give one of them"
        );
        Boundaries::every(len, size)
    }

    fn chunks_for_jobs(self, len: usize, grain: Grain) -> Boundaries {
        let may_cut = len > 1 && len / 2 >= self.min_len;
        let count = match (self.jobs, grain) {
            _ if !may_cut => 1,
            (0, Grain::Fine) => match workers::available() {
                1 => 1,
                workers => workers.saturating_mul(CHUNKS_A_WORKER),
            },
            (0, Grain::Coarse) => workers::available(),
            (jobs, _) => jobs,
        };
        Boundaries::even(len, count, self.min_len)
    }

    fn jobs(self) -> usize {
        match self.jobs {
            0 => workers::available(),
            jobs => jobs,
        }
    }
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
