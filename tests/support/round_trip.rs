//! Items that are written to files and read back, in all ways.

use std::fmt::Debug;

use parallelize::{Spill, SpillError, Spilled, parallel};
use serde::{Deserialize, Serialize};

type Back<T> = Result<Vec<T>, SpillError>;

/// What comes back from files, by each way that there is.
pub(crate) fn by_way_of_files<T>(items: &[T]) -> [(&'static str, Back<T>); 6]
where
    T: Spill + Clone + Send + Sync,
{
    let call = || parallel(items).jobs(3).write_to_file(true);
    let spilled = || call().spilled(<[T]>::to_vec);
    let parts = call().per_chunk(<[T]>::to_vec);
    [
        ("flatten", call().flatten(<[T]>::to_vec)),
        ("per_chunk", parts.map(|parts| parts.concat())),
        ("join", call().join(<[T]>::to_vec)),
        ("iter", spilled().and_then(|items| items.iter().collect())),
        ("into_vec", spilled().and_then(Spilled::into_vec)),
        ("save", spilled().and_then(|items| saved_and_opened(&items))),
    ]
}

fn saved_and_opened<T: Spill>(items: &Spilled<T>) -> Back<T> {
    let directory = tempfile::tempdir().expect("a directory for a test");
    let path = directory.path().join("items");
    items.save(&path)?;
    let opened = Spilled::open(&path)?;
    assert_eq!(opened.len(), items.len());
    opened.iter().collect()
}

/// What comes back from a call's files.
fn back<T: Spill + Clone + Send + Sync>(items: &[T]) -> Back<T> {
    let call = parallel(items).jobs(2).write_to_file(true);
    call.spilled(<[T]>::to_vec)?.iter().collect()
}

/// Asserts that items come back as they are.
pub(crate) fn assert_same<T>(items: &[T])
where
    T: Spill + Clone + Send + Sync + PartialEq + Debug,
{
    let back = back(items).unwrap_or_else(|error| panic!("{error}: {items:?}"));
    assert!(back == items, "{items:?} came back as {back:?}");
}

/// Asserts that an item is refused.
pub(crate) fn assert_refused<T: Spill + Clone + Send + Sync + Debug>(item: &T) {
    let back = back(std::slice::from_ref(item));
    assert!(back.is_err(), "{item:?} came back as {back:?}");
}

/// A float of which all bits count.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Bits<F>(pub(crate) F);

impl PartialEq for Bits<f64> {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl PartialEq for Bits<f32> {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

/// What `serde` knows as bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }
        }

        deserializer.deserialize_byte_buf(Visitor)
    }
}
