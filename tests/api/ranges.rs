//! Ranges of all integers: what their chunks are, and what is too long.

use std::any::Any;
use std::ops::{Range, RangeInclusive};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use parallelize::check;
use parallelize::{Input, Split, current_chunk, parallel, parallelize};

fn message(panic: Box<dyn Any + Send>) -> String {
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast::<&str>().expect("a message")).to_owned(),
    }
}

/// The panic of a call that refuses its input before any body runs.
fn refused<C: Send>(input: impl Input<C>) -> String {
    let call = || {
        parallel(input)
            .jobs(2)
            .per_chunk(|_| panic!("a body has run"))
    };
    let panic = catch_unwind(AssertUnwindSafe(call)).expect_err("it is too long");
    message(panic)
}

macro_rules! short_ranges {
    ($($integer:ident)*) => {$(
        mod $integer {
            use super::*;

            #[test]
            fn all_values_there_are_can_be_cut() {
                for jobs in 1..=9 {
                    let all = $integer::MIN..=$integer::MAX;
                    let chunks = parallel(all.clone()).jobs(jobs).per_chunk(|chunk| chunk);
                    assert_eq!(chunks.len(), jobs);
                    assert!(chunks.into_iter().flatten().eq(all));
                    let all_but_one = $integer::MIN..$integer::MAX;
                    let chunks = parallel(all_but_one.clone()).jobs(jobs).per_chunk(|chunk| chunk);
                    assert!(chunks.into_iter().flatten().eq(all_but_one));
                }
            }
        }
    )*};
}

short_ranges!(u8 i8 u16 i16);

macro_rules! inclusive_ranges {
    ($($module:ident $integer:ident $starts:expr;)*) => {$(
        mod $module {
            use super::*;

            #[test]
            fn chunks_of_an_inclusive_range_are_its_sub_ranges() {
                for start in $starts {
                    for (last, jobs) in (0..17).flat_map(|last| (1..=6).map(move |jobs| (last, jobs))) {
                        let range: RangeInclusive<$integer> = start..=start + last;
                        let len = range.clone().count();
                        let chunks = parallel(range.clone()).jobs(jobs).per_chunk(|chunk| {
                            let place = current_chunk().expect("a body").range();
                            assert_eq!(chunk.clone().count(), place.len());
                            chunk
                        });
                        assert_eq!(chunks.len(), jobs.min(len));
                        assert!(chunks.into_iter().flatten().eq(range.clone()));
                        let joined = parallel(range.clone()).flatten(|chunk| chunk.collect::<Vec<_>>());
                        assert!(joined.into_iter().eq(range));
                    }
                }
            }

            #[test]
            fn an_empty_or_exhausted_one_is_one_empty_chunk() {
                let mut exhausted = [0..=0, 3..=5, $integer::MIN..=$integer::MIN, $integer::MAX..=$integer::MAX];
                for range in &mut exhausted {
                    assert!(range.by_ref().count() > 0);
                }
                #[allow(clippy::reversed_empty_ranges)]
                let reversed = [5..=2, $integer::MAX..=$integer::MIN];
                for range in exhausted.into_iter().chain(reversed) {
                    assert_eq!(range.element_count(), 0);
                    let counts = parallel(range).jobs(3).per_chunk(|chunk| chunk.count());
                    assert_eq!(counts, [0]);
                }
            }

            #[test]
            fn one_that_was_iterated_in_part_is_what_is_left() {
                let mut range: RangeInclusive<$integer> = 1..=20;
                assert_eq!((range.next(), range.next_back()), (Some(1), Some(20)));
                let chunks = parallel(range).jobs(4).per_chunk(|chunk| chunk);
                assert!(chunks.into_iter().flatten().eq(2..=19));
            }
        }
    )*};
}

inclusive_ranges! {
    inclusive_u8 u8 [0, 1, u8::MAX - 16];
    inclusive_i8 i8 [i8::MIN, -9, 0, i8::MAX - 16];
    inclusive_u16 u16 [0, 1, u16::MAX - 16];
    inclusive_i16 i16 [i16::MIN, -9, 0, i16::MAX - 16];
    inclusive_u32 u32 [0, 1, u32::MAX - 16];
    inclusive_i32 i32 [i32::MIN, -9, 0, i32::MAX - 16];
    inclusive_u64 u64 [0, 1, u64::MAX - 16];
    inclusive_i64 i64 [i64::MIN, -9, 0, i64::MAX - 16];
    inclusive_u128 u128 [0, 1, u128::MAX - 16];
    inclusive_i128 i128 [i128::MIN, -9, 0, i128::MAX - 16];
    inclusive_usize usize [0, 1, usize::MAX - 16];
    inclusive_isize isize [isize::MIN, -9, 0, isize::MAX - 16];
}

#[test]
fn long_ranges_are_cut_without_overflow() {
    let halves = parallel(i128::MAX - 10..i128::MAX)
        .jobs(2)
        .per_chunk(|chunk| chunk);
    assert_eq!(
        halves,
        [i128::MAX - 10..i128::MAX - 5, i128::MAX - 5..i128::MAX]
    );
    let halves = parallel(isize::MIN..isize::MAX)
        .jobs(2)
        .per_chunk(|chunk| chunk);
    assert_eq!(halves, [isize::MIN..0, 0..isize::MAX]);
    let halves = parallel(1..=usize::MAX).jobs(2).per_chunk(|chunk| chunk);
    let middle = usize::MAX / 2 + 1;
    assert_eq!(halves, [1..=middle, middle + 1..=usize::MAX]);
    let halves = parallel(isize::MIN..=isize::MAX - 1)
        .jobs(2)
        .per_chunk(|chunk| chunk);
    assert_eq!(halves, [isize::MIN..=-1, 0..=isize::MAX - 1]);
}

#[cfg(target_pointer_width = "32")]
#[test]
fn a_range_of_long_integers_is_cut_on_32_bits_if_a_usize_counts_its_elements() {
    let (start, len) = (1_u64 << 40, u64::from(u32::MAX));
    let starts = parallel(start..start + len)
        .jobs(2)
        .per_chunk(|part| part.start);
    assert_eq!(starts, [start, start + (len + 1) / 2]);
    assert!(refused(start..start + len + 1).contains("usize::MAX"));
}

#[test]
fn a_range_of_more_elements_than_a_usize_counts_is_refused() {
    let too_long = "a range longer than `usize::MAX` cannot be split";
    for message in [
        refused(0..=usize::MAX),
        refused(isize::MIN..=isize::MAX),
        refused(0..=u64::MAX),
        refused(i64::MIN..=i64::MAX),
        refused(0..u128::MAX),
        refused(0..=u128::MAX),
        refused(i128::MIN..i128::MAX),
        refused(i128::MIN..=i128::MAX),
        refused(0..u128::from(u64::MAX) + 1),
    ] {
        assert!(message.contains(too_long), "{message}");
    }
}

#[parallelize(jobs = 3)]
fn squares(numbers: RangeInclusive<i16>) -> Vec<i32> {
    numbers.map(|n| i32::from(n).pow(2)).collect()
}

#[parallelize(jobs = 3, zip = letters)]
fn numbered(numbers: Range<u8>, letters: RangeInclusive<u8>) -> Vec<(u8, char)> {
    numbers.zip(letters.map(char::from)).collect()
}

#[test]
fn annotated_functions_take_them_and_cut_them_together() {
    assert_eq!(squares(-3..=3), [9, 4, 1, 0, 1, 4, 9]);
    assert_eq!(squares(i16::MIN..=i16::MIN), [1 << 30]);
    let expected: Vec<(u8, char)> = (1..=26).zip('a'..='z').collect();
    assert_eq!(numbered(1..27, b'a'..=b'z'), expected);
}

#[test]
fn the_law_is_checked_on_them() {
    check(-3..=3_i8)
        .flatten(Iterator::collect::<Vec<_>>)
        .unwrap();
    check(0..9_u128)
        .flatten(Iterator::collect::<Vec<_>>)
        .unwrap();
    let ends = |range: RangeInclusive<u16>| vec![*range.start(), *range.end()];
    let found = check(7..=9_u16).flatten(ends).unwrap_err();
    assert_eq!((&*found.whole, &*found.pieces), ("[7, 8]", "[7, 7, 8, 8]"));
}

/// Exhausted, so that a body that looks at the ends alone would see an element.
#[test]
fn an_exhausted_range_goes_to_the_body_as_it_is() {
    let mut range = 4..=4_u64;
    assert_eq!(range.next(), Some(4));
    let seen = Mutex::new(Vec::new());
    parallel(range).flatten(|chunk| seen.lock().unwrap().push(chunk.is_empty()));
    assert_eq!(seen.into_inner().unwrap(), [true]);
}
