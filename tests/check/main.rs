//! `parallelize::check`: what it takes, what it runs, what it finds and what it says. What a call does belongs to `api`.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

#[path = "../support/panics.rs"]
mod panics;

mod annotated;
mod comparisons;
mod cut_rules;
mod failures;
mod inputs;
mod law;
mod messages;
mod pieces;
mod rules;
