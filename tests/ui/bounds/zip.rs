//! What `zip` names is judged argument by argument.

use parallelize::parallelize;

#[parallelize(zip = out)]
fn copy<T: Clone>(numbers: &[T], out: &mut [T]) {
    out.clone_from_slice(numbers);
}

struct Names;

#[parallelize(zip(names, cells))]
fn of_other_types(numbers: &[u64], names: &Names, cells: &[std::cell::Cell<u64>]) -> usize {
    let _ = names;
    numbers.iter().zip(cells).filter(|(a, b)| **a == b.get()).count()
}

fn main() {
    copy(&[1], &mut [0]);
    let _: Vec<usize> = of_other_types(&[], &Names, &[]);
}
