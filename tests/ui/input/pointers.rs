//! Pointers to lists, and collections without places to cut at.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use parallelize::parallelize;

#[parallelize]
fn arc(numbers: Arc<[u64]>) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize]
fn rc(numbers: Rc<Vec<u64>>) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize]
fn cow(numbers: Cow<'_, [u64]>) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize]
fn boxed(numbers: Box<Vec<u64>>) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize]
fn option(numbers: Option<&[u64]>) -> Vec<u64> {
    numbers.unwrap_or_default().to_vec()
}

#[parallelize]
fn map(counts: &HashMap<String, u64>) -> u64 {
    counts.values().sum()
}

#[parallelize]
fn owned_map(counts: BTreeMap<String, u64>) -> u64 {
    counts.values().sum()
}

#[parallelize]
fn set(names: &HashSet<String>) -> usize {
    names.len()
}

#[parallelize]
fn nothing(_: ()) -> u64 {
    1
}

#[parallelize]
fn by_value(numbers: [u64]) -> usize {
    numbers.len()
}

fn main() {
    arc([1].into());
    let _: Vec<u64> = map(&HashMap::new());
}
