#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod args;
mod boundaries;
mod builder;
mod chunk;
mod engine;
mod flatten;
mod input;
mod options;
mod split;
mod workers;

pub use parallelize_macros::parallelize;

pub use crate::args::With;
pub use crate::builder::{Parallel, parallel};
pub use crate::chunk::{Chunk, current_chunk};
pub use crate::flatten::Flatten;
pub use crate::input::Input;
pub use crate::split::{Index, Split};

/// What the attribute's expansion names where the user's crate may have shadowed it.
#[doc(hidden)]
pub mod __private {
    pub use std::vec::Vec;
}
