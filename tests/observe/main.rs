//! What a person sees of a call: reports, progress bars and spans. A test that needs a terminal or a variable of the
//! environment runs in a process of its own (`support`).

#![allow(deprecated)] // the warnings of functions that show what a chunk is

#[path = "../support/mod.rs"]
mod support;

mod progress;
mod report;
mod report_shown;
mod streams;
mod tracing;
