use parallelize::Search;

struct Mine(bool);

impl Search for Mine {
    const MISS: Self = Mine(false);

    fn is_hit(&self) -> bool {
        self.0
    }
}

fn main() {}
