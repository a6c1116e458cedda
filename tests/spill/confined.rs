//! Processes that the system gives little: space, files, rights, or no time to clean up.

#![cfg(target_os = "linux")]

use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{SpillError, Spilled, parallel};

use crate::support::confined::{Confined, confined, place};
use crate::support::{IS_CHILD, JOBS, again, assert_passed};

const OURS: &str = "PARALLELIZE_SPILL_DIR";

fn spill_mebibytes(count: usize, directory: &Path) -> Result<Spilled<String>, SpillError> {
    let call = parallel(0..4 * count).chunk_size(1).jobs(4);
    let call = call.write_to_file(directory);
    call.spilled(|part| part.map(|n| n.to_string() + &"x".repeat(1 << 18)).collect())
}

/// Asserts that nothing can be written to a directory, which is found out before any chunk has run.
fn assert_takes_no_file(directory: &Path) -> io::Error {
    let bodies = AtomicUsize::new(0);
    let body = |part: std::ops::Range<usize>| {
        bodies.fetch_add(1, Ordering::Relaxed);
        part.collect::<Vec<_>>()
    };
    let call = || parallel(0..100_usize).jobs(4).write_to_file(directory);
    assert!(call().per_chunk(body).is_err() && call().join(body).is_err());
    assert!(call().spilled(body).is_err());
    let error = call().flatten(body).unwrap_err();
    assert_eq!(bodies.into_inner(), 0);
    let text = error.to_string();
    let place = format!(
        "could not create a temporary file in `{}`: ",
        directory.display()
    );
    assert!(text.contains(&place), "{text}");
    error.into()
}

fn assert_no_space(error: &SpillError, kind: ErrorKind, directory: &Path) {
    let text = error.to_string();
    assert_eq!(error.io_error().kind(), kind, "{text}");
    let directory = format!(" to a temporary file in `{}`: ", directory.display());
    for part in [
        "`spill::confined::spill_mebibytes` could not write the output of chunk ",
        directory.as_str(),
        "; free some space there, or name another directory with `write_to_file = \"dir\"`",
    ] {
        assert!(text.contains(part), "{text} does not say {part}");
    }
}

/// The files of this process in a directory, which have no name there.
fn open_files(process: &str, directory: &Path) -> Vec<PathBuf> {
    let descriptors = fs::read_dir(format!("/proc/{process}/fd")).unwrap();
    let targets = descriptors.filter_map(|entry| fs::read_link(entry.unwrap().path()).ok());
    targets
        .filter(|target| target.starts_with(directory))
        .collect()
}

#[test]
fn a_directory_that_is_mounted_read_only_takes_no_file() {
    let name = "a_directory_that_is_mounted_read_only_takes_no_file";
    confined(name, Confined::Writing, || {
        let error = assert_takes_no_file(&place());
        assert_eq!(error.kind(), ErrorKind::ReadOnlyFilesystem);
        let path = place().join("items");
        let error = spill_mebibytes(1, &env::temp_dir())
            .unwrap()
            .save(&path)
            .unwrap_err();
        assert_eq!(error.io_error().kind(), ErrorKind::ReadOnlyFilesystem);
        assert!(error.to_string().contains(path.to_str().unwrap()));
    });
}

#[test]
fn a_directory_without_the_right_to_write_takes_no_file() {
    let name = "a_directory_without_the_right_to_write_takes_no_file";
    confined(name, Confined::Root, || {
        let directory = tempfile::tempdir_in("/var/tmp").unwrap();
        for mode in [0o555, 0o000] {
            let set =
                |mode| fs::set_permissions(directory.path(), fs::Permissions::from_mode(mode));
            set(mode).unwrap();
            let error = assert_takes_no_file(directory.path());
            assert_eq!(error.kind(), ErrorKind::PermissionDenied);
            set(0o700).unwrap();
        }
    });
}

#[test]
fn a_file_or_a_directory_of_the_kernel_takes_no_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert_eq!(
        assert_takes_no_file(file.path()).kind(),
        ErrorKind::NotADirectory
    );
    for directory in ["/proc", "/sys", "/no/such/directory"] {
        assert_takes_no_file(Path::new(directory));
    }
}

#[test]
fn a_full_disk_is_an_error_and_its_space_is_free_again() {
    let name = "a_full_disk_is_an_error_and_its_space_is_free_again";
    confined(name, Confined::Space, || {
        for _ in 0..3 {
            let error = spill_mebibytes(4, &place()).unwrap_err();
            assert_no_space(&error, ErrorKind::StorageFull, &place());
            assert_eq!(open_files("self", &place()).len(), 0);
        }
        let little = parallel(0..1000)
            .jobs(2)
            .write_to_file(place())
            .spilled(Vec::from_iter);
        assert!(little.unwrap().into_vec().unwrap().into_iter().eq(0..1000));
    });
}

#[test]
fn a_save_that_finds_no_space_leaves_the_older_file_and_nothing_else() {
    let name = "a_save_that_finds_no_space_leaves_the_older_file_and_nothing_else";
    confined(name, Confined::Space, || {
        let path = place().join("items");
        let older = parallel(0..1000)
            .write_to_file(true)
            .spilled(Vec::from_iter);
        older.unwrap().save(&path).unwrap();
        let content = fs::read(&path).unwrap();
        let large = spill_mebibytes(4, Path::new("/var/tmp")).unwrap();
        for _ in 0..3 {
            let error = large.save(&path).unwrap_err();
            assert_eq!(error.io_error().kind(), ErrorKind::StorageFull);
            let start = format!("could not save the outputs to `{}`: ", path.display());
            assert!(error.to_string().starts_with(&start), "{error}");
            assert_eq!(fs::read(&path).unwrap(), content);
            assert_eq!(fs::read_dir(place()).unwrap().count(), 1);
        }
        let older = Spilled::<i32>::open(&path).and_then(Spilled::into_vec);
        assert!(older.unwrap().into_iter().eq(0..1000));
    });
}

#[test]
fn a_limit_on_the_length_of_files_is_an_error() {
    let name = "a_limit_on_the_length_of_files_is_an_error";
    confined(name, Confined::FileSize(100_000), || {
        let error = spill_mebibytes(1, &place()).unwrap_err();
        assert_no_space(&error, ErrorKind::FileTooLarge, &place());
        assert_eq!(fs::read_dir(place()).unwrap().count(), 0);
    });
}

#[test]
fn many_chunks_need_few_descriptors() {
    let name = "many_chunks_need_few_descriptors";
    confined(name, Confined::Descriptors(256), || {
        let call = || {
            parallel(0..100_000)
                .chunk_size(1)
                .jobs(300)
                .write_to_file(place())
        };
        let spilled = call().spilled(Vec::from_iter).unwrap();
        assert!((1..=32).contains(&open_files("self", &place()).len()));
        spilled.save(place().join("items")).unwrap();
        let (one, two) = (spilled.iter(), spilled.iter());
        assert!(one.zip(two).all(|(one, two)| one.unwrap() == two.unwrap()));
        assert!(spilled.into_vec().unwrap().into_iter().eq(0..100_000));
        let each = call().per_chunk(|part| part.start).unwrap();
        assert!(each.into_iter().eq(0..100_000));
        assert_eq!(open_files("self", &place()).len(), 0);
    });
}

#[test]
fn files_are_closed_when_the_outputs_are_read_or_dropped_or_have_failed() {
    let directory = tempfile::tempdir().unwrap();
    let open = || open_files("self", directory.path()).len();
    let spilled = spill_mebibytes(1, directory.path()).unwrap();
    assert!(open() > 0);
    let mut half = spilled.iter();
    assert!(half.next().unwrap().is_ok());
    drop(half);
    drop(spilled);
    assert_eq!(open(), 0);
    let mut owned_half = spill_mebibytes(1, directory.path()).unwrap().into_iter();
    assert!(owned_half.next().unwrap().is_ok());
    assert!(open() > 0);
    drop(owned_half);
    assert_eq!(open(), 0);
    let owned = spill_mebibytes(1, directory.path()).unwrap().into_iter();
    assert_eq!((owned.map(Result::unwrap).count(), open()), (4, 0));
    assert_eq!(
        spill_mebibytes(1, directory.path())
            .unwrap()
            .into_vec()
            .unwrap()
            .len(),
        4
    );
    assert_eq!(open(), 0);
    let call = parallel(0..10_usize)
        .jobs(10)
        .write_to_file(directory.path());
    let error = call.try_flatten(|part| if part.start == 7 { Err(7) } else { Ok(vec![0]) });
    assert_eq!((error.unwrap(), open()), (Err(7), 0));
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn a_process_that_is_killed_leaves_nothing() {
    let name = "a_process_that_is_killed_leaves_nothing";
    if env::var_os(IS_CHILD).is_some() {
        let call = parallel(0..8_usize).jobs(8).write_to_file(true);
        let never = call.spilled(|part| {
            if part.start == 5 {
                println!("five chunks are written");
                io::stdin().read_to_end(&mut Vec::new()).unwrap();
            }
            vec!["x".repeat(1 << 20)]
        });
        drop(never);
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let mut child = again(name);
    child.env(OURS, directory.path()).env(JOBS, "1");
    child.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = child.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().ends_with("five chunks are written")));
    assert_eq!(
        open_files(&child.id().to_string(), directory.path()).len(),
        1
    );
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
}

#[test]
fn the_directory_is_ours_else_that_for_temporary_files_else_a_large_one() {
    let name = "the_directory_is_ours_else_that_for_temporary_files_else_a_large_one";
    if env::var_os(IS_CHILD).is_some() {
        let spilled = parallel(0..2).write_to_file(true).spilled(Vec::from_iter);
        let expected = PathBuf::from(env::var_os("EXPECTED").unwrap());
        match spilled {
            Ok(_kept) => assert!(!open_files("self", &expected).is_empty()),
            Err(error) => assert!(
                error
                    .to_string()
                    .contains(&format!("in `{}`: ", expected.display()))
            ),
        }
        let explicit = parallel(0..2)
            .write_to_file("/no/such/directory")
            .per_chunk(|_| ());
        assert!(
            explicit
                .unwrap_err()
                .to_string()
                .contains("in `/no/such/directory`: ")
        );
        return;
    }
    let large = fs::canonicalize("/var/tmp").unwrap_or_else(|_| "/tmp".into());
    let large = large.to_str().unwrap();
    for (ours, temporary, expected) in [
        (
            Some("/no/such/ours"),
            Some("/no/such/temporary"),
            "/no/such/ours",
        ),
        (Some("/no/such/ours"), None, "/no/such/ours"),
        (None, Some("/no/such/temporary"), "/no/such/temporary"),
        (Some(""), Some("/no/such/temporary"), "/no/such/temporary"),
        (Some(""), Some(""), large),
        (None, None, large),
    ] {
        let mut child = again(name);
        child.env("EXPECTED", expected);
        for (variable, value) in [(OURS, ours), ("TMPDIR", temporary)] {
            child.env_remove(variable);
            child.envs(value.map(|value| (variable, value)));
        }
        assert_passed(&child.output().unwrap());
    }
}
