//! Writes inputs to start from: the annotated functions of the tests, and saved files of all types.

use std::fs;
use std::io;
use std::path::Path;

use parallelize_fuzz::{attribute, saved};

fn main() -> io::Result<()> {
    let functions = attribute::examples()?.into_iter().map(String::into_bytes);
    keep("corpus/macro", functions)?;
    keep("corpus/spilled", saved::examples())
}

/// Writes inputs to files that are called by their content, so that each is there once.
fn keep(folder: &str, inputs: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    fs::create_dir_all(&folder)?;
    for input in inputs {
        let name = format!("seed-{:08x}", crc32fast::hash(&input));
        fs::write(folder.join(name), input)?;
    }
    println!("{}", folder.display());
    Ok(())
}
