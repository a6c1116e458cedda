//! The temporary files of a call, and how outputs get into them.
//!
//! A file has no name, so it is gone with the process whatever ends that. A worker that has an output
//! takes a file that nobody writes to, appends the output as one segment, and gives the file back. So
//! there are never more files than workers, and never more than [`MOST`], but for items that make a worker
//! write another output while they are written.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use super::encoder::Encoder;
use super::error::{Action, Fault};
use super::leases::Leases;
use super::segment::Segment;

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

    /// Writes the items of an output, and drops each that is written.
    pub(super) fn write_items<T: Serialize>(
        &self,
        items: impl IntoIterator<Item = T>,
    ) -> Result<Segment, Fault> {
        let file = self.files.take(|| Appender::new(&self.directory));
        let mut appender = file.map_err(|error| (Action::Create, error))?;
        let Appender { file, end, encoder } = &mut *appender;
        let start = *end;
        let items = encoder.encode_all(items, &mut |block| {
            (&**file).write_all(block)?;
            *end += block.len() as u64;
            Ok(())
        })?;
        Ok(Segment {
            file: Arc::clone(file),
            start,
            end: *end,
            items,
        })
    }
}

/// A file that is written to at its end.
struct Appender {
    file: Arc<File>,
    end: u64,
    encoder: Encoder,
}

impl Appender {
    fn new(directory: &Path) -> io::Result<Self> {
        Ok(Appender {
            file: Arc::new(tempfile::tempfile_in(directory)?),
            end: 0,
            encoder: Encoder::default(),
        })
    }
}
