//! The temporary files of a call, and how outputs get into them.
//!
//! A file has no name, so it is gone with the process whatever ends that. A worker that has an output
//! takes a file that nobody writes to, appends the output as one segment, and gives the file back. So
//! there are never more files than workers, and never more than [`MOST`], but for items that make a worker
//! write another output while they are written.

use std::fs::File;
use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::block::{FULL, HEADER, seal};
use super::codec;
use super::error::{Action, Fault};
use super::leases::Leases;
use super::segment::Segment;
use crate::sys::panics::{catch, discard_unseen};

/// So many files are open at most: a process may have no more than 256 descriptors.
const MOST: usize = 32;

pub(super) struct Files {
    directory: PathBuf,
    files: Leases<Appender>,
}

impl Files {
    /// Makes the first file, to find out whether that can be done.
    pub(super) fn new(directory: &Path) -> io::Result<Self> {
        let first = Appender::new(directory)?;
        Ok(Files {
            directory: directory.to_owned(),
            files: Leases::new(MOST, first),
        })
    }

    /// Writes an output that is a list, each item of it by itself, and drops each that is written.
    pub(super) fn write_items<T: Serialize>(
        &self,
        items: impl IntoIterator<Item = T>,
    ) -> Result<Segment, Fault> {
        let mut items = items.into_iter();
        let mut current = None;
        // A panic of one item must not meet those that are left on its way.
        let written = catch(|| self.write(items.by_ref(), &mut current));
        written.unwrap_or_else(|payload| {
            discard_unseen(current);
            discard_unseen(items);
            resume_unwind(payload)
        })
    }

    /// Writes items, of which `current` is the one that is being written.
    fn write<T: Serialize>(
        &self,
        items: impl Iterator<Item = T>,
        current: &mut Option<T>,
    ) -> Result<Segment, Fault> {
        let writing = |error| (Action::Write, error);
        let file = self.files.take(|| Appender::new(&self.directory));
        let mut file = file.map_err(|error| (Action::Create, error))?;
        let (start, mut count) = (file.end, 0);
        file.begin_block();
        for item in items {
            let item = current.insert(item);
            codec::encode(item, &mut file.block).map_err(|error| (Action::Encode, error))?;
            *current = None;
            count += 1;
            file.items += 1;
            if file.block.len() >= FULL {
                file.end_block().map_err(writing)?;
            }
        }
        if file.items > 0 {
            file.end_block().map_err(writing)?;
        }
        Ok(Segment {
            file: Arc::clone(&file.file),
            start,
            end: file.end,
            items: count,
        })
    }
}

/// A file that is written to at its end.
struct Appender {
    file: Arc<File>,
    end: u64,
    /// The block that is being filled, with room for its header, and how many items it has.
    block: Vec<u8>,
    items: u64,
}

impl Appender {
    fn new(directory: &Path) -> io::Result<Self> {
        Ok(Appender {
            file: Arc::new(tempfile::tempfile_in(directory)?),
            end: 0,
            block: Vec::new(),
            items: 0,
        })
    }

    fn begin_block(&mut self) {
        self.items = 0;
        self.block.clear();
        self.block.shrink_to(2 * FULL); // after an item that was very large
        self.block.resize(HEADER, 0);
    }

    fn end_block(&mut self) -> io::Result<()> {
        seal(&mut self.block, self.items);
        (&*self.file).write_all(&self.block)?;
        self.end += self.block.len() as u64;
        self.begin_block();
        Ok(())
    }
}
