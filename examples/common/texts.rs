//! Real text: the files of this repository, or those that the command line names.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

/// A file and what the file holds.
pub(crate) struct Text {
    #[allow(dead_code, reason = "`word_count` needs no names")]
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Reads the named files. Without names it reads all files of this repository that have one of the extensions.
pub(crate) fn read(names: &[OsString], extensions: &[&str]) -> Result<Vec<Text>, String> {
    let repository = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let files = if names.is_empty() {
        files_in(repository, extensions)?
    } else {
        names.iter().map(PathBuf::from).collect()
    };
    let texts = files.into_iter().map(|file| {
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        let name = file.strip_prefix(repository).unwrap_or(&file);
        let name = name.display().to_string();
        Ok(Text { name, text })
    });
    texts.collect()
}

fn files_in(folder: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, String> {
    let is_wanted = |file: &Path| {
        let extension = file.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| extensions.contains(&extension))
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = entries.filter_entry(|entry| entry.depth() == 0 || !is_built_or_hidden(entry));
    let files = entries.filter_map(|entry| match entry {
        Ok(entry) if !entry.file_type().is_file() || !is_wanted(entry.path()) => None,
        Ok(entry) => Some(Ok(entry.into_path())),
        Err(error) => Some(Err(error.to_string())),
    });
    files.collect()
}

fn is_built_or_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name == "target" || name.starts_with('.')
}
