//! An iterator cannot be cut.

use parallelize::parallelize;

#[parallelize]
fn by_parameter<I: Iterator<Item = u64>>(numbers: I) -> u64 {
    numbers.sum()
}

#[parallelize]
fn by_where_clause<I>(numbers: I) -> u64
where
    I: IntoIterator<Item = u64>,
{
    numbers.into_iter().sum()
}

fn main() {
    let _: Vec<u64> = by_parameter(0..3);
    let _: Vec<u64> = by_where_clause(0..3);
}
