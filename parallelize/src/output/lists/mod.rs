//! Moving elements from the lists that chunks put out into one list.
//!
//! The first chunk's own list grows into the result: the allocator extends its memory in place if it can, so
//! these elements do not move at all. The elements of the other lists are moved behind them once. Several
//! threads move at a time, to places that do not overlap.

#![allow(unsafe_code)]

mod joined;
mod list;
#[cfg(all(test, not(parallelize_loom)))]
mod tests;

pub(crate) use self::joined::{AsList, Joined, Moved, PARALLEL_MOVE_BYTES, estimate};
#[allow(unreachable_pub)] // in the signature of a hidden method of `Flatten`
pub use self::list::List;
#[cfg(parallelize_loom)]
pub(crate) use self::list::Raw;
