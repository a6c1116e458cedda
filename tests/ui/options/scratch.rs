//! `scratch` names `&mut` arguments that can be copied.

use parallelize::parallelize;

#[parallelize(scratch = bfu)]
fn unknown(numbers: &[u64], buf: &mut [u64]) -> Vec<u64> {
    buf.fill(0);
    numbers.to_vec()
}

#[parallelize(scratch(buf, buf))]
fn twice(numbers: &[u64], buf: &mut [u64]) -> Vec<u64> {
    buf.fill(0);
    numbers.to_vec()
}

#[parallelize(zip = buf, scratch = buf)]
fn zipped(numbers: &[u64], buf: &mut [u64]) -> Vec<u64> {
    buf.fill(0);
    numbers.to_vec()
}

#[parallelize(split = numbers, scratch(numbers))]
fn split(k: u64, numbers: &mut [u64]) {
    numbers.fill(k);
}

#[parallelize(scratch(owned, shared))]
fn not_mutable(numbers: &[u64], mut owned: Vec<u64>, shared: &[u64]) -> Vec<u64> {
    owned.extend(shared);
    numbers.to_vec()
}

#[parallelize(scratch = object)]
fn object(numbers: &[u64], object: &mut dyn FnMut(u64)) -> Vec<u64> {
    numbers.iter().copied().for_each(object);
    numbers.to_vec()
}

#[parallelize(scratch = buf.parts)]
fn field(numbers: &[u64], buf: &mut [u64]) -> Vec<u64> {
    buf.fill(0);
    numbers.to_vec()
}

fn main() {
    let (n, buf) = (&[1], &mut [0]);
    let _: [Vec<u64>; 3] = [unknown(n, buf), twice(n, buf), zipped(n, buf)];
    split(1, buf);
    let _: Vec<u64> = not_mutable(n, vec![], n);
    let _: Vec<u64> = object(n, &mut |_| {});
    let _: Vec<u64> = field(n, buf);
}
