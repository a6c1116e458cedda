use parallelize::Split;

struct Mine(Vec<u8>);

impl Split for Mine {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.0.split_off(at);
        (self, Mine(later))
    }

    fn splitter() -> parallelize::input::Splitter<Self> {
        loop {}
    }
}

fn main() {}
