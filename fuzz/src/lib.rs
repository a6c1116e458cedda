//! What the fuzz targets feed, and what must hold.

pub mod attribute;
pub mod saved;

// The macro's sources: a crate of procedural macros has nothing else to offer.
extern crate proc_macro; // named by the sources below, which are those of a macro

#[path = "../../parallelize-macros/src/check/mod.rs"]
mod check;
#[path = "../../parallelize-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../../parallelize-macros/src/expand/mod.rs"]
mod expand;
#[path = "../../parallelize-macros/src/fragments.rs"]
mod fragments;
#[path = "../../parallelize-macros/src/parse/mod.rs"]
mod parse;
#[path = "../../parallelize-macros/src/plan/mod.rs"]
mod plan;
#[path = "../../parallelize-macros/src/tests/property.rs"]
mod property;
#[path = "../../parallelize-macros/src/rewrite.rs"]
mod rewrite;
#[path = "../../parallelize-macros/src/syntax.rs"]
mod syntax;

#[cfg(test)]
mod tests;
