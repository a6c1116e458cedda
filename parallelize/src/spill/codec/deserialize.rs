//! A deserializer around another one, which understands the marks of [`Writer`](super::serialize::Writer).

use std::fmt;
use std::marker::PhantomData;

use rmp_serde::Deserializer as MessagePack;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess,
    VariantAccess, Visitor, value::UnitDeserializer,
};
use serde::forward_to_deserialize_any;

use super::{EXTENSION, OPTION, SIGNED, UNIT, UNSIGNED};

/// Something of `serde`'s, inside of which marks are understood.
pub(super) struct Reader<D> {
    inner: D,
    /// Whether the value is directly inside of a `Some`.
    is_in_some: bool,
}

impl<D> Reader<D> {
    pub(super) fn new(inner: D, is_in_some: bool) -> Self {
        Reader { inner, is_in_some }
    }

    fn inside<V>(&self, visitor: V) -> Reader<V> {
        Reader::new(visitor, self.is_in_some)
    }
}

/// A value inside of which marks can be; it is not directly inside of a `Some`.
fn part<V>(inner: V) -> Reader<V> {
    Reader::new(inner, false)
}

/// Methods for values that have no marks, in or around them.
macro_rules! plain {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method(visitor)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Reader<D> {
    type Error = D::Error;

    plain! {
        deserialize_bool
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
        deserialize_char deserialize_str deserialize_string
        deserialize_bytes deserialize_byte_buf
        deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(Any(visitor))
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        match Extension::deserialize(self.inner)? {
            Extension::Signed(value) => visitor.visit_i128(value),
            other => Err(other.instead_of("an i128")),
        }
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        match Extension::deserialize(self.inner)? {
            Extension::Unsigned(value) => visitor.visit_u128(value),
            other => Err(other.instead_of("a u128")),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if !self.is_in_some {
            return self.inner.deserialize_unit(visitor);
        }
        match Extension::deserialize(self.inner)? {
            Extension::Unit => visitor.visit_unit(),
            other => Err(other.instead_of("a unit")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if !self.is_in_some {
            return self.inner.deserialize_option(part(visitor));
        }
        match Extension::deserialize(self.inner)? {
            Extension::Option(content) => visit_option(&content, visitor),
            other => Err(other.instead_of("an option")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = self.inside(visitor);
        self.inner.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_unit_struct(name, visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_seq(part(visitor))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_tuple(len, part(visitor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner
            .deserialize_tuple_struct(name, len, part(visitor))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(part(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_struct(name, fields, part(visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_enum(name, variants, part(visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Methods for values that have no parts.
macro_rules! simple {
    ($visitor:tt; $($method:ident($type:ty))*) => {$(
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

    simple! { inner;
        visit_bool(bool)
        visit_i8(i8) visit_i16(i16) visit_i32(i32) visit_i64(i64)
        visit_u8(u8) visit_u16(u16) visit_u32(u32) visit_u64(u64)
        visit_f32(f32) visit_f64(f64)
        visit_str(&str) visit_borrowed_str(&'de str) visit_string(String)
        visit_bytes(&[u8]) visit_borrowed_bytes(&'de [u8]) visit_byte_buf(Vec<u8>)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Reader::new(content, true))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        let content = Reader::new(content, self.is_in_some);
        self.inner.visit_newtype_struct(content)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(part(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(part(parts))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(part(variant))
    }
}

/// The visitor of a value that decides by what it finds.
struct Any<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Any<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    simple! { 0;
        visit_bool(bool)
        visit_i8(i8) visit_i16(i16) visit_i32(i32) visit_i64(i64)
        visit_u8(u8) visit_u16(u16) visit_u32(u32) visit_u64(u64)
        visit_f32(f32) visit_f64(f64)
        visit_str(&str) visit_borrowed_str(&'de str) visit_string(String)
        visit_bytes(&[u8]) visit_borrowed_bytes(&'de [u8]) visit_byte_buf(Vec<u8>)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(part(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, parts: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(part(parts))
    }

    /// That is what an extension comes as. Options are seen from outside here: there is a `Some`
    /// around what is marked.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, content: D) -> Result<V::Value, D::Error> {
        match ExtensionVisitor.visit_newtype_struct(content)? {
            Extension::Unit => self.0.visit_some(UnitDeserializer::new()),
            Extension::Option(content) => self.0.visit_some(OptionContent::new(content)),
            Extension::Signed(value) => match i64::try_from(value) {
                Ok(value) => self.0.visit_i64(value),
                Err(_) => self.0.visit_i128(value),
            },
            Extension::Unsigned(value) => match u64::try_from(value) {
                Ok(value) => self.0.visit_u64(value),
                Err(_) => self.0.visit_u128(value),
            },
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Reader<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(part(deserializer))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Reader<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_element_seed(part(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Reader<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_key_seed(part(seed))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(part(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Reader<A> {
    type Error = A::Error;
    type Variant = Reader<A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), A::Error> {
        let (name, content) = self.inner.variant_seed(seed)?;
        Ok((name, part(content)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Reader<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.newtype_variant_seed(part(seed))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.inner.tuple_variant(len, part(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.inner.struct_variant(fields, part(visitor))
    }
}

/// What a mark says.
enum Extension {
    /// Empty for `None`, the encoded content for `Some`.
    Option(Vec<u8>),
    Unit,
    Signed(i128),
    Unsigned(u128),
}

impl Extension {
    fn instead_of<E: Error>(&self, expected: &str) -> E {
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

struct ExtensionVisitor;

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

fn visit_option<'de, V: Visitor<'de>, E: Error>(content: &[u8], visitor: V) -> Result<V::Value, E> {
    if content.is_empty() {
        return visitor.visit_none();
    }
    let mut deserializer = MessagePack::new(content);
    let content = Reader::new(&mut deserializer, true);
    visitor.visit_some(content).map_err(E::custom)
}

/// An option that was inside of a `Some`, for a deserializer with errors of type `E`.
struct OptionContent<E> {
    content: Vec<u8>,
    error: PhantomData<fn() -> E>,
}

impl<E> OptionContent<E> {
    fn new(content: Vec<u8>) -> Self {
        OptionContent {
            content,
            error: PhantomData,
        }
    }
}

impl<'de, E: Error> Deserializer<'de> for OptionContent<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visit_option(&self.content, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
