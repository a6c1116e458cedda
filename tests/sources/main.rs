//! What sources and pages say: errors of the compiler for the cases in `tests/ui`, and pages that name what is there.
//! Nothing here makes a call.

mod arrows;
mod compile_errors;
mod compiler;
mod follow_ups;
mod guarantees;
mod links;
mod lints;
mod messages;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The source files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let entries = entries.map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
