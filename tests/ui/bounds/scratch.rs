//! Working memory is cloned: a type that cannot be is one error.

use parallelize::parallelize;

struct Stats(u64);

#[parallelize(scratch = stats)]
fn copied(numbers: &[u64], stats: &mut Stats) -> Vec<u64> {
    stats.0 += 1;
    numbers.to_vec()
}

#[parallelize(scratch = stats)]
fn copied_slice<T: Sync>(numbers: &[u64], stats: &mut [T]) -> Vec<u64> {
    numbers.iter().map(|n| n + stats.len() as u64).collect()
}

fn main() {
    let mut stats = Stats(0);
    copied(&[1], &mut stats);
    copied_slice(&[1], &mut [0]);
}
