//! `append` names `&mut` arguments that grow.

use std::io::{self, BufWriter, Write};

use parallelize::parallelize;

#[parallelize(append = uot)]
fn unknown(numbers: &[u64], out: &mut Vec<u64>, scale: u64) {
    out.extend(numbers.iter().map(|n| n * scale));
}

#[parallelize(append = out)]
fn none_to_name(numbers: &[u64], scale: u64) -> Vec<u64> {
    numbers.iter().map(|n| n * scale).collect()
}

#[parallelize(append = numbers)]
fn input(numbers: &mut [u64]) {
    numbers.fill(0);
}

#[parallelize(append(out, out))]
fn twice(numbers: &[u64], out: &mut Vec<u64>) {
    out.extend(numbers);
}

#[parallelize(append = out, scratch = out, reduce(out = f))]
fn three_roles(numbers: &[u64], out: &mut Vec<u64>) {
    out.extend(numbers);
}

#[parallelize(append())]
fn empty(numbers: &[u64], out: &mut Vec<u64>) {
    out.extend(numbers);
}

#[parallelize(append = &mut out)]
fn expression(numbers: &[u64], out: &mut Vec<u64>) {
    out.extend(numbers);
}

#[parallelize(append(out as))]
fn no_trait(numbers: &[u64], out: &mut Vec<u64>) {
    out.extend(numbers);
}

#[parallelize(append = out)]
fn slice(numbers: &[u64], out: &mut [u64]) {
    out.copy_from_slice(numbers);
}

#[parallelize(append(array, number, option, pair))]
fn fixed(numbers: &[u64], array: &mut [u8; 4], number: &mut u64, option: &mut Option<u64>, pair: &mut (Vec<u8>, Option<u64>)) {
    array[0] = 1;
    *number += numbers.len() as u64;
    *option = numbers.first().copied();
    pair.1 = *option;
}

#[parallelize(append(list, shared, slice))]
fn not_mutable(numbers: &[u64], mut list: Vec<u64>, shared: &Vec<u64>, slice: &[u64]) -> usize {
    list.extend(numbers);
    list.len() + shared.len() + slice.len()
}

#[parallelize(append(file, object))]
fn no_trait_named(numbers: &[u64], file: &mut BufWriter<Vec<u8>>, object: &mut dyn Iterator<Item = u8>) -> io::Result<()> {
    numbers.iter().zip(object).try_for_each(|(n, m)| writeln!(file, "{n} {m}"))
}

#[parallelize(append(a, b, c, d), reduce(e = f, g = f, h = f))]
fn seven(
    numbers: &[u64],
    a: &mut String,
    b: &mut String,
    c: &mut String,
    d: &mut String,
    e: &mut u64,
    g: &mut u64,
    h: &mut u64,
) {
    a.push_str(&format!("{numbers:?} {b} {c} {d} {e} {g} {h}"));
}

#[parallelize(append = out, write_to_file = true)]
fn files(numbers: &[u64], out: &mut Vec<u64>) -> Vec<u64> {
    out.extend(numbers);
    numbers.to_vec()
}

#[parallelize(merge = spilled, append = out)]
fn spilled(numbers: &[u64], out: &mut Vec<u64>) -> Vec<u64> {
    out.extend(numbers);
    numbers.to_vec()
}

#[parallelize(zip = out)]
fn zipped(numbers: &[u64], out: &mut Vec<u64>) {
    out.extend(numbers);
}

fn main() {
    let (n, out) = (&[1], &mut vec![1]);
    unknown(n, out, 1);
    let _: Vec<u64> = none_to_name(n, 1);
    input(&mut [1]);
    twice(n, out);
    three_roles(n, out);
    empty(n, out);
    expression(n, out);
    no_trait(n, out);
    slice(n, out);
    fixed(n, &mut [0; 4], &mut 0, &mut None, &mut (vec![], None));
    let _: Vec<usize> = not_mutable(n, vec![], out, n);
    let _: io::Result<()> = no_trait_named(n, &mut BufWriter::new(vec![]), &mut [1].into_iter());
    let s = String::new;
    seven(n, &mut s(), &mut s(), &mut s(), &mut s(), &mut 0, &mut 0, &mut 0);
    let _: Vec<u64> = files(n, out);
    let _: Result<parallelize::Spilled<u64>, parallelize::SpillError> = spilled(n, out);
    zipped(n, out);
}
