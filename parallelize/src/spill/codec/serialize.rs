//! A serializer around another one, which marks what that would lose.

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{EXTENSION, OPTION, Place, SIGNED, UNIT, UNSIGNED, encode_at};

pub(super) struct Writer<S> {
    inner: S,
    place: Place,
}

impl<S> Writer<S> {
    pub(super) fn new(inner: S, place: Place) -> Self {
        Writer { inner, place }
    }
}

/// A value that is to be serialized by a `Writer`, whatever serializer it is given.
struct Inner<'a, T: ?Sized> {
    value: &'a T,
    place: Place,
}

impl<T: Serialize + ?Sized> Serialize for Inner<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Writer::new(serializer, self.place))
    }
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

fn extension<S: Serializer>(serializer: S, kind: i8, bytes: &[u8]) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(EXTENSION, &(kind, Bytes(bytes)))
}

/// Methods for values that stay as they are.
macro_rules! plain {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        }
    )*};
}

impl<S: Serializer> Serializer for Writer<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Parts<S::SerializeSeq>;
    type SerializeTuple = Parts<S::SerializeTuple>;
    type SerializeTupleStruct = Parts<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Parts<S::SerializeTupleVariant>;
    type SerializeMap = Parts<S::SerializeMap>;
    type SerializeStruct = Parts<S::SerializeStruct>;
    type SerializeStructVariant = Parts<S::SerializeStructVariant>;

    plain! {
        serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
        serialize_f32(f32) serialize_f64(f64)
        serialize_char(char) serialize_str(&str) serialize_bytes(&[u8])
    }

    fn serialize_i128(self, value: i128) -> Result<S::Ok, S::Error> {
        extension(self.inner, SIGNED, &value.to_be_bytes())
    }

    fn serialize_u128(self, value: u128) -> Result<S::Ok, S::Error> {
        extension(self.inner, UNSIGNED, &value.to_be_bytes())
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        if self.place.is_in_some {
            return extension(self.inner, UNIT, &[]);
        }
        self.inner.serialize_unit()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<S::Ok, S::Error> {
        self.serialize_unit() // an empty list, otherwise
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        if self.place.is_in_some {
            return extension(self.inner, OPTION, &[]);
        }
        self.inner.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        if !self.place.is_in_some {
            let place = self.place.in_some();
            return self.inner.serialize_some(&Inner { value, place });
        }
        let mut bytes = Vec::new();
        let place = self.place.deeper(S::Error::custom)?.in_some();
        encode_at(value, &mut bytes, place).map_err(S::Error::custom)?;
        extension(self.inner, OPTION, &bytes)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        // MessagePack has the content alone.
        let place = self.place;
        let inner = Inner { value, place };
        self.inner.serialize_newtype_struct(name, &inner)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let value = Inner { value, place };
        self.inner
            .serialize_newtype_variant(name, index, variant, &value)
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let inner = self.inner.serialize_seq(len)?;
        Ok(Parts { inner, place })
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let inner = self.inner.serialize_tuple(len)?;
        Ok(Parts { inner, place })
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let inner = self.inner.serialize_tuple_struct(name, len)?;
        Ok(Parts { inner, place })
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let inner = self
            .inner
            .serialize_tuple_variant(name, index, variant, len)?;
        Ok(Parts { inner, place })
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let inner = self.inner.serialize_map(len)?;
        Ok(Parts { inner, place })
    }

    fn serialize_struct(
        self,
        name: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let inner = self.inner.serialize_struct(name, len)?;
        Ok(Parts { inner, place })
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        let place = self.place.deeper(S::Error::custom)?;
        let inner = self
            .inner
            .serialize_struct_variant(name, index, variant, len)?;
        Ok(Parts { inner, place })
    }

    /// As `serde` says itself where it reads what it has kept, in untagged enums for instance.
    fn is_human_readable(&self) -> bool {
        true
    }
}

/// What serializes the parts of a value, one after the other.
pub(super) struct Parts<S> {
    inner: S,
    place: Place,
}

impl<S> Parts<S> {
    fn part<'a, T: ?Sized>(&self, value: &'a T) -> Inner<'a, T> {
        let place = self.place;
        Inner { value, place }
    }
}

/// Kinds of values whose parts are values alone.
macro_rules! sequences {
    ($($kind:ident $method:ident)*) => {$(
        impl<S: $kind> $kind for Parts<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                let part = self.part(value);
                self.inner.$method(&part)
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        }
    )*};
}

sequences! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}

/// Kinds of values whose parts have names.
macro_rules! structs {
    ($($kind:ident)*) => {$(
        impl<S: $kind> $kind for Parts<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), S::Error> {
                let part = self.part(value);
                self.inner.serialize_field(name, &part)
            }

            fn skip_field(&mut self, name: &'static str) -> Result<(), S::Error> {
                self.inner.skip_field(name)
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.inner.end()
            }
        }
    )*};
}

structs! {
    SerializeStruct
    SerializeStructVariant
}

impl<S: SerializeMap> SerializeMap for Parts<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        let part = self.part(key);
        self.inner.serialize_key(&part)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        let part = self.part(value);
        self.inner.serialize_value(&part)
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.inner.end()
    }
}
