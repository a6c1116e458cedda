//! Calls of all kinds, for code that should rather not make any.

use super::paths::Way;

/// Memory whose use after it is freed a sanitizer would see.
pub(crate) type Boxes = Vec<Box<usize>>;

pub(crate) fn boxes(len: usize) -> Boxes {
    (0..len).map(Box::new).collect()
}

/// Calls of all kinds, on whatever thread this is.
pub(crate) fn make_calls() {
    for way in Way::ALL {
        let joined = way.call(boxes(way.len)).flatten(|chunk| chunk);
        assert_eq!(joined, boxes(way.len));
        let sum = way.call(0..way.len).with(boxes(1));
        let sum = sum.reduce(|chunk, _| chunk.sum::<usize>(), |a, b| a + b);
        assert_eq!(sum, (0..way.len).sum::<usize>());
    }
}
