//! What is written and read.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// As many different numbers from 0 to 1, in no regular pattern.
pub(super) fn numbers(range: Range<usize>) -> Vec<f64> {
    range.map(number).collect()
}

pub(super) fn records(len: usize) -> Vec<Record> {
    let record = |index| Record {
        id: index as u64,
        value: number(index),
        name: format!("record number {index}"),
    };
    (0..len).map(record).collect()
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) id: u64,
    pub(super) value: f64,
    pub(super) name: String,
}

fn number(index: usize) -> f64 {
    let bits = (index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    f64::from_bits(1.0_f64.to_bits() | bits >> 12) - 1.0
}
