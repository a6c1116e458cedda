//! A borrow that does not live as long as the output.

use parallelize::parallelize;

#[parallelize]
fn names(numbers: &[u64]) -> Vec<&str> {
    let name = numbers.len().to_string();
    vec![&name]
}

fn main() {
    let _: Vec<&str> = names(&[1]);
}
