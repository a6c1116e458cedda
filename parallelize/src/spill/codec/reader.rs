//! What marks are understood in.

use serde::de::Error;

use super::Place;

/// Something of `serde`'s, inside of which marks are understood: a deserializer, a visitor, or what gives
/// access to parts, which are then at this place.
pub(super) struct Reader<D> {
    pub(super) inner: D,
    pub(super) place: Place,
}

impl<D> Reader<D> {
    pub(super) fn new(inner: D, place: Place) -> Self {
        Reader { inner, place }
    }

    /// Something that is at the same place.
    pub(super) fn beside<V>(&self, inner: V) -> Reader<V> {
        Reader::new(inner, self.place)
    }

    /// Something inside of this.
    pub(super) fn inside<V, E: Error>(&self, inner: V) -> Result<Reader<V>, E> {
        let place = self.place.deeper(E::custom)?;
        Ok(Reader::new(inner, place))
    }
}
