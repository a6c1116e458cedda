//! A search returns an `Option` or a `bool`.

use parallelize::parallelize;

#[parallelize(merge = first)]
fn list(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(merge = first)]
fn unit(_numbers: &[u64]) -> () {}

#[parallelize(merge = first)]
fn nothing(_numbers: &[u64]) {}

#[parallelize(merge = first)]
fn fallible(numbers: &[u64]) -> Result<Option<u64>, String> {
    Ok(numbers.first().copied())
}

#[parallelize(merge = first, write_to_file = true)]
fn in_a_file(numbers: &[u64]) -> Option<u64> {
    numbers.first().copied()
}

#[parallelize(write_to_file = "dir", merge = first)]
fn other_order<'a>(numbers: &'a [u64]) -> Option<&'a u64> {
    numbers.first()
}

#[parallelize(merge = first, reduce = |a, b| a || b)]
fn reduced(numbers: &[u64]) -> bool {
    numbers.contains(&1)
}

fn main() {
    let _: Vec<u64> = list(&[1]);
    let () = unit(&[1]);
    let () = nothing(&[1]);
    let _: Result<Option<u64>, String> = fallible(&[1]);
    let _: Option<u64> = in_a_file(&[1]);
    let _: Option<&u64> = other_order(&[1]);
    let _: bool = reduced(&[1]);
}
