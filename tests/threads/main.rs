//! Which threads run the chunks, and why every call ends. A test that changes the environment, takes the threads of
//! rayon's global pool or counts the threads of the process runs in a process of its own (`support`).

#![allow(deprecated)] // the warnings of functions that show what a chunk is

#[path = "../support/mod.rs"]
mod support;

mod async_runtimes;
mod calls_under_load;
mod environment;
mod few_threads;
mod pool;
mod process_ends;
mod small_calls;
mod starvation;
mod streams;
mod workers;
