//! A report is printed, or given to what can be called with it.

use parallelize::parallelize;

#[parallelize(report = "report.txt")]
fn to_file(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(report = 1)]
fn number(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(report)]
fn alone(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(report = true, report = false)]
fn twice(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(report = |report| println!("{name}: {}", report.chunks.len()))]
fn borrows(numbers: &[u64], name: String) -> Vec<u64> {
    assert!(!name.is_empty());
    numbers.to_vec()
}

#[parallelize(report = move |_| name.clear())]
fn moves_a_reference(numbers: &[u64], name: &str) -> Vec<u64> {
    assert!(!name.is_empty());
    numbers.to_vec()
}

fn main() {
    let _: [Vec<u64>; 4] = [to_file(&[1]), number(&[1]), alone(&[1]), twice(&[1])];
}
