//! The attribute on functions over streams: what the first argument can be, and what the body gets. What a call does
//! with a stream belongs to the tests of the builder.

mod hygiene;
mod merges;
mod options;

use std::cell::RefCell;
use std::fmt::Display;
use std::io::{self, Cursor, Write};
use std::rc::Rc;
use std::vec;

use parallelize::{current_chunk, parallelize};

use crate::support::panics::message_of;

#[parallelize(append = out)]
fn shout(lines: impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> {
    for line in lines {
        writeln!(out, "{}", line.to_uppercase())?;
    }
    Ok(())
}

/// As in the specification. Not run: the test's input is nobody's to read.
#[allow(dead_code)]
fn shout_input() -> io::Result<()> {
    shout(
        io::stdin().lines().map_while(Result::ok),
        &mut io::stdout().lock(),
    )?;
    Ok(())
}

#[test]
fn lines_go_through_a_body_to_a_writer_in_order() {
    let lines: Vec<String> = (0..5000).map(|n| format!("line {n}")).collect();
    let text = lines.join("\n") + "\n";
    let lines = io::BufRead::lines(Cursor::new(&text)).map_while(Result::ok);
    let mut out = b"begin\n".to_vec();
    shout(lines, &mut out).unwrap();
    let expected = format!("begin\n{}", text.to_uppercase());
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[parallelize]
fn by_impl(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    let numbers: vec::IntoIter<u64> = numbers;
    numbers.map(|n| n + 1).collect()
}

#[parallelize]
fn by_into_iterator(numbers: impl IntoIterator<Item = u64>) -> Vec<u64> {
    numbers.into_iter().map(|n| n + 1).collect()
}

#[parallelize]
fn by_mut(mut numbers: impl Iterator<Item = u64> + Send + Unpin) -> Vec<u64> {
    let first = numbers.next();
    first.into_iter().chain(numbers).map(|n| n + 1).collect()
}

#[parallelize]
fn by_reference(numbers: &mut impl Iterator<Item = u64>) -> Vec<u64> {
    let numbers: &mut vec::IntoIter<u64> = numbers;
    numbers.map(|n| n + 1).collect()
}

#[parallelize]
fn by_mut_reference(mut numbers: &mut (impl Iterator<Item = u64> + ?Sized)) -> Vec<u64> {
    let out = (&mut numbers).map(|n| n + 1).collect();
    let mut rest = vec::IntoIter::default();
    numbers = &mut rest;
    assert_eq!(numbers.next(), None);
    out
}

#[parallelize]
fn by_parameter<I: Iterator<Item = u64>>(numbers: I) -> Vec<u64> {
    numbers.map(|n| n + 1).collect()
}

#[parallelize]
fn by_where_clause<I>(numbers: I) -> Vec<I::Item>
where
    I: IntoIterator,
    I::Item: std::ops::Add<u64, Output = I::Item> + Send,
{
    let add = |n: I::Item| -> <I as IntoIterator>::Item { n + 1 };
    numbers.into_iter().map(add).collect()
}

#[parallelize]
fn by_reference_to_parameter<T, I: std::iter::Iterator<Item = T> + ?Sized>(
    numbers: &mut I,
) -> Vec<T>
where
    T: From<u8> + std::ops::Add<Output = T> + Send,
{
    #[allow(clippy::items_after_statements)] // the argument stands before it
    fn sum<I: std::ops::Add>(one: I, other: I) -> I::Output {
        one + other // has a parameter of its own
    }
    numbers.map(|n| sum(n, T::from(1))).collect()
}

#[parallelize]
fn by_bound_of_elements(numbers: impl Iterator<Item: Into<u64> + Send>) -> Vec<u64> {
    numbers.map(|n| n.into() + 1).collect()
}

#[parallelize]
fn by_clone(numbers: impl Iterator<Item = u64> + Clone) -> Vec<u64> {
    let least = numbers.clone().min();
    assert!(least.is_some() || numbers.size_hint().0 == 0);
    numbers.map(|n| n + 1).collect()
}

#[parallelize]
fn by_object(numbers: &mut dyn Iterator<Item = u64>) -> Vec<u64> {
    let numbers: &mut dyn Iterator<Item = u64> = numbers;
    numbers.map(|n| n + 1).collect()
}

#[parallelize]
fn by_object_of_a_lifetime<'a>(
    mut numbers: &'a mut (dyn Iterator<Item = &'a u64> + Send + 'a),
) -> Vec<u64> {
    let mut ones = numbers.map(|n| if *n < 10 { n } else { &10 });
    numbers = &mut ones;
    numbers.map(|n| n + 1).collect()
}

#[parallelize]
fn by_box(mut numbers: Box<dyn Iterator<Item = u64>>) -> Vec<u64> {
    numbers = Box::new(numbers.map(|n| n + 1));
    numbers.collect()
}

#[parallelize(split = numbers)]
fn by_box_of_a_lifetime<'a>(
    limit: u64,
    numbers: std::boxed::Box<dyn Iterator<Item = &'a u64> + Send + 'a>,
) -> Vec<u64> {
    let mut numbers = numbers;
    numbers = Box::new(numbers.filter(|n| **n < limit));
    numbers.map(|n| n + 1).collect()
}

#[test]
fn a_stream_is_an_iterator_in_any_form() {
    let numbers = [3, 1, 2];
    let expected = [4, 2, 3];
    assert_eq!(by_impl(numbers.into_iter()), expected);
    assert_eq!(by_into_iterator(numbers), expected);
    assert_eq!(by_mut(numbers.into_iter()), expected);
    assert_eq!(by_reference(&mut numbers.into_iter()), expected);
    assert_eq!(by_mut_reference(&mut numbers.into_iter()), expected);
    assert_eq!(by_parameter(numbers.into_iter()), expected);
    assert_eq!(by_where_clause(numbers), expected);
    assert_eq!(
        by_reference_to_parameter(&mut numbers.into_iter()),
        expected
    );
    assert_eq!(by_bound_of_elements([3_u8, 1, 2].into_iter()), expected);
    assert_eq!(by_clone(numbers.into_iter()), expected);
    assert_eq!(by_object(&mut numbers.into_iter()), expected);
    assert_eq!(by_object_of_a_lifetime(&mut numbers.iter()), expected);
    assert_eq!(by_box(Box::new(numbers.into_iter())), expected);
    let limit = 9;
    assert_eq!(
        by_box_of_a_lifetime(limit, Box::new(numbers.iter())),
        expected
    );
}

#[test]
fn an_object_can_be_a_stream_by_reference() {
    let mut numbers = 0..2000_u64;
    let object: &mut dyn Iterator<Item = u64> = &mut numbers;
    assert!(by_reference_to_parameter(object).into_iter().eq(1..=2000));
    assert_eq!(numbers.next(), None, "all is read");
}

#[parallelize(chunk_size = 3)]
fn batches(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[parallelize(merge = per_chunk, chunk_size = 3)]
fn lengths(numbers: impl Iterator<Item = u64>) -> (usize, usize, bool) {
    let chunk = current_chunk().unwrap();
    let is_unknown = chunk.count().is_none() && chunk.total().is_none();
    (chunk.range().start, numbers.len(), is_unknown)
}

#[test]
fn a_body_gets_batches_of_chunk_size() {
    assert!(batches(0..10).into_iter().eq(0..10));
    let expected = [(0, 3, true), (3, 3, true), (6, 3, true), (9, 1, true)];
    assert_eq!(lengths(0..10), expected);
}

#[parallelize]
fn own_places(numbers: impl Iterator<Item = u64>) -> (usize, usize) {
    let chunk = current_chunk().unwrap();
    assert_eq!(numbers.len(), chunk.range().len());
    (chunk.range().start, chunk.range().end)
}

#[test]
fn batches_without_chunk_size_grow_from_1_and_repeat() {
    let places = own_places(0..10_000);
    assert_eq!(places[0], (0, 1));
    let lengths: Vec<usize> = places.iter().map(|(start, end)| end - start).collect();
    let (_, whole) = lengths.split_last().unwrap();
    assert!(whole.is_sorted(), "{whole:?}");
    assert_eq!(places, own_places(0..10_000));
}

/// A writer that stays on its thread.
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn neither_iterator_nor_writer_need_be_send() {
    let read = Rc::new(RefCell::new(0));
    let counter = Rc::clone(&read);
    let lines = (0..100).map(move |n| {
        *counter.borrow_mut() += 1;
        format!("{n}")
    });
    let written = Rc::new(RefCell::new(Vec::new()));
    shout(lines, &mut Shared(Rc::clone(&written))).unwrap();
    assert_eq!(*read.borrow(), 100);
    let written = String::from_utf8(written.take()).unwrap();
    assert_eq!(written.lines().count(), 100);
}

#[parallelize]
fn labels<T>(
    values: impl Iterator<Item = T>,
    (before, after): (&str, char),
    mut n: u64,
) -> Vec<String>
where
    T: Display + Send,
{
    n += 1;
    values
        .map(|value| format!("{before}{value}{after}{n}"))
        .collect()
}

struct Scale(u32);

trait Scaled {
    fn scaled(&self, numbers: impl Iterator<Item = u64>) -> Vec<u64>;
}

impl Scale {
    #[parallelize(jobs = self.0 as usize)]
    fn scale(&self, numbers: impl IntoIterator<Item = u64>) -> Vec<u64> {
        numbers.into_iter().map(|n| n * u64::from(self.0)).collect()
    }
}

impl Scaled for Scale {
    #[parallelize]
    fn scaled(&self, numbers: impl Iterator<Item = u64>) -> Vec<u64> {
        self.scale(numbers)
    }
}

#[test]
fn other_arguments_are_as_they_are_beside_slices() {
    assert_eq!(labels(1..3, ("<", '>'), 6), ["<1>7", "<2>7"]);
    assert_eq!(Scale(3).scale(1..4), [3, 6, 9]);
    assert_eq!(Scale(2).scaled(1..4), [2, 4, 6]);
}

macro_rules! doubled {
    ($name:ident, $numbers:ident: $type:ty, $options:tt, $body:expr) => {
        #[parallelize $options]
        fn $name($numbers: $type) -> Vec<u64> {
            $body
        }
    };
}

doubled!(doubled, numbers: impl Iterator<Item = u64>, (chunk_size = 2), numbers.map(|n| n * 2).collect());
doubled!(doubled_by_box, numbers: Box<dyn Iterator<Item = u64>>, (jobs = 2), numbers.map(|n| n * 2).collect());
doubled!(doubled_by_object, numbers: &mut dyn Iterator<Item = u64>, (jobs = 2), numbers.map(|n| n * 2).collect());

#[test]
fn macros_can_write_functions_over_streams() {
    assert_eq!(doubled(1..4), [2, 4, 6]);
    assert_eq!(doubled_by_box(Box::new(1..4)), [2, 4, 6]);
    assert_eq!(doubled_by_object(&mut (1..4)), [2, 4, 6]);
}

#[parallelize]
fn borrowed<'a>(words: impl Iterator<Item = &'a mut String>) -> Vec<&'a str> {
    words
        .map(|word| {
            word.push('!');
            &**word
        })
        .collect()
}

#[test]
fn elements_can_borrow() {
    let mut words = [String::from("to"), String::from("be")];
    assert_eq!(borrowed(words.iter_mut()), ["to!", "be!"]);
    assert_eq!(words, ["to!", "be!"]);
}

#[parallelize]
fn until_failure(numbers: impl Iterator<Item = u64>, limit: u64) -> Result<(), u64> {
    for n in numbers {
        if n >= limit {
            return Err(n);
        }
    }
    Ok(())
}

#[test]
fn an_endless_stream_works_until_a_chunk_fails() {
    assert_eq!(until_failure(0.., 12_345), Err(12_345));
}

#[parallelize]
fn parse(lines: impl Iterator<Item = io::Result<String>>) -> io::Result<Vec<usize>> {
    lines.map(|line| Ok(line?.len())).collect()
}

#[test]
fn an_element_that_is_a_result_is_for_the_body() {
    let lines = || (0..100).map(|n| Ok("x".repeat(n)));
    assert!(parse(lines()).unwrap().into_iter().eq(0..100));
    let broken = lines()
        .chain([Err(io::Error::other("torn"))])
        .chain(lines());
    assert_eq!(parse(broken).unwrap_err().to_string(), "torn");
}

#[parallelize]
fn refusing(numbers: impl Iterator<Item = u64>, refused: u64) {
    for n in numbers {
        assert_ne!(n, refused, "a body that panics");
    }
}

#[test]
fn of_a_panic_of_the_iterator_and_one_of_a_body_the_lower_decides() {
    let source = || (0..).inspect(|n| assert!(*n < 500, "an iterator that panics"));
    for (refused, message) in [(1000, "an iterator"), (100, "a body")] {
        let panic = message_of(|| refusing(source(), refused));
        assert!(panic.contains(message), "{panic}");
    }
}
