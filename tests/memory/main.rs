//! What calls allocate, and what they hold at once. The allocator of this program counts for the whole process, so a
//! test is `alone` while it counts. Tests that count nothing belong elsewhere.

#[path = "../support/allocator.rs"]
mod allocator;

mod many_chunks;
mod off;
mod spill_allocations;
