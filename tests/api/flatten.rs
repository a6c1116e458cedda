//! Outputs that are joined: every type, in slice order.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::OsString;
use std::fmt::Debug;
use std::hash::{BuildHasherDefault, DefaultHasher, RandomState};
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{Flatten, parallel, parallelize};

/// A hasher that is not the standard one.
type Fixed = BuildHasherDefault<DefaultHasher>;

/// Joined over all ways to cut, `body` gives what it gives for the whole.
fn assert_joins<R: Flatten + Send + PartialEq + Debug>(body: impl Fn(Range<u32>) -> R + Sync) {
    for len in 0..=13 {
        let whole = body(0..len);
        for jobs in 1..=7 {
            assert_eq!(parallel(0..len).jobs(jobs).flatten(&body), whole);
        }
        assert_eq!(parallel(0..len).chunk_size(1).flatten(&body), whole);
        assert_eq!(parallel(0..len).flatten(&body), whole);
    }
}

/// A collection whose order and number of elements show.
fn assert_collects<R>()
where
    R: Flatten + Send + PartialEq + Debug + FromIterator<u32>,
{
    assert_joins(|chunk| chunk.map(|n| n * 7 % 5).collect::<R>());
    // Chunks that give nothing, and chunks that give more than they have.
    assert_joins(|chunk| chunk.filter(|n| n % 4 == 3).collect::<R>());
    assert_joins(|chunk| chunk.flat_map(|n| 0..n).collect::<R>());
}

/// A map where later elements overwrite earlier ones.
fn assert_collects_pairs<R>()
where
    R: Flatten + Send + PartialEq + Debug + FromIterator<(u32, u32)>,
{
    assert_joins(|chunk| chunk.map(|n| (n % 3, n)).collect::<R>());
    assert_joins(|chunk| chunk.map(|n| (n, n)).collect::<R>());
}

#[test]
fn sequences_are_joined_in_slice_order() {
    assert_collects::<Vec<u32>>();
    assert_collects::<VecDeque<u32>>();
    assert_collects::<LinkedList<u32>>();
    assert_collects::<Box<[u32]>>();
}

#[test]
fn strings_are_joined_in_slice_order() {
    assert_joins(|chunk| {
        chunk
            .flat_map(|n| [n.to_string(), "ä".into()])
            .collect::<String>()
    });
}

#[test]
fn strings_of_other_kinds_are_joined_in_slice_order() {
    let text = |chunk: Range<u32>| chunk.map(|n| n.to_string()).collect::<String>();
    assert_joins(|chunk| text(chunk).into_boxed_str());
    assert_joins(|chunk| OsString::from(text(chunk)));
}

#[test]
fn sets_are_united() {
    assert_collects::<HashSet<u32, RandomState>>();
    assert_collects::<HashSet<u32, Fixed>>();
    assert_collects::<BTreeSet<u32>>();
}

#[test]
fn in_maps_the_later_value_wins() {
    assert_collects_pairs::<HashMap<u32, u32, RandomState>>();
    assert_collects_pairs::<HashMap<u32, u32, Fixed>>();
    assert_collects_pairs::<BTreeMap<u32, u32>>();
    let last = parallel(0..10)
        .chunk_size(1)
        .flatten(|chunk| BTreeMap::from([((), chunk.start)]));
    assert_eq!(last, BTreeMap::from([((), 9)]));
}

#[test]
fn heaps_hold_the_elements_of_all_chunks() {
    for jobs in 1..=7 {
        let heap = parallel(0..13)
            .jobs(jobs)
            .flatten(|chunk| chunk.map(|n| n * 7 % 5).collect::<BinaryHeap<_>>());
        let mut whole: Vec<u32> = (0..13).map(|n| n * 7 % 5).collect();
        whole.sort_unstable();
        assert_eq!(heap.into_sorted_vec(), whole);
    }
}

#[test]
fn nothing_joins_to_nothing_after_all_chunks_ran() {
    let sum = AtomicUsize::new(0);
    let () = parallel(0..100_usize).jobs(7).flatten(|chunk| {
        sum.fetch_add(chunk.sum(), Ordering::Relaxed);
    });
    assert_eq!(sum.into_inner(), 4950);
}

#[test]
fn tuples_are_joined_part_by_part() {
    let vec = |chunk: &Range<u32>| chunk.clone().collect::<Vec<_>>();
    let text = |chunk: &Range<u32>| chunk.clone().map(|n| n.to_string()).collect::<String>();
    let set = |chunk: &Range<u32>| chunk.clone().map(|n| n % 2).collect::<BTreeSet<_>>();
    let pair = |chunk: &Range<u32>| (vec(chunk), text(chunk));
    assert_joins(|chunk| (vec(&chunk), text(&chunk)));
    assert_joins(|chunk| (vec(&chunk), text(&chunk), set(&chunk)));
    assert_joins(|chunk| (vec(&chunk), text(&chunk), set(&chunk), ()));
    assert_joins(|chunk| (pair(&chunk), Some(set(&chunk))));
}

/// The elements, and something else in each column.
fn column<const COLUMN: u32>(chunk: &Range<u32>) -> Vec<u32> {
    chunk.clone().map(|n| 100 * COLUMN + n).collect()
}

macro_rules! assert_tuples_join {
    ($(($($column:literal)*))*) => {
        $(assert_joins(|chunk| ($(column::<$column>(&chunk),)*));)*
    };
}

#[test]
fn tuples_of_up_to_twelve_are_joined_part_by_part() {
    assert_tuples_join! {
        (1 2)
        (1 2 3)
        (1 2 3 4)
        (1 2 3 4 5)
        (1 2 3 4 5 6)
        (1 2 3 4 5 6 7)
        (1 2 3 4 5 6 7 8)
        (1 2 3 4 5 6 7 8 9)
        (1 2 3 4 5 6 7 8 9 10)
        (1 2 3 4 5 6 7 8 9 10 11)
        (1 2 3 4 5 6 7 8 9 10 11 12)
    }
}

/// Positions that fail, as bits.
fn fails(mask: u32, n: u32) -> bool {
    mask & 1 << n != 0
}

#[test]
fn one_none_makes_all_none() {
    for mask in 0..1 << 6 {
        for jobs in 1..=6 {
            let body = |chunk: Range<u32>| -> Option<Vec<u32>> {
                chunk.map(|n| (!fails(mask, n)).then_some(n)).collect()
            };
            assert_eq!(parallel(0..6).jobs(jobs).flatten(body), body(0..6));
        }
    }
}

#[test]
fn the_first_err_in_slice_order_wins() {
    for mask in 0..1 << 6 {
        for jobs in 1..=6 {
            let body = |chunk: Range<u32>| -> Result<String, u32> {
                let digit = |n| {
                    if fails(mask, n) {
                        Err(n)
                    } else {
                        Ok(n.to_string())
                    }
                };
                chunk.map(digit).collect()
            };
            assert_eq!(parallel(0..6).jobs(jobs).flatten(body), body(0..6));
        }
    }
}

#[test]
fn results_of_nothing_and_nested_ones_are_joined() {
    assert_joins(|chunk| {
        if chunk.contains(&9) {
            Err("nine")
        } else {
            Ok(())
        }
    });
    assert_joins(|chunk| Some(Ok::<_, ()>(chunk.collect::<Vec<_>>())));
    for jobs in 1..=6 {
        let inner = parallel(0..6).jobs(jobs).flatten(|chunk| {
            let failed = chunk.clone().find(|&n| n >= 3);
            Some(failed.map_or_else(|| Ok(chunk.collect::<Vec<_>>()), Err))
        });
        assert_eq!(inner, Some(Err(3)));
    }
}

#[test]
fn outputs_need_not_be_clone_or_default_or_sync() {
    struct Unique(std::cell::Cell<u32>);
    let joined = parallel(0..9)
        .jobs(4)
        .flatten(|chunk| chunk.map(|n| Unique(n.into())).collect::<Vec<_>>());
    assert!(joined.iter().map(|n| n.0.get()).eq(0..9));
}

#[test]
fn elements_without_size_are_joined_by_number() {
    let joined = parallel(vec![(); 1000]).jobs(7).flatten(|chunk| chunk);
    assert_eq!(joined.len(), 1000);
}

#[parallelize(jobs = 3, merge = flatten)]
fn index_by_length(words: &[&'static str]) -> HashMap<usize, &'static str> {
    words.iter().map(|&word| (word.len(), word)).collect()
}

#[parallelize(jobs = 3, merge = flatten)]
fn longest_first(words: &[&'static str]) -> Option<(Vec<usize>, String)> {
    let lengths = words.iter().map(|word| word.len()).collect();
    (!words.contains(&"stop")).then(|| (lengths, words.concat()))
}

#[test]
fn the_attribute_keeps_the_written_type_when_it_joins() {
    let words = ["a", "bb", "c", "dd", "eee"];
    let by_length: HashMap<usize, &str> = index_by_length(&words);
    assert_eq!(by_length, HashMap::from([(1, "c"), (2, "dd"), (3, "eee")]));
    let joined: Option<(Vec<usize>, String)> = longest_first(&words);
    assert_eq!(joined, Some((vec![1, 2, 1, 2, 3], "abbcddeee".to_owned())));
    assert_eq!(longest_first(&["a", "bb", "c", "stop", "d"]), None);
}
