use parallelize::parallelize;

struct Cluster;

#[parallelize(backend = Cluster)]
fn doubled(numbers: &[u64]) -> Vec<u64> {
    numbers.iter().map(|n| n * 2).collect()
}

fn main() {
    doubled(&[1]);
}
