//! An iterator is a stream if it can be read: by value, by `&mut`, or in a `Box`.

use std::io::{self, BufRead, BufReader, Read};

use parallelize::parallelize;

#[parallelize]
fn by_shared_impl(numbers: &impl Iterator<Item = u64>) -> u64 {
    numbers.size_hint().0 as u64
}

#[parallelize]
fn by_shared_object(numbers: &dyn Iterator<Item = u64>) -> u64 {
    numbers.size_hint().0 as u64
}

#[parallelize]
fn by_mutable_collection(numbers: &mut impl IntoIterator<Item = u64>) -> u64 {
    let _ = numbers;
    0
}

#[parallelize]
fn reader(input: impl BufRead) -> usize {
    input.lines().count()
}

#[parallelize]
fn reader_by_reference(input: &mut dyn io::Read) -> usize {
    input.bytes().count()
}

#[parallelize]
fn reader_by_parameter<R>(input: R, texts: &[String]) -> usize
where
    R: io::BufRead,
{
    input.lines().count() + texts.len()
}

#[parallelize]
fn reader_by_name(input: BufReader<&[u8]>) -> usize {
    input.lines().count()
}

#[parallelize(zip = ids)]
fn cut_along(numbers: &[u64], ids: impl Iterator<Item = u64>) -> u64 {
    numbers.iter().zip(ids).map(|(n, id)| n * id).sum()
}

#[parallelize]
fn number_first(limit: u64, numbers: impl Iterator<Item = u64>) -> Vec<u64> {
    numbers.filter(|n| *n < limit).collect()
}

fn main() {
    let _: Vec<u64> = by_shared_impl(&(0..3));
    let _: Vec<u64> = by_shared_object(&(0..3));
    let _: Vec<u64> = by_mutable_collection(&mut vec![0]);
    let _: Vec<usize> = reader(io::stdin().lock());
    let _: Vec<usize> = reader_by_reference(&mut io::stdin());
    let _: Vec<usize> = reader_by_parameter(io::stdin().lock(), &[]);
    let _: Vec<usize> = reader_by_name(BufReader::new(&[0][..]));
    let _: Vec<u64> = cut_along(&[1], 0..3);
    let _: Vec<u64> = number_first(1, 0..3);
}
