//! The elements of a stream go to other threads, and a batch of them has the bounds of a `std::vec::IntoIter` alone.

use std::rc::Rc;

use parallelize::parallelize;

#[parallelize]
fn not_send(numbers: impl Iterator<Item = Rc<u64>>) -> Vec<u64> {
    numbers.map(|n| *n).collect()
}

#[parallelize(append = out)]
fn not_send_appended(numbers: impl Iterator<Item = Rc<u64>>, out: &mut Vec<u64>) {
    out.extend(numbers.map(|n| *n));
}

#[parallelize(reduce = |a, b| a + b, write_to_file = false)]
fn not_send_reduced(numbers: impl Iterator<Item = Rc<u64>>) -> u64 {
    numbers.map(|n| *n).sum()
}

#[parallelize]
fn without_send<I>(values: I) -> Vec<String>
where
    I: IntoIterator,
    I::Item: ToString,
{
    values.into_iter().map(|value| value.to_string()).collect()
}

struct Unlike;

#[parallelize]
fn cloned<I: Iterator<Item = Unlike> + Clone>(values: I) -> usize {
    values.clone().count() + values.count()
}

trait Rewind {
    fn rewind(&mut self) {}
}

impl Rewind for std::ops::Range<u64> {}

#[parallelize]
fn rewound(mut numbers: impl Iterator<Item = u64> + Rewind) -> u64 {
    numbers.rewind();
    numbers.sum()
}

fn main() {
    let _: Vec<u64> = not_send([Rc::new(1)].into_iter());
    not_send_appended([Rc::new(1)].into_iter(), &mut Vec::new());
    let _ = not_send_reduced([Rc::new(1)].into_iter());
    let _: Vec<String> = without_send([1]);
    let _ = cloned::<std::iter::Empty<Unlike>>;
    let _: Vec<u64> = rewound(0..3);
}
