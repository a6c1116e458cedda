//! What calls take of the process: allocations, bytes, threads. The allocator of this program counts for the whole
//! process. A test is `alone` while it counts, or runs in a process of its own. Tests that count nothing belong elsewhere.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

#[path = "../support/allocator.rs"]
mod allocator;
#[path = "../support/mod.rs"]
mod support;

mod many_chunks;
mod off;
mod spill_allocations;
mod streams;
mod stress;
