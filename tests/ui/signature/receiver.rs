//! Workers share `self`.

use parallelize::parallelize;

use std::sync::Arc;

struct Scale(Vec<u64>);

impl Scale {
    #[parallelize]
    fn by_value(self, numbers: &[u64]) -> Vec<u64> {
        numbers.iter().map(|n| n * self.0[0]).collect()
    }

    #[parallelize]
    fn by_mutable_value(mut self, numbers: &[u64]) -> u64 {
        self.0.push(1);
        numbers[0] + self.0[0]
    }

    #[parallelize]
    fn by_mutable_reference(&mut self, numbers: &[u64]) -> u64 {
        self.0.push(1);
        numbers[0] + self.0[0]
    }

    #[parallelize]
    fn by_arc(self: Arc<Self>, numbers: &[u64]) -> u64 {
        numbers[0] + self.0[0]
    }

    #[parallelize]
    fn by_typed_mutable_reference(self: &mut Self, numbers: &[u64]) -> u64 {
        self.0.push(1);
        numbers[0] + self.0[0]
    }
}

fn main() {
    let scale = || Scale(vec![2]);
    let _: Vec<u64> = scale().by_value(&[1]);
    let _: Vec<u64> = scale().by_mutable_value(&[1]);
    let _: Vec<u64> = scale().by_mutable_reference(&[1]);
    let _: Vec<u64> = Arc::new(scale()).by_arc(&[1]);
    let _: Vec<u64> = scale().by_typed_mutable_reference(&[1]);
}
