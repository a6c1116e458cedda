//! The other arguments: cloned for every chunk, or shared where they are references.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{current_chunk, parallelize};

/// Counts the values that are made by cloning, alive, and most alive at once.
#[derive(Default)]
struct Counts {
    clones: AtomicUsize,
    alive: AtomicUsize,
    most: AtomicUsize,
}

impl Counts {
    fn value(&self) -> Counted<'_> {
        let alive = self.alive.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(alive, Ordering::SeqCst);
        Counted(self)
    }

    fn clones(&self) -> usize {
        self.clones.load(Ordering::SeqCst)
    }
}

struct Counted<'a>(&'a Counts);

impl Clone for Counted<'_> {
    fn clone(&self) -> Self {
        self.0.clones.fetch_add(1, Ordering::SeqCst);
        self.0.value()
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

#[parallelize(jobs = jobs, min_len = min_len)]
fn dropped(_chunk: Range<usize>, jobs: usize, min_len: usize, value: Counted<'_>) {
    drop(value);
}

#[test]
fn a_single_chunk_gets_the_argument_itself() {
    for (len, jobs, min_len) in [(10, 1, 0), (1, 8, 0), (0, 8, 0), (10, 8, 6)] {
        let counts = Counts::default();
        dropped(0..len, jobs, min_len, counts.value());
        assert_eq!(counts.clones(), 0);
        assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
    }
}

#[parallelize(jobs = jobs)]
fn changed(
    chunk: Range<usize>,
    jobs: usize,
    mut numbers: Vec<usize>,
    mut text: String,
) -> (Vec<usize>, String) {
    numbers.push(chunk.start);
    text.push('b');
    (numbers, text)
}

#[test]
fn every_chunk_gets_a_value_of_its_own() {
    for (len, jobs) in [(2, 2), (9, 4), (40, 12)] {
        let outputs = changed(0..len, jobs, vec![1, 2], String::from("a"));
        assert_eq!(outputs.len(), jobs);
        for (numbers, text) in outputs {
            assert_eq!((numbers.len(), text.as_str()), (3, "ab"));
        }
    }
}

#[parallelize(chunk_size = 1, jobs = jobs, merge = per_chunk)]
fn kept<'a>(_chunk: Range<usize>, jobs: usize, value: Counted<'a>) -> Counted<'a> {
    value
}

#[test]
fn every_chunk_but_no_more_is_given_a_clone_and_all_are_dropped() {
    for jobs in [1, 3] {
        let counts = Counts::default();
        let kept = kept(0..30, jobs, counts.value());
        assert_eq!(kept.len(), 30);
        assert_eq!(counts.alive.load(Ordering::SeqCst), 30);
        drop(kept);
        assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
        assert_eq!(counts.clones(), 30);
    }
}

#[parallelize(chunk_size = 1, jobs = jobs)]
fn held(_chunk: Range<usize>, jobs: usize, _value: Counted<'_>) {
    std::thread::yield_now();
}

#[test]
fn there_is_never_more_than_one_clone_a_worker() {
    for workers in 1..=6 {
        for chunks in [2, 7, 50, 300] {
            let counts = Counts::default();
            held(0..chunks, workers, counts.value());
            let most = counts.most.load(Ordering::SeqCst);
            assert!(most <= 1 + workers, "{most} with {workers} workers");
            assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
        }
    }
}

impl Clone for Unclonable {
    fn clone(&self) -> Self {
        panic!("cloned what was lent")
    }
}

/// Not to be cloned, but references to it are fine.
struct Unclonable(u32);

#[parallelize(jobs = 4, merge = per_chunk)]
fn addresses(_chunk: Range<usize>, lent: &Unclonable, slice: &[u8]) -> (u32, usize, usize) {
    let address = std::ptr::from_ref(lent).addr();
    (lent.0, address, slice.as_ptr().addr())
}

#[test]
fn references_are_shared_and_what_they_lead_to_is_not_cloned() {
    let (lent, slice) = (Unclonable(7), [1, 2, 3]);
    let seen = addresses(0..8, &lent, &slice);
    let address = std::ptr::from_ref(&lent).addr();
    assert_eq!(seen, [(7, address, slice.as_ptr().addr()); 4]);
}

/// Clones refuse to be made once a number of them exist.
struct Fragile<'a> {
    counts: &'a Counts,
    limit: usize,
    #[allow(dead_code)] // counts itself
    counted: Counted<'a>,
}

impl<'a> Fragile<'a> {
    fn new(counts: &'a Counts, limit: usize) -> Self {
        let counted = counts.value();
        Fragile {
            counts,
            limit,
            counted,
        }
    }
}

impl Clone for Fragile<'_> {
    fn clone(&self) -> Self {
        if self.counts.clones.fetch_add(1, Ordering::SeqCst) >= self.limit {
            resume_unwind(Box::new("no more clones"));
        }
        Fragile::new(self.counts, self.limit)
    }
}

#[parallelize(chunk_size = 1, jobs = jobs, merge = per_chunk)]
fn beside<'a>(
    input: Vec<Counted<'a>>,
    jobs: usize,
    fragile: Fragile<'a>,
) -> (Vec<Counted<'a>>, Fragile<'a>) {
    (input, fragile)
}

#[test]
fn a_panic_while_cloning_reaches_the_caller_and_nothing_leaks() {
    for limit in 0..8 {
        for workers in [1, 2, 8] {
            let (values, inputs) = (Counts::default(), Counts::default());
            let input: Vec<Counted<'_>> = (0..8).map(|_| inputs.value()).collect();
            let value = Fragile::new(&values, limit);
            let outcome = catch_unwind(AssertUnwindSafe(|| beside(input, workers, value)));
            let payload = outcome.err().expect("more clones are needed than allowed");
            assert_eq!(payload.downcast_ref(), Some(&"no more clones"));
            assert_eq!(values.alive.load(Ordering::SeqCst), 0);
            assert_eq!(inputs.alive.load(Ordering::SeqCst), 0);
        }
    }
}

#[parallelize(jobs = 3, merge = per_chunk)]
fn everything<T: Clone + Sync + ToString>(
    chunk: &[u32],
    mut seen: Vec<usize>,
    (one, [two, _]): (u32, [u32; 2]),
    generic: T,
    text: impl AsRef<str> + Clone + Sync,
    lent: &Unclonable,
) -> (Vec<usize>, String) {
    seen.push(chunk.len());
    let text = format!(
        "{}{}{}{}{}",
        one,
        two,
        generic.to_string(),
        text.as_ref(),
        lent.0
    );
    (seen, text)
}

#[test]
fn an_annotated_function_takes_all_kinds_of_parameters() {
    let all = everything(&[0; 7], vec![9], (1, [2, 0]), 3_u8, "4", &Unclonable(5));
    let text = "12345".to_owned();
    let expected = [
        (vec![9, 3], text.clone()),
        (vec![9, 2], text.clone()),
        (vec![9, 2], text),
    ];
    assert_eq!(all, expected);
}

/// `Sync` but not `Clone`.
struct Shop {
    price: AtomicUsize,
}

impl Shop {
    #[parallelize(jobs = 3, merge = per_chunk)]
    fn sell(&self, chunk: &[usize]) -> (usize, usize) {
        self.price.fetch_add(1, Ordering::Relaxed);
        (std::ptr::from_ref(self).addr(), chunk.len())
    }
}

#[test]
fn self_is_shared() {
    let shop = Shop {
        price: AtomicUsize::new(0),
    };
    let address = std::ptr::from_ref(&shop).addr();
    assert_eq!(
        shop.sell(&[0; 5]),
        [(address, 2), (address, 2), (address, 1)]
    );
    assert_eq!(shop.price.into_inner(), 3);
}

#[parallelize(jobs = 3, merge = per_chunk)]
#[allow(clippy::too_many_arguments, clippy::many_single_char_names)] // there may be any number
fn fourteen(
    chunk: &[u32],
    a: u32,
    b: u32,
    c: u32,
    d: u32,
    e: u32,
    f: u32,
    g: u32,
    h: u32,
    i: u32,
    j: u32,
    k: u32,
    l: u32,
    m: u32,
    n: u32,
) -> u32 {
    let sum: u32 = chunk.iter().sum();
    sum + a + b + c + d + e + f + g + h + i + j + k + l + m + n
}

#[test]
fn an_annotated_function_takes_any_number_of_arguments() {
    let outputs = fourteen(&[0, 1, 2], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
    assert_eq!(outputs, [105, 106, 107]);
}

/// `Sync` but not `Send`: it must not leave its thread, and clones of it are made where they are used.
#[derive(Debug)]
struct Resident {
    thread: std::thread::ThreadId,
    not_send: std::marker::PhantomData<std::sync::MutexGuard<'static, ()>>,
}

impl Resident {
    fn new() -> Self {
        Resident {
            thread: std::thread::current().id(),
            not_send: std::marker::PhantomData,
        }
    }
}

impl Clone for Resident {
    fn clone(&self) -> Self {
        Resident::new()
    }
}

impl Drop for Resident {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.thread, std::thread::current().id());
        }
    }
}

#[parallelize(jobs = 4, merge = per_chunk)]
fn is_at_home(_chunk: &[u8], resident: Resident) -> bool {
    std::thread::yield_now();
    resident.thread == std::thread::current().id()
}

#[test]
fn a_clone_is_made_by_the_worker_that_runs_the_chunk() {
    for len in [1, 4, 300] {
        let outputs = is_at_home(&vec![0; len], Resident::new());
        assert_eq!(outputs, vec![true; len.min(4)]);
    }
}

#[parallelize(chunk_size = 1, merge = per_chunk)]
fn fragile(_chunk: &[u8], fragile: Fragile<'_>) -> usize {
    fragile.limit
}

#[test]
fn a_panic_while_an_annotated_function_clones_reaches_the_caller_and_nothing_leaks() {
    for limit in 0..3 {
        let counts = Counts::default();
        let value = Fragile::new(&counts, limit);
        let outcome = catch_unwind(AssertUnwindSafe(|| fragile(&[0; 8], value)));
        let payload = outcome.expect_err("more clones are needed than allowed");
        assert_eq!(payload.downcast_ref(), Some(&"no more clones"));
        assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
    }
}

#[parallelize(jobs = 2, report = told(&name))]
fn reported(numbers: &[u8], name: String) -> Vec<String> {
    numbers.iter().map(|n| format!("{name}{n}")).collect()
}

/// What `report` is computed from is moved to the body afterwards.
fn told(name: &str) -> impl Fn(&parallelize::Report) + Send + Sync + use<> {
    let len = name.len();
    move |_| assert_eq!(len, 1)
}

#[test]
fn an_option_may_be_computed_from_an_argument_that_the_body_gets() {
    assert_eq!(reported(&[1, 2], "x".to_owned()), ["x1", "x2"]);
}

#[parallelize(jobs = 4, merge = per_chunk)]
fn address(_chunk: &[u8], counted: Counted<'_>) -> usize {
    let _ = counted;
    current_chunk().unwrap().index()
}

#[test]
fn an_annotated_function_clones_for_chunks_only() {
    let counts = Counts::default();
    assert_eq!(address(&[0; 1], counts.value()), [0]);
    assert_eq!(counts.clones(), 0);
    assert_eq!(address(&[0; 4], counts.value()), [0, 1, 2, 3]);
    assert!(counts.clones() >= 3);
    assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
}
