use parallelize::Flatten;

struct Mine(Vec<u8>);

impl Flatten for Mine {
    fn flatten(mut parts: Vec<Self>) -> Self {
        parts.remove(0)
    }

    fn as_list(&mut self) -> Option<&mut dyn parallelize::moves::List> {
        self.0.as_list()
    }
}

fn main() {}
