//! A serializer around another one, which marks what that would lose.

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{At, EXTENSION, OPTION, Place, SIGNED, UNIT, UNSIGNED, encode_at};

/// A value that is serialized with marks, whatever serializer it is given.
impl<T: Serialize + ?Sized> Serialize for At<&T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.inner.serialize(At::new(serializer, self.place))
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

/// Methods for values with parts, and how many parts are announced.
macro_rules! parts {
    ($($method:ident($($argument:ident: $type:ty),*) -> $parts:ident, $announced:expr;)*) => {$(
        fn $method(self, $($argument: $type),*) -> Result<Self::$parts, S::Error> {
            let place = self.place.deeper(S::Error::custom)?;
            let inner = self.inner.$method($($argument),*)?;
            Ok(Parts { inner, place, announced: $announced, count: 0 })
        }
    )*};
}

impl<S: Serializer> Serializer for At<S> {
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
        serialize_char(char)
    }

    parts! {
        serialize_seq(len: Option<usize>) -> SerializeSeq, len;
        serialize_tuple(len: usize) -> SerializeTuple, Some(len);
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct, Some(len);
        serialize_tuple_variant(
            name: &'static str, index: u32, variant: &'static str, len: usize
        ) -> SerializeTupleVariant, Some(len);
        serialize_map(len: Option<usize>) -> SerializeMap, len;
        serialize_struct(name: &'static str, len: usize) -> SerializeStruct, Some(len);
        serialize_struct_variant(
            name: &'static str, index: u32, variant: &'static str, len: usize
        ) -> SerializeStructVariant, Some(len);
    }

    fn serialize_str(self, value: &str) -> Result<S::Ok, S::Error> {
        check_len(value.len())?;
        self.inner.serialize_str(value)
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<S::Ok, S::Error> {
        check_len(value.len())?;
        self.inner.serialize_bytes(value)
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
            let value = At::new(value, self.place.in_some());
            return self.inner.serialize_some(&value);
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
        let value = At::new(value, self.place); // MessagePack has the content alone
        self.inner.serialize_newtype_struct(name, &value)
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
        let value = At::new(value, place);
        self.inner
            .serialize_newtype_variant(name, index, variant, &value)
    }

    /// As `serde` says itself where it reads what it has kept, in untagged enums for instance.
    fn is_human_readable(&self) -> bool {
        true
    }
}

/// `MessagePack` has lengths of 32 bits, and `rmp` cuts longer ones.
fn check_len<E: Error>(len: usize) -> Result<(), E> {
    match u32::try_from(len) {
        Ok(_) => Ok(()),
        Err(_) => Err(E::custom("a list, a map or a text is longer than 4 GiB")),
    }
}

/// What serializes the parts of a value, one after the other.
pub(super) struct Parts<S> {
    inner: S,
    place: Place,
    /// How many parts there are to be, where that has been said, and how many there have been.
    announced: Option<usize>,
    count: usize,
}

impl<S> Parts<S> {
    /// A wrong number would make parts of one value belong to another.
    fn check_count<E: Error>(&self) -> Result<(), E> {
        match self.announced {
            Some(announced) if announced != self.count => Err(E::custom(format_args!(
                "{announced} parts of a value were announced, and there are {}",
                self.count
            ))),
            _ => check_len(self.count),
        }
    }
}

/// Kinds of values with parts, which have names or not, and one method more.
macro_rules! kinds {
    ($($kind:ident $method:ident($($name:ident)?) $({ $more:item })?)*) => {$(
        impl<S: $kind> $kind for Parts<S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: &'static str,)?
                value: &T,
            ) -> Result<(), S::Error> {
                self.count += 1;
                self.inner.$method($($name,)? &At::new(value, self.place))
            }

            $($more)?

            fn end(self) -> Result<S::Ok, S::Error> {
                self.check_count()?;
                self.inner.end()
            }
        }
    )*};
}

kinds! {
    SerializeSeq serialize_element()
    SerializeTuple serialize_element()
    SerializeTupleStruct serialize_field()
    SerializeTupleVariant serialize_field()
    SerializeStruct serialize_field(name)
    SerializeStructVariant serialize_field(name)
    SerializeMap serialize_key() {
        /// Together with its key, a value is one part.
        fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
            self.inner.serialize_value(&At::new(value, self.place))
        }
    }
}
