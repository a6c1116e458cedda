//! What the rest of the crate stands on.

pub(crate) mod names;
