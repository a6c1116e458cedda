//! Where a cut may be: `multiple_of`, `units`, `chunk_by`, `delimiter`, `overlap` and `Split::may_cut`.

mod arguments;
mod hostile;
mod kinds;
mod observed;
mod overlap;
mod planned;
mod properties;
mod text;

use std::ops::Range;

use parallelize::{Parallel, current_chunk, parallel, parallelize};

use crate::support::pools::pool;

/// The chunks of a call whose outputs stay apart.
fn ranges<C>(call: Parallel<'_, C>) -> Vec<Range<usize>> {
    call.per_chunk(|_| current_chunk().unwrap().range())
}

/// The chunks of a call whose outputs are joined.
fn joined_ranges<C>(call: Parallel<'_, C>) -> Vec<Range<usize>> {
    call.flatten(|_| vec![current_chunk().unwrap().range()])
}

/// Where the specification puts the chunks, if a call without a rule has the chunks `plain`.
fn moved(
    plain: &[Range<usize>],
    min_len: usize,
    is_allowed: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let len = plain.last().unwrap().end;
    let mut chunks: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for end in plain.iter().map(|chunk| chunk.end) {
        let end = (end..len).find(|&at| is_allowed(at)).unwrap_or(len);
        if end == start && len > 0 {
            continue;
        }
        match chunks.last_mut() {
            Some(last) if end - start < min_len => last.end = end,
            _ => chunks.push(start..end),
        }
        start = end;
    }
    chunks
}

/// Options that say how finely a call is cut.
#[derive(Clone, Copy, Debug)]
struct Fineness {
    jobs: usize,
    chunk_size: Option<usize>,
    min_len: usize,
}

impl Fineness {
    /// All small ones, and automatic ones.
    fn all() -> Vec<Fineness> {
        let fineness = |jobs, chunk_size, min_len| Fineness {
            jobs,
            chunk_size,
            min_len,
        };
        let mut all = vec![fineness(0, None, 0), fineness(0, None, 3)];
        for count in 1..=10 {
            all.push(fineness(count, None, 0));
            all.push(fineness(2, Some(count), 0));
            all.push(fineness(count, None, 2));
            all.push(fineness(count, None, 5));
        }
        all
    }

    fn apply<C>(self, call: Parallel<'_, C>) -> Parallel<'_, C> {
        let call = call.jobs(self.jobs).min_len(self.min_len);
        match self.chunk_size {
            Some(size) => call.chunk_size(size),
            None => call,
        }
    }

    /// Asserts that a call over `len` elements is cut where it may be. `call` is set up with the rule.
    fn check<'r, C>(
        self,
        len: usize,
        call: impl Fn() -> Parallel<'r, C>,
        is_allowed: impl Fn(usize) -> bool,
    ) {
        let plain = || self.apply(parallel(0..len));
        let expected = moved(&ranges(plain()), self.min_len, &is_allowed);
        assert_eq!(ranges(self.apply(call())), expected, "{self:?} {len}");
        let counts = self
            .apply(call())
            .per_chunk(|_| current_chunk().unwrap().count());
        assert_eq!(counts, vec![Some(expected.len()); expected.len()]);
        let expected = moved(&joined_ranges(plain()), self.min_len, &is_allowed);
        assert_eq!(
            joined_ranges(self.apply(call())),
            expected,
            "{self:?} {len}"
        );
    }
}

#[test]
fn multiple_of_moves_boundaries_up_to_multiples_and_leaves_a_rest_with_the_last_unit() {
    pool(3).install(|| {
        for fineness in Fineness::all() {
            for len in 0..=40 {
                for unit in [1, 2, 3, 7, 41, usize::MAX] {
                    let numbers = vec![0_u8; len];
                    let call = || parallel(&numbers).multiple_of(unit);
                    let is_allowed = |at: usize| at % unit == 0 && at.saturating_add(unit) <= len;
                    fineness.check(len, call, is_allowed);
                }
            }
        }
    });
}

#[test]
fn chunk_by_and_delimiter_move_boundaries_up_to_the_places_of_all_patterns() {
    let ways: Vec<Fineness> = Fineness::all().into_iter().step_by(3).collect();
    pool(2).install(|| {
        for len in 0..=7_usize {
            for pattern in 0..1_u32 << len {
                let bits: Vec<bool> = (0..len).map(|at| (pattern >> at) & 1 == 1).collect();
                for fineness in &ways {
                    let by_run = || parallel(&bits).chunk_by(|a, b| a == b);
                    fineness.check(len, by_run, |at| bits[at - 1] != bits[at]);
                    let by_end = || parallel(&bits).delimiter(true);
                    fineness.check(len, by_end, |at| bits[at - 1]);
                }
            }
        }
    });
}

#[test]
fn without_an_allowed_place_there_is_one_chunk_and_with_all_of_them_nothing_moves() {
    let numbers = [5; 100];
    for fineness in Fineness::all() {
        fineness.check(
            100,
            || parallel(&numbers).chunk_by(|a, b| a == b),
            |_| false,
        );
        fineness.check(100, || parallel(&numbers).delimiter(4), |_| false);
        fineness.check(100, || parallel(&numbers).chunk_by(|a, b| a != b), |_| true);
        fineness.check(100, || parallel(&numbers).delimiter(5), |_| true);
        fineness.check(100, || parallel(&numbers).multiple_of(1), |_| true);
    }
}

#[test]
fn one_chunk_runs_on_the_calling_thread_whatever_the_jobs() {
    let caller = std::thread::current().id();
    let numbers = [1; 1000];
    let call = parallel(&numbers).jobs(8).chunk_by(|a, b| a == b);
    let threads = call.per_chunk(|_| std::thread::current().id());
    assert_eq!(threads, [caller]);
}

#[test]
fn a_chunk_that_a_rule_leaves_too_short_is_joined_to_the_one_before() {
    // Without the rule: 0..10, 10..20, 20..30. The cut at 10 moves to 19, and the chunk 19..20 would be too short.
    let mut ends = [0; 30];
    (ends[18], ends[19]) = (1, 1);
    let call = || parallel(&ends).jobs(3).delimiter(1);
    assert_eq!(ranges(call()), [0..19, 19..20, 20..30]);
    assert_eq!(ranges(call().min_len(10)), [0..20, 20..30]);
}

#[test]
fn a_predicate_is_asked_about_neighbours_from_a_boundary_on_and_once() {
    let numbers: Vec<usize> = (0..100).collect();
    let asked = std::sync::Mutex::new(Vec::new());
    let call = parallel(&numbers).jobs(2).chunk_by(|&a, &b| {
        asked.lock().unwrap().push((a, b));
        b < 53
    });
    assert_eq!(ranges(call), [0..53, 53..100]);
    assert_eq!(
        *asked.lock().unwrap(),
        [(49, 50), (50, 51), (51, 52), (52, 53)]
    );
}

#[test]
fn a_predicate_may_borrow_what_lives_as_long_as_the_call() {
    let gap = String::from("ab").len();
    let times = [1, 2, 9, 10, 20];
    let is_near = |a: &usize, b: &usize| b - a <= gap;
    let call = parallel(&times).chunk_size(1).chunk_by(is_near);
    assert_eq!(ranges(call), [0..2, 2..4, 4..5]);
}

#[test]
fn every_method_that_runs_a_call_cuts_at_the_same_places() {
    let words = ["a", "a", "b", "c", "c", "c", "d"];
    let call = || parallel(&words).jobs(7).chunk_by(|a, b| a == b);
    let expected = [(0..2), (2..3), (3..6), (6..7)];
    let range = || current_chunk().unwrap().range();
    let together = |a: Vec<_>, b: Vec<_>| [a, b].concat();
    assert_eq!(call().per_chunk(|_| range()), expected);
    assert_eq!(call().flatten(|_| vec![range()]), expected);
    assert_eq!(
        call().try_per_chunk(|_| Ok::<_, ()>(range())).unwrap(),
        expected
    );
    assert_eq!(call().reduce(|_| vec![range()], together), expected);
    let tried = call().try_reduce(|_| Ok::<_, ()>(vec![range()]), together);
    assert_eq!(tried.unwrap(), expected);
    let mut consumed = Vec::new();
    call().consume(|_| range(), |range| consumed.push(range));
    assert_eq!(consumed, expected);
    consumed.clear();
    let outcome = call().try_consume(
        |_| range(),
        |range| {
            consumed.push(range);
            Ok::<_, ()>(())
        },
    );
    assert_eq!((outcome, consumed), (Ok(()), expected.to_vec()));
}

#[parallelize(chunk_size = 4)]
fn lengths_of_runs(numbers: &[u8]) -> Vec<usize> {
    let runs = numbers.chunk_by(|a, b| a == b);
    runs.map(<[u8]>::len).collect()
}

/// The plain function that the rules are for: cut anywhere, this function gives something else.
#[test]
fn a_rule_mends_what_cuts_break() {
    let numbers = [1, 1, 1, 2, 2, 2, 2, 3, 3];
    assert_ne!(lengths_of_runs(&numbers), [3, 4, 2]);
    let runs = |numbers: &[u8]| -> Vec<usize> {
        numbers.chunk_by(|a, b| a == b).map(<[u8]>::len).collect()
    };
    let call = parallel(&numbers).chunk_size(4).chunk_by(|a, b| a == b);
    assert_eq!(call.flatten(runs), [3, 4, 2]);
}
