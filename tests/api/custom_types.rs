//! Inputs and outputs of the user's own types.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{Flatten, Split, current_chunk, parallel, parallelize};

/// A picture, which is cut between rows.
#[derive(Clone, Debug, PartialEq)]
struct Rows {
    pixels: Vec<usize>,
    width: usize,
}

impl Rows {
    fn new(height: usize, width: usize) -> Self {
        Rows {
            pixels: (0..height * width).collect(),
            width,
        }
    }
}

impl Split for Rows {
    fn element_count(&self) -> usize {
        self.pixels.len() / self.width
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        assert!(0 < at && at < self.element_count());
        let (width, pixels) = (self.width, self.pixels.split_off(at * self.width));
        (self, Rows { pixels, width })
    }
}

#[test]
fn an_own_type_is_cut_between_its_elements() {
    for height in 0..20 {
        for jobs in 1..=7 {
            let parts = parallel(Rows::new(height, 3)).jobs(jobs).per_chunk(|rows| {
                let range = current_chunk().unwrap().range();
                assert_eq!(rows.element_count(), range.len());
                rows.pixels
            });
            assert_eq!(parts.len(), jobs.min(height).max(1));
            assert_eq!(parts.concat(), Rows::new(height, 3).pixels);
        }
    }
}

#[parallelize(jobs = 3, zip = sums)]
fn sum_rows(rows: Rows, sums: &mut [usize]) {
    for (row, sum) in rows.pixels.chunks(rows.width).zip(sums) {
        *sum = row.iter().sum();
    }
}

#[test]
fn an_own_type_is_cut_together_with_others_and_by_the_attribute() {
    let mut sums = [0; 4];
    sum_rows(Rows::new(4, 2), &mut sums);
    assert_eq!(sums, [1, 5, 9, 13]);
    let lengths = parallel((Rows::new(5, 2), 0..5)).jobs(2);
    let lengths = lengths.per_chunk(|(rows, range)| (rows.pixels.len(), range.len()));
    assert_eq!(lengths, [(6, 3), (4, 2)]);
}

/// How an input does not keep to what `Split` says.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    FirstTooLong,
    FirstTooShort,
    SecondTooLong,
    SecondTooShort,
    PanicInCut,
    PanicInCount,
}

const FAULTS: [Fault; 6] = [
    Fault::FirstTooLong,
    Fault::FirstTooShort,
    Fault::SecondTooLong,
    Fault::SecondTooShort,
    Fault::PanicInCut,
    Fault::PanicInCount,
];

struct Faulty<'a> {
    len: usize,
    is_whole: bool,
    fault: Fault,
    alive: &'a AtomicUsize,
}

impl<'a> Faulty<'a> {
    fn new(len: usize, is_whole: bool, fault: Fault, alive: &'a AtomicUsize) -> Self {
        alive.fetch_add(1, Ordering::SeqCst);
        Faulty {
            len,
            is_whole,
            fault,
            alive,
        }
    }
}

impl Drop for Faulty<'_> {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Split for Faulty<'_> {
    fn element_count(&self) -> usize {
        if self.fault == Fault::PanicInCount && !self.is_whole {
            resume_unwind(Box::new("no count".to_owned()));
        }
        self.len
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (mut first, mut second) = (at, self.len.saturating_sub(at));
        match self.fault {
            Fault::FirstTooLong => first += 1,
            Fault::FirstTooShort => first -= 1,
            Fault::SecondTooLong => second += 1,
            Fault::SecondTooShort => second = second.saturating_sub(1),
            Fault::PanicInCut => resume_unwind(Box::new("no cut".to_owned())),
            Fault::PanicInCount => (),
        }
        let part = |len| Faulty::new(len, false, self.fault, self.alive);
        (part(first), part(second))
    }
}

fn outcome_of(fault: Fault, len: usize, jobs: usize, alive: &AtomicUsize) -> Option<String> {
    let input = Faulty::new(len, true, fault, alive);
    let call = || parallel(input).chunk_size(1).jobs(jobs).per_chunk(drop);
    let payload = catch_unwind(AssertUnwindSafe(call)).err()?;
    Some(*payload.downcast().expect("a formatted message"))
}

#[test]
fn an_input_that_cuts_wrongly_ends_in_a_clear_panic() {
    for fault in FAULTS {
        for len in 2..9 {
            for jobs in [1, 2, 4] {
                let alive = AtomicUsize::new(0);
                let message = outcome_of(fault, len, jobs, &alive).expect("a panic");
                let expected: &[&str] = match fault {
                    Fault::PanicInCut => &["no cut"],
                    Fault::PanicInCount => &["no count"],
                    _ => &["`Split::cut`", "custom_types::Faulty", "chunk "],
                };
                let is_clear = expected.iter().all(|part| message.contains(part));
                assert!(is_clear, "{fault:?}: {message}");
                assert_eq!(alive.into_inner(), 0, "{fault:?}");
            }
        }
    }
}

#[test]
fn an_input_that_is_not_cut_cannot_cut_wrongly() {
    for fault in FAULTS {
        let alive = AtomicUsize::new(0);
        assert_eq!(outcome_of(fault, 1, 4, &alive), None);
        assert_eq!(outcome_of(fault, 0, 4, &alive), None);
        assert_eq!(alive.into_inner(), 0);
    }
}

#[test]
fn a_wrong_cut_is_found_in_a_tuple_too() {
    for fault in FAULTS {
        let alive = AtomicUsize::new(0);
        let input = (0..6, Faulty::new(6, true, fault, &alive));
        let call = || parallel(input).jobs(6).per_chunk(drop);
        assert!(catch_unwind(AssertUnwindSafe(call)).is_err(), "{fault:?}");
        assert_eq!(alive.into_inner(), 0);
    }
}

/// What chunks found: joined in order, up to the first that gave up.
#[derive(Debug, PartialEq)]
struct Findings {
    found: Vec<usize>,
    gave_up: bool,
}

impl Flatten for Findings {
    fn append(&mut self, later: Self) {
        assert!(!self.gave_up);
        self.found.extend(later.found);
        self.gave_up = later.gave_up;
    }

    fn is_failure(&self) -> bool {
        self.gave_up
    }
}

/// Finds all numbers up to `limit`.
fn search(chunk: std::ops::Range<usize>, limit: usize) -> Findings {
    Findings {
        gave_up: chunk.contains(&limit),
        found: chunk.filter(|&n| n <= limit).collect(),
    }
}

#[test]
fn outputs_of_an_own_type_are_joined_in_order_up_to_the_first_failure() {
    for limit in 0..=10 {
        let expected = search(0..10, limit);
        for jobs in 1..=10 {
            let joined = parallel(0..10).jobs(jobs).flatten(|c| search(c, limit));
            assert_eq!(joined, expected);
        }
    }
}

#[test]
fn no_new_chunk_starts_after_an_own_failure() {
    for limit in 0..=10 {
        let started = AtomicUsize::new(0);
        let call = parallel(0..10).chunk_size(1).jobs(1);
        let joined = call.flatten(|chunk| {
            started.fetch_add(1, Ordering::Relaxed);
            search(chunk, limit)
        });
        assert_eq!(joined.gave_up, limit < 10);
        assert_eq!(started.into_inner(), 10.min(limit + 1));
    }
}

#[test]
fn own_failures_count_inside_options_and_results() {
    let started = AtomicUsize::new(0);
    let joined = parallel(0..10).chunk_size(1).jobs(1).flatten(|chunk| {
        started.fetch_add(1, Ordering::Relaxed);
        Some(Ok::<_, ()>(search(chunk, 3)))
    });
    assert_eq!(joined, Some(Ok(search(0..4, 3))));
    assert_eq!(started.into_inner(), 4);
}

#[test]
fn a_type_without_failures_is_joined_from_all_chunks() {
    #[derive(Debug, PartialEq)]
    struct Sum(usize);
    impl Flatten for Sum {
        fn append(&mut self, later: Self) {
            self.0 += later.0;
        }
    }
    for jobs in 0..=10 {
        let sum = parallel(0..100)
            .jobs(jobs)
            .flatten(|chunk| Sum(chunk.sum()));
        assert_eq!(sum, Sum(4950));
    }
}

#[parallelize(jobs = 4, merge = flatten)]
fn find(numbers: &[usize]) -> Findings {
    Findings {
        found: numbers.to_vec(),
        gave_up: numbers.contains(&0),
    }
}

#[test]
fn the_attribute_joins_own_types() {
    assert!(!find(&[1, 2, 3, 4, 5]).gave_up);
    assert_eq!(find(&[1, 2, 0, 4]).found, [1, 2, 0]);
}
