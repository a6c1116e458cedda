//! A function whose type changes must not call itself.

use parallelize::parallelize;

#[parallelize]
fn sum(numbers: &[u64]) -> u64 {
    match numbers {
        [] => 0,
        [first, rest @ ..] => first + sum(rest),
    }
}

#[parallelize]
fn count<T: Sync>(numbers: &[T]) -> Result<usize, String> {
    if numbers.len() < 2 { Ok(1) } else { count::<T>(&numbers[1..]).map(|n| n + 1) }
}

#[parallelize(merge = per_chunk)]
fn list(numbers: &[u64]) -> Vec<u64> {
    if numbers.len() < 2 { numbers.to_vec() } else { list(&numbers[1..]) }
}

#[parallelize]
fn triangle(numbers: &[u64]) -> u64 {
    if numbers.is_empty() { 0 } else { (0..triangle(&numbers[1..])).sum() }
}

struct Tree;

impl Tree {
    #[parallelize]
    fn depth(&self, numbers: &[u64]) -> u64 {
        if numbers.is_empty() { 0 } else { (0..self.depth(&numbers[1..])).sum() }
    }

    #[parallelize]
    fn height(numbers: &[u64]) -> u64 {
        if numbers.is_empty() { 0 } else { std::cmp::max(1, Self::height(&numbers[1..])) }
    }
}

fn main() {
    let _: Vec<u64> = sum(&[1]);
    let _: Result<Vec<usize>, String> = count(&[1]);
    let _: Vec<Vec<u64>> = list(&[1]);
    let _: Vec<u64> = triangle(&[1]);
    let _: Vec<u64> = Tree.depth(&[1]);
    let _: Vec<u64> = Tree::height(&[1]);
}
