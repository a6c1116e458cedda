//! The attribute above and below those of other crates, on functions and on parameters. The orders that work are those
//! of the page on functions.

mod made;
mod methods;
mod runtimes;
mod tested;
mod traced;
