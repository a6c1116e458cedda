//! `zip` names arguments.

use parallelize::parallelize;

#[parallelize(zip = wieghts)]
fn slip(numbers: &[u64], weights: &[u64], others: &[u64]) -> usize {
    numbers.len() + weights.len() + others.len()
}

#[parallelize(zip = weights)]
fn alone(numbers: &[u64]) -> usize {
    numbers.len()
}

#[parallelize(zip(numbers, weights))]
fn first(numbers: &[u64], weights: &[u64]) -> usize {
    numbers.len() + weights.len()
}

#[parallelize(zip(weights, weights))]
fn twice(numbers: &[u64], weights: &[u64]) -> usize {
    numbers.len() + weights.len()
}

#[parallelize(zip())]
fn empty(numbers: &[u64]) -> usize {
    numbers.len()
}

#[parallelize(zip = 3)]
fn number(numbers: &[u64], weights: &[u64]) -> usize {
    numbers.len() + weights.len()
}

#[parallelize(zip = (weights))]
fn parentheses(numbers: &[u64], weights: &[u64]) -> usize {
    numbers.len() + weights.len()
}

#[parallelize(zip(a.b))]
fn field(numbers: &[u64], a: &[u64]) -> usize {
    numbers.len() + a.len()
}

#[parallelize(zip(a, b, c, d, e, f))]
fn many(n: &[u64], a: &[u64], b: &[u64], c: &[u64], d: &[u64], e: &[u64], f: &[u64]) -> usize {
    n.len() + a.len() + b.len() + c.len() + d.len() + e.len() + f.len()
}

#[parallelize(zip = weights)]
fn unsplittable(numbers: &[u64], weights: &Vec<u64>) -> usize {
    numbers.len() + weights.len()
}

fn main() {
    let n = &[1];
    let _: [Vec<usize>; 2] = [slip(n, n, n), alone(n)];
    let _: [Vec<usize>; 5] = [first(n, n), twice(n, n), empty(n), number(n, n), parentheses(n, n)];
    let _: [Vec<usize>; 3] = [field(n, n), many(n, n, n, n, n, n, n), unsplittable(n, &vec![1])];
}
