//! Searches: the first hit in slice order.

use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::backend::Threads;
use parallelize::{current_chunk, parallel, parallelize};

/// Where the chunk begins in the whole input.
fn start() -> usize {
    current_chunk().map_or(0, |c| c.range().start)
}

#[test]
fn the_first_some_or_true_is_the_result() {
    let numbers: Vec<u32> = (0..100).collect();
    for jobs in 0..6 {
        let call = || parallel(&numbers).jobs(jobs);
        for wanted in [0, 1, 50, 99] {
            let find = |chunk: &[u32]| chunk.iter().find(|n| **n >= wanted).copied();
            assert_eq!(call().first(find), Some(wanted));
            assert!(call().first(|chunk| chunk.contains(&wanted)));
        }
        assert_eq!(call().first(|_| None::<u8>), None);
        assert!(!call().first(|chunk| chunk.contains(&100)));
    }
}

#[test]
fn one_worker_runs_no_chunk_behind_a_hit() {
    for hit in 0..8 {
        let ran = AtomicUsize::new(0);
        let found = parallel(0..8_usize).chunk_size(1).jobs(1).first(|chunk| {
            ran.fetch_add(1, Ordering::Relaxed);
            (chunk.start == hit).then_some(chunk)
        });
        assert_eq!(found, Some(hit..hit + 1));
        assert_eq!(ran.into_inner(), hit + 1);
    }
}

#[test]
fn an_empty_input_is_searched_once() {
    let empty: [u8; 0] = [];
    assert_eq!(parallel(&empty).first(|chunk| Some(chunk.len())), Some(0));
    assert_eq!(parallel(&empty).jobs(3).first(<[u8]>::first), None);
    assert!(!parallel(&empty).jobs(3).first(|chunk| chunk.contains(&1)));
}

#[test]
fn an_automatic_search_is_cut_as_finely_as_joined_outputs() {
    let chunks = |found: &dyn Fn(&(dyn Fn() + Sync))| {
        let chunks = AtomicUsize::new(0);
        found(&|| {
            chunks.fetch_add(1, Ordering::Relaxed);
        });
        chunks.into_inner()
    };
    for jobs in [0, 3] {
        let call = || parallel(0..100_000_usize).jobs(jobs);
        let joined = chunks(&|ran| call().flatten(|_| ran()));
        let searched = chunks(&|ran| {
            call().first(|_| {
                ran();
                false
            });
        });
        assert_eq!(searched, joined);
    }
    let found = parallel(0..100_000_usize).first(|mut chunk| chunk.find(|n| n % 777 == 776));
    assert_eq!(found, Some(776));
}

#[test]
fn searches_nest() {
    let rows: Vec<Vec<u32>> = (0..20)
        .map(|row| (row * 10..row * 10 + 10).collect())
        .collect();
    let find = |wanted: u32| {
        parallel(&rows).chunk_size(3).jobs(3).first(|rows| {
            let row = start();
            rows.iter().enumerate().find_map(|(i, cells)| {
                let cell = parallel(cells).jobs(2).first(|cells| {
                    let i = cells.iter().position(|cell| *cell >= wanted)?;
                    Some(start() + i)
                })?;
                Some((row + i, cell))
            })
        })
    };
    assert_eq!(find(0), Some((0, 0)));
    assert_eq!(find(137), Some((13, 7)));
    assert_eq!(find(200), None);
}

#[test]
fn hits_may_borrow_from_the_input_and_own_it() {
    let words = ["some", "of", "these"].map(str::to_owned);
    let short = |words: &[String]| words.iter().any(|word| word.len() < 3);
    let shortest = parallel(&words)
        .jobs(3)
        .first(|words| words.iter().find(|word| word.len() < 3));
    assert_eq!(shortest, Some(&words[1]));
    assert!(parallel(&words).backend(Threads).first(short));
    let owned = |words: Vec<String>| words.into_iter().find(|word| word.contains('h'));
    assert_eq!(
        parallel(words.to_vec()).jobs(2).first(owned).as_deref(),
        Some("these")
    );
    let cell = parallel(0..3_u8)
        .jobs(3)
        .first(|chunk| Some(std::cell::Cell::new(chunk.start)));
    assert_eq!(cell.map(std::cell::Cell::into_inner), Some(0)); // `Send` is enough
}

#[parallelize(jobs = 3, merge = first, sequential = position_seq)]
fn position(numbers: &[u32], wanted: u32) -> Option<usize> {
    let i = numbers.iter().position(|n| *n == wanted)?;
    Some(current_chunk().map_or(0, |c| c.range().start) + i)
}

type Found<T> = Option<T>;
type Flag = bool;

#[parallelize(jobs = 2, merge = first, backend = Threads, report = |report| assert_eq!(report.len, 4))]
fn longest_than<'a>(words: &[&'a str], len: usize) -> Found<&'a str> {
    words.iter().copied().find(|word| word.len() > len)
}

#[parallelize(chunk_size = 2, merge = first, write_to_file = false)]
fn has_zero<T: Default + PartialEq + Sync>(numbers: &[T]) -> Flag {
    numbers.contains(&T::default())
}

#[parallelize(chunk_size = 1, merge = first, zip = others)]
fn differ(numbers: &[u8], others: Vec<u8>) -> bool {
    numbers != others
}

#[parallelize(jobs = 2, merge = first)]
fn parsed(words: &[&str]) -> std::option::Option<Result<u8, std::num::ParseIntError>> {
    words
        .iter()
        .find(|word| !word.is_empty())
        .map(|word| word.parse())
}

struct Tree(Vec<Tree>, u32);

impl Tree {
    /// The type is kept, so a search may call itself.
    #[parallelize(merge = first)]
    fn find(&self, children: &[Tree], wanted: u32) -> Option<u32> {
        if self.1 == wanted {
            return Some(wanted);
        }
        children
            .iter()
            .find_map(|child| child.find(&child.0, wanted))
    }
}

#[test]
fn an_annotated_search_keeps_its_type() {
    let numbers = [5, 1, 4, 1, 5];
    let found: Option<usize> = position(&numbers, 1);
    assert_eq!(found, Some(1));
    assert_eq!(position(&numbers, 6), position_seq(&numbers, 6));
    assert_eq!(longest_than(&["a", "bcd", "ef", "ghij"], 1), Some("bcd"));
    assert!(has_zero(&[1, 2, 0]) && !has_zero(&["one"]));
    assert!(differ(&[1, 2], vec![1, 3]) && !differ(&[1, 2], vec![1, 2]));
    assert_eq!(parsed(&["", "7", "x"]), Some(Ok(7)));
    assert!(parsed(&["", "x", "7"]).is_some_and(|number| number.is_err()));
    let leaf = |number| Tree(Vec::new(), number);
    let tree = Tree(vec![leaf(1), Tree(vec![leaf(2), leaf(3)], 4)], 5);
    assert_eq!(tree.find(&tree.0, 3), Some(3));
    assert_eq!(tree.find(&tree.0, 6), None);
}
