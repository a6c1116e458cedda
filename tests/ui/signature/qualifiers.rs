//! Neither futures nor constants nor C variadics.

use parallelize::parallelize;

#[parallelize]
async fn asynchronous(numbers: &[u64]) -> Vec<u64> {
    std::future::ready(()).await;
    numbers.to_vec()
}

#[parallelize]
const fn constant(numbers: &[u64]) -> usize {
    numbers.len()
}

fn main() {
    let _: Vec<usize> = constant(&[1]);
    let _ = async {
        let _: Vec<u64> = asynchronous(&[1]).await;
    };
}
