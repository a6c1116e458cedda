//! An argument that cannot be cloned, or sent.

use parallelize::parallel;

use std::rc::Rc;

struct Scale(u64);

fn main() {
    let _: Vec<u64> = parallel(&[1]).with((Scale(2),)).per_chunk(|numbers, (scale,)| numbers[0] * scale.0);
    let _: Vec<u64> = parallel(&[1]).with((Rc::new(2),)).per_chunk(|numbers, (scale,)| numbers[0] * *scale);
}
