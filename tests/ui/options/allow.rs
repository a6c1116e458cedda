use parallelize::parallelize;

#[parallelize(allow(neighbors))]
fn a(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(allow(everything))]
fn b(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(allow = whole)]
fn c(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(allow(dead_code, 3))]
fn d(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {}
