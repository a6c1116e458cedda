//! Outputs on disk, for those that do not fit into memory.
//!
//! `spilling` is the builder, and `run` runs a call. A worker encodes (`codec`) its output into blocks (`block`) and
//! appends them to a temporary file (`files`) in the directory that was asked for (`directory`).
//! What is in files is a [`Spilled`], which is read (`iter`, `segment`) and can be given a name (`saved`).

mod block;
mod codec;
mod directory;
mod error;
pub(crate) mod expanded;
mod files;
mod iter;
mod run;
mod saved;
mod segment;
mod spilled;
mod spilling;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::directory::WriteToFile;
pub use self::error::SpillError;
pub use self::iter::Iter;
pub use self::spilled::Spilled;
pub use self::spilling::Spilling;

/// A type whose values can be written to a file and read back: one that implements
/// [`serde::Serialize`] and [`serde::de::DeserializeOwned`].
///
/// They are written as `MessagePack` with the names of fields. That carries numbers of all sizes to the
/// last bit, strings, bytes, tuples, maps with keys of any kind, enums of all of `serde`'s taggings,
/// skipped, defaulted and flattened fields, units, and options of options. A type whose own
/// representation says less than the value comes back as `serde` reads it from any format: of an
/// `untagged` enum, say, as the first variant that fits. Integers of 128 bits are refused inside of
/// untagged, internally tagged and flattened ones, which `serde` cannot read, and so are values that are
/// nested in more than 250 levels.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written to a file and read back",
    label = "not both `serde::Serialize` and `serde::de::DeserializeOwned`",
    note = "derive `serde::Serialize` and `serde::Deserialize`, or keep outputs in memory with `write_to_file = false`"
)]
pub trait Spill: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Spill for T {}
