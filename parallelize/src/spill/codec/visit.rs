//! Visitors around those of the types, which hand on the parts of values with their marks.

use std::fmt;

use serde::de::{
    Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor, value::UnitDeserializer,
};

use super::Place;
use super::extension::{Extension, ExtensionVisitor, OptionContent, visit_option};
use super::reader::Reader;

/// Methods for values that have no parts.
macro_rules! simple {
    ($visitor:ident) => {
        simple! { $visitor;
            visit_bool(bool)
            visit_i8(i8) visit_i16(i16) visit_i32(i32) visit_i64(i64)
            visit_u8(u8) visit_u16(u16) visit_u32(u32) visit_u64(u64)
            visit_f32(f32) visit_f64(f64)
            visit_str(&str) visit_borrowed_str(&'de str) visit_string(String)
            visit_bytes(&[u8]) visit_borrowed_bytes(&'de [u8]) visit_byte_buf(Vec<u8>)
        }

        fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
            self.$visitor.visit_unit()
        }
    };
    ($visitor:ident; $($method:ident($type:ty))*) => {$(
        fn $method<E: Error>(self, value: $type) -> Result<V::Value, E> {
            self.$visitor.$method(value)
        }
    )*};
}

/// Visitors of what can have parts. Others are handed on as they are.
impl<'de, V: Visitor<'de>> Visitor<'de> for Reader<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    simple!(inner);

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        let content = Reader::new(content, self.place.in_some());
        self.inner.visit_some(content)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        let content = self.beside(content);
        self.inner.visit_newtype_struct(content)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        let parts = self.inside(parts)?;
        self.inner.visit_seq(parts)
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        let parts = self.inside(parts)?;
        self.inner.visit_map(parts)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        let variant = self.inside(variant)?;
        self.inner.visit_enum(variant)
    }
}

/// The visitor of a value that decides by what it finds.
pub(super) struct Any<V> {
    pub(super) visitor: V,
    pub(super) place: Place,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Any<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    simple!(visitor);

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        let place = self.place.deeper(A::Error::custom)?;
        self.visitor.visit_seq(Reader::new(parts, place))
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        let place = self.place.deeper(A::Error::custom)?;
        self.visitor.visit_map(Reader::new(parts, place))
    }

    /// That is what an extension comes as. Seen from outside of the `Some`, that is what comes first.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        let Any { visitor, place } = self;
        match ExtensionVisitor.visit_newtype_struct(content)? {
            Extension::Unit if place.is_in_some => visitor.visit_unit(),
            Extension::Unit => visitor.visit_some(UnitDeserializer::new()),
            Extension::Option(content) if place.is_in_some => {
                visit_option(&content, place, visitor)
            }
            Extension::Option(content) => visitor.visit_some(OptionContent::new(content, place)),
            // Never as a shorter one: what `serde` has kept so, it does not give to an integer of 128
            // bits, and another variant would be taken, or a flattened option be `None`.
            Extension::Signed(value) => visitor.visit_i128(value),
            Extension::Unsigned(value) => visitor.visit_u128(value),
        }
    }
}
