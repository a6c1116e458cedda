//! The attribute in edition 2021.

include!("../functions.rs");
