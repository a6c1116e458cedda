//! Files with a name, which outlive the process.
//!
//! A file is a header and blocks. The header is the magic bytes, three numbers in little-endian order,
//! and a CRC-32 of all of that: the format's version (4 bytes), the number of items (8 bytes), the
//! length of the blocks in bytes (8 bytes), and the checksum (4 bytes).

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::NamedTempFile;

use super::block::{damaged, invalid};
use super::segment::Segment;

const MAGIC: [u8; 8] = *b"\x89prlspl\n";

const VERSION: u32 = 1;

const HEADER: usize = 32;

fn header(items: u64, bytes: u64) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..8].copy_from_slice(&MAGIC);
    header[8..12].copy_from_slice(&VERSION.to_le_bytes());
    header[12..20].copy_from_slice(&items.to_le_bytes());
    header[20..28].copy_from_slice(&bytes.to_le_bytes());
    let checksum = crc32fast::hash(&header[..28]);
    header[28..].copy_from_slice(&checksum.to_le_bytes());
    header
}

/// A file that is being written, beside the place that it takes in the end.
pub(super) struct Saving {
    file: NamedTempFile,
    path: PathBuf,
}

impl Saving {
    pub(super) fn start(path: &Path, items: u64, bytes: u64) -> io::Result<Self> {
        let path = place_of(path)?;
        let parent = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty());
        let directory = parent.unwrap_or(Path::new("."));
        fs::metadata(directory)?; // the error of making the file would name that
        let mut builder = tempfile::Builder::new();
        builder.prefix(".parallelize-");
        #[cfg(unix)]
        {
            // As for any new file, less what the process's mask takes away.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(directory)?;
        if let Ok(older) = fs::metadata(&path) {
            file.as_file().set_permissions(older.permissions())?;
        }
        file.write_all(&header(items, bytes))?;
        Ok(Saving { file, path })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        // Windows lets the standard library replace a file that somebody reads, and refuses that to `persist`.
        let (_file, beside) = self.file.keep()?;
        let renamed = fs::rename(&beside, self.path);
        if renamed.is_err() {
            drop(fs::remove_file(beside));
        }
        renamed
    }
}

/// Where a file that is saved to `path` has its place: if links stand there, that is behind the last link. Only a
/// regular file makes room for another one.
fn place_of(path: &Path) -> io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(older) if older.is_file() => path.canonicalize(),
        Ok(older) if older.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "a device, a pipe or a socket stands there, which no file may replace",
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut place = path.to_owned();
            // The system has followed all links, so there are only a few.
            while let Ok(target) = place.read_link() {
                place.pop();
                place.push(target);
            }
            Ok(place)
        }
        Err(error) => Err(error),
    }
}

/// The blocks of a saved file.
pub(super) fn open(path: &Path) -> io::Result<Segment> {
    let mut file = File::open(path)?;
    let mut found = [0; HEADER];
    let other_kind = || invalid("it is no file that `Spilled::save` has made");
    let read = file.read_exact(&mut found);
    read.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => other_kind(),
        _ => error,
    })?;
    if found[..8] != MAGIC {
        return Err(other_kind());
    }
    let version = u32::from_le_bytes(found[8..12].try_into().expect("four bytes"));
    let number = |at: usize| u64::from_le_bytes(found[at..at + 8].try_into().expect("eight bytes"));
    let (items, bytes) = (number(12), number(20));
    if version == VERSION && (found != header(items, bytes) || items > bytes) {
        return Err(damaged("its header is wrong"));
    }
    if version != VERSION {
        return Err(invalid(format!(
            "it is damaged, or of version {version} of the format: this is version {VERSION}"
        )));
    }
    let start = HEADER as u64;
    let end = file.metadata()?.len();
    if start.checked_add(bytes) != Some(end) {
        let message = format!("its length is {end} bytes, and should be {start} and {bytes}");
        return Err(damaged(&message));
    }
    Ok(Segment {
        file: Arc::new(file),
        start,
        end,
        items,
    })
}
