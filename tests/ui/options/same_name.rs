//! Arguments of one spelling, which only their hygiene tells apart.

use parallelize::parallelize;

macro_rules! with_values {
    ([$($options:tt)*] fn $name:ident($($argument:ident: $ty:ty),*)) => {
        #[parallelize($($options)*)]
        fn $name($($argument: $ty,)* values: &[u64]) -> usize {
            values.len() $(+ $argument.len())*
        }
    };
}

with_values!([zip = values] fn zipped(numbers: &[u64], values: &[u64]));
with_values!([zip = values] fn zipped_first(values: &[u64]));
with_values!([zip = values] fn zipped_mutable(numbers: &[u64], values: &mut [u64]));
with_values!([split = values] fn split(name: &str, values: &[u64]));
with_values!([split = values] fn split_first(values: &[u64]));
with_values!([multiple_of(values = 3)] fn unit(values: &[u64]));
with_values!([multiple_of(values = 3, out = 4), zip = out] fn units(values: &[u64], out: &[u64]));

fn main() {
    let n = &[1];
    let _: [Vec<usize>; 2] = [zipped(n, n, n), zipped_first(n, n)];
    let _: Vec<usize> = zipped_mutable(n, &mut [1], n);
    let _: [Vec<usize>; 2] = [split("", n, n), split_first(n, n)];
    let _: [Vec<usize>; 2] = [unit(n, n), units(n, n, n)];
}
