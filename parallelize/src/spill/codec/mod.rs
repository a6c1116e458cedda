//! Values as bytes: `MessagePack` with the names of fields, which carries everything that `serde` can
//! express, for instance skipped, flattened and untagged fields.
//!
//! `MessagePack` alone would lose three things. Extension types carry them:
//!
//! - An option or a unit inside `Some` would be `nil`, and be read back as `None`.
//! - An integer of 128 bits would be bytes. A type that decides by what it finds (`untagged`) may read it back as such.
//!
//! For the sake of such types, a unit struct is a unit and no empty list. Types that have a form for people are written in
//! that form.

mod deserialize;
mod extension;
mod serialize;
mod visit;

use std::io;

use rmp_serde::decode::Error;
use rmp_serde::{Deserializer, Serializer};
use serde::{Deserialize, Serialize};

use super::Spill;
use super::block::invalid;
use crate::sys::stack;

/// An option, directly inside `Some`: nothing for `None`, or the encoded content of `Some`.
const OPTION: i8 = 1;
/// A unit, directly inside `Some`.
const UNIT: i8 = 2;
/// An `i128`, with its 16 bytes in big-endian order.
const SIGNED: i8 = 3;
/// A `u128`, with its 16 bytes in big-endian order.
const UNSIGNED: i8 = 4;

/// The name by which `rmp-serde` knows an extension type: a pair of its number and its bytes.
const EXTENSION: &str = rmp_serde::MSGPACK_EXT_STRUCT_NAME;

/// Nested values may take so many bytes of the stack: half of what a thread mostly has. How deep values can be
/// depends on their types, and on how the program was built.
const MAX_STACK: usize = 1 << 20;

/// The same if nobody knows how much of the stack is left. Threads can have as little as half a mebibyte.
const MAX_UNKNOWN_STACK: usize = 256 << 10;

/// So much of the stack must be left for the values inside a value.
const MIN_LEFT: usize = 128 << 10;

/// Values that take no more need no look at what is left.
const SMALL_STACK: usize = 32 << 10;

/// Lists and maps are read so deep at most, as a second limit: a level takes some of the stack.
const DEEPEST: usize = 250;

/// Where in an encoded value another one is.
#[derive(Clone, Copy)]
struct Place {
    /// Whether it is directly inside a `Some`.
    is_in_some: bool,
    /// Where the stack was when the outermost value began.
    stack: usize,
}

impl Place {
    /// The place of an outermost value.
    fn outermost() -> Self {
        Place {
            is_in_some: false,
            stack: stack::position(),
        }
    }

    /// The place of a value inside the one at this place.
    fn deeper<E>(self, error: impl FnOnce(&'static str) -> E) -> Result<Place, E> {
        let taken = stack::position().abs_diff(self.stack);
        if taken > SMALL_STACK {
            let is_too_deep = match stack::left() {
                Some(left) => taken > MAX_STACK || left < MIN_LEFT,
                None => taken > MAX_UNKNOWN_STACK,
            };
            if is_too_deep {
                return Err(error("values are nested too deeply for the stack"));
            }
        }
        Ok(Place {
            is_in_some: false,
            ..self
        })
    }

    fn in_some(self) -> Place {
        Place {
            is_in_some: true,
            ..self
        }
    }
}

/// Something of `serde`'s, inside which marks are written or understood: a value, a serializer, a
/// deserializer, or what gives access to parts, which are then at this place.
struct At<T> {
    inner: T,
    place: Place,
}

impl<T> At<T> {
    fn new(inner: T, place: Place) -> Self {
        At { inner, place }
    }
}

/// Appends `value` to `bytes`.
pub(crate) fn encode<T: Serialize + ?Sized>(value: &T, bytes: &mut Vec<u8>) -> io::Result<()> {
    encode_at(value, bytes, Place::outermost())
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))
}

fn encode_at<T: Serialize + ?Sized>(
    value: &T,
    bytes: &mut Vec<u8>,
    place: Place,
) -> Result<(), rmp_serde::encode::Error> {
    let mut serializer = Serializer::new(bytes).with_struct_map();
    value.serialize(At::new(&mut serializer, place))
}

/// Hands the `count` values that `bytes` consist of to `take`.
pub(crate) fn decode<T: Spill>(
    bytes: &[u8],
    count: usize,
    mut take: impl FnMut(T),
) -> io::Result<()> {
    let mut deserializer = Deserializer::from_read_ref(bytes);
    deserializer.set_max_depth(DEEPEST);
    for _ in 0..count {
        take(T::deserialize(At::new(&mut deserializer, Place::outermost())).map_err(invalid)?);
    }
    // Only that no byte is left leaves nothing to read. Also what is left of a value that is too long for
    // the format is not nothing.
    match <()>::deserialize(&mut deserializer) {
        Err(Error::InvalidMarkerRead(_)) => Ok(()),
        _ => Err(invalid(
            "there is more than the values that should be there",
        )),
    }
}
