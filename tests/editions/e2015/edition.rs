//! The attribute in edition 2015.

extern crate parallelize;

include!("../functions.rs");
