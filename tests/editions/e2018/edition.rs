//! The attribute in edition 2018.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

include!("../functions.rs");
