//! Outputs that are joined while other chunks run: all there, in slice order, and dropped once.

mod support;

use std::collections::{HashMap, LinkedList};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Condvar, Mutex, OnceLock};
use std::time::{Duration, Instant};

use parallelize::{Chunk, Flatten, current_chunk, parallel};
use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::support::Meeting;

/// Elements by their numbers: 0 if it was never made, 1 while it lives, 2 when it was dropped once.
struct Ledger(Vec<AtomicUsize>);

/// An element that notes in the ledger when it is made and when it is dropped.
struct Token<'a>(usize, &'a Ledger);

impl Drop for Token<'_> {
    fn drop(&mut self) {
        self.1.0[self.0].fetch_add(1, Ordering::Relaxed);
    }
}

impl Ledger {
    fn of(len: usize) -> Self {
        Ledger((0..len).map(|_| AtomicUsize::new(0)).collect())
    }

    fn make(&self, numbers: Range<usize>) -> Vec<Token<'_>> {
        let make = |number: usize| {
            self.0[number].fetch_add(1, Ordering::Relaxed);
            Token(number, self)
        };
        numbers.map(make).collect()
    }

    /// The numbers of those that live, in order.
    fn alive(&self) -> impl Iterator<Item = usize> {
        let states = self.0.iter().map(|state| state.load(Ordering::Relaxed));
        states.enumerate().filter(|s| s.1 == 1).map(|s| s.0)
    }

    /// Asserts that all that were made were dropped once, and starts anew.
    fn close(&self) {
        for (number, state) in self.0.iter().enumerate() {
            let state = state.swap(0, Ordering::Relaxed);
            assert!(matches!(state, 0 | 2), "element {number}: {state}");
        }
    }
}

/// How many elements chunks put out: as many as they have, but for one chunk or all.
#[derive(Clone, Copy, Debug)]
struct Shape {
    odd: Option<usize>,
    length: usize,
}

impl Shape {
    fn all() -> impl Iterator<Item = Shape> {
        let places = [Some(0), Some(1), Some(2), None].into_iter();
        places.flat_map(|odd| (0..4).map(move |length| Shape { odd, length }))
    }

    fn len(self, chunk: &Chunk) -> usize {
        let len = chunk.range.len();
        let places = [0, chunk.count / 2, chunk.count - 1];
        if self.odd.is_some_and(|odd| places[odd] != chunk.index) {
            return len;
        }
        [0, len / 2, len, 3 * len + 1][self.length]
    }

    /// The numbers of what the current chunk puts out.
    fn numbers(self) -> Range<usize> {
        let chunk = current_chunk().unwrap();
        let start = chunk.range.start * 4;
        start..start + self.len(&chunk)
    }
}

/// How a call is made; 0 jobs are as many as the pool has threads.
#[derive(Clone, Copy, Debug)]
struct Way {
    threads: usize,
    jobs: usize,
    size: Option<usize>,
    /// Whether the first chunk takes so long that others help with the rest.
    is_slow: bool,
}

impl Way {
    fn all() -> impl Iterator<Item = Way> {
        let by_jobs = (1..=4).map(|jobs| (2, jobs, None, false));
        let sizes = (1..=3).flat_map(|size| (0..=3).map(move |jobs| (3, jobs, Some(size), false)));
        let automatic = (2..=9).map(|n| (n / 2, 0, None, n % 2 == 0));
        let all = by_jobs.chain(sizes).chain(automatic);
        all.map(|(threads, jobs, size, is_slow)| Way {
            threads,
            jobs,
            size,
            is_slow,
        })
    }

    fn and_shapes() -> impl Iterator<Item = (Way, Shape)> {
        Way::all().flat_map(|way| Shape::all().map(move |shape| (way, shape)))
    }

    fn run<R>(self, len: usize, body: impl Fn(Range<usize>) -> R + Sync) -> R
    where
        R: Flatten + Send,
    {
        let body = |chunk: Range<usize>| {
            if self.is_slow && chunk.start == 0 {
                let start = Instant::now();
                while start.elapsed() < Duration::from_micros(30) {}
            }
            body(chunk)
        };
        pool(self.threads).install(|| {
            let call = parallel(0..len).jobs(self.jobs);
            match self.size {
                Some(size) => call.chunk_size(size).flatten(body),
                None => call.flatten(body),
            }
        })
    }
}

/// One pool a size, made once.
fn pool(threads: usize) -> &'static ThreadPool {
    static POOLS: OnceLock<Vec<ThreadPool>> = OnceLock::new();
    let build = |threads| ThreadPoolBuilder::new().num_threads(threads).build();
    &POOLS.get_or_init(|| (1..=4).map(|threads| build(threads).unwrap()).collect())[threads - 1]
}

fn index() -> usize {
    current_chunk().unwrap().index
}

/// Wraps the outputs of all chunks, joins them, and looks at what comes out.
fn assert_joins<'a, R: Flatten + Send>(
    ledger: &'a Ledger,
    wrap: impl Fn(Vec<Token<'a>>) -> R + Sync,
    unwrap: impl Fn(R) -> Vec<Token<'a>>,
) {
    for (way, shape) in Way::and_shapes() {
        for len in [0, 1, 2, 3, 7, 20, 40] {
            let tokens = unwrap(way.run(len, |_| wrap(ledger.make(shape.numbers()))));
            let numbers = tokens.iter().map(|token| token.0);
            assert!(numbers.eq(ledger.alive()), "{way:?} {shape:?} {len}");
            drop(tokens);
            ledger.close();
        }
    }
}

#[test]
fn outputs_of_any_lengths_are_joined_in_slice_order_and_dropped_once() {
    let ledger = &Ledger::of(200);
    assert_joins(ledger, |tokens| tokens, |joined| joined);
}

#[test]
fn results_and_options_of_lists_are_joined_like_the_lists() {
    let ledger = &Ledger::of(200);
    assert_joins(ledger, Ok::<_, ()>, |joined| joined.unwrap());
    assert_joins(ledger, Some, |joined| joined.unwrap());
    let wrap = |tokens| Ok::<_, ()>(Some(tokens));
    assert_joins(ledger, wrap, |joined| joined.unwrap().unwrap());
}

#[test]
fn outputs_that_are_no_lists_are_joined_too() {
    let ledger = &Ledger::of(200);
    assert_joins(ledger, Vec::into_boxed_slice, Vec::from);
    assert_joins(ledger, LinkedList::from_iter, Vec::from_iter);
    let pairs = |tokens: Vec<_>| tokens.into_iter().map(|t: Token<'_>| (t.0, t));
    assert_joins(
        ledger,
        |tokens| Some(pairs(tokens).collect::<HashMap<_, _>>()),
        |map| {
            let mut tokens: Vec<_> = map.unwrap().into_values().collect();
            tokens.sort_unstable_by_key(|token| token.0);
            tokens
        },
    );
    let numbers = |tokens: &Vec<Token<'_>>| -> Vec<usize> { tokens.iter().map(|t| t.0).collect() };
    assert_joins(
        ledger,
        |tokens| (numbers(&tokens), tokens),
        |(apart, tokens)| {
            assert_eq!(apart, numbers(&tokens));
            tokens
        },
    );
}

#[test]
fn elements_without_size_are_all_there_and_dropped_once() {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    static DROPS: AtomicUsize = AtomicUsize::new(0);
    struct Empty;
    impl Drop for Empty {
        fn drop(&mut self) {
            DROPS.fetch_add(1, Ordering::Relaxed);
        }
    }
    for (way, shape) in Way::and_shapes() {
        let joined = way.run(40, |_| {
            let outputs: Vec<Empty> = shape.numbers().map(|_| Empty).collect();
            MADE.fetch_add(outputs.len(), Ordering::Relaxed);
            Some(outputs)
        });
        assert_eq!(joined.unwrap().len(), MADE.load(Ordering::Relaxed));
        assert_eq!(
            DROPS.swap(0, Ordering::Relaxed),
            MADE.swap(0, Ordering::Relaxed)
        );
    }
}

#[test]
fn strings_are_joined_in_slice_order() {
    let text = |numbers: &mut dyn Iterator<Item = usize>| -> String {
        let number = |number: usize| [number.to_string(), "ä".into()];
        numbers.flat_map(number).collect()
    };
    for (way, shape) in Way::and_shapes() {
        let numbers = way.run(40, |_| vec![shape.numbers()]);
        let joined = way.run(40, |_| Some(text(&mut shape.numbers())));
        assert_eq!(joined, Some(text(&mut numbers.into_iter().flatten())));
    }
}

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
        let start = current_chunk().unwrap().range.start;
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
                count.store(current_chunk().unwrap().count, Ordering::Relaxed);
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
