//! The other arguments: cloned for every chunk, or shared where they are references.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{current_chunk, parallel, parallelize};

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

#[test]
fn a_single_chunk_gets_the_argument_itself() {
    for (len, jobs, min_len) in [(10, 1, 0), (1, 8, 0), (0, 8, 0), (10, 8, 6)] {
        let counts = Counts::default();
        parallel(0..len)
            .jobs(jobs)
            .min_len(min_len)
            .with(counts.value())
            .per_chunk(|_, value| drop(value));
        assert_eq!(counts.clones(), 0);
        assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
    }
}

#[test]
fn every_chunk_gets_a_value_of_its_own() {
    for (len, jobs) in [(2, 2), (9, 4), (40, 12)] {
        let outputs = parallel(0..len)
            .jobs(jobs)
            .with((vec![1, 2], String::from("a")))
            .per_chunk(|chunk, (mut numbers, mut text)| {
                numbers.push(chunk.start);
                text.push('b');
                (numbers, text)
            });
        assert_eq!(outputs.len(), jobs);
        for (numbers, text) in outputs {
            assert_eq!((numbers.len(), text.as_str()), (3, "ab"));
        }
    }
}

#[test]
fn every_chunk_but_no_more_is_given_a_clone_and_all_are_dropped() {
    let counts = Counts::default();
    let kept = parallel(0..30)
        .chunk_size(1)
        .jobs(1)
        .with(counts.value())
        .per_chunk(|_, value| value);
    assert_eq!(kept.len(), 30);
    assert_eq!(counts.alive.load(Ordering::SeqCst), 30);
    drop(kept);
    assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
    assert!((29..=31).contains(&counts.clones()), "{}", counts.clones());
}

#[test]
fn there_are_never_more_than_two_clones_a_worker() {
    for workers in 1..=6 {
        for chunks in [2, 7, 50, 300] {
            let counts = Counts::default();
            parallel(0..chunks)
                .chunk_size(1)
                .jobs(workers)
                .with(counts.value())
                .per_chunk(|_, _value| std::thread::yield_now());
            let most = counts.most.load(Ordering::SeqCst);
            assert!(most <= 1 + 2 * workers, "{most} with {workers} workers");
            assert_eq!(counts.alive.load(Ordering::SeqCst), 0);
        }
    }
}

#[test]
fn arguments_need_not_be_sync() {
    let sums = parallel(&[1, 2, 3, 4, 5])
        .jobs(3)
        .with((Cell::new(10), RefCell::new(vec![0])))
        .per_chunk(|chunk, (sum, seen)| {
            sum.set(sum.get() + chunk.iter().sum::<i32>());
            seen.borrow_mut().extend(chunk);
            (sum.get(), seen.into_inner())
        });
    assert_eq!(
        sums,
        [(13, vec![0, 1, 2]), (17, vec![0, 3, 4]), (15, vec![0, 5])]
    );
}

impl Clone for Unclonable {
    fn clone(&self) -> Self {
        panic!("cloned what was lent")
    }
}

/// Not for `with` to clone, but references to it are fine.
struct Unclonable(u32);

#[test]
fn references_are_shared_and_what_they_lead_to_is_not_cloned() {
    let (lent, slice) = (Unclonable(7), [1, 2, 3]);
    let seen = parallel(0..8)
        .jobs(4)
        .with((&lent, slice.as_slice()))
        .per_chunk(|_, (lent, slice)| {
            (
                lent.0,
                std::ptr::from_ref(lent).addr(),
                slice.as_ptr().addr(),
            )
        });
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

#[test]
fn a_panic_while_cloning_reaches_the_caller_and_nothing_leaks() {
    for limit in 0..8 {
        for workers in [1, 2, 8] {
            let (values, inputs) = (Counts::default(), Counts::default());
            let input: Vec<Counted<'_>> = (0..8).map(|_| inputs.value()).collect();
            let call = parallel(input).chunk_size(1).jobs(workers);
            let call = call.with(Fragile::new(&values, limit));
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                call.per_chunk(|chunk, value| (chunk, value))
            }));
            let payload = outcome.err().expect("more clones are needed than allowed");
            assert_eq!(payload.downcast_ref(), Some(&"no more clones"));
            assert_eq!(values.alive.load(Ordering::SeqCst), 0);
            assert_eq!(inputs.alive.load(Ordering::SeqCst), 0);
        }
    }
}

#[test]
fn all_ways_to_run_take_arguments() {
    let call = || parallel(&[1, 2, 3, 4, 5]).jobs(2).with((10, "x"));
    let times = |chunk: &[i32], k: i32| chunk.iter().map(|n| n * k).collect::<Vec<_>>();
    assert_eq!(
        call().flatten(|c, (k, _)| times(c, k)),
        [10, 20, 30, 40, 50]
    );
    let expected = [vec![10, 20, 30], vec![40, 50]];
    assert_eq!(call().per_chunk(|c, (k, _)| times(c, k)), expected);
    let tried: Result<Vec<_>, ()> = call().try_per_chunk(|c, (k, _)| Ok(times(c, k)));
    assert_eq!(tried.as_deref(), Ok(expected.as_slice()));
    let text = |c: &[i32], x: &str| format!("{x}{}", c.len());
    let joined = |a, b| format!("{a}{b}");
    assert_eq!(call().reduce(|c, (_, x)| text(c, x), joined), "x3x2");
    let tried: Result<String, ()> = call().try_reduce(|c, (_, x)| Ok(text(c, x)), joined);
    assert_eq!(tried.as_deref(), Ok("x3x2"));
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
    current_chunk().unwrap().index
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
