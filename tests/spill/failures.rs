//! Outputs that cannot be written to files, or not be read back.

use std::fs;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use parallelize::{SpillError, current_chunk, parallel};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, SerializeSeq, SerializeTuple, Serializer};

use crate::support::Meeting;

/// Calls that must fail before any chunk has run.
fn refused(directory: &Path) -> SpillError {
    let bodies = AtomicUsize::new(0);
    let call = || parallel(0..100_usize).jobs(4).write_to_file(directory);
    let body = |part: std::ops::Range<usize>| {
        bodies.fetch_add(1, Ordering::Relaxed);
        part.collect::<Vec<_>>()
    };
    let error = call().flatten(body).unwrap_err();
    assert!(call().per_chunk(body).is_err() && call().join(body).is_err());
    assert!(call().spilled(body).is_err());
    assert_eq!(bodies.into_inner(), 0, "chunks have run");
    let message = error.to_string();
    let named = format!(
        "could not create a temporary file in `{}`: ",
        directory.display()
    );
    assert!(
        message.starts_with("`spill::failures::refused` "),
        "{message}"
    );
    assert!(message.contains(&named), "{message}");
    assert!(message.contains("PARALLELIZE_SPILL_DIR"), "{message}");
    error
}

/// What a file is refused with that would be in another file.
pub(crate) const IN_A_FILE: ErrorKind = if cfg!(windows) {
    ErrorKind::NotFound
} else {
    ErrorKind::NotADirectory
};

#[test]
fn a_bad_directory_fails_before_any_chunk_has_run() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "").unwrap();
    let missing = refused(&directory.path().join("missing"));
    assert_eq!(missing.io_error().kind(), ErrorKind::NotFound);
    assert_eq!(refused(&file).io_error().kind(), IN_A_FILE);
}

/// What a value does when it is written and read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Behaviour {
    Good,
    FailsHalfWay,
    PanicsHalfWay,
    CannotBeRead,
}

struct Value {
    behaviour: Behaviour,
    dropped: &'static AtomicUsize,
}

static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// Held by the tests that make values: they share `DROPPED`.
static VALUES: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    VALUES.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Value {
    fn drop(&mut self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut pair = serializer.serialize_tuple(2)?;
        pair.serialize_element("first")?;
        match self.behaviour {
            Behaviour::FailsHalfWay => return Err(S::Error::custom("no second")),
            Behaviour::PanicsHalfWay => panic!("no second"),
            Behaviour::Good => pair.serialize_element("second")?,
            Behaviour::CannotBeRead => pair.serialize_element("unknown")?,
        }
        pair.end()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (_, second) = <(String, String)>::deserialize(deserializer)?;
        match second.as_str() {
            "second" => Ok(value(Behaviour::Good)),
            other => Err(D::Error::custom(format_args!("{other} is not known"))),
        }
    }
}

fn value(behaviour: Behaviour) -> Value {
    Value {
        behaviour,
        dropped: &DROPPED,
    }
}

/// Ten chunks of ten values, of which number `bad` behaves so. Tells how it ended, and how many values
/// were made and dropped until then.
fn ten_chunks(bad: usize, behaviour: Behaviour) -> (Result<usize, String>, usize, usize) {
    let made = AtomicUsize::new(0);
    DROPPED.store(0, Ordering::Relaxed);
    let call = parallel(0..100_usize)
        .chunk_size(10)
        .jobs(10)
        .write_to_file(true);
    let values = call.flatten(|part| {
        let value_of = |number| {
            made.fetch_add(1, Ordering::Relaxed);
            value(if number == bad {
                behaviour
            } else {
                Behaviour::Good
            })
        };
        part.map(value_of).collect()
    });
    let outcome = values
        .map(|values| values.len())
        .map_err(|error| error.to_string());
    (outcome, made.into_inner(), DROPPED.load(Ordering::Relaxed))
}

#[test]
fn a_value_that_cannot_be_written_or_read_is_named_by_its_chunk_and_all_are_dropped_once() {
    let _alone = alone();
    let (outcome, made, dropped) = ten_chunks(100, Behaviour::Good);
    assert_eq!((outcome, made, dropped), (Ok(100), 100, 200)); // once written, once read
    for bad in [0, 9, 10, 55, 99] {
        let chunk = bad / 10 + 1;
        let (outcome, made, dropped) = ten_chunks(bad, Behaviour::FailsHalfWay);
        let message = outcome.unwrap_err();
        let expected = format!("could not encode the output of chunk {chunk} of 10: ");
        assert!(
            message.contains(&expected) && message.contains("no second"),
            "{message}"
        );
        assert_eq!(made, dropped);

        let (outcome, _, _) = ten_chunks(bad, Behaviour::CannotBeRead);
        let message = outcome.unwrap_err();
        let expected = format!("could not decode the output of chunk {chunk} of 10: ");
        assert!(
            message.contains(&expected) && message.contains("unknown is not known"),
            "{message}"
        );

        let payload = catch_unwind(|| ten_chunks(bad, Behaviour::PanicsHalfWay)).unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"no second"));
    }
}

/// Ends the way the lowest failing chunk does; `meeting` makes sure that all of them are running.
fn outcome_of(ways: [&'static str; 3]) -> String {
    let meeting = Meeting::of(3);
    let run = || {
        let call = parallel(0..3_usize).jobs(3).write_to_file(true);
        call.try_flatten(|_| {
            meeting.wait();
            match ways[current_chunk().unwrap().index()] {
                "error" => Err("the body's error"),
                "panic" => panic!("the body's panic"),
                "spill" => Ok(vec![value(Behaviour::FailsHalfWay)]),
                _ => Ok(vec![value(Behaviour::Good)]),
            }
        })
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Err(_) => "panic".to_owned(),
        Ok(Err(_)) => "spill".to_owned(),
        Ok(Ok(Err(_))) => "error".to_owned(),
        Ok(Ok(Ok(values))) => format!("{} values", values.len()),
    }
}

#[test]
fn the_lowest_chunk_that_fails_decides_however_it_fails() {
    let _alone = alone();
    let ways = ["error", "panic", "spill", "good"];
    for first in ways {
        for second in ways {
            for third in ways {
                let all = [first, second, third];
                let decides = all.into_iter().find(|way| *way != "good");
                assert_eq!(outcome_of(all), decides.unwrap_or("3 values"), "{all:?}");
            }
        }
    }
}

#[test]
fn no_chunk_starts_after_one_that_could_not_be_written() {
    let _alone = alone();
    let bodies = AtomicUsize::new(0);
    let call = parallel(0..1000_usize)
        .chunk_size(1)
        .jobs(1)
        .write_to_file(true);
    let values = call.flatten(|part| {
        bodies.fetch_add(1, Ordering::Relaxed);
        let is_bad = part.start == 5;
        vec![value(if is_bad {
            Behaviour::FailsHalfWay
        } else {
            Behaviour::Good
        })]
    });
    assert!(values.is_err());
    assert_eq!(bodies.into_inner(), 6);
}

/// Says that it has so many parts, and has others.
struct Liar(usize, Vec<u8>);

impl Serialize for Liar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0))?;
        for part in &self.1 {
            list.serialize_element(part)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Liar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Vec::deserialize(deserializer)?;
        Ok(Liar(parts.len(), parts))
    }
}

#[test]
fn a_value_with_more_or_fewer_parts_than_it_announces_is_refused() {
    for (announced, parts, is_right) in [
        (2, vec![1, 2], true),
        (1, vec![1, 2], false),
        (2, vec![7], false),
        (0, vec![1], false),
    ] {
        let call = parallel(&[()]).write_to_file(true);
        let outputs = call.flatten(|_| vec![Some(Some(Liar(announced, parts.clone())))]);
        assert_eq!(outputs.is_ok(), is_right, "{announced}, {parts:?}");
    }
}

/// A link of a chain that needs much of the stack.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Link {
    numbers: [[u64; 16]; 4],
    texts: [String; 5],
    next: Option<Box<Link>>,
}

pub(crate) fn chain(len: usize) -> Option<Box<Link>> {
    (0..len).fold(None, |next, _| {
        Some(Box::new(Link {
            numbers: [[1; 16]; 4],
            texts: Default::default(),
            next,
        }))
    })
}

#[test]
fn values_that_are_nested_too_deeply_for_the_stack_are_refused() {
    for len in [1, 10, 100, 200, 1000] {
        let call = parallel(&[(), ()]).jobs(2).write_to_file(true);
        match call.flatten(|units| units.iter().map(|()| chain(len)).collect::<Vec<_>>()) {
            Ok(chains) => assert!(chains.iter().all(Option::is_some)),
            Err(error) => {
                let message = error.to_string();
                let is_depth =
                    message.contains("nested too deeply") || message.contains("depth limit");
                assert!(len > 10 && is_depth, "{len}: {message}");
            }
        }
    }
}

/// Cannot be read where it is 3.
#[derive(Debug, PartialEq, serde::Serialize)]
struct NotThree(u8);

impl<'de> Deserialize<'de> for NotThree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u8::deserialize(deserializer)?;
        assert_ne!(number, 3, "it cannot be read");
        Ok(NotThree(number))
    }
}

#[test]
fn after_a_panic_while_an_item_is_read_the_others_are_not_silently_missing() {
    let call = parallel(0..10_usize).jobs(1).write_to_file(true);
    let numbers = call.spilled(|_| (0..10).map(NotThree).collect()).unwrap();
    let mut items = numbers.iter();
    assert!(catch_unwind(AssertUnwindSafe(|| items.next())).is_err());
    let read: Vec<_> = items.collect();
    let (last, before) = read.split_last().unwrap();
    assert!(before.iter().map(|item| item.as_ref().unwrap().0).eq(0..3));
    let message = last.as_ref().unwrap_err().to_string();
    assert!(
        message.contains("a `Deserialize` has panicked"),
        "{message}"
    );
}
