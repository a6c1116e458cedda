//! Visitors around those of the types, which hand on the parts of values with their marks.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor, value::UnitDeserializer,
};

use super::extension::{Extension, ExtensionVisitor, OptionContent, visit_option};
use super::{At, Place};

/// The visitor of a value that can have parts, which are then at its place. Others are handed on as they are.
pub(super) struct Around<V> {
    inner: V,
    place: Place,
    /// Whether the type of the value decides by what it finds.
    is_any: bool,
}

impl<V> Around<V> {
    pub(super) fn known(inner: V, place: Place) -> Self {
        let is_any = false;
        Around {
            inner,
            place,
            is_any,
        }
    }

    pub(super) fn any(inner: V, place: Place) -> Self {
        let is_any = true;
        Around {
            inner,
            place,
            is_any,
        }
    }
}

/// Methods for values that have no parts.
macro_rules! simple {
    ($($method:ident($type:ty))*) => {$(
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Around<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    simple! {
        visit_bool(bool)
        visit_i8(i8) visit_i16(i16) visit_i32(i32) visit_i64(i64)
        visit_u8(u8) visit_u16(u16) visit_u32(u32) visit_u64(u64)
        visit_f32(f32) visit_f64(f64)
        visit_str(&str) visit_borrowed_str(&'de str) visit_string(String)
        visit_bytes(&[u8]) visit_borrowed_bytes(&'de [u8]) visit_byte_buf(Vec<u8>)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        self.inner
            .visit_some(At::new(content, self.place.in_some()))
    }

    /// What decides by what it finds meets an extension as a newtype. Seen from outside the `Some`, that is
    /// what comes first.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        let Around {
            inner,
            place,
            is_any,
        } = self;
        if !is_any {
            return inner.visit_newtype_struct(At::new(content, place));
        }
        match ExtensionVisitor.visit_newtype_struct(content)? {
            Extension::Unit if place.is_in_some => inner.visit_unit(),
            Extension::Unit => inner.visit_some(UnitDeserializer::new()),
            Extension::Option(content) if place.is_in_some => visit_option(&content, place, inner),
            Extension::Option(content) => {
                inner.visit_some(OptionContent(At::new(content, place), PhantomData))
            }
            // Never as a shorter one: what `serde` has kept so, it does not give to an integer of 128
            // bits, and another variant would be taken, or a flattened option be `None`.
            Extension::Signed(value) => inner.visit_i128(value),
            Extension::Unsigned(value) => inner.visit_u128(value),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        let place = self.place.deeper(A::Error::custom)?;
        self.inner.visit_seq(At::new(parts, place))
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        let place = self.place.deeper(A::Error::custom)?;
        self.inner.visit_map(At::new(parts, place))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        let place = self.place.deeper(A::Error::custom)?;
        self.inner.visit_enum(At::new(variant, place))
    }
}
