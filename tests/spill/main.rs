//! Outputs that go through files: values, files, failures, and what the system does not give. Drops at every fault
//! belong to `failures`, allocations to `memory`.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

#[path = "../support/mod.rs"]
mod support;

mod attribute_streams;
mod confined;
mod failures;
mod faults;
mod files;
mod representations;
mod saved;
mod saved_over;
mod small_stacks;
mod stream_failures;
mod streams;
mod untagged;
mod values;
mod write_to_file;
