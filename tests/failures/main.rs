//! What a call does after an error or a panic, and with code of the user that does what it should not: who gets the
//! failure, what still runs, and what is dropped. Failures of files belong to `spill`, counterexamples to `check`.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

#[path = "../support/mod.rs"]
mod support;

mod errors;
mod exactly_once;
mod exactly_once_files;
mod exactly_once_options;
mod exactly_once_streams;
mod hostile;
mod hostile_calls;
mod hostile_split;
mod joining_failures;
mod mutable_arguments;
mod panics;
mod searches;
mod streams;
mod writers;
