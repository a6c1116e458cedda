//! What a call does with the right input: chunks, arguments, options, outputs, and the attribute on functions of all
//! kinds. Failures belong to `failures`, the choice of threads to `threads`, files to `spill`.

#![allow(deprecated)]
// the warnings of functions that show what a chunk is

// For `deny_warnings`: below the root of a crate these are ignored.
#![deny(future_incompatible, rust_2021_compatibility, rust_2024_compatibility)]

#[path = "../support/mod.rs"]
mod support;

mod args;
mod attribute_streams;
mod auto_traits;
mod backend;
mod boundaries;
mod consume;
mod current_chunk;
mod custom_types;
mod cut_options;
mod cut_rules;
pub mod deny_warnings; // public, so that lints of public items look at the items
mod editions;
mod first;
mod flatten;
mod forms;
mod joining;
mod joining_limits;
mod large_outputs;
mod limits;
mod macro_rules;
mod methods;
mod mutable_arguments;
mod no_implicit_prelude;
mod options;
mod output_types;
mod owned_inputs;
mod properties;
mod ranges;
mod recursion;
mod reduce;
mod reduce_many;
mod sequential;
mod shadowing;
mod signatures;
mod split;
mod split_option;
mod streams;
mod studied;
mod zip;
