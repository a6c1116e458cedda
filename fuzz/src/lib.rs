//! What the fuzz targets feed, and what must hold.

pub mod attribute;
pub mod saved;

// The macro's sources: a crate of procedural macros has nothing else to offer.
#[path = "../../parallelize-macros/src/call.rs"]
mod call;
#[path = "../../parallelize-macros/src/closures.rs"]
mod closures;
#[path = "../../parallelize-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../../parallelize-macros/src/expand.rs"]
mod expand;
#[path = "../../parallelize-macros/src/files.rs"]
mod files;
#[path = "../../parallelize-macros/src/fragments.rs"]
mod fragments;
#[path = "../../parallelize-macros/src/input_type.rs"]
mod input_type;
#[path = "../../parallelize-macros/src/item.rs"]
mod item;
#[path = "../../parallelize-macros/src/options.rs"]
mod options;
#[path = "../../parallelize-macros/src/params.rs"]
mod params;
#[path = "../../parallelize-macros/src/plan.rs"]
mod plan;
#[path = "../../parallelize-macros/src/tests/property.rs"]
mod property;
#[path = "../../parallelize-macros/src/recursion.rs"]
mod recursion;
#[path = "../../parallelize-macros/src/return_type.rs"]
mod return_type;
#[path = "../../parallelize-macros/src/rewrite.rs"]
mod rewrite;
#[path = "../../parallelize-macros/src/seen.rs"]
mod seen;
#[path = "../../parallelize-macros/src/syntax.rs"]
mod syntax;

#[cfg(test)]
mod tests;
