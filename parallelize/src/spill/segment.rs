//! Reading a segment, which is the output of one chunk.

use std::io;

use super::Spill;
use super::block::{BlockReader, damaged};
use super::codec;
use super::error::Action;
use super::files::Segment;

/// Reads a segment block by block.
#[derive(Default)]
pub(super) struct SegmentReader {
    blocks: BlockReader,
    /// How many bytes and items of the segment have been read.
    bytes: u64,
    items: u64,
}

impl SegmentReader {
    pub(super) fn start_next(&mut self) {
        self.bytes = 0;
        self.items = 0;
    }

    /// Hands the items of one more block to `take`; false where there is none. What comes before an item
    /// that fails is handed over, too.
    pub(super) fn next_block<T: Spill>(
        &mut self,
        segment: &Segment,
        take: &mut dyn FnMut(T),
    ) -> Result<bool, (Action, io::Error)> {
        let at = segment.start + self.bytes;
        if at == segment.end {
            return self.check_end(segment).map(|()| false);
        }
        let block = self.blocks.read(&segment.file, at, segment.end);
        let block = block.map_err(|cause| (Action::Read, cause))?;
        self.bytes += block.bytes.len() as u64;
        self.items += block.items as u64;
        if self.items > segment.items {
            return Err((Action::Read, damaged("there are too many items")));
        }
        codec::decode(block.payload(), block.items, take)
            .map_err(|cause| (Action::Decode, cause))?;
        Ok(true)
    }

    fn check_end(&self, segment: &Segment) -> Result<(), (Action, io::Error)> {
        if self.items == segment.items {
            return Ok(());
        }
        Err((Action::Read, damaged("there are too few items")))
    }
}
