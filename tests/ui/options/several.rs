//! All mistakes are reported at once, each at its place.

use parallelize::parallelize;

struct Scale;

impl Scale {
    #[parallelize(jbos = 3, chunk_size = 0, zip = weight, merge = joined)]
    async fn scale(&mut self, numbers: &Vec<u64>, weights: &mut [u64]) -> impl Iterator<Item = u64> {
        weights.fill(0);
        numbers.clone().into_iter()
    }
}

fn main() {
    let _ = Scale.scale(&vec![1], &mut [1]);
}
