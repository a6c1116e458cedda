//! The tests of the crates, with one function cut at a time.

use crate::lists::Function;

pub(crate) fn run(_functions: &[Function]) -> Result<(), String> {
    Err("--tests comes later".into())
}
