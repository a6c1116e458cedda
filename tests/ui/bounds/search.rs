//! Only an `Option` and a `bool` say whether a search has found something.

use parallelize::parallelize;

type Sum = u64;
type Lengths = Vec<usize>;

#[parallelize(merge = first)]
fn sum(numbers: &[u64]) -> Sum {
    numbers.iter().sum()
}

#[parallelize(merge = first)]
fn lengths(words: &[String]) -> Lengths {
    words.iter().map(String::len).collect()
}

fn main() {
    let _: Sum = sum(&[1]);
    let _: Lengths = lengths(&[]);
}
