//! Elements are shared between workers.

use parallelize::parallelize;

use std::cell::Cell;

#[parallelize]
fn cells(cells: &[Cell<u64>]) -> Vec<u64> {
    cells.iter().map(Cell::get).collect()
}

fn main() {
    let _: Vec<u64> = cells(&[Cell::new(1)]);
}
