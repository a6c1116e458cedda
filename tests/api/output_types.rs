//! What the wrapper returns for every written type; the types are asserted by the annotations.

#![allow(clippy::linkedlist)]

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::{fmt, io};

use parallelize::parallelize;

/// With `jobs = 3`, one per chunk: `[1, 2, 3]`, `[4, 5]` and `[6, 7]`. With `chunk_size = 3`: `[1, 2, 3]`, `[4, 5, 6]` and `[7]`.
const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

type Numbers = Vec<u64>;
type Outcome<T> = Result<T, String>;

mod own {
    pub(super) type Result<T> = std::result::Result<T, String>;
}

/// Fails for chunks that hold 5.
fn no_five(numbers: &[u64]) -> Result<Vec<u64>, String> {
    if numbers.contains(&5) {
        return Err("five".to_owned());
    }
    Ok(numbers.to_vec())
}

/// One annotated function of one written type, cut so: what it returns for all numbers up to seven.
macro_rules! outputs {
    ($cut:ident = $count:literal; $([$($options:tt)*] $test:ident($numbers:ident) $(-> $written:ty)?: $body:block
        is $returned:ty: $expected:expr;)*) => {$(
        #[test]
        fn $test() {
            #[parallelize($cut = $count, $($options)*)]
            fn f($numbers: &[u64]) $(-> $written)? $body

            let out: $returned = f(&SEVEN);
            assert_eq!(out, $expected);
        }
    )*};
}

// Joined.
outputs! {
    chunk_size = 3;
    [] vec(numbers) -> Vec<u64>: { numbers.to_vec() } is Vec<u64>: SEVEN;
    [] vec_by_path(numbers) -> std::vec::Vec<u64>: { numbers.to_vec() } is Vec<u64>: SEVEN;
    [] vec_of_vecs(numbers) -> Vec<Vec<u64>>: { vec![numbers.to_vec()] }
        is Vec<Vec<u64>>: [&SEVEN[..3], &SEVEN[3..6], &SEVEN[6..]];
    [] none(_numbers): {} is (): ();
    [] unit(_numbers) -> (): {} is (): ();
    [] result_of_vec(numbers) -> Result<Vec<u64>, String>: { Ok(numbers.to_vec()) }
        is Result<Vec<u64>, String>: Ok(SEVEN.into());
    [] result_of_vec_that_fails(numbers) -> Result<Vec<u64>, String>: { no_five(numbers) }
        is Result<Vec<u64>, String>: Err("five".to_owned());
    [] result_of_unit(numbers) -> Result<(), String>: { no_five(numbers).map(drop) }
        is Result<(), String>: Err("five".to_owned());
    [] result_by_path(numbers) -> std::result::Result<std::vec::Vec<u64>, ()>: {
        Ok(numbers.to_vec())
    } is Result<Vec<u64>, ()>: Ok(SEVEN.into());
    [] own_result_of_vec(numbers) -> own::Result<Vec<u64>>: { no_five(numbers) }
        is Result<Vec<u64>, String>: Err("five".to_owned());
    [] alias_without_parameters(numbers) -> fmt::Result: {
        if numbers.contains(&5) { Err(fmt::Error) } else { Ok(()) }
    } is Result<(), fmt::Error>: Err(fmt::Error);
}

// One per chunk.
outputs! {
    jobs = 3;
    [] scalar(numbers) -> u64: { numbers.iter().sum() } is Vec<u64>: [6, 9, 13];
    [] string(numbers) -> String: { format!("{numbers:?}") }
        is Vec<String>: ["[1, 2, 3]", "[4, 5]", "[6, 7]"];
    [] option(numbers) -> Option<u64>: { numbers.iter().copied().find(|n| n % 4 == 0) }
        is Vec<Option<u64>>: [None, Some(4), None];
    [] option_of_vec(numbers) -> Option<Vec<u64>>: { no_five(numbers).ok() }
        is Vec<Option<Vec<u64>>>: [Some(vec![1, 2, 3]), None, Some(vec![6, 7])];
    [] tuple(numbers) -> (u64, usize): { (numbers[0], numbers.len()) }
        is Vec<(u64, usize)>: [(1, 3), (4, 2), (6, 2)];
    [] array(numbers) -> [u64; 1]: { [numbers[0]] } is Vec<[u64; 1]>: [[1], [4], [6]];
    [] reference(numbers) -> &u64: { &numbers[0] } is Vec<&u64>: [&1, &4, &6];
    [] slice(numbers) -> &[u64]: { &numbers[1..] }
        is Vec<&[u64]>: [&SEVEN[1..3], &SEVEN[4..5], &SEVEN[6..]];
    [] map(numbers) -> BTreeMap<u64, usize>: { [(numbers[0], numbers.len())].into() }
        is Vec<BTreeMap<u64, usize>>: [[(1, 3)].into(), [(4, 2)].into(), [(6, 2)].into()];
    [] type_alias(numbers) -> Numbers: { vec![numbers[0]] }
        is Vec<Vec<u64>>: [vec![1], vec![4], vec![6]];
    [] result_under_another_name(numbers) -> Outcome<usize>: { no_five(numbers).map(|all| all.len()) }
        is Vec<Result<usize, String>>: [Ok(3), Err("five".to_owned()), Ok(2)];
    [] own_result_of_other(numbers) -> own::Result<usize>: { no_five(numbers).map(|all| all.len()) }
        is Result<Vec<usize>, String>: Err("five".to_owned());
    [] result_of_scalar(numbers) -> Result<u64, String>: { Ok(numbers.iter().sum()) }
        is Result<Vec<u64>, String>: Ok(vec![6, 9, 13]);
    [] result_of_alias(numbers) -> Result<Numbers, String>: { no_five(&numbers[..1]) }
        is Result<Vec<Vec<u64>>, String>: Ok(vec![vec![1], vec![4], vec![6]]);
    [] result_of_option(numbers) -> Result<Option<u64>, String>: { Ok(numbers.get(2).copied()) }
        is Result<Vec<Option<u64>>, String>: Ok(vec![Some(3), None, None]);
    [] result_of_result(numbers) -> Result<Result<u64, ()>, String>: { Ok(Ok(numbers[0])) }
        is Result<Vec<Result<u64, ()>>, String>: Ok(vec![Ok(1), Ok(4), Ok(6)]);
}

// Joined because an option says so. The later chunk's value of an equal key stays.
outputs! {
    chunk_size = 3;
    [merge = flatten] flat_vec(numbers) -> Vec<u64>: { numbers.to_vec() } is Vec<u64>: SEVEN;
    [merge = flatten] flat_alias(numbers) -> Numbers: { numbers.to_vec() } is Vec<u64>: SEVEN;
    [merge = flatten] flat_unit(_numbers): {} is (): ();
    [merge = flatten] flat_string(numbers) -> String: { numbers.len().to_string() }
        is String: "331";
    [merge = flatten] flat_deque(numbers) -> VecDeque<u64>: { numbers.to_vec().into() }
        is VecDeque<u64>: SEVEN;
    [merge = flatten] flat_list(numbers) -> LinkedList<u64>: { numbers.iter().copied().collect() }
        is LinkedList<u64>: LinkedList::from(SEVEN);
    [merge = flatten] flat_box(numbers) -> Box<[u64]>: { numbers.into() } is Box<[u64]>: SEVEN.into();
    [merge = flatten] flat_hash_map(numbers) -> HashMap<u64, u64>: { [(0, numbers[0])].into() }
        is HashMap<u64, u64>: HashMap::from([(0, 7)]);
    [merge = flatten] flat_hash_set(numbers) -> HashSet<u64>: { numbers.iter().map(|n| n % 4).collect() }
        is HashSet<u64>: HashSet::from([0, 1, 2, 3]);
    [merge = flatten] flat_tree_map(numbers) -> BTreeMap<u64, u64>: { [(0, numbers[0])].into() }
        is BTreeMap<u64, u64>: BTreeMap::from([(0, 7)]);
    [merge = flatten] flat_tree_set(numbers) -> BTreeSet<u64>: { numbers.iter().map(|n| n % 4).collect() }
        is BTreeSet<u64>: BTreeSet::from([0, 1, 2, 3]);
    [merge = flatten] flat_tuple(numbers) -> (Vec<u64>, String, (), Vec<usize>): {
        (numbers.to_vec(), "x".to_owned(), (), vec![numbers.len()])
    } is (Vec<u64>, String, (), Vec<usize>): (SEVEN.into(), "xxx".to_owned(), (), vec![3, 3, 1]);
    [merge = flatten] flat_option(numbers) -> Option<Vec<u64>>: { no_five(numbers).ok() }
        is Option<Vec<u64>>: None;
    [merge = flatten] flat_result(numbers) -> Result<Option<String>, ()>: { Ok(numbers.get(..1).map(|n| n[0].to_string())) }
        is Result<Option<String>, ()>: Ok(Some("147".to_owned()));
}

// One per chunk because an option says so.
outputs! {
    jobs = 3;
    [merge = per_chunk] each_none(_numbers): {} is Vec<()>: [(); 3];
    [merge = per_chunk] each_unit(_numbers) -> (): {} is Vec<()>: [(); 3];
    [merge = per_chunk] each_scalar(numbers) -> usize: { numbers.len() } is Vec<usize>: [3, 2, 2];
    [merge = per_chunk] each_vec(numbers) -> Vec<u64>: { numbers.to_vec() }
        is Vec<Vec<u64>>: [&SEVEN[..3], &SEVEN[3..5], &SEVEN[5..]];
    [merge = per_chunk] each_result(numbers) -> Result<Vec<u64>, String>: { no_five(numbers) }
        is Vec<Result<Vec<u64>, String>>: [Ok(vec![1, 2, 3]), Err("five".to_owned()), Ok(vec![6, 7])];
    [merge = per_chunk] each_alias(_numbers) -> fmt::Result: { Ok(()) }
        is Vec<Result<(), fmt::Error>>: [Ok(()); 3];
}

// Folded.
outputs! {
    chunk_size = 3;
    [reduce = |a, b| a + b] fold_closure(numbers) -> u64: { numbers.iter().sum() } is u64: 28;
    [reduce = u64::max] fold_method_path(numbers) -> u64: { numbers.iter().sum() } is u64: 15;
    [reduce = std::cmp::min] fold_path(numbers) -> u64: { numbers.iter().sum() } is u64: 6;
    [reduce = <u64 as std::ops::Sub>::sub] fold_qualified_path(numbers) -> u64: { 100 / numbers[0] }
        is u64: 100 - 25 - 14;
    [reduce = { fn keep_left(a: u64, _: u64) -> u64 { a } keep_left }] fold_block(numbers) -> u64: { numbers[0] }
        is u64: 1;
    [reduce = |a: String, b| a + "-" + &b] fold_string(numbers) -> String: { numbers[0].to_string() }
        is String: "1-4-7";
    [reduce = |a: Vec<u64>, b| if a.len() > b.len() { a } else { b }]
    fold_vec(numbers) -> Vec<u64>: { numbers.to_vec() } is Vec<u64>: [4, 5, 6];
    [reduce = |(), ()| ()] fold_unit(_numbers): {} is (): ();
    [reduce = Option::or] fold_option(numbers) -> Option<u64>: { no_five(&numbers[1..]).err().map(|_| 5) }
        is Option<u64>: Some(5);
    [reduce = |a, b| a + b] fold_result(numbers) -> Result<u64, String>: { Ok(numbers.iter().sum()) }
        is Result<u64, String>: Ok(28);
    [reduce = |a, b| a + b] fold_error(numbers) -> Result<usize, String>: { no_five(numbers).map(|all| all.len()) }
        is Result<usize, String>: Err("five".to_owned());
    [reduce = |(), ()| ()] fold_alias(_numbers) -> fmt::Result: { Ok(()) } is fmt::Result: Ok(());
}

#[test]
fn heaps_are_joined() {
    #[parallelize(jobs = 3, merge = flatten)]
    fn heap(numbers: &[u64]) -> BinaryHeap<u64> {
        numbers.iter().copied().collect()
    }

    let joined: BinaryHeap<u64> = heap(&SEVEN);
    assert_eq!(joined.into_sorted_vec(), SEVEN);
}

#[test]
fn io_results_are_results() {
    #[parallelize(jobs = 3)]
    fn joined(numbers: &[u64]) -> io::Result<Vec<u64>> {
        no_five(numbers).map_err(io::Error::other)
    }

    #[parallelize(jobs = 3)]
    fn per_chunk(numbers: &[u64]) -> io::Result<u64> {
        Ok(numbers[0])
    }

    #[parallelize(jobs = 3)]
    fn nothing(numbers: &[u64]) -> std::io::Result<()> {
        no_five(numbers).map(drop).map_err(io::Error::other)
    }

    let failed: io::Result<Vec<u64>> = joined(&SEVEN);
    assert_eq!(failed.unwrap_err().to_string(), "five");
    assert_eq!(joined(&SEVEN[..4]).unwrap(), SEVEN[..4]);
    let firsts: io::Result<Vec<u64>> = per_chunk(&SEVEN);
    assert_eq!(firsts.unwrap(), [1, 4, 6]);
    let nothing: io::Result<()> = nothing(&SEVEN);
    assert_eq!(nothing.unwrap_err().to_string(), "five");
}
