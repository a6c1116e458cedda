use parallelize::Flatten;

struct Mine(Vec<u8>);

impl Flatten for Mine {
    fn append(&mut self, later: Self) {
        self.0.extend(later.0);
    }

    fn as_list(&mut self) -> Option<&mut dyn parallelize::output::List> {
        self.0.as_list()
    }
}

fn main() {}
