//! An input type of the program.

use parallelize::parallelize;

struct Rows(Vec<u64>);

impl parallelize::Split for Rows {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.0.split_off(at);
        (self, Rows(later))
    }
}

#[parallelize(jobs = 2)]
fn double(rows: Rows) -> Vec<u64> {
    rows.0.iter().map(|n| n * 2).collect()
}

#[test]
fn runs() {
    assert_eq!(double(Rows(vec![1, 2, 3])), [2, 4, 6]);
}
