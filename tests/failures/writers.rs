//! Writers that fail, write little at a time or are interrupted: what has been written then is what a loop would have written.

use std::cell::Cell;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use parallelize::__private::{append, write};
use parallelize::{Parallel, parallel};

/// A writer on the calling thread that takes `room` bytes, at most `most` at once, and is interrupted before each.
/// Then it fails, or panics. Neither is it `Send`.
struct Narrow {
    written: Vec<u8>,
    room: usize,
    most: usize,
    is_ready: bool,
    panics: bool,
    flushes: Rc<Cell<usize>>,
}

impl Narrow {
    fn new(room: usize, most: usize) -> Self {
        Narrow {
            written: Vec::new(),
            room,
            most,
            is_ready: false,
            panics: false,
            flushes: Rc::default(),
        }
    }
}

impl Write for Narrow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_ready = !self.is_ready;
        if self.is_ready {
            return Err(ErrorKind::Interrupted.into());
        }
        let len = bytes.len().min(self.most).min(self.room);
        if len == 0 {
            assert!(!self.panics, "no room");
            return Err(ErrorKind::StorageFull.into());
        }
        self.room -= len;
        self.written.extend_from_slice(&bytes[..len]);
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.flushes.set(self.flushes.get() + 1);
        Ok(())
    }
}

fn call(numbers: &[u32], jobs: usize) -> Parallel<'_, &[u32]> {
    parallel(numbers).jobs(jobs).chunk_size(2)
}

/// The body: a line a number, until one is missing.
fn lines(numbers: &[u32], missing: Option<u32>, to: &mut impl Write) -> io::Result<()> {
    for &number in numbers {
        if Some(number) == missing {
            return Err(ErrorKind::NotFound.into());
        }
        writeln!(to, "{number}")?;
    }
    Ok(())
}

fn numbers() -> Vec<u32> {
    (0..13).collect()
}

#[test]
fn writers_that_fail_at_every_byte() {
    let numbers = numbers();
    let mut whole = Vec::new();
    lines(&numbers, None, &mut whole).unwrap();
    for (jobs, most) in [(1, 1), (3, 1), (3, 100)] {
        for room in 0..=whole.len() {
            let mut writer = Narrow::new(room, most);
            let mut count = vec![7];
            let collectors = (append(&mut count), write::<dyn Write, _>(&mut writer));
            let outcome =
                call(&numbers, jobs)
                    .with(collectors)
                    .try_flatten(|numbers, (count, to)| {
                        count.push(8);
                        lines(numbers, None, to)
                    });
            assert_eq!(writer.written, whole[..room]);
            let failure = outcome.map_err(|error| error.kind());
            if room < whole.len() {
                assert_eq!(failure, Err(ErrorKind::StorageFull));
                assert_eq!(count, [7], "nothing of the call");
            } else {
                assert_eq!(failure, Ok(()));
                assert_eq!(count.len(), 8);
            }
        }
    }
}

#[test]
fn a_body_that_fails_has_written_what_came_before() {
    let numbers = numbers();
    for missing in 0..13 {
        let mut expected = Vec::new();
        let _ = lines(&numbers, Some(missing), &mut expected);
        for jobs in [1, 3] {
            let mut written = Vec::new();
            let outcome: io::Result<Vec<u32>> = call(&numbers, jobs)
                .with((write::<dyn Write, _>(&mut written),))
                .try_flatten(|numbers, (to,)| {
                    lines(numbers, Some(missing), to)?;
                    Ok(numbers.to_vec())
                });
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::NotFound);
            assert_eq!(written, expected);
        }
    }
}

#[test]
fn the_lower_failure_decides_between_body_and_writer() {
    let numbers = numbers();
    for missing in 0..13 {
        for room in 0..20 {
            let mut plain = Narrow::new(room, 1);
            let expected = numbers
                .chunks(2)
                .try_for_each(|numbers| {
                    let mut buffer = Vec::new();
                    let outcome = lines(numbers, Some(missing), &mut buffer);
                    plain.write_all(&buffer).and(outcome)
                })
                .map_err(|error| error.kind());
            let mut writer = Narrow::new(room, 1);
            let outcome = call(&numbers, 3)
                .with((write::<dyn Write, _>(&mut writer),))
                .try_flatten(|numbers, (to,)| lines(numbers, Some(missing), to));
            assert_eq!(outcome.map_err(|error| error.kind()), expected);
            assert_eq!(writer.written, plain.written);
        }
    }
}

#[test]
fn a_writer_that_panics_ends_the_call() {
    let numbers = numbers();
    let mut writer = Narrow::new(7, 1);
    writer.panics = true;
    let mut count = vec![7];
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let collectors = (append(&mut count), write::<dyn Write, _>(&mut writer));
        call(&numbers, 3)
            .with(collectors)
            .try_flatten(|numbers, (count, to)| {
                count.push(8);
                lines(numbers, None, to)
            })
    }));
    let message = outcome.unwrap_err();
    assert_eq!(message.downcast_ref(), Some(&"no room"));
    assert_eq!(writer.written, b"0\n1\n2\n3");
    assert_eq!(count, [7]);
}

#[test]
fn each_chunk_has_an_error_of_its_own_if_outputs_stay_apart() {
    let numbers = numbers();
    let mut writer = Narrow::new(9, 100);
    let outcomes = call(&numbers, 3)
        .with((write::<dyn Write, _>(&mut writer),))
        .try_each(|numbers, (to,)| lines(numbers, None, to));
    let is_ok: Vec<bool> = outcomes.iter().map(Result::is_ok).collect();
    assert_eq!(is_ok, [true, true, false, false, false, false, false]);
    assert_eq!(writer.written, b"0\n1\n2\n3\n4");
}

#[test]
fn a_body_that_flushes_flushes_the_writer() {
    let numbers = numbers();
    let mut writer = Narrow::new(100, 100);
    let flushes = Rc::clone(&writer.flushes);
    let outcome = call(&numbers, 3)
        .with((write::<dyn Write, _>(&mut writer),))
        .try_flatten(|numbers, (to,)| {
            lines(numbers, None, to)?;
            if numbers.contains(&2) {
                to.flush()
            } else {
                Ok(())
            }
        });
    outcome.unwrap();
    assert_eq!(flushes.get(), 1);
}

#[test]
fn text_is_written_as_far_as_its_writer_takes_it() {
    struct Full(String);
    impl fmt::Write for Full {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            for char in text.chars() {
                if self.0.len() == 5 {
                    return Err(fmt::Error);
                }
                self.0.push(char);
            }
            Ok(())
        }
    }
    let numbers = numbers();
    let mut full = Full(String::new());
    let outcome = call(&numbers, 3)
        .with((write::<dyn fmt::Write, _>(&mut full),))
        .try_flatten(|numbers, (to,)| {
            numbers
                .iter()
                .try_for_each(|n| fmt::Write::write_fmt(to, format_args!("{n};")))
        });
    assert_eq!(outcome, Err(fmt::Error));
    assert_eq!(full.0, "0;1;2");
}
