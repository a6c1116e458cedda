//! What sources and pages say: errors of the compiler for the cases in `tests/ui`, and pages that name what is there.
//! Nothing here makes a call.

mod compile_errors;
mod guarantees;
