//! The attribute in edition 2015.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

extern crate parallelize;

include!("../functions.rs");
