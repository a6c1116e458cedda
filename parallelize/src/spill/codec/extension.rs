//! The marks themselves, which are extension types of `MessagePack`.

use std::fmt;
use std::marker::PhantomData;

use rmp_serde::Deserializer as MessagePack;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::forward_to_deserialize_any;

use super::{At, DEEPEST, EXTENSION, OPTION, Place, SIGNED, UNIT, UNSIGNED};

/// What a mark says.
pub(super) enum Extension {
    /// Empty for `None`, the encoded content for `Some`.
    Option(Vec<u8>),
    Unit,
    Signed(i128),
    Unsigned(u128),
}

impl Extension {
    pub(super) fn instead_of<E: Error>(&self, expected: &str) -> E {
        let found = match self {
            Extension::Option(_) => "an option",
            Extension::Unit => "a unit",
            Extension::Signed(_) => "an i128",
            Extension::Unsigned(_) => "a u128",
        };
        E::custom(format_args!("{found} instead of {expected}"))
    }
}

impl<'de> Deserialize<'de> for Extension {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(EXTENSION, ExtensionVisitor)
    }
}

pub(super) struct ExtensionVisitor;

impl<'de> Visitor<'de> for ExtensionVisitor {
    type Value = Extension;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an extension type")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, content: D) -> Result<Extension, D::Error> {
        let (kind, Bytes(bytes)) = <(i8, Bytes)>::deserialize(content)?;
        let integer =
            || <[u8; 16]>::try_from(&bytes[..]).map_err(|_| D::Error::custom("no integer"));
        match kind {
            OPTION => Ok(Extension::Option(bytes)),
            UNIT => Ok(Extension::Unit),
            SIGNED => Ok(Extension::Signed(i128::from_be_bytes(integer()?))),
            UNSIGNED => Ok(Extension::Unsigned(u128::from_be_bytes(integer()?))),
            other => Err(D::Error::custom(format_args!(
                "unknown extension type {other}"
            ))),
        }
    }
}

struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BytesVisitor;

        impl Visitor<'_> for BytesVisitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }

        deserializer.deserialize_bytes(BytesVisitor)
    }
}

pub(super) fn visit_option<'de, V: Visitor<'de>, E: Error>(
    content: &[u8],
    place: Place,
    visitor: V,
) -> Result<V::Value, E> {
    if content.is_empty() {
        return visitor.visit_none();
    }
    let place = place.deeper(E::custom)?.in_some();
    let mut deserializer = MessagePack::new(content);
    deserializer.set_max_depth(DEEPEST);
    let content = At::new(&mut deserializer, place);
    let value = visitor.visit_some(content).map_err(E::custom)?;
    if deserializer.get_ref().is_empty() {
        Ok(value)
    } else {
        Err(E::custom("there is more in an option than its value"))
    }
}

/// An option that was inside a `Some`, for a deserializer with errors of type `E`.
pub(super) struct OptionContent<E>(pub(super) At<Vec<u8>>, pub(super) PhantomData<fn() -> E>);

impl<'de, E: Error> Deserializer<'de> for OptionContent<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visit_option(&self.0.inner, self.0.place, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
