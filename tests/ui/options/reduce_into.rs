//! `reduce(name = f)` names `&mut` arguments that have a default value.

use parallelize::parallelize;

fn add(a: &mut u64, b: u64) {
    *a += b;
}

#[parallelize(reduce(summ = add))]
fn unknown(numbers: &[u64], sum: &mut u64) {
    *sum += numbers.iter().sum::<u64>();
}

#[parallelize(reduce(sum = add, sum = add))]
fn twice(numbers: &[u64], sum: &mut u64) {
    *sum += numbers.iter().sum::<u64>();
}

#[parallelize(reduce(sum = add), reduce = |a, b| a + b, reduce(sum = add))]
fn two_lists(numbers: &[u64], sum: &mut u64) -> u64 {
    *sum += numbers.iter().sum::<u64>();
    *sum
}

#[parallelize(reduce(add))]
fn no_name(numbers: &[u64], sum: &mut u64) {
    *sum += numbers.iter().sum::<u64>();
}

#[parallelize(reduce())]
fn empty(numbers: &[u64], sum: &mut u64) {
    *sum += numbers.iter().sum::<u64>();
}

#[parallelize(reduce(slice = f, object = f, owned = f))]
fn types(numbers: &[u64], slice: &mut [u64], object: &mut dyn FnMut(u64), owned: u64) {
    slice[0] = owned;
    numbers.iter().copied().for_each(object);
}

#[parallelize(reduce(sum = add), write_to_file = true)]
fn files(numbers: &[u64], sum: &mut u64) -> Vec<u64> {
    *sum += numbers.iter().sum::<u64>();
    numbers.to_vec()
}

fn main() {
    let (n, sum) = (&[1], &mut 0);
    unknown(n, sum);
    twice(n, sum);
    let _: u64 = two_lists(n, sum);
    no_name(n, sum);
    empty(n, sum);
    types(n, &mut [0], &mut |_| {}, 1);
    let _: Vec<u64> = files(n, sum);
}
