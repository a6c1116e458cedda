use parallelize::Input;

struct Mine;

impl Input<u8> for Mine {
    fn into_chunk(self) -> u8 {
        0
    }
}

fn main() {}
