//! Types that no function returns, and boxed futures.

use std::future::Future;
use std::pin::Pin;

use parallelize::parallelize;

#[parallelize]
fn slice(numbers: &[u64]) -> [u64] {
    *numbers
}

#[parallelize]
fn object(numbers: &[u64]) -> dyn Fn() -> u64 {
    || numbers[0]
}

#[parallelize(sequential = text_seq)]
fn text(numbers: &[u64]) -> str {
    *numbers[0].to_string()
}

#[parallelize]
fn future<'a>(numbers: &'a [u64]) -> Pin<Box<dyn Future<Output = u64> + Send + 'a>> {
    Box::pin(async { numbers[0] })
}

fn main() {
    slice(&[1]);
    object(&[1]);
    text(&[1]);
    future(&[1]);
}
