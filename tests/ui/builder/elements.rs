//! Elements that cannot be seen by several threads.

use parallelize::parallel;

use std::cell::Cell;

fn main() {
    let cells = vec![Cell::new(1)];
    let _: Vec<usize> = parallel(&cells).per_chunk(|cells| cells.len());
}
