//! Attributes on traits and impls, whose methods have this attribute.

use async_trait::async_trait;
use parallelize::parallelize;

#[async_trait]
trait Source {
    async fn read(&self) -> Vec<u32>;

    #[parallelize(jobs = 2)]
    fn doubled(&self, numbers: &[u32]) -> Vec<u32>
    where
        Self: Sync,
    {
        numbers.iter().map(|number| number * 2).collect()
    }
}

struct Memory;

#[async_trait]
impl Source for Memory {
    async fn read(&self) -> Vec<u32> {
        vec![1, 2, 3]
    }
}

struct Scale(u32);

#[bon::bon]
impl Scale {
    #[builder]
    #[parallelize(jobs = 2)]
    fn scaled(&self, numbers: &[u32], #[builder(default = 1)] plus: u32) -> Vec<u32> {
        numbers
            .iter()
            .map(|number| number * self.0 + plus)
            .collect()
    }
}

#[test]
fn methods_run_in_parallel() {
    let mut read = Memory.read();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(numbers) = read.as_mut().poll(&mut context) else {
        panic!("nothing to wait for");
    };
    assert_eq!(Memory.doubled(&numbers), [2, 4, 6]);
    assert_eq!(Scale(2).scaled().numbers(&numbers).call(), [3, 5, 7]);
}
