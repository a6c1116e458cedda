//! A reader as blocks of whole lines.

use std::io::{self, Read};

/// Blocks of at most so many bytes, unless a line is longer.
const BLOCK: usize = 1 << 16;

/// The bytes of a reader, in blocks that end with a line. The last block may lack the end of its line.
pub(crate) struct Blocks<R> {
    reader: R,
    /// What was read behind the last line of the block before.
    rest: Vec<u8>,
    is_over: bool,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn of(reader: R) -> Self {
        Blocks {
            reader,
            rest: Vec::new(),
            is_over: false,
        }
    }

    fn read(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut block = std::mem::take(&mut self.rest);
        while !self.is_over {
            let most = BLOCK.saturating_sub(block.len()).max(BLOCK / 2);
            let reader = self.reader.by_ref().take(most as u64);
            let read = { reader }.read_to_end(&mut block)?;
            self.is_over = read == 0;
            if let Some(end) = block.iter().rposition(|&byte| byte == b'\n') {
                self.rest = block.split_off(end + 1);
                return Ok(Some(block));
            }
        }
        Ok((!block.is_empty()).then_some(block))
    }
}

/// Ends behind an error.
impl<R: Read> Iterator for Blocks<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.read().transpose();
        if let Some(Err(_)) = block {
            self.is_over = true;
            self.rest.clear();
        }
        block
    }
}
