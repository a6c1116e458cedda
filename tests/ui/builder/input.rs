//! What cannot be split, given to the builder.

use parallelize::parallel;

fn main() {
    let _: Vec<u64> = parallel(5).per_chunk(|n| n);
    let _: Vec<u64> = parallel(String::from("text")).flatten(|_| Vec::new());
}
