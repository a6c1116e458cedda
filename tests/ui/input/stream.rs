//! What a function over a stream cannot have: the body sees batches, and not the stream.

use parallelize::parallelize;

#[parallelize]
fn from_the_end(numbers: impl DoubleEndedIterator<Item = u64>) -> Vec<u64> {
    numbers.rev().collect()
}

#[parallelize]
fn of_known_length<I>(numbers: &mut I) -> u64
where
    I: Iterator<Item = u64> + std::iter::ExactSizeIterator,
{
    numbers.len() as u64
}

#[parallelize]
fn in_two_bounds(numbers: impl IntoIterator<Item = u64, IntoIter: DoubleEndedIterator>) -> Vec<u64> {
    numbers.into_iter().rev().collect()
}

#[parallelize]
fn of_what(numbers: impl Iterator) -> usize {
    numbers.count()
}

#[parallelize]
fn of_what_by_parameter<I>(numbers: I) -> usize
where
    I: std::iter::IntoIterator + Send,
{
    numbers.into_iter().count()
}

fn sum<I: Iterator<Item = u64>>(numbers: I) -> u64 {
    numbers.sum()
}

#[parallelize]
fn names_its_type<I: Iterator<Item = u64>>(numbers: I) -> u64 {
    let zero: I::Item = 0;
    zero + sum::<I>(numbers)
}

#[parallelize]
fn names_its_type_by_reference<'a, I>(numbers: &'a mut I) -> Vec<<I as Iterator>::Item>
where
    I: Iterator,
    I::Item: Send,
{
    let numbers: &mut I = numbers;
    numbers.collect()
}

#[parallelize]
fn two(numbers: impl Iterator<Item = u64>, names: impl Iterator<Item = String>) -> Vec<String> {
    numbers.zip(names).map(|(n, name)| format!("{n} {name}")).collect()
}

#[parallelize]
fn two_parameters<I: Iterator, J: Iterator>(numbers: I, others: &mut J) -> Vec<(I::Item, J::Item)>
where
    I::Item: Send,
    J::Item: Send,
{
    numbers.zip(others).collect()
}

#[parallelize]
fn changed_along(numbers: impl Iterator<Item = u64>, out: &mut [u64]) {
    for (n, out) in numbers.zip(out) {
        *out = n;
    }
}

#[parallelize]
async fn awaited(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.collect()
}

#[parallelize]
fn in_a_clause<I>(numbers: I) -> Vec<u64>
where
    I: IntoIterator<Item = u64>,
    I::IntoIter: DoubleEndedIterator,
{
    numbers.into_iter().rev().collect()
}

fn main() {
    let _: Vec<u64> = from_the_end(0..3);
    let _: Vec<u64> = of_known_length(&mut [1].into_iter());
    let _: Vec<u64> = in_two_bounds(0..3);
    let _: Vec<usize> = of_what(0..3);
    let _: Vec<usize> = of_what_by_parameter(0..3);
    let _: Vec<u64> = names_its_type(0..3);
    let _: Vec<u64> = names_its_type_by_reference(&mut (0..3));
    let _: Vec<String> = two(0..3, [String::new()].into_iter());
    let _: Vec<(u64, u64)> = two_parameters(0..3, &mut (0..3));
    changed_along(0..3, &mut [0]);
    let _ = awaited(0..3);
}
