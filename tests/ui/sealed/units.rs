use parallelize::Units;

struct Mine;

impl Units<u8> for Mine {
    fn into_list(self) -> Box<[usize]> {
        Box::new([])
    }
}

fn main() {}
