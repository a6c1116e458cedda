//! The attribute in edition 2018.

include!("../functions.rs");
