#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod agreement;
mod call;
mod collect;
mod gather;
mod input;
mod keep_local;
mod launcher;
mod outcome;
mod ranks;
mod session;
mod transfer;
mod with;

pub use parallelize::backend::Options;

pub use crate::call::{Call, Mpi};
pub use crate::input::{RankInput, Sharded, share};
pub use crate::keep_local::KeepLocal;
pub use crate::session::{rank, run, run_with, size};
pub use crate::transfer::Transfer;
