//! An array of the crate `ndarray` is cut as a view.

use parallelize::parallelize;

pub struct Array2<T>(Vec<T>);

#[parallelize]
fn shared(matrix: &Array2<f64>) -> Vec<f64> {
    matrix.0.clone()
}

#[parallelize(zip = out)]
fn mutable(rows: &[f64], out: &mut Array2<f64>) {
    out.0.copy_from_slice(rows);
}

fn main() {
    let mut matrix = Array2(vec![0.0]);
    let _: Vec<f64> = shared(&matrix);
    mutable(&[1.0], &mut matrix);
}
