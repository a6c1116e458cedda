//! Only functions can be annotated.

use parallelize::parallelize;

#[parallelize]
struct Numbers(Vec<u64>);

#[parallelize(jobs = 3)]
impl Numbers {
    fn sum(&self) -> u64 {
        self.0.iter().sum()
    }
}

#[parallelize]
mod inner {
    pub fn one() -> u64 {
        1
    }
}

#[parallelize]
const LIMIT: u64 = 1;

#[parallelize]
extern crate std as standard;

fn main() {
    let _: u64 = Numbers(vec![LIMIT]).sum() + inner::one();
}
