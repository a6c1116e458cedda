//! The attribute in edition 2021.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

include!("../functions.rs");
