//! What goes wrong while outputs are written to files, and what is dropped and said then.

use std::io;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use parallelize::{SpillError, Spilled, parallel};
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, SerializeTuple, Serializer};

use crate::support::Meeting;
use crate::support::ledger::{Ledger, Token};
use crate::support::pools::chunk_index;

/// What an item does when it is written or read.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Habit {
    Good = 0,
    CannotBeWritten = 1,
    PanicsWhenWritten = 2,
    CannotBeRead = 3,
    PanicsWhenRead = 4,
}

use Habit::{CannotBeRead, CannotBeWritten, Good, PanicsWhenRead, PanicsWhenWritten};

/// An item of test `TEST`, which is in its ledger by its number, and by another one when it was read.
struct Item<const TEST: usize> {
    token: Token<'static>,
    habit: u8,
}

const READ: usize = 1000;

static LEDGERS: [LazyLock<Ledger>; 8] = [const { LazyLock::new(|| Ledger::of(2 * READ)) }; 8];

impl<const TEST: usize> Item<TEST> {
    fn numbered(number: usize, habit: u8) -> Self {
        let mut tokens = LEDGERS[TEST].make(number..number + 1);
        Item {
            token: tokens.pop().expect("one was made"),
            habit,
        }
    }

    fn new(number: usize, habit: Habit) -> Self {
        Self::numbered(number, habit as u8)
    }

    fn number(&self) -> usize {
        self.token.0 % READ
    }
}

impl<const TEST: usize> Serialize for Item<TEST> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_tuple(3)?;
        parts.serialize_element(&self.number())?;
        parts.serialize_element("some text that is written before")?;
        if self.habit == CannotBeWritten as u8 {
            return Err(S::Error::custom("there is no third part"));
        }
        if self.habit == PanicsWhenWritten as u8 {
            resume_unwind(Box::new(self.number()));
        }
        parts.serialize_element(&self.habit)?;
        parts.end()
    }
}

impl<'de, const TEST: usize> Deserialize<'de> for Item<TEST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (number, _, habit) = <(usize, String, u8)>::deserialize(deserializer)?;
        let item = Item::numbered(number + READ, habit);
        if habit == CannotBeRead as u8 {
            return Err(D::Error::custom("the third part is unknown"));
        }
        if habit == PanicsWhenRead as u8 {
            resume_unwind(Box::new(number));
        }
        Ok(item)
    }
}

/// Ten items a chunk; those with the numbers have a habit.
fn items<const TEST: usize>(part: Range<usize>, habits: &[(usize, Habit)]) -> Vec<Item<TEST>> {
    let habit = |number| habits.iter().find(|h| h.0 == number).map_or(Good, |h| h.1);
    let numbers = part.start * 10..part.end * 10;
    numbers.map(|n| Item::new(n, habit(n))).collect()
}

/// Eight chunks of ten items, all in flight before the first is written.
fn spilled<const TEST: usize>(
    habits: &[(usize, Habit)],
) -> Result<Spilled<Item<TEST>>, SpillError> {
    let meeting = Meeting::of(8);
    let call = parallel(0..8_usize).jobs(8).write_to_file(true);
    call.spilled(|part| {
        meeting.wait();
        items(part, habits)
    })
}

#[test]
fn of_several_items_that_fail_that_of_the_lowest_chunk_is_named() {
    for (low, high) in [(5, 79), (9, 10), (38, 41), (70, 71)] {
        let written = spilled::<0>(&[(low, CannotBeWritten), (high, CannotBeWritten)]);
        let expected = format!(
            "`spill::faults::spilled<0>` could not encode the output of chunk {} of 8: there is no third part; \
             keep such outputs in memory, without `write_to_file` and `merge = spilled`",
            low / 10 + 1
        );
        assert_eq!(written.unwrap_err().to_string(), expected);
        LEDGERS[0].close();

        let spilled = spilled::<0>(&[(low, CannotBeRead), (high, CannotBeRead)]).unwrap();
        let error = spilled.into_vec().err().unwrap().to_string();
        let place = format!(
            "`spill::faults::spilled<0>` could not decode the output of chunk {} of 8: the third part is unknown; ",
            low / 10 + 1
        );
        assert!(error.starts_with(&place), "{error}");
        LEDGERS[0].close();
    }
}

#[test]
fn items_before_one_that_cannot_be_read_are_handed_out_and_none_after_it() {
    for bad in [0, 1, 9, 10, 45, 79] {
        let spilled = spilled::<1>(&[(bad, CannotBeRead)]).unwrap();
        assert_eq!(spilled.len(), 80);
        let mut items = spilled.iter();
        for number in 0..bad {
            assert_eq!(items.next().unwrap().unwrap().number(), number);
        }
        assert!(items.next().unwrap().is_err());
        assert!(items.next().is_none() && items.next().is_none());
        assert_eq!(items.size_hint(), (0, Some(0)));
        drop(items);
        LEDGERS[1].close();
    }
}

#[test]
fn a_panic_of_an_item_is_the_callers_and_everything_is_dropped_once() {
    for bad in [0, 9, 10, 45, 79] {
        let call = || {
            drop(spilled::<2>(&[
                (bad, PanicsWhenWritten),
                (79, PanicsWhenWritten),
            ]));
        };
        let payload = catch_unwind(call).expect_err("an item panics");
        assert_eq!(payload.downcast_ref(), Some(&bad));
        LEDGERS[2].close();

        let spilled = spilled::<2>(&[(bad, PanicsWhenRead)]).unwrap();
        let payload = catch_unwind(AssertUnwindSafe(|| {
            spilled.iter().map(Result::unwrap).count()
        }));
        assert_eq!(payload.unwrap_err().downcast_ref(), Some(&bad));
        LEDGERS[2].close();
        let payload = catch_unwind(AssertUnwindSafe(|| {
            spilled.into_vec().map(|items| items.len())
        }));
        assert_eq!(payload.unwrap_err().downcast_ref(), Some(&bad));
        LEDGERS[2].close();
    }
}

#[test]
fn a_panic_of_one_chunk_while_others_are_written_drops_everything_once() {
    for panicking in 0..8 {
        let meeting = Meeting::of(8);
        let run = || {
            let call = parallel(0..8_usize).jobs(8).write_to_file(true);
            call.flatten(|part| {
                let items = items::<3>(part, &[]);
                meeting.wait();
                if chunk_index() == panicking {
                    resume_unwind(Box::new(panicking));
                }
                items
            })
        };
        let payload = catch_unwind(AssertUnwindSafe(run))
            .map(drop)
            .expect_err("a chunk panics");
        assert_eq!(payload.downcast_ref(), Some(&panicking));
        LEDGERS[3].close();
    }
}

#[test]
fn an_item_is_dropped_as_soon_as_it_is_written() {
    struct Watching(Token<'static>);

    impl Serialize for Watching {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut alive = LEDGERS[4].alive();
            assert_eq!(alive.next(), Some(self.0.0), "an earlier one lives");
            serializer.serialize_unit()
        }
    }

    impl<'de> Deserialize<'de> for Watching {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            <()>::deserialize(deserializer)?;
            Ok(Watching(
                LEDGERS[4].make(READ..READ + 1).pop().expect("one was made"),
            ))
        }
    }

    let call = parallel(0..100_usize).jobs(1).write_to_file(true);
    let spilled = call.spilled(|part| LEDGERS[4].make(part).into_iter().map(Watching).collect());
    let spilled = spilled.unwrap();
    assert_eq!((LEDGERS[4].alive().count(), spilled.len()), (0, 100));
    LEDGERS[4].close();
}

#[test]
fn an_iterator_that_stops_half_way_drops_what_it_has_read() {
    let spilled = spilled::<5>(&[]).unwrap();
    for count in [0, 1, 10, 25, 79] {
        assert!(spilled.iter().take(count).all(|item| item.is_ok()));
        LEDGERS[5].close();
    }
    assert!(spilled.into_iter().take(25).all(|item| item.is_ok()));
    LEDGERS[5].close();
}

#[test]
fn no_chunk_runs_after_a_failure_or_where_there_is_no_directory() {
    let bodies = AtomicUsize::new(0);
    let body = |part: Range<usize>| {
        bodies.fetch_add(1, Ordering::Relaxed);
        items::<6>(part, &[(35, CannotBeWritten)])
    };
    let call = || parallel(0..100_usize).chunk_size(1).jobs(1);
    assert!(call().write_to_file(true).flatten(body).is_err());
    assert_eq!(bodies.swap(0, Ordering::Relaxed), 4);
    LEDGERS[6].close();
    assert!(call().write_to_file(true).per_chunk(body).is_err());
    assert_eq!(bodies.swap(0, Ordering::Relaxed), 4);
    let missing = || call().write_to_file("/no/such/directory");
    assert!(
        missing()
            .try_per_chunk(|part| Ok::<_, ()>(body(part)))
            .is_err()
    );
    assert!(
        missing()
            .try_flatten(|part| Ok::<_, ()>(body(part)))
            .is_err()
    );
    assert!(missing().try_join(|part| Ok::<_, ()>(body(part))).is_err());
    assert!(
        missing()
            .try_spilled(|part| Ok::<_, ()>(body(part)))
            .is_err()
    );
    assert_eq!(bodies.into_inner(), 0);
    LEDGERS[6].close();
}

#[test]
fn an_error_becomes_an_error_of_the_system_with_itself_inside() {
    fn run(directory: &str) -> io::Result<Vec<u64>> {
        let call = parallel(0..10_u64).write_to_file(directory);
        let outputs = call.flatten(|part| part.map(|n| n + 1).collect());
        Ok(outputs?)
    }

    let error = run("/no/such/directory").unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::NotFound);
    let inside = error
        .get_ref()
        .unwrap()
        .downcast_ref::<SpillError>()
        .unwrap();
    assert_eq!(inside.io_error().kind(), error.kind());
    assert_eq!(inside.to_string(), error.to_string());
    let cause = inside.io_error();
    let text = error.to_string();
    for part in [
        "`spill::faults::an_error_becomes_an_error_of_the_system_with_itself_inside::run`",
        "could not create a temporary file in `/no/such/directory`: ",
        &cause.to_string(),
        "; name a directory that exists, has room and can be written to",
        "PARALLELIZE_SPILL_DIR",
    ] {
        assert!(text.contains(part), "{text} does not say {part}");
    }
}
