//! Outputs on disk, for those that do not fit into memory.
//!
//! `spilling` is the builder, and `run` runs a call. A worker encodes (`codec`) its output into blocks (`encoder`,
//! `block`). Blocks are appended to temporary files in the directory that was asked for (`directory`): of a call over an
//! input by the worker (`chunks`, `files`), of a call over a stream by the calling thread (`stream`).
//! What is in files is a [`Spilled`], which is read (`iter`, `segment`) and can be given a name (`saved`).

mod block;
mod chunks;
pub(crate) mod codec;
mod directory;
mod encoder;
mod error;
pub(crate) mod expanded;
mod files;
mod iter;
pub(crate) mod leases;
mod run;
mod saved;
mod segment;
mod spilled;
mod spilling;
mod spilling_stream;
mod stream;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use self::directory::WriteToFile;
pub use self::error::SpillError;
pub use self::iter::{SpilledIntoIter, SpilledIter};
pub(crate) use self::run::InFiles;
pub use self::spilled::Spilled;
pub use self::spilling::Spilling;
pub use self::spilling_stream::SpillingStream;

/// A type whose values can be written to a file and read back: one that implements
/// [`serde::Serialize`] and [`serde::de::DeserializeOwned`].
///
/// Values are written as `MessagePack` with the names of fields. The format carries all that serde can say: numbers to the last
/// bit, maps with keys of any kind, enums of all taggings, flattened fields, units, and options of options.
///
/// # Values that are refused
///
/// These values are a [`SpillError`]:
///
/// - Integers of 128 bits inside untagged, internally tagged and flattened types. `serde` cannot give them there.
/// - Values that are nested so deeply that they take more than 1 MiB of the stack: hundreds of levels, fewer of large structs.
/// - Values that leave less than 128 KiB of a shorter stack.
/// - On systems other than Linux and Windows, values that take more than 256 KiB of the stack.
/// - Lists, maps and texts of more than 4 GiB.
/// - Values with more or fewer parts than they announce.
///
/// # Values that come back differently
///
/// A type can tell `serde` less than its value holds. Such a value comes back as told, as with every format of `serde`:
///
/// - Skipped fields are missing.
/// - An `untagged` enum is the first variant that can be made of what was written. A `G(1e300)` of `{ F(f32), G(f64) }` becomes
///   an infinite `F`.
/// - A value with a form for people (`is_human_readable` is true) is as precise as this form.
/// - An `Rc` or `Arc` that several values share becomes one for each.
///
/// # Examples
///
/// ```
/// use parallelize::Spill;
///
/// fn is_spill<T: Spill>() {}
///
/// is_spill::<(String, Vec<f64>)>(); // what serde can write and read
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written to a file and read back",
    label = "not both `serde::Serialize` and `serde::de::DeserializeOwned`",
    note = "derive `serde::Serialize` and `serde::Deserialize`, or keep outputs in memory with `write_to_file = false`"
)]
pub trait Spill: Serialize + DeserializeOwned {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + DeserializeOwned> Spill for T {}
