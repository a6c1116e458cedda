//! One run of the compiler over a file that uses the library.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// The messages about a source, in JSON. `None` if there is no such program.
pub(super) fn messages(
    program: &str,
    source: &str,
    folder: &Path,
    levels: &[&str],
) -> Option<Vec<Value>> {
    let file = folder.join("source.rs");
    fs::write(&file, source).expect("there is space");
    let this = env::current_exe().expect("this program has a path");
    let libraries = this.parent().expect("it is in a folder");
    let output = Command::new(program)
        .args(["--crate-type=lib", "--emit=metadata", "--error-format=json"])
        .args(levels)
        .arg(format!("-Ldependency={}", libraries.display()))
        .arg(format!(
            "--extern=parallelize={}",
            newest(libraries).display()
        ))
        .arg(format!("--out-dir={}", folder.display()))
        .arg(&file)
        .output()
        .ok()?;
    let stderr = String::from_utf8(output.stderr).expect("messages are text");
    let message = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{stderr}"));
    Some(stderr.lines().map(message).collect())
}

/// The line that a message is about. The last messages, which count the others, are about none.
pub(super) fn line(message: &Value) -> Option<u64> {
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().find(|span| span["is_primary"] == true)?;
    primary["line_start"].as_u64()
}

/// The library that was built last, which is that of this program.
fn newest(libraries: &Path) -> PathBuf {
    let entries = fs::read_dir(libraries).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry is there").path());
    let is_library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libparallelize-") && name.ends_with(".rlib")
    };
    let changed = |path: &PathBuf| path.metadata().and_then(|it| it.modified()).ok();
    let newest = paths.filter(is_library).max_by_key(changed);
    newest.expect("the library has been built")
}
