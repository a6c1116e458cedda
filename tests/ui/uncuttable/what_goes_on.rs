#![deny(warnings)]

use std::collections::HashMap;

use parallelize::parallelize;

#[parallelize]
fn running_sums(numbers: &[i64]) -> Vec<i64> {
    let mut sum = 0;
    let mut out = Vec::new();
    for number in numbers {
        sum += number;
        out.push(sum);
    }
    out
}

#[parallelize]
fn with_header(names: &[String]) -> Vec<String> {
    let mut out = vec![String::from("name")];
    for name in names {
        out.push(name.clone());
    }
    out
}

#[parallelize]
fn numbered(names: &mut [String], mut id: u32) {
    for name in names {
        *name = format!("{id} {name}");
        id += 1;
    }
}

#[parallelize]
fn products(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

#[parallelize]
fn joined(names: &[String]) -> String {
    names.iter().map(|name| name.to_uppercase()).collect()
}

#[parallelize(merge = flatten)]
fn histogram(bytes: &[u8]) -> HashMap<u8, usize> {
    let mut counts = HashMap::new();
    for byte in bytes {
        *counts.entry(*byte).or_insert(0) += 1;
    }
    counts
}

// One warning for two functions.
#[parallelize(sequential = pairs_seq)]
fn pairs(numbers: &[i64]) -> Vec<(i64, i64)> {
    numbers.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

fn main() {}
