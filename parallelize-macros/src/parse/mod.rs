//! What the user wrote: the item, and the options in the attribute's parentheses.

pub(crate) mod arguments;
mod conflicts;
pub(crate) mod cuts;
mod ends;
mod functions;
pub(crate) mod item;
mod names;
pub(crate) mod options;
pub(crate) mod rules;
pub(crate) mod values;
