//! Blocks of encoded items: the unit in which files are written, read and checked.
//!
//! A block is a header and so many bytes of whole items. The header is three numbers in little-endian
//! order: the length of the items in bytes (8 bytes), how many there are (8 bytes), and a CRC-32 of
//! both and of the items (4 bytes).

use std::error::Error;
use std::fs::File;
use std::io;

/// A block is closed once its items have so many bytes.
pub(super) const FULL: usize = 128 << 10;

pub(super) const HEADER: usize = 20;

/// Fills in the header, for which there is room at the beginning of `block`.
pub(super) fn seal(block: &mut [u8], items: u64) {
    let bytes = (block.len() - HEADER) as u64;
    block[..8].copy_from_slice(&bytes.to_le_bytes());
    block[8..16].copy_from_slice(&items.to_le_bytes());
    let checksum = checksum(&block[..16], &block[HEADER..]);
    block[16..HEADER].copy_from_slice(&checksum.to_le_bytes());
}

fn checksum(header: &[u8], items: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(header);
    hasher.update(items);
    hasher.finalize()
}

/// Reads blocks into memory that it keeps for the next one.
#[derive(Default)]
pub(super) struct BlockReader {
    block: Vec<u8>,
}

/// A block that has been read and is what was written.
pub(super) struct Block<'a> {
    /// With its header.
    pub(super) bytes: &'a [u8],
    pub(super) items: usize,
}

impl BlockReader {
    /// Reads the block from `at` on, which ends at `end` at the latest.
    pub(super) fn read(&mut self, file: &File, at: u64, end: u64) -> io::Result<Block<'_>> {
        let mut header = [0; HEADER];
        let room = (end - at).checked_sub(HEADER as u64);
        let room = room.ok_or_else(|| damaged("a block is cut off"))?;
        read_exact_at(file, &mut header, at)?;
        let number =
            |at: usize| u64::from_le_bytes(header[at..at + 8].try_into().expect("8 bytes"));
        let (bytes, items) = (number(0), number(8));
        // Every item has a byte at least. So nothing that follows is larger than the file warrants.
        if bytes > room || items > bytes || items == 0 {
            return Err(damaged("the header of a block is wrong"));
        }
        let len = usize::try_from(HEADER as u64 + bytes);
        let (Ok(len), Ok(items)) = (len, usize::try_from(items)) else {
            return Err(damaged("a block is larger than memory can be"));
        };
        if self.block.len() < len || self.block.len() / 4 > len.max(FULL) {
            self.block = Vec::new();
            let room = self.block.try_reserve_exact(len);
            room.map_err(|error| io::Error::new(io::ErrorKind::OutOfMemory, error))?;
            self.block.resize(len, 0);
        }
        let block = &mut self.block[..len];
        block[..HEADER].copy_from_slice(&header);
        read_exact_at(file, &mut block[HEADER..], at + HEADER as u64)?;
        if checksum(&block[..16], &block[HEADER..]).to_le_bytes() != header[16..] {
            return Err(damaged("a checksum does not fit"));
        }
        let bytes = &*block;
        Ok(Block { bytes, items })
    }
}

pub(super) fn damaged(what: &str) -> io::Error {
    invalid(format!("the file is damaged: {what}"))
}

pub(super) fn invalid(cause: impl Into<Box<dyn Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, cause)
}

/// Reads without moving the position that others may have in the file.
#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

/// Moves the position, but nobody relies on that once a file is read.
#[cfg(windows)]
fn read_exact_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => {
                bytes = &mut bytes[count..];
                at += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(not(any(unix, windows)))]
fn read_exact_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
