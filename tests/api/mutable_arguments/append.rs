//! `append`: each chunk adds to an empty value, and the values come behind what the caller passed, in slice order.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};

use parallelize::{Flatten, current_chunk, parallelize};

#[parallelize(chunk_size = 3, append = out)]
fn numbers(numbers: &[u64], out: &mut Vec<u64>, step: u64) {
    assert!(out.is_empty(), "each chunk begins with an empty one");
    out.extend(numbers.iter().map(|n| n * step));
}

#[test]
fn a_list_is_longer_afterwards_in_slice_order() {
    for len in 0..20 {
        let input: Vec<u64> = (0..len).collect();
        for mut out in [Vec::new(), vec![1, 2, 3]] {
            let mut expected = out.clone();
            expected.extend(input.iter().map(|n| n * 10));
            numbers(&input, &mut out, 10);
            assert_eq!(out, expected);
        }
    }
}

#[allow(clippy::linkedlist, reason = "it can be added to as well")]
#[parallelize(jobs = 3, append(vec, deque, list, heap, text))]
fn lists(
    words: &[&'static str],
    vec: &mut Vec<&'static str>,
    deque: &mut VecDeque<&'static str>,
    list: &mut LinkedList<&'static str>,
    heap: &mut BinaryHeap<&'static str>,
    text: &mut String,
) {
    for word in words {
        vec.push(word);
        deque.push_back(word);
        list.push_back(word);
        heap.push(word);
        text.push_str(word);
    }
}

#[parallelize(jobs = 3, append(map, ordered, set, ordered_set))]
fn maps(
    words: &[&'static str],
    map: &mut HashMap<&'static str, usize>,
    ordered: &mut BTreeMap<&'static str, usize>,
    set: &mut HashSet<&'static str>,
    ordered_set: &mut BTreeSet<&'static str>,
) {
    let start = current_chunk().unwrap().range().start;
    for (at, word) in words.iter().enumerate() {
        map.insert(word, start + at);
        ordered.insert(word, start + at);
        set.insert(word);
        ordered_set.insert(word);
    }
}

const WORDS: [&str; 7] = ["to", "be", "or", "not", "to", "be", "be"];

#[test]
fn every_collection_can_be_added_to() {
    let (mut vec, mut deque, mut text) = (vec!["so"], VecDeque::from(["so"]), "so".to_owned());
    let (mut list, mut heap) = (LinkedList::from(["so"]), BinaryHeap::from(["so"]));
    lists(
        &WORDS, &mut vec, &mut deque, &mut list, &mut heap, &mut text,
    );
    let expected = [&["so"], &WORDS[..]].concat();
    assert_eq!(vec, expected);
    assert!(deque.iter().eq(&expected));
    assert!(list.iter().eq(&expected));
    assert_eq!(text, expected.concat());
    let mut sorted = expected;
    sorted.sort_unstable();
    assert_eq!(heap.into_sorted_vec(), sorted);
}

#[test]
fn in_a_map_the_later_value_wins() {
    let (mut map, mut ordered) = (HashMap::from([("to", 9), ("so", 9)]), BTreeMap::new());
    let (mut set, mut ordered_set) = (HashSet::from(["so"]), BTreeSet::new());
    maps(&WORDS, &mut map, &mut ordered, &mut set, &mut ordered_set);
    let expected = [("to", 4), ("be", 6), ("or", 2), ("not", 3)];
    assert_eq!(ordered, BTreeMap::from(expected));
    assert_eq!(ordered_set, expected.map(|(word, _)| word).into());
    assert_eq!(set, HashSet::from(["so", "to", "be", "or", "not"]));
    assert_eq!(map.remove("so"), Some(9));
    assert_eq!(map, HashMap::from(expected));
}

/// A type of one's own, with the widest range of numbers.
#[derive(Debug, Default, PartialEq)]
struct Path(Vec<i32>);

impl Flatten for Path {
    fn append(&mut self, mut later: Self) {
        self.0.append(&mut later.0);
    }
}

#[parallelize(jobs = 2, append(path, pair))]
fn own_types(steps: &[i32], path: &mut Path, pair: &mut (String, Vec<i32>)) {
    for step in steps {
        path.0.push(*step);
        pair.0.push_str(&step.to_string());
        pair.1.push(-step);
    }
}

#[test]
fn every_type_that_can_be_flattened_and_has_a_default_can_be_added_to() {
    let mut path = Path(vec![0]);
    let mut pair = ("0".to_owned(), vec![0]);
    own_types(&[1, 2, 3], &mut path, &mut pair);
    assert_eq!(path, Path(vec![0, 1, 2, 3]));
    assert_eq!(pair, ("0123".to_owned(), vec![0, -1, -2, -3]));
}

#[parallelize(jobs = 3, append = out)]
fn joined(numbers: &[u64], out: &mut Vec<u64>) -> Vec<u64> {
    out.extend_from_slice(numbers);
    numbers.iter().map(|n| n + 1).collect()
}

#[parallelize(jobs = 3, append = out)]
fn per_chunk(numbers: &[u64], out: &mut Vec<u64>) -> u64 {
    out.extend_from_slice(numbers);
    numbers.iter().sum()
}

#[parallelize(jobs = 3, append = out, reduce = |a, b| a + b)]
fn reduced(numbers: &[u64], out: &mut Vec<u64>) -> u64 {
    out.extend_from_slice(numbers);
    numbers.iter().sum()
}

#[parallelize(jobs = 3, append = out, reduce = |a, b| a + b)]
fn try_reduced(numbers: &[u64], out: &mut Vec<u64>) -> Result<u64, String> {
    out.extend_from_slice(numbers);
    Ok(numbers.iter().sum())
}

#[parallelize(jobs = 3, append = out, merge = flatten)]
fn text(numbers: &[u64], out: &mut Vec<u64>) -> String {
    out.extend_from_slice(numbers);
    numbers.iter().map(u64::to_string).collect()
}

#[parallelize(jobs = 3, append = out, merge = per_chunk)]
fn apart(numbers: &[u64], out: &mut Vec<u64>) -> Result<Vec<u64>, String> {
    out.extend_from_slice(numbers);
    Ok(numbers.to_vec())
}

#[parallelize(jobs = 3, append = out)]
fn try_joined(numbers: &[u64], out: &mut Vec<u64>) -> Result<Vec<u64>, String> {
    out.extend_from_slice(numbers);
    Ok(numbers.to_vec())
}

#[parallelize(jobs = 3, append = out)]
fn try_per_chunk(numbers: &[u64], out: &mut Vec<u64>) -> Result<u64, String> {
    out.extend_from_slice(numbers);
    Ok(numbers.iter().sum())
}

#[parallelize(jobs = 3, append = out, merge = first)]
fn found(numbers: &[u64], out: &mut Vec<u64>) -> Option<u64> {
    out.extend_from_slice(numbers);
    numbers.iter().copied().find(|n| *n > 9)
}

#[test]
fn outputs_are_merged_in_every_way_beside_it() {
    let numbers = [1, 2, 3, 4, 5];
    let added = |run: &dyn Fn(&mut Vec<u64>)| {
        let mut out = vec![0];
        run(&mut out);
        assert_eq!(out, [0, 1, 2, 3, 4, 5]);
    };
    added(&|out| assert_eq!(joined(&numbers, out), [2, 3, 4, 5, 6]));
    added(&|out| assert_eq!(per_chunk(&numbers, out), [3, 7, 5]));
    added(&|out| assert_eq!(reduced(&numbers, out), 15));
    added(&|out| assert_eq!(try_reduced(&numbers, out), Ok(15)));
    added(&|out| assert_eq!(text(&numbers, out), "12345"));
    added(&|out| assert_eq!(apart(&numbers, out).len(), 3));
    added(&|out| assert_eq!(try_joined(&numbers, out).unwrap(), numbers));
    added(&|out| assert_eq!(try_per_chunk(&numbers, out), Ok(vec![3, 7, 5])));
    added(&|out| assert_eq!(found(&numbers, out), None));
}

#[parallelize(jobs = 2, append = out)]
fn counted(numbers: &[u64], out: &mut Vec<u64>) -> usize {
    out.extend_from_slice(numbers);
    1
}

#[test]
fn it_does_not_change_how_many_chunks_the_output_has() {
    let numbers: Vec<u64> = (0..1000).collect();
    let mut out = Vec::new();
    assert_eq!(counted(&numbers, &mut out), [1, 1]);
    assert_eq!(out, numbers);
}

#[parallelize(chunk_size = 2, append = out)]
fn up_to_nine(numbers: &[u64], out: &mut Vec<u64>) -> Result<(), u64> {
    for number in numbers {
        out.push(*number);
        if *number > 9 {
            return Err(*number);
        }
    }
    Ok(())
}

#[test]
fn a_call_that_fails_adds_nothing() {
    let mut out = vec![0];
    assert_eq!(up_to_nine(&[1, 2, 3, 11, 12, 4], &mut out), Err(11));
    assert_eq!(out, [0]);
    assert_eq!(up_to_nine(&[1, 2, 3], &mut out), Ok(()));
    assert_eq!(out, [0, 1, 2, 3]);
}
