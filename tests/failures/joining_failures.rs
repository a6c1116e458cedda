//! Outputs that are joined where chunks fail, end in any order, or put out far more or less than
//! others: the lowest failure decides, and everything is dropped once.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Condvar, Mutex};
use std::time::Duration;

use parallelize::{current_chunk, parallel};
use proptest::prelude::*;

use crate::support::Meeting;
use crate::support::ledger::{Ledger, Token};
use crate::support::pools::chunk_index as index;
use crate::support::ways::{Shape, Way};

/// How a chunk ends, or a call: with the number of the chunk that failed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Well,
    Error(usize),
    Panic(usize),
}

type Output<'a> = Result<Option<Vec<Token<'a>>>, (usize, Vec<Token<'a>>)>;

impl End {
    /// Ends the current chunk.
    fn meet(self, ledger: &Ledger) -> Output<'_> {
        let start = current_chunk().unwrap().range().start;
        let tokens = ledger.make(start * 4..start * 4 + 2);
        match self {
            End::Well => Ok(Some(tokens)),
            End::Error(index) => Err((index, tokens)),
            End::Panic(index) => resume_unwind(Box::new(index)),
        }
    }

    fn of<'a>(call: impl FnOnce() -> Output<'a>) -> End {
        match catch_unwind(AssertUnwindSafe(call)) {
            Ok(Ok(_)) => End::Well,
            Ok(Err((index, _))) => End::Error(index),
            Err(payload) => End::Panic(*payload.downcast().expect("of the body")),
        }
    }
}

#[test]
fn a_failure_of_any_chunk_is_the_result_and_everything_is_dropped_once() {
    let ledger = &Ledger::of(200);
    let places = [1, 5, 40].into_iter();
    let places = places.flat_map(|len| (0..len).map(move |failing| (len, failing)));
    for (way, (len, failing)) in Way::all().flat_map(|way| places.clone().map(move |p| (way, p))) {
        for fail in [End::Error, End::Panic] {
            let count = AtomicUsize::new(0);
            let body = |_| {
                count.store(current_chunk().unwrap().count().unwrap(), Ordering::Relaxed);
                let fails = index() == failing;
                if fails { fail(failing) } else { End::Well }.meet(ledger)
            };
            let ended = End::of(|| way.run(len, body));
            let expected = if failing < count.into_inner() {
                fail(failing)
            } else {
                End::Well
            };
            assert_eq!(ended, expected, "{way:?} {len} {failing}");
            ledger.close();
        }
    }
}

#[test]
fn of_several_failures_the_lowest_decides_and_everything_is_dropped_once() {
    let ledger = &Ledger::of(200);
    for (count, fails) in (1..=5_usize).flat_map(|n| (1..1_usize << n).map(move |m| (n, m))) {
        for (jobs, is_odd_panic) in [(1, false), (count, false), (1, true), (count, true)] {
            let meeting = Barrier::new(jobs); // all chunks are in flight when the first ends
            let end = |index| match (
                fails & 1_usize << index != 0,
                (index % 2 == 1) == is_odd_panic,
            ) {
                (false, _) => End::Well,
                (true, true) => End::Panic(index),
                (true, false) => End::Error(index),
            };
            let call = parallel(0..count).chunk_size(1).jobs(jobs);
            let ended = End::of(|| {
                call.flatten(|_| {
                    meeting.wait();
                    end(index()).meet(ledger)
                })
            });
            assert_eq!(ended, end(fails.trailing_zeros() as usize));
            ledger.close();
        }
    }
}

/// Where the first four of eight chunks hand in their outputs in a given order.
struct Turnstile {
    all: Meeting,
    turns: [usize; 4],
    handed_in: Mutex<usize>,
    changed: Condvar,
}

impl Turnstile {
    fn new(turns: [usize; 4]) -> Self {
        Turnstile {
            all: Meeting::of(4),
            turns,
            handed_in: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    /// What the chunks do before they end: each of the first four waits for its turn. The others
    /// begin when their worker has handed in one of those.
    fn pass(&self) {
        if let Some(&turn) = self.turns.get(index()) {
            self.all.wait();
            self.wait_for(turn);
        } else {
            self.advance();
            self.wait_for(4);
        }
    }

    fn advance(&self) {
        *self.handed_in.lock().unwrap() += 1;
        self.changed.notify_all();
    }

    fn wait_for(&self, turn: usize) {
        let limit = Duration::from_secs(60);
        let handed_in = self.handed_in.lock().unwrap();
        let waited = self
            .changed
            .wait_timeout_while(handed_in, limit, |n| *n < turn);
        assert!(!waited.unwrap().1.timed_out(), "turn {turn} does not come");
    }
}

/// All orders of four.
fn orders() -> impl Iterator<Item = [usize; 4]> {
    let all = (0..256).map(|n| [n / 64, n / 16 % 4, n / 4 % 4, n % 4]);
    all.filter(|turns| (0..4).all(|turn| turns.contains(&turn)))
}

#[test]
fn outputs_that_come_in_any_order_are_joined_in_slice_order_and_dropped_once() {
    let ledger = &Ledger::of(100);
    for (turns, shape) in orders().flat_map(|turns| Shape::all().map(move |shape| (turns, shape))) {
        let turnstile = Turnstile::new(turns);
        let joined = parallel(0..24).chunk_size(3).jobs(4).flatten(|_| {
            turnstile.pass();
            ledger.make(shape.numbers())
        });
        let numbers = joined.iter().map(|token| token.0);
        assert!(numbers.eq(ledger.alive()), "{turns:?} {shape:?}");
        drop(joined);
        ledger.close();
    }
}

#[test]
fn a_chunk_that_fails_last_wins_over_all_outputs_that_came_before() {
    let ledger = &Ledger::of(100);
    for turns in orders() {
        let failing = turns.iter().position(|&turn| turn == 3).unwrap();
        for fail in [End::Error, End::Panic] {
            let turnstile = Turnstile::new(turns);
            let call = parallel(0..24).chunk_size(3).jobs(4);
            let ended = End::of(|| {
                call.flatten(|_| {
                    turnstile.pass();
                    if index() != failing {
                        return End::Well.meet(ledger);
                    }
                    turnstile.advance(); // nobody else will: no chunk starts any more
                    fail(failing).meet(ledger)
                })
            });
            assert_eq!(ended, fail(failing));
            ledger.close();
        }
    }
}

/// Joins chunks with outputs of so many elements on two workers, of which one has the first chunk
/// until the other has come to the last: outputs have no place before, and many are moved at the end.
fn join_late<T: Send>(lengths: &[usize], output: impl Fn(Range<usize>) -> Vec<T> + Sync) -> Vec<T> {
    let meeting = Meeting::of(2);
    let last = lengths.len() - 1;
    parallel(lengths).chunk_size(1).jobs(2).flatten(|chunk| {
        if [0, last].contains(&index()) {
            meeting.wait();
        }
        let start = lengths[..index()].iter().sum();
        output(start..start + chunk[0])
    })
}

/// Lengths whose outputs have several MiB, for elements of 8 bytes.
const LARGE: [&[usize]; 6] = [
    &[393_216, 393_216],
    &[3, 700_001],
    &[400_003, 300_001, 262_144, 199_999, 360_007],
    &[1, 300_001, 0, 7, 524_288, 400_003], // far more than the first suggests
    &[0, 600_011, 0, 300_007],
    &[300_001, 2, 3, 600_011, 0], // far fewer, and then more again
];

#[test]
fn large_outputs_are_joined_in_slice_order_and_dropped_once() {
    let ledger = &Ledger::of(1_600_000);
    for lengths in LARGE {
        let len = lengths.iter().sum::<usize>();
        assert!(join_late(lengths, Vec::from_iter).into_iter().eq(0..len));
        let joined = join_late(lengths, |numbers| ledger.make(numbers));
        assert!(joined.iter().map(|token| token.0).eq(0..len));
        assert!(ledger.alive().eq(0..len));
        drop(joined);
        ledger.close();
    }
}

#[test]
fn memory_that_was_not_needed_is_given_back() {
    let assert_fits = |joined: Vec<usize>| {
        assert!(joined.iter().copied().eq(0..joined.len()));
        let (len, capacity) = (joined.len(), joined.capacity());
        assert!(capacity <= 2 * len + 1, "{capacity} for {len}");
    };
    let lengths = [&[200_000][..], &[1; 50]].concat();
    assert_fits(join_late(&lengths, Vec::from_iter));
    for way in Way::all() {
        assert_fits(way.run(40, |chunk| {
            if chunk.start == 0 {
                (0..50_000).collect()
            } else {
                vec![]
            }
        }));
    }
}

#[test]
fn an_estimate_beyond_all_memory_does_no_harm() {
    let ledger = &Ledger::of(3000);
    for first in [1, 1000] {
        for jobs in [1, 2] {
            let call = parallel(0..usize::MAX).chunk_size(1).jobs(jobs);
            let failed = call.flatten(|chunk| match chunk.start {
                0 => Ok(ledger.make(0..first)),
                n @ 1..9 => Ok(ledger.make(n * 100 + 1000..n * 100 + 1050)),
                _ => Err("enough"),
            });
            assert_eq!(failed.err(), Some("enough"));
            ledger.close();
        }
    }
}

proptest! {
    #[test]
    fn any_outputs_are_those_of_the_body_over_the_whole(
        data in prop::collection::vec((any::<u16>(), 0..5_usize), 0..600),
        (threads, jobs) in (1..=4_usize, 0..9_usize),
        (size, is_slow) in (prop::option::of(1..60_usize), any::<bool>()),
    ) {
        let way = Way { threads, jobs, size, is_slow };
        let each = |chunk: Range<usize>| data[chunk].iter().flat_map(|&(n, times)| vec![n; times]);
        let boxes = |chunk| -> Vec<Box<u16>> { each(chunk).map(Box::new).collect() };
        prop_assert_eq!(way.run(data.len(), boxes), boxes(0..data.len()));
        let letter = |n: u16| char::from_u32(n.into()).unwrap_or('ß');
        let text = |chunk| -> String { each(chunk).map(letter).collect() };
        prop_assert_eq!(way.run(data.len(), text), text(0..data.len()));
        let try_one = |n| if n > 65_400 { Err(n) } else { Ok(n) };
        let tried = |chunk| -> Result<Vec<u16>, u16> { each(chunk).map(try_one).collect() };
        prop_assert_eq!(way.run(data.len(), tried), tried(0..data.len()));
    }
}
