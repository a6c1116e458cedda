use parallelize::progress::{Label, Progress};

struct Mine;

impl Progress for Mine {
    fn label(&self) -> Label {
        Label::Function
    }
}

fn main() {}
