//! Moving elements from the lists that chunks put out into one list, and from one `Vec` into those
//! of the chunks.
//!
//! The first chunk's own list grows into the result: its memory is extended in place where the
//! allocator can, so its elements do not move at all. Those of the other lists are moved behind them
//! once, by several threads at a time, because they go to places that do not overlap.

#![allow(unsafe_code)]

mod apart;
mod joined;
mod list;
#[cfg(all(test, not(parallelize_loom)))]
mod tests;

pub(crate) use self::apart::Apart;
pub(crate) use self::joined::{AsList, Joined, MUCH, Move, Moved, estimate};
#[allow(unreachable_pub)] // in the signature of a hidden method of `Flatten`
pub use self::list::List;
#[cfg(parallelize_loom)]
pub(crate) use self::list::Raw;
