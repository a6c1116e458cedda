use parallelize::check::{Same, Sample};

struct Mine;

impl Same<u8> for Mine {
    fn are_same(&self, _: &u8, _: &u8) -> bool {
        true
    }
}

#[derive(Debug)]
struct Lines;

impl Sample<Mine> for Lines {
    type Chunk<'a> = Vec<u8>;
    type Copy = ();

    fn copy(&self) {}

    fn lend(_: &mut ()) -> Vec<u8> {
        Vec::new()
    }

    fn changes(_: &(), _: &(), _: &std::ops::Range<usize>, _: &[usize]) -> Option<[String; 2]> {
        None
    }
}

fn main() {}
