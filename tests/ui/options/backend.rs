use parallelize::parallelize;

#[parallelize(backend)]
fn no_value(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(backend = 4)]
fn number(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(backend = parallelize::backend::Threads::default())]
fn expression(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(backend = parallelize::backend::Threads, write_to_file = true)]
fn files(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(merge = spilled, backend = parallelize::backend::Threads)]
fn spilled(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

fn main() {
    no_value(&[1]);
    number(&[1]);
    expression(&[1]);
    files(&[1]);
    let _ = spilled(&[1]);
}
