//! Reports of all calls, if `PARALLELIZE_REPORT` asks for them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::Report;
use crate::observe::terminal;

/// What the variable asks for.
enum Wanted {
    Nothing,
    Print,
    /// A directory, for a picture of each call.
    Files(PathBuf),
}

/// The variable, read once per process.
#[inline]
fn wanted() -> &'static Wanted {
    static WANTED: OnceLock<Wanted> = OnceLock::new();
    WANTED.get_or_init(|| match std::env::var_os("PARALLELIZE_REPORT") {
        None => Wanted::Nothing,
        Some(value) if value.is_empty() || value == "0" || value == "false" => Wanted::Nothing,
        Some(value) if value == "1" || value == "true" => Wanted::Print,
        Some(directory) => Wanted::Files(directory.into()),
    })
}

/// Whether all calls are reported.
#[inline]
pub(crate) fn is_on() -> bool {
    !matches!(wanted(), Wanted::Nothing)
}

/// Whether the reports of all calls are printed.
pub(crate) fn prints() -> bool {
    matches!(wanted(), Wanted::Print)
}

/// Writes the files of a report, if the variable asks for files. A report is no reason for calls to fail.
pub(crate) fn save(report: &Report) {
    static HAS_COMPLAINED: AtomicBool = AtomicBool::new(false);
    let Wanted::Files(directory) = wanted() else {
        return;
    };
    let Err(error) = write(report, directory) else {
        return;
    };
    if !HAS_COMPLAINED.swap(true, Ordering::Relaxed) {
        let directory = directory.display();
        terminal::print(&format!(
            "parallelize: no report can be written to {directory}, where PARALLELIZE_REPORT points: {error}\n"
        ));
    }
}

/// Makes the files of one call. No other call has files of the same names, not even in an earlier process
/// with the same number.
fn write(report: &Report, directory: &Path) -> io::Result<()> {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    fs::create_dir_all(directory)?;
    let is_plain = |character: char| character.is_alphanumeric() || character == '_';
    let name = report.name();
    let name: String = name.chars().take_while(|c| is_plain(*c)).collect();
    let (file, mut svg) = loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let file = directory.join(format!("{name}-{}-{number:04}", std::process::id()));
        match fs::File::create_new(file.with_extension("svg")) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            svg => break (file, svg?),
        }
    };
    svg.write_all(report.to_svg().as_bytes())?;
    #[cfg(feature = "serde")]
    fs::write(file.with_extension("json"), report.to_json())?;
    #[cfg(not(feature = "serde"))]
    drop(file);
    Ok(())
}
