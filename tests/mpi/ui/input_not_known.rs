use parallelize::{Split, parallelize};
use parallelize_mpi::Mpi;

struct Rows(Vec<u64>);

impl Split for Rows {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let late = self.0.split_off(at);
        (self, Rows(late))
    }
}

#[parallelize(jobs = 4, backend = Mpi)]
fn total(rows: Rows) -> u64 {
    rows.0.into_iter().sum()
}

fn main() {
    total(Rows(vec![1]));
}
