//! Calls of all kinds, for code that should rather not make any.

use std::ops::Range;

use parallelize::{parallel, parallelize};

use super::paths::Way;
use super::pools::{chunk_index, spend};

/// Memory whose use after it is freed a sanitizer would see.
pub(crate) type Boxes = Vec<Box<usize>>;

pub(crate) fn boxes(len: usize) -> Boxes {
    (0..len).map(Box::new).collect()
}

#[parallelize(jobs = 3)]
fn doubled(numbers: &[usize]) -> Vec<usize> {
    numbers.iter().map(|n| 2 * n).collect()
}

/// Calls of all kinds, on whatever thread this is.
pub(crate) fn make_calls() {
    let numbers: Vec<usize> = (0..100).collect();
    assert!(doubled(&numbers).into_iter().eq((0..200).step_by(2)));
    for way in Way::ALL {
        let joined = way.call(boxes(way.len)).flatten(|chunk| chunk);
        assert_eq!(joined, boxes(way.len));
        let one = boxes(1);
        let body = |chunk: Range<usize>| chunk.sum::<usize>() + one.clone().len() - 1;
        let sum = way.call(0..way.len).reduce(body, |a, b| a + b);
        assert_eq!(sum, (0..way.len).sum::<usize>());
        let numbers = &numbers[..way.len];
        assert_eq!(
            way.call(numbers).per_chunk(<[usize]>::to_vec).concat(),
            numbers
        );
        let nested = |chunk: &[usize]| parallel(chunk).jobs(2).flatten(<[usize]>::to_vec);
        assert_eq!(way.call(numbers).flatten(nested), numbers);
    }
    // An automatic one whose first chunk shows that the others are worth a helper.
    let worth_it = parallel(&numbers).flatten(|chunk| {
        if chunk_index() < 2 {
            spend(50);
        }
        chunk.to_vec()
    });
    assert_eq!(worth_it, numbers);
}
