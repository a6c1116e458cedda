//! Writes inputs to start from: the annotated functions of the tests, and saved files of all types.

use std::fs;
use std::io;
use std::path::Path;

use parallelize_fuzz::{attribute, saved};

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut functions = Vec::new();
    for folder in ["../tests", "../examples"] {
        collect(&here.join(folder), &mut functions)?;
    }
    let functions = functions.into_iter().map(String::into_bytes);
    keep(&here.join("corpus/macro"), functions)?;
    keep(&here.join("corpus/spilled"), saved::examples())
}

/// The annotated functions of all source files below a folder.
fn collect(folder: &Path, functions: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, functions)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            functions.extend(attribute::examples(&fs::read_to_string(path)?));
        }
    }
    Ok(())
}

/// Writes inputs to files that are called by their content, so that each is there once.
fn keep(folder: &Path, inputs: impl Iterator<Item = Vec<u8>>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for input in inputs {
        let name = format!("seed-{:08x}", crc32fast::hash(&input));
        fs::write(folder.join(name), input)?;
    }
    println!("{}", folder.display());
    Ok(())
}
