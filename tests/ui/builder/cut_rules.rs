//! Rules for inputs that the rules are not for.

use parallelize::{Split, parallel};

struct Rows<'a>(&'a [u8]);

impl Split for Rows<'_> {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        let (early, late) = self.0.split_at(at);
        (Rows(early), Rows(late))
    }
}

fn main() {
    let bytes: &[u8] = &[1, 2, 3];
    let mut copy = bytes.to_vec();
    parallel(&mut copy).overlap(1, 1).flatten(|_| ());
    parallel(bytes.to_vec()).overlap(1, 1).flatten(|_| ());
    parallel((bytes.to_vec(), bytes)).overlap(1, 1).flatten(|_| ());
    parallel(Rows(bytes)).overlap(1, 1).flatten(|_| ());
    parallel(Rows(bytes)).chunk_by(|_, _| true).flatten(|_| ());
    parallel(bytes).units((1, 2)).flatten(|_| ());
    parallel((bytes, 0..3)).units((1, 2, 3)).flatten(|_| ());
    parallel(bytes).delimiter("1").flatten(|_| ());
}
