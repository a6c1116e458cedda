//! Outputs that cannot be sent, or joined.

use parallelize::parallel;

use std::rc::Rc;

fn main() {
    let _ = parallel(&[1]).per_chunk(|numbers| Rc::new(numbers.len()));
    let _: usize = parallel(&[1]).flatten(|numbers| numbers.len());
}
