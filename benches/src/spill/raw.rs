//! What anybody would write by hand: the bytes of one item after the other, in a temporary file.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use super::items::Record;

const BUFFER: usize = 1 << 20;

pub(super) trait Raw: Sized {
    fn write(&self, to: &mut impl Write) -> io::Result<()>;
    fn read(from: &mut impl Read) -> io::Result<Self>;
}

impl Raw for f64 {
    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.to_le_bytes())
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        Ok(f64::from_le_bytes(array(from)?))
    }
}

impl Raw for Record {
    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(&self.id.to_le_bytes())?;
        self.value.write(to)?;
        let len = u32::try_from(self.name.len()).map_err(io::Error::other)?;
        to.write_all(&len.to_le_bytes())?;
        to.write_all(self.name.as_bytes())
    }

    fn read(from: &mut impl Read) -> io::Result<Self> {
        let id = u64::from_le_bytes(array(from)?);
        let value = f64::read(from)?;
        let mut name = vec![0; u32::from_le_bytes(array(from)?) as usize];
        from.read_exact(&mut name)?;
        let name = String::from_utf8(name).map_err(io::Error::other)?;
        Ok(Record { id, value, name })
    }
}

fn array<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A file with so many items.
pub(super) struct Written {
    file: File,
    len: usize,
}

pub(super) fn write<T: Raw>(items: Vec<T>) -> io::Result<Written> {
    let file = tempfile::tempfile_in(super::directory())?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    let len = items.len();
    for item in items {
        item.write(&mut out)?;
    }
    let file = out.into_inner()?;
    Ok(Written { file, len })
}

pub(super) fn read<T: Raw>(Written { mut file, len }: Written) -> io::Result<Vec<T>> {
    file.rewind()?;
    let mut from = BufReader::with_capacity(BUFFER, file);
    let mut items = Vec::with_capacity(len);
    for _ in 0..len {
        items.push(T::read(&mut from)?);
    }
    Ok(items)
}
