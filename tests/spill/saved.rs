//! Spilled outputs with a name: files that are whole, that are damaged, and that are something else.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;

use parallelize::{SpillError, Spilled, parallel};
use tempfile::TempDir;

use crate::saved_over::{assert_open_file_is_named, open_files_can_be_replaced};

type Item = (u32, String);

fn directory() -> TempDir {
    tempfile::tempdir().expect("there is room for temporary files")
}

fn item(number: usize) -> Item {
    (u32::try_from(number).unwrap(), "ab".repeat(number % 4))
}

fn spilled(len: usize) -> Spilled<Item> {
    let call = parallel(0..len).jobs(3).write_to_file(true);
    call.spilled(|part| part.map(item).collect()).unwrap()
}

fn saved(directory: &TempDir, len: usize) -> PathBuf {
    let path = directory.path().join("saved");
    spilled(len).save(&path).unwrap();
    path
}

/// All that can be had of a file: the items up to the first error, and that error.
fn read(path: &Path) -> (Vec<Item>, Option<SpillError>) {
    let opened = match Spilled::<Item>::open(path) {
        Ok(opened) => opened,
        Err(error) => return (Vec::new(), Some(error)),
    };
    let mut items = Vec::new();
    for item in &opened {
        match item {
            Ok(item) => items.push(item),
            Err(error) => return (items, Some(error)),
        }
    }
    (items, None)
}

/// Reads a file with other content: it is refused, and what comes before the error is right.
fn refuse(path: &Path, content: &[u8], what: &str) {
    fs::write(path, content).unwrap();
    let (items, error) = read(path);
    let error = error.unwrap_or_else(|| panic!("{what} goes unnoticed"));
    let count = items.len();
    assert!(
        items.into_iter().eq((0..count).map(item)),
        "{what} changes items"
    );
    assert_eq!(error.io_error().kind(), ErrorKind::InvalidData, "{what}");
    let message = error.to_string();
    assert!(message.contains(path.to_str().unwrap()), "{message}");
    let into_vec = Spilled::<Item>::open(path).and_then(Spilled::into_vec);
    assert!(into_vec.is_err(), "{what} goes unnoticed as a whole");
    let mut owned = Spilled::<Item>::open(path).into_iter().flatten();
    assert!(
        owned.all(|item| item.is_ok()) == Spilled::<Item>::open(path).is_err(),
        "{what} goes unnoticed by value"
    );
}

#[test]
fn a_saved_file_has_the_items_in_order() {
    let directory = directory();
    for len in [0, 1, 2, 3, 100, 50_000] {
        let path = saved(&directory, len);
        let opened = Spilled::<Item>::open(&path).unwrap();
        assert_eq!((opened.len(), opened.is_empty()), (len, len == 0));
        assert!(opened.iter().map(Result::unwrap).eq((0..len).map(item)));
        let again = directory.path().join("again");
        opened.save(&again).unwrap();
        assert_eq!(fs::read(&again).unwrap(), fs::read(&path).unwrap());
        assert!(
            opened
                .into_vec()
                .unwrap()
                .into_iter()
                .eq((0..len).map(item))
        );
    }
}

#[test]
fn every_shorter_or_longer_file_is_refused() {
    let directory = directory();
    let path = saved(&directory, 12);
    let whole = fs::read(&path).unwrap();
    for len in 0..whole.len() {
        refuse(&path, &whole[..len], &format!("a file of {len} bytes"));
    }
    let longer = [&whole[..], &[0]].concat();
    refuse(&path, &longer, "a byte more");
    refuse(&path, &[&whole[..], &whole[..]].concat(), "twice the file");
}

#[test]
fn every_single_bit_that_is_flipped_is_noticed() {
    let directory = directory();
    let path = saved(&directory, 12);
    let whole = fs::read(&path).unwrap();
    for bit in 0..whole.len() * 8 {
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        refuse(&path, &damaged, &format!("bit {bit}"));
    }
}

#[test]
fn bytes_that_are_overwritten_or_moved_are_noticed() {
    let directory = directory();
    let path = saved(&directory, 12);
    let whole = fs::read(&path).unwrap();
    for position in 0..whole.len() {
        for value in [0, 255] {
            let mut damaged = whole.clone();
            damaged[position..].fill(value);
            if damaged != whole {
                refuse(&path, &damaged, &format!("{value} from {position} on"));
            }
        }
        let mut turned = whole.clone();
        turned[position..].rotate_left(1);
        if turned != whole {
            refuse(&path, &turned, &format!("bytes moved from {position} on"));
        }
    }
}

#[test]
fn items_before_the_damage_are_read_and_none_after_it() {
    let directory = directory();
    let path = saved(&directory, 100_000);
    let mut damaged = fs::read(&path).unwrap();
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    fs::write(&path, damaged).unwrap();
    let (items, error) = read(&path);
    assert!(error.is_some());
    let count = items.len();
    assert!((1..100_000).contains(&count));
    assert!(items.into_iter().eq((0..count).map(item)));
    let opened = Spilled::<Item>::open(&path).unwrap();
    let mut iter = opened.iter();
    assert!(iter.by_ref().any(|item| item.is_err()));
    assert!(iter.next().is_none() && iter.next().is_none());
}

#[test]
fn what_is_no_saved_file_is_refused_by_its_name() {
    let directory = directory();
    let missing = directory.path().join("missing");
    let other = directory.path().join("other");
    fs::write(
        &other,
        "a text that is longer than the header of a saved file",
    )
    .unwrap();
    let no_file = if cfg!(windows) {
        ErrorKind::PermissionDenied
    } else {
        ErrorKind::IsADirectory
    };
    for (path, kind) in [
        (missing.as_path(), ErrorKind::NotFound),
        (directory.path(), no_file),
        (other.as_path(), ErrorKind::InvalidData),
    ] {
        let error = Spilled::<Item>::open(path).unwrap_err();
        assert_eq!(error.io_error().kind(), kind);
        let message = error.to_string();
        let named = format!("could not open saved outputs from `{}`: ", path.display());
        assert!(message.starts_with(&named), "{message}");
    }
}

#[test]
fn items_of_another_type_are_refused() {
    let directory = directory();
    let path = saved(&directory, 5);
    let opened = Spilled::<u64>::open(&path).unwrap();
    let error = opened.iter().next().unwrap().unwrap_err();
    assert!(
        error
            .to_string()
            .contains("; open it with the type that it was saved with")
    );
}

#[cfg(target_pointer_width = "32")]
#[test]
fn a_usize_that_is_too_long_for_this_machine_is_named() {
    let directory = directory();
    let path = directory.path().join("saved");
    let call = parallel(0..1_u64).write_to_file(true);
    let long = call.spilled(|part| part.map(|n| n + (1 << 40)).collect());
    long.unwrap().save(&path).unwrap();
    let error = Spilled::<usize>::open(&path).and_then(Spilled::into_vec);
    let message = error.unwrap_err().to_string();
    assert!(
        message.contains("a `usize` or `isize` of more than 32 bits"),
        "{message}"
    );
}

/// On 32 bits, the lengths of a header and of the longest block are together more than a `usize` holds.
#[cfg(target_pointer_width = "32")]
#[test]
fn a_block_that_is_longer_than_memory_can_be_is_refused() {
    let directory = directory();
    let path = saved(&directory, 12);
    let mut content = fs::read(&path).unwrap();
    let longest = u64::from(u32::MAX) - 15;
    let end = longest + 52;
    content[20..28].copy_from_slice(&(end - 32).to_le_bytes());
    let checksum = crc32fast::hash(&content[..28]);
    content[28..32].copy_from_slice(&checksum.to_le_bytes());
    content[32..40].copy_from_slice(&longest.to_le_bytes());
    fs::write(&path, content).unwrap();
    let file = fs::OpenOptions::new().write(true).open(&path);
    file.unwrap().set_len(end).unwrap(); // without blocks on the disk
    let (items, error) = read(&path);
    assert!(items.is_empty());
    let message = error.unwrap().to_string();
    assert!(message.contains("larger than memory can be"), "{message}");
}

#[test]
fn saving_replaces_an_older_file_which_is_still_read_by_who_has_opened_it() {
    let directory = directory();
    let path = saved(&directory, 10);
    let old = Spilled::<Item>::open(&path).unwrap();
    if !open_files_can_be_replaced() {
        assert_open_file_is_named(spilled(3).save(&path));
        assert_eq!(Spilled::<Item>::open(&path).unwrap().len(), 10);
        drop(old);
        spilled(3).save(&path).unwrap();
        assert_eq!(Spilled::<Item>::open(&path).unwrap().len(), 3);
        return;
    }
    spilled(3).save(&path).unwrap();
    assert_eq!(Spilled::<Item>::open(&path).unwrap().len(), 3);
    assert!(old.iter().map(Result::unwrap).eq((0..10).map(item)));
    old.save(&path).unwrap();
    assert_eq!(Spilled::<Item>::open(&path).unwrap().len(), 10);
}

#[test]
fn saving_that_fails_leaves_the_older_file_and_nothing_else() {
    let directory = directory();
    let path = saved(&directory, 10);
    let whole = fs::read(&path).unwrap();
    let damaged = directory.path().join("damaged");
    let mut content = whole.clone();
    *content.last_mut().unwrap() ^= 1;
    fs::write(&damaged, content).unwrap();
    let unreadable = Spilled::<Item>::open(&damaged).unwrap();
    assert!(unreadable.save(&path).is_err());
    assert_eq!(fs::read(&path).unwrap(), whole);
    fs::create_dir(directory.path().join("taken")).unwrap();
    let error = spilled(1).save(directory.path().join("taken")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("could not save the outputs to `")
    );
    let error = spilled(1)
        .save(directory.path().join("no/such/place"))
        .unwrap_err();
    assert_eq!(error.io_error().kind(), ErrorKind::NotFound);
    let names = fs::read_dir(directory.path()).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["damaged", "saved", "taken"]);
}

#[cfg(unix)]
#[test]
fn a_saved_file_has_the_permissions_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;

    let directory = directory();
    let path = saved(&directory, 1);
    let other = directory.path().join("other");
    fs::write(&other, "").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&path), mode(&other));
}

#[test]
fn iterators_run_side_by_side_and_on_other_threads_and_may_end_early() {
    let spilled = spilled(40_000);
    let (mut one, mut two) = (spilled.iter(), spilled.iter());
    for number in 0..20_000 {
        assert_eq!(one.next().unwrap().unwrap(), item(number));
    }
    assert_eq!(two.next().unwrap().unwrap(), item(0));
    assert_eq!(
        (one.size_hint(), two.size_hint()),
        ((1, Some(20_000)), (1, Some(39_999)))
    );
    drop(two);
    thread::scope(|scope| {
        for skipped in [0, 1, 30_000] {
            let rest = spilled.iter().skip(skipped).map(Result::unwrap);
            scope.spawn(move || assert!(rest.eq((skipped..40_000).map(item))));
        }
    });
    assert!(one.map(Result::unwrap).eq((20_000..40_000).map(item)));
    assert!(
        spilled
            .into_vec()
            .unwrap()
            .into_iter()
            .eq((0..40_000).map(item))
    );
}

#[test]
fn an_iterator_can_own_what_it_reads() {
    let directory = directory();
    for len in [0, 1, 100, 40_000] {
        let path = saved(&directory, len);
        let spilled = spilled(len);
        let opened = Spilled::<Item>::open(&path).unwrap();
        let (mut one, mut two) = (spilled.into_iter(), opened.into_iter());
        assert_eq!(one.size_hint(), (len.min(1), Some(len)));
        for number in 0..len / 2 {
            assert_eq!(one.next().unwrap().unwrap(), item(number));
        }
        assert_eq!(one.size_hint().1, Some(len - len / 2));
        // The other one is where it was, and on any thread.
        let read = thread::spawn(move || two.by_ref().map(Result::unwrap).eq((0..len).map(item)));
        assert!(read.join().unwrap());
        assert!(
            one.by_ref()
                .map(Result::unwrap)
                .eq((len / 2..len).map(item))
        );
        assert!(one.next().is_none());
    }
}
