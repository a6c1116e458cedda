//! How items become blocks.

use std::io;
use std::panic::resume_unwind;

use serde::Serialize;

use super::block::{FULL, HEADER, seal};
use super::codec;
use super::error::{Action, Fault};
use crate::sys::panics::{catch, discard_unseen};

/// Fills one block after the other.
#[derive(Default)]
pub(super) struct Encoder {
    /// The block that is being filled, with room for its header, and how many items it has.
    block: Vec<u8>,
    items: u64,
}

/// Takes a block that is full.
type Put<'a> = &'a mut dyn FnMut(&[u8]) -> io::Result<()>;

impl Encoder {
    /// Encodes items, each by itself, and drops each that is encoded. Tells how many there were.
    pub(super) fn encode_all<T: Serialize>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        put: Put<'_>,
    ) -> Result<u64, Fault> {
        let mut items = items.into_iter();
        let mut current = None;
        // A panic of one item must not meet those that are left on its way.
        let encoded = catch(|| self.encode(items.by_ref(), &mut current, put));
        encoded.unwrap_or_else(|payload| {
            discard_unseen(current);
            discard_unseen(items);
            resume_unwind(payload)
        })
    }

    /// Encodes items, of which `current` is the one that is being encoded.
    fn encode<T: Serialize>(
        &mut self,
        items: impl Iterator<Item = T>,
        current: &mut Option<T>,
        put: Put<'_>,
    ) -> Result<u64, Fault> {
        let mut count = 0;
        self.begin_block();
        for item in items {
            let item = current.insert(item);
            codec::encode(item, &mut self.block).map_err(|error| (Action::Encode, error))?;
            *current = None;
            count += 1;
            self.items += 1;
            if self.block.len() >= FULL {
                self.end_block(put)?;
            }
        }
        if self.items > 0 {
            self.end_block(put)?;
        }
        Ok(count)
    }

    fn begin_block(&mut self) {
        self.items = 0;
        self.block.clear();
        self.block.shrink_to(2 * FULL); // after an item that was very large
        self.block.resize(HEADER, 0);
    }

    fn end_block(&mut self, put: Put<'_>) -> Result<(), Fault> {
        seal(&mut self.block, self.items);
        put(&self.block).map_err(|error| (Action::Write, error))?;
        self.begin_block();
        Ok(())
    }
}
