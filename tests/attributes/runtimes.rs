//! Attributes that run an `async fn` to its end: they stand above, and leave a plain function for this attribute.

use parallelize::parallelize;

#[tokio::main(flavor = "current_thread")]
#[parallelize(jobs = 2)]
async fn doubled(numbers: &[u32]) -> Vec<u32> {
    // Each chunk has a runtime of its own.
    tokio::task::yield_now().await;
    numbers.iter().map(|number| number * 2).collect()
}

#[parallelize(jobs = 2)]
fn tripled(numbers: &[u32]) -> Vec<u32> {
    numbers.iter().map(|number| number * 3).collect()
}

#[tokio::test]
async fn a_runtime_calls_functions_beside_its_tasks() {
    let numbers = tokio::task::spawn_blocking(|| tripled(&doubled(&[1, 2, 3])));
    assert_eq!(numbers.await.unwrap(), [6, 12, 18]);
}
