//! Streams whose outputs cannot be written to a file, or not be read back.

use std::fs;
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::vec;

use parallelize::{SpillError, current_chunk, stream};
use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};

use crate::failures::IN_A_FILE;

fn texts(numbers: vec::IntoIter<usize>) -> Vec<String> {
    numbers.map(|n| n.to_string()).collect()
}

/// Calls that must fail before anything is read.
fn refused(directory: &Path) -> SpillError {
    let asked = AtomicUsize::new(0);
    let call = || {
        let numbers = (0..100).inspect(|_| _ = asked.fetch_add(1, Ordering::Relaxed));
        stream(numbers).jobs(4).write_to_file(directory)
    };
    assert!(call().per_chunk(|numbers| numbers.len()).is_err());
    assert!(call().join(texts).is_err() && call().spilled(texts).is_err());
    let error = call().flatten(texts).unwrap_err();
    assert_eq!(asked.into_inner(), 0, "something is read");
    let message = error.to_string();
    let named = format!(
        "could not create a temporary file in `{}`: ",
        directory.display()
    );
    assert!(
        message.starts_with("`spill::stream_failures::texts` "),
        "{message}"
    );
    assert!(message.contains(&named), "{message}");
    error
}

#[test]
fn a_bad_directory_fails_before_anything_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let missing = refused(&directory.path().join("missing"));
    assert_eq!(missing.io_error().kind(), ErrorKind::NotFound);
    assert_eq!(refused(&file).io_error().kind(), IN_A_FILE);
}

/// What an item does when it is written and read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Item {
    Good,
    CannotBeWritten,
    PanicsWhenWritten,
    CannotBeRead,
}

impl Serialize for Item {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Item::CannotBeWritten => Err(S::Error::custom("it cannot be written")),
            Item::PanicsWhenWritten => resume_unwind(Box::new("a panic")),
            Item::Good => serializer.serialize_u8(0),
            Item::CannotBeRead => serializer.serialize_u8(1),
        }
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u8::deserialize(deserializer)? {
            0 => Ok(Item::Good),
            _ => Err(D::Error::custom("it cannot be read")),
        }
    }
}

#[test]
fn items_that_cannot_be_written_are_named_by_their_batch_and_nothing_is_read_then() {
    for (bad, jobs) in [0, 1, 55, 99]
        .into_iter()
        .flat_map(|bad| [1, 3].map(|jobs| (bad, jobs)))
    {
        let read = AtomicUsize::new(0);
        let run = |item: Item| {
            let numbers = (0..100_000).inspect(|_| _ = read.fetch_add(1, Ordering::Relaxed));
            let call = stream(numbers).jobs(jobs).chunk_size(5).write_to_file(true);
            call.spilled(|numbers| {
                numbers
                    .map(|n| if n == bad { item } else { Item::Good })
                    .collect()
            })
        };
        let message = run(Item::CannotBeWritten).unwrap_err().to_string();
        let expected = format!(
            "could not encode the output of chunk {}: it cannot be written",
            bad / 5 + 1
        );
        assert!(message.contains(&expected), "{message}");
        let panics = || run(Item::PanicsWhenWritten);
        let payload = catch_unwind(AssertUnwindSafe(panics)).unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"a panic"));
        assert!(read.into_inner() <= 2 * (bad + 5 * (2 * jobs + 3)));
    }
}

#[test]
fn items_that_cannot_be_read_are_told_and_those_before_are_there() {
    let call = || stream(0..100).chunk_size(5).write_to_file(true);
    let bad = |n| {
        if n == 42 {
            Item::CannotBeRead
        } else {
            Item::Good
        }
    };
    let message = call()
        .flatten(|numbers| numbers.map(bad).collect())
        .unwrap_err()
        .to_string();
    assert!(
        message.contains("could not decode the outputs: it cannot be read"),
        "{message}"
    );
    let spilled = call()
        .spilled(|numbers| numbers.map(bad).collect::<Vec<_>>())
        .unwrap();
    let items: Vec<_> = spilled.iter().collect();
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 42);
    assert!(items[42].is_err());
    assert_eq!(items.len(), 43);
}

#[test]
fn the_lowest_batch_that_fails_decides_however_it_fails() {
    let ways = ["error", "panic", "spill", "good"];
    for (first, second) in ways
        .into_iter()
        .flat_map(|first| ways.map(|second| (first, second)))
    {
        for jobs in [1, 2] {
            let call = || {
                let call = stream(0..2).jobs(jobs).chunk_size(1).write_to_file(true);
                call.try_flatten(
                    |_| match [first, second][current_chunk().unwrap().index()] {
                        "error" => Err("error"),
                        "panic" => resume_unwind(Box::new("panic")),
                        "spill" => Ok(vec![Item::CannotBeWritten]),
                        _ => Ok(vec![Item::Good]),
                    },
                )
            };
            let outcome = match catch_unwind(AssertUnwindSafe(call)) {
                Err(_) => "panic",
                Ok(Err(_)) => "spill",
                Ok(Ok(Err(error))) => error,
                Ok(Ok(Ok(items))) => ["", "", "good"][items.len()],
            };
            let expected = if first == "good" { second } else { first };
            assert_eq!(outcome, expected, "{first} before {second}");
        }
    }
}

#[test]
fn a_spill_error_becomes_an_io_error() {
    let read = || -> io::Result<Vec<usize>> {
        Ok(stream(0..10)
            .write_to_file("/no/such/directory")
            .flatten(Iterator::collect)?)
    };
    assert_eq!(read().unwrap_err().kind(), ErrorKind::NotFound);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_grow_ends_the_call_and_is_told_with_the_batch() {
    use crate::support::confined::{Confined, confined, place};

    let name = "a_file_that_cannot_grow_ends_the_call_and_is_told_with_the_batch";
    confined(name, Confined::Space, || {
        for jobs in [1, 3] {
            let read = AtomicUsize::new(0);
            let endless = (0_u64..).inspect(|_| _ = read.fetch_add(1, Ordering::Relaxed));
            let call = stream(endless)
                .jobs(jobs)
                .chunk_size(1000)
                .write_to_file(place());
            let error = call
                .spilled(|numbers| numbers.map(|n| n << 32).collect())
                .unwrap_err();
            assert_eq!(error.io_error().kind(), ErrorKind::StorageFull);
            let message = error.to_string();
            // A mebibyte holds some hundred batches.
            let chunk = message.split(" the output of chunk ").nth(1).unwrap();
            let chunk: usize = chunk.split(' ').next().unwrap().parse().unwrap();
            assert!((80..200).contains(&chunk), "{message}");
            let end = format!(" to a temporary file in `{}`: ", place().display());
            assert!(message.contains(&end), "{message}");
            assert!(read.into_inner() <= 1000 * (chunk + 2 * jobs + 3));
            assert_eq!(fs::read_dir(place()).unwrap().count(), 0);
        }
        let little = stream(0..1000)
            .jobs(2)
            .write_to_file(place())
            .spilled(Iterator::collect);
        assert!(little.unwrap().into_vec().unwrap().into_iter().eq(0..1000));
    });
}
