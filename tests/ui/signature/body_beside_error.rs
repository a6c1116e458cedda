//! The body of a function that is refused is still checked, and is right if it was right before.

use parallelize::parallelize;

struct Buffers<'a> {
    source: &'a [u8],
    target: &'a mut [u8],
}

#[parallelize]
fn borrow<'a>(source: &'a [u8], target: &'a mut [u8], name: String) -> Buffers<'a> {
    drop(name);
    Buffers { source, target }
}

fn main() {
    let mut target = [0];
    let buffers: Vec<Buffers<'_>> = borrow(&[1], &mut target, String::new());
    for Buffers { source, target } in buffers {
        target.copy_from_slice(source);
    }
}
