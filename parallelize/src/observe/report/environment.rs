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
    !IS_OFF.load(Ordering::Relaxed) && find_out()
}

/// Whether the variable has been read and asks for nothing.
static IS_OFF: AtomicBool = AtomicBool::new(false);

#[cold]
fn find_out() -> bool {
    let is_off = matches!(wanted(), Wanted::Nothing);
    IS_OFF.store(is_off, Ordering::Relaxed);
    !is_off
}

/// Whether the reports of all calls are printed.
pub(crate) fn prints() -> bool {
    matches!(wanted(), Wanted::Print)
}

/// Hands a report to whomever the variable names.
pub(crate) fn tell(report: &Report) {
    match wanted() {
        Wanted::Nothing => {}
        Wanted::Print => print(report),
        Wanted::Files(directory) => {
            if let Err(error) = save(report, directory) {
                complain(directory, &error);
            }
        }
    }
}

/// Prints a report in one piece, so that the reports of several calls do not mix.
pub(super) fn print(report: &Report) {
    terminal::print(&format!("{report}\n"));
}

/// Makes the files of one call. No other call has files of the same names, not even in an earlier process
/// with the same number.
fn save(report: &Report, directory: &Path) -> io::Result<()> {
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

/// Says once that the directory takes no files. A report is no reason for calls to fail.
fn complain(directory: &Path, error: &io::Error) {
    static IS_SAID: AtomicBool = AtomicBool::new(false);
    if !IS_SAID.swap(true, Ordering::Relaxed) {
        let directory = directory.display();
        terminal::print(&format!(
            "parallelize: no report can be written to {directory}, where PARALLELIZE_REPORT points: {error}\n"
        ));
    }
}
