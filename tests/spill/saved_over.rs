//! What stands at the path to which a `Spilled` is saved: links, and what no file may replace.

use std::error::Error as _;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use parallelize::{SpillError, parallel};

fn save(path: &Path) -> Result<(), SpillError> {
    let outputs = parallel(0..10_u64).jobs(2).write_to_file(true);
    outputs.spilled(Vec::from_iter)?.save(path)
}

/// Whether a file may take the place of one that is open. Windows 10 allows that on NTFS; wine does not.
pub(super) fn open_files_can_be_replaced() -> bool {
    let directory = tempfile::tempdir().unwrap();
    let [old, new] = ["old", "new"].map(|name| directory.path().join(name));
    let _opened = fs::File::create(&old).unwrap();
    fs::write(&new, "").unwrap();
    fs::rename(new, old).is_ok()
}

/// Where an open file cannot be replaced, `save` says what to do.
pub(super) fn assert_open_file_is_named(saved: Result<(), SpillError>) {
    let error = saved.unwrap_err();
    assert_eq!(error.io_error().kind(), ErrorKind::PermissionDenied);
    let advice = "close the older file if a program has it open";
    assert!(error.to_string().contains(advice), "{error}");
}

/// The names in a directory, in order.
fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

#[test]
fn a_directory_is_refused_before_anything_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("taken");
    fs::create_dir(&path).unwrap();
    assert_eq!(
        save(&path).unwrap_err().io_error().kind(),
        ErrorKind::IsADirectory
    );
    assert_eq!(names(directory.path()), ["taken"]);
}

#[test]
fn the_cause_is_told_once() {
    let error = save(Path::new("no/such/directory/items")).unwrap_err();
    let cause = error.io_error().to_string();
    let outer = io::Error::from(error);
    let mut told = outer.to_string();
    let mut source = outer.source();
    while let Some(error) = source {
        told += &error.to_string();
        source = error.source();
    }
    assert_eq!(told.matches(&cause).count(), 1, "{told}");
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{FileTypeExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use parallelize::Spilled;

    use super::*;

    fn is_saved(path: &Path) -> bool {
        let items = Spilled::<u64>::open(path).and_then(Spilled::into_vec);
        items.is_ok_and(|items| items.into_iter().eq(0..10))
    }

    #[test]
    fn devices_pipes_and_sockets_are_refused_and_stay() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        let made = Command::new("mkfifo").arg(at("pipe")).status();
        assert!(made.expect("`mkfifo` runs").success());
        let _socket = UnixListener::bind(at("socket")).unwrap();
        symlink(at("pipe"), at("link")).unwrap();
        symlink("/dev/null", at("null")).unwrap();
        for name in ["pipe", "socket", "link", "null"] {
            let error = save(&at(name)).unwrap_err();
            assert_eq!(error.io_error().kind(), ErrorKind::InvalidInput, "{error}");
        }
        assert!(fs::metadata(at("pipe")).unwrap().file_type().is_fifo());
        assert!(fs::metadata(at("socket")).unwrap().file_type().is_socket());
        assert!(
            fs::metadata("/dev/null")
                .unwrap()
                .file_type()
                .is_char_device()
        );
        assert_eq!(names(directory.path()), ["link", "null", "pipe", "socket"]);
    }

    #[test]
    fn a_link_stays_and_the_file_is_saved_where_the_link_leads() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        fs::create_dir(at("inner")).unwrap();
        symlink("inner/second", at("first")).unwrap();
        symlink("target", at("inner/second")).unwrap();
        for older in [false, true] {
            assert_eq!(at("inner/target").exists(), older);
            save(&at("first")).unwrap();
            assert!(is_saved(&at("inner/target")));
            for link in ["first", "inner/second"] {
                assert!(at(link).is_symlink());
            }
        }
        assert_eq!(names(&at("inner")), ["second", "target"]);
    }

    #[test]
    fn a_link_that_leads_to_itself_or_to_no_directory_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        symlink("circle", at("circle")).unwrap();
        symlink("no/such/place", at("lost")).unwrap();
        for name in ["circle", "lost"] {
            assert!(save(&at(name)).is_err());
            assert!(at(name).is_symlink());
        }
        assert_eq!(names(directory.path()), ["circle", "lost"]);
    }
}
