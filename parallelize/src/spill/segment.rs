//! A segment, which is the output of one chunk in a file, and how it is read.

use std::fs::File;
use std::sync::Arc;

use super::Spill;
use super::block::{BlockReader, HEADER, damaged};
use super::codec;
use super::error::{Action, Fault};

/// Part of a file: the blocks of one output.
pub(super) struct Segment {
    pub(super) file: Arc<File>,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) items: u64,
}

impl Segment {
    pub(super) fn bytes(&self) -> u64 {
        self.end - self.start
    }
}

/// Reads segments block by block, one segment after the other.
#[derive(Default)]
pub(super) struct SegmentReader {
    blocks: BlockReader,
    /// How many bytes and items of the segment have been read.
    bytes: u64,
    items: u64,
}

impl SegmentReader {
    /// Hands the items of one more block to `take`; false at the end of the segment, when the next one may
    /// follow. What comes before an item that fails is handed over, too.
    pub(super) fn next_block<T: Spill>(
        &mut self,
        segment: &Segment,
        take: &mut dyn FnMut(T),
    ) -> Result<bool, Fault> {
        let at = segment.start + self.bytes;
        if at == segment.end {
            if self.items < segment.items {
                return Err((Action::Read, damaged("there are too few items")));
            }
            (self.bytes, self.items) = (0, 0);
            return Ok(false);
        }
        let block = self.blocks.read(&segment.file, at, segment.end);
        let block = block.map_err(|cause| (Action::Read, cause))?;
        self.bytes += block.bytes.len() as u64;
        self.items += block.items as u64;
        if self.items > segment.items {
            return Err((Action::Read, damaged("there are too many items")));
        }
        codec::decode(&block.bytes[HEADER..], block.items, take)
            .map_err(|cause| (Action::Decode, cause))?;
        Ok(true)
    }
}
