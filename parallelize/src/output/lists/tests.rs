//! What the unsafe code does to memory, for Miri to look at: no rayon, no files, small numbers.

use std::ops::Range;
use std::sync::Arc;
use std::thread;

use super::AsList;
use super::joined::{Joined, Move};
use super::list::List;
use crate::output::Flatten;
use crate::plan::{Crew, Workers};

const ALONE: Workers = Workers {
    max: 1,
    crew: Crew::Pool,
};

/// An element with memory of its own. The `Arc` counts those that are there.
type Element = Box<(usize, Arc<()>)>;

fn some(numbers: Range<usize>, alive: &Arc<()>) -> Vec<Element> {
    let element = |number| Box::new((number, Arc::clone(alive)));
    numbers.map(element).collect()
}

fn numbers(elements: &[Element]) -> Vec<usize> {
    elements.iter().map(|element| element.0).collect()
}

fn up_to(end: usize) -> Vec<usize> {
    (0..end).collect()
}

/// A list that others can join.
fn start<R: Flatten>(first: R) -> Joined<R> {
    Joined::new(first, R::as_list).ok().expect("it is a list")
}

/// Gives `next` its place, as far as that goes.
fn place<R>(joined: &mut Joined<R>, next: R) -> Result<(), R> {
    joined.place(next, &|len| len)
}

fn all_moves<R>(joined: &mut Joined<R>) -> Vec<Move<R>> {
    std::iter::from_fn(|| joined.take()).collect()
}

/// Three lists of these lengths, the first with room for all.
fn three(lengths: [usize; 3], alive: &Arc<()>) -> [Vec<Element>; 3] {
    let [a, b, c] = lengths;
    let ends = [a, a + b, a + b + c];
    let mut first = some(0..ends[0], alive);
    first.reserve_exact(b + c);
    let second = some(ends[0]..ends[1], alive);
    [first, second, some(ends[1]..ends[2], alive)]
}

#[test]
fn lists_are_moved_to_their_places_in_any_order() {
    for lengths in [[0, 0, 0], [0, 1, 2], [2, 0, 1], [1, 2, 0], [3, 2, 1]] {
        for turns in 0..2 {
            let alive = Arc::new(());
            let [first, second, third] = three(lengths, &alive);
            let mut joined = start(first);
            assert!(place(&mut joined, second).is_ok());
            assert!(place(&mut joined, third).is_ok());
            let mut moves = all_moves(&mut joined);
            let turns = turns.min(moves.len()); // what is empty needs no move
            moves.rotate_left(turns);
            for next in moves {
                joined.hand_back(next.make());
            }
            let total = lengths.iter().sum();
            let list = joined.into_list();
            assert_eq!(numbers(&list), up_to(total));
            assert_eq!(Arc::strong_count(&alive), 1 + total);
            drop(list);
            assert_eq!(Arc::strong_count(&alive), 1);
        }
    }
}

#[test]
fn threads_move_lists_at_the_same_time() {
    let alive = Arc::new(());
    let [first, second, third] = three([1, 4, 3], &alive);
    let mut joined = start(first);
    assert!(place(&mut joined, second).is_ok());
    assert!(place(&mut joined, third).is_ok());
    let made = thread::scope(|scope| {
        let make = |next: Move<_>| scope.spawn(|| next.make());
        let threads: Vec<_> = all_moves(&mut joined).into_iter().map(make).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, _>| thread.join().unwrap();
        threads.into_iter().map(join).collect::<Vec<_>>()
    });
    for moved in made {
        joined.hand_back(moved);
    }
    assert_eq!(numbers(&joined.into_list()), up_to(8));
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_list_grows_only_when_nothing_is_on_its_way_there() {
    let alive = Arc::new(());
    let mut first = some(0..1, &alive);
    first.reserve_exact(1);
    let room = first.capacity();
    let mut joined = start(first);
    assert!(place(&mut joined, some(1..room, &alive)).is_ok());
    let more = some(room..room + 5, &alive);
    let more = place(&mut joined, more).expect_err("there is no room");
    let next = joined.take().expect("a list waits");
    let more = place(&mut joined, more).expect_err("there is no room yet");
    joined.hand_back(next.make());
    assert!(place(&mut joined, more).is_ok(), "now it can grow");
    let next = joined.take().expect("a list waits");
    joined.hand_back(next.make());
    assert_eq!(numbers(&joined.into_list()), up_to(room + 5));
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn lists_that_wait_to_be_moved_are_dropped_with_the_whole() {
    let alive = Arc::new(());
    let [first, second, third] = three([2, 2, 2], &alive);
    let mut joined = start(first);
    assert!(place(&mut joined, second).is_ok());
    assert!(place(&mut joined, third).is_ok());
    drop(joined);
    assert_eq!(Arc::strong_count(&alive), 1);
}

/// Joins by `append`, where a list grows by what an estimate says.
fn appended<R: Flatten>(lists: Vec<R>, estimate: usize) -> R {
    let as_list: AsList<R> = R::as_list;
    let mut lists = lists.into_iter();
    let first = lists.next().expect("there is a list");
    let mut joined = Joined::new(first, as_list).ok().expect("it is a list");
    for next in lists {
        let appended = joined.append(next, &|_| estimate);
        assert!(appended.is_ok(), "all moves are made");
    }
    joined.into_list()
}

#[test]
fn lists_of_all_kinds_are_appended_whatever_the_estimate() {
    for estimate in [0, 7, 1 << 16, usize::MAX] {
        let alive = Arc::new(());
        let lists = (0..5).map(|i| some(i * 2..i * 2 + 2, &alive));
        let list = appended(lists.collect(), estimate);
        assert_eq!(numbers(&list), up_to(10));
        drop(list);
        assert_eq!(Arc::strong_count(&alive), 1);

        let texts = ["", "grün", "", "é", "blue"].map(String::from);
        assert_eq!(
            appended(texts.to_vec(), estimate),
            "grüné".to_owned() + "blue"
        );
        let some = [Some(vec![1_u16]), Some(vec![]), Some(vec![2, 3])];
        assert_eq!(appended(some.to_vec(), estimate), Some(vec![1, 2, 3]));
        assert_eq!(appended(vec![vec![(); 3], vec![(); 4]], estimate).len(), 7);
        appended(vec![(), (), ()], estimate);
    }
}

#[test]
fn what_waits_in_the_end_is_moved_in_blocks_of_bytes() {
    const LEN: usize = (5 << 20) / 2;
    let alive = Arc::new(());
    let large = |byte: u8| vec![byte; LEN];
    let mut first = large(1);
    first.reserve_exact(2 * LEN);
    let mut joined = start(first);
    assert!(place(&mut joined, large(2)).is_ok());
    assert!(place(&mut joined, large(3)).is_ok());
    joined.move_rest(ALONE);
    assert_eq!(joined.waiting(), 0);
    assert!(joined.into_list() == [large(1), large(2), large(3)].concat());

    // Elements with memory of their own: their bytes, and who owns it, move along.
    let [first, second, third] = three([1, 2, 3], &alive);
    let mut joined = start(first);
    assert!(place(&mut joined, second).is_ok());
    assert!(place(&mut joined, third).is_ok());
    joined.move_rest(ALONE);
    assert_eq!(numbers(&joined.into_list()), up_to(6));
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_list_tells_the_truth_about_its_memory() {
    let mut text = String::from("text");
    text.reserve(10);
    let (start, capacity) = (text.as_ptr(), text.capacity());
    let raw = text.raw();
    assert_eq!(raw.start.cast_const(), start);
    assert_eq!((raw.size, raw.len, raw.capacity), (1, 4, capacity));
    let raw = vec![0_u32; 3].raw();
    assert_eq!((raw.size, raw.len, raw.bytes()), (4, 3, 12));
    let raw = ().raw();
    assert_eq!((raw.size, raw.len, raw.unused_bytes()), (0, 0, 0));
}
