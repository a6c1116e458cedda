//! Where a stream is cut, and what iterators of all kinds come to.

use std::cell::Cell;
use std::iter;
use std::ops::Range;
use std::panic::{self, PanicHookInfo};
use std::sync::Mutex;

use parallelize::__private::append;
use parallelize::{Chunk, check, current_chunk, stream};

use super::{Cut, unsized_iter};
use crate::support::child::in_child;
use crate::support::panics::message_of;

/// The places of the batches, as the bodies see them.
fn chunks(cut: Cut, len: usize) -> Vec<Chunk> {
    cut.stream(unsized_iter(0..len)).per_chunk(|numbers| {
        let chunk = current_chunk().unwrap();
        assert!(numbers.eq(chunk.range()));
        chunk
    })
}

#[test]
fn batches_grow_from_1_to_512_elements_whatever_the_time_and_the_workers() {
    for jobs in 0..5 {
        let cut = Cut {
            jobs,
            chunk_size: None,
        };
        let chunks = chunks(cut, 10_000);
        let lengths: Vec<usize> = chunks.iter().map(|chunk| chunk.range().len()).collect();
        assert_eq!(lengths[..9], [1, 1, 2, 2, 4, 4, 8, 8, 16]);
        assert_eq!(lengths[16..21], [256, 256, 512, 512, 512]);
        let (last, full) = lengths[20..].split_last().unwrap();
        assert!(full.iter().all(|&len| len == 512), "{full:?}");
        assert_eq!(*last, (10_000 - 2 * 511) % 512);
    }
}

#[test]
fn a_batch_knows_its_place_and_not_how_many_there_are() {
    for cut in Cut::each() {
        for len in (0..40).chain([1022, 1023, 5000]) {
            let chunks = chunks(cut, len);
            let ranges = cut.ranges(len);
            assert_eq!(chunks.len(), ranges.len());
            for (index, (chunk, range)) in chunks.into_iter().zip(ranges).enumerate() {
                assert_eq!((chunk.index(), chunk.range()), (index, range));
                assert_eq!((chunk.count(), chunk.total()), (None, None));
                assert_eq!((chunk.before(), chunk.after()), (0, 0));
            }
        }
    }
}

#[test]
fn a_stream_without_elements_has_one_batch_which_is_empty() {
    for cut in Cut::each() {
        let lengths = cut.stream(iter::empty::<u8>()).per_chunk(|none| none.len());
        assert_eq!(lengths, [0]);
        let sum = cut
            .stream(None::<u32>)
            .reduce(Iterator::sum::<u32>, |a, b| a + b);
        assert_eq!(sum, 0);
        let mut outputs = 0;
        cut.stream([(); 0]).consume(drop, |()| outputs += 1);
        assert_eq!(outputs, 1);
    }
}

#[test]
fn elements_may_have_no_size() {
    for cut in Cut::each() {
        for len in [0, 1, 3000] {
            let counted = cut
                .stream(iter::repeat_n((), len))
                .reduce(Iterator::count, |a, b| a + b);
            assert_eq!(counted, len);
            let joined = cut
                .stream(iter::repeat_n((), len))
                .flatten(Iterator::collect::<Vec<()>>);
            assert_eq!(joined.len(), len);
        }
    }
}

#[test]
fn a_chunk_size_may_be_larger_than_the_stream() {
    for size in [11, 1 << 30, usize::MAX] {
        let lengths = stream(0..10)
            .chunk_size(size)
            .per_chunk(|numbers| numbers.len());
        assert_eq!(lengths, [10]);
    }
}

/// Numbers, with a size that may be a lie.
struct Lying(Range<usize>, (usize, Option<usize>));

impl Iterator for Lying {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.1
    }
}

#[test]
fn a_size_hint_is_not_believed() {
    let all = usize::MAX;
    let hints = [
        (all, None),
        (all, Some(all)),
        (all / 16, None),
        (0, Some(0)),
        (3, Some(3)),
        (9, Some(1)),
    ];
    for hint in hints {
        for cut in Cut::each() {
            let joined: Vec<usize> = cut.stream(Lying(0..3000, hint)).flatten(Iterator::collect);
            assert!(joined.into_iter().eq(0..3000));
        }
        // In a check, a call runs whole.
        let read = |numbers: &[usize]| {
            let start = numbers.first().copied().unwrap_or_default();
            let numbers = Lying(start..start + numbers.len(), hint);
            stream(numbers).flatten(Iterator::collect::<Vec<_>>)
        };
        let numbers: Vec<usize> = (0..50).collect();
        check(&numbers[..]).flatten(read).unwrap();
    }
}

#[test]
fn what_an_iterator_yields_after_its_end_is_no_element() {
    for cut in Cut::each() {
        let asked = Cell::new(0);
        // Every third answer is `None`.
        let elements = iter::from_fn(|| {
            asked.set(asked.get() + 1);
            Some(asked.get()).filter(|n| n % 3 > 0)
        });
        let joined: Vec<usize> = cut.stream(elements).flatten(Iterator::collect);
        assert_eq!(joined, [1, 2]);
        assert_eq!(asked.get(), 3);
    }
}

#[test]
fn an_iterator_that_is_lent_can_be_read_on() {
    let mut numbers = 0..10;
    let first = stream(&mut numbers)
        .chunk_size(1)
        .jobs(1)
        .first(|mut n| n.next().filter(|n| *n == 3));
    assert_eq!((first, numbers), (Some(3), 4..10));
    let mut numbers: Box<dyn Iterator<Item = i32>> = Box::new(0..10);
    assert_eq!(
        stream(&mut numbers).reduce(Iterator::sum::<i32>, |a, b| a + b),
        45
    );
}

/// Where the last panic was.
static PLACE: Mutex<Option<(String, u32)>> = Mutex::new(None);

#[test]
#[rustfmt::skip] // each call stands on a line of its own
fn a_chunk_size_of_0_panics_where_the_call_is_made() {
    in_child("a_chunk_size_of_0_panics_where_the_call_is_made", || {
        panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
            let place = info.location().map(|place| (place.file().to_owned(), place.line()));
            *PLACE.lock().unwrap() = place;
        }));
        let call = || stream(0..3).chunk_size(0);
        let add = |a: i32, b: i32| a + b;
        let ok = |_| Ok::<i32, String>(1);
        let calls: [(u32, &dyn Fn()); 9] = [
            (line!(), &|| call().flatten(drop)),
            (line!(), &|| drop(call().per_chunk(drop))),
            (line!(), &|| drop(call().try_per_chunk(ok))),
            (line!(), &|| _ = call().first(|_| true)),
            (line!(), &|| _ = call().reduce(|_| 1, add)),
            (line!(), &|| drop(call().try_reduce(ok, add))),
            (line!(), &|| call().consume(drop, drop)),
            (line!(), &|| drop(call().try_consume(|_| 1, |_| Ok::<(), String>(())))),
            (line!(), &|| call().with((append(&mut vec![1]),)).flatten(|_, _| ())),
        ];
        for (expected, call) in calls {
            let message = message_of(call);
            assert!(message.starts_with("`chunk_size` of `"), "{message}");
            assert!(message.contains("` is 0: a chunk holds at least one element"), "{message}");
            let (file, line) = PLACE.lock().unwrap().take().expect("the hook has run");
            assert_eq!((file.as_str(), line), (file!(), expected), "{message}");
        }
        let _ = panic::take_hook();
    });
}
