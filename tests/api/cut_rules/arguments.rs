//! What the rules refuse, and where they say so.

use std::panic::{self, Location, PanicHookInfo};
use std::sync::Mutex;

use parallelize::backend::{Cuts, Grain, Options};
use parallelize::{Split, parallel, parallelize};

use crate::support::child::in_child;
use crate::support::panics::message_of;

#[test]
fn a_multiple_of_0_panics_and_names_option_and_function() {
    for len in [0, 1, 10] {
        let numbers = vec![0; len];
        let calls: [(&str, &str, &dyn Fn()); 4] = [
            ("`multiple_of` of `", "` is 0: ", &|| {
                parallel(&numbers).multiple_of(0).flatten(|_| ());
            }),
            (
                "the unit of the second input that `",
                "` cuts is 0: a unit has at least one element (leave out `multiple_of` or `units` to cut anywhere)",
                &|| {
                    let call = parallel((&numbers, 0..len)).units((1, 0));
                    call.flatten(|_| ());
                },
            ),
            (
                "the unit of the first input that `",
                "` cuts is 0: ",
                &|| {
                    parallel((&numbers, 0..9)).units((0, 4)).flatten(|_| ());
                },
            ),
            ("`multiple_of` of `", "` is 0: ", &|| {
                let call = parallel(&numbers).multiple_of(0).write_to_file(true);
                drop(call.per_chunk(|chunk| chunk.len() + 1));
            }),
        ];
        for (beginning, end, call) in calls {
            let message = message_of(call);
            assert!(message.starts_with(beginning), "{message}");
            let function = "a_multiple_of_0_panics_and_names_option_and_function";
            assert!(message.contains(&format!("{function}{end}")), "{message}");
        }
        let cuts = || Cuts::new(&Options::default().multiple_of(0), len, Grain::Fine, 2);
        assert!(message_of(cuts).starts_with("`multiple_of` of `the call` is 0"));
    }
}

#[test]
fn inputs_that_are_not_the_same_number_of_whole_units_are_refused() {
    for (lengths, is_refused) in [
        ((6, 8), false),
        ((0, 0), false),
        ((3, 8), true),
        ((7, 8), true),
        ((6, 9), true),
        ((7, 9), true),
        ((2, 3), true),
        ((1, 4), true),
    ] {
        let inputs = || (vec![0_u8; lengths.0], 0..lengths.1);
        if !is_refused {
            parallel(inputs()).units((3, 4)).flatten(drop);
            continue;
        }
        let message = message_of(|| parallel(inputs()).units((3, 4)).flatten(|_| ()));
        let function = "inputs_that_are_not_the_same_number_of_whole_units_are_refused";
        let one = if lengths.0 == 1 { "" } else { "s" };
        let expected = format!(
            "{function}` cuts unit for unit have {} element{one} in units of 3 and {} elements in units of 4: give them the same number of whole units",
            lengths.0, lengths.1,
        );
        assert!(message.starts_with("the inputs that `"), "{message}");
        assert!(message.ends_with(&expected), "{message}");
    }
    let call = parallel((0..2, 0..4, 0..7)).units((1, 2, 3));
    let message = message_of(|| call.flatten(drop));
    assert!(
        message.contains("2 elements in units of 1 and 7 elements in units of 3"),
        "{message}"
    );
}

#[test]
fn inputs_of_different_lengths_are_refused_with_every_other_rule() {
    let calls: [&dyn Fn(); 4] = [
        &|| parallel((0..3, 0..4)).multiple_of(1).flatten(drop),
        &|| parallel((0..3, 0..4)).chunk_by(|a, b| a == b).flatten(drop),
        &|| parallel((0..3, 0..4)).delimiter(1).flatten(drop),
        &|| parallel((0..3, 0..4)).overlap(1, 1).flatten(drop),
    ];
    for call in calls {
        let message = message_of(call);
        assert!(
            message.ends_with("have different lengths: 3 and 4 elements"),
            "{message}"
        );
    }
}

/// Where the last panic was.
static PLACE: Mutex<Option<(String, u32)>> = Mutex::new(None);

#[track_caller]
fn assert_refused<R>(call: impl FnOnce() -> R, expected: &str) {
    let message = message_of(call);
    assert_eq!(
        message,
        format!("a call has both {expected}: give one of them")
    );
    let (file, line) = PLACE.lock().unwrap().take().expect("the hook has run");
    let caller = Location::caller();
    assert_eq!(
        (file.as_str(), line),
        (caller.file(), caller.line()),
        "{expected}"
    );
}

#[test]
#[rustfmt::skip] // each call stands on the line of its assertion
fn rules_that_do_not_go_together_are_refused_where_the_second_is_given() {
    in_child("rules_that_do_not_go_together_are_refused_where_the_second_is_given", || {
        panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
            let place = info.location().map(|place| (place.file().to_owned(), place.line()));
            *PLACE.lock().unwrap() = place;
        }));
        let one = || parallel(0..9);
        let two = || parallel((0..9, 0..9));
        assert_refused(|| one().multiple_of(2).chunk_by(|_, _| true), "`multiple_of` and `chunk_by`");
        assert_refused(|| one().multiple_of(2).delimiter(1), "`multiple_of` and `delimiter`");
        assert_refused(|| two().multiple_of(2).units((1, 1)), "`multiple_of` and `units`");
        assert_refused(|| two().units((1, 1)).multiple_of(2), "`units` and `multiple_of`");
        assert_refused(|| two().units((1, 1)).chunk_by(|_, _| true), "`units` and `chunk_by`");
        assert_refused(|| two().units((1, 1)).delimiter(1), "`units` and `delimiter`");
        assert_refused(|| two().chunk_by(|_, _| true).units((1, 1)), "`chunk_by` and `units`");
        assert_refused(|| one().chunk_by(|_, _| true).multiple_of(2), "`chunk_by` and `multiple_of`");
        assert_refused(|| one().chunk_by(|_, _| true).delimiter(1), "`chunk_by` and `delimiter`");
        assert_refused(|| one().chunk_by(|_, _| true).overlap(0, 0), "`chunk_by` and `overlap`");
        assert_refused(|| one().delimiter(1).multiple_of(2), "`delimiter` and `multiple_of`");
        assert_refused(|| two().delimiter(1).units((1, 1)), "`delimiter` and `units`");
        assert_refused(|| one().delimiter(1).chunk_by(|_, _| true), "`delimiter` and `chunk_by`");
        assert_refused(|| one().delimiter(1).overlap(1, 1), "`delimiter` and `overlap`");
        assert_refused(|| one().overlap(0, 0).chunk_by(|_, _| true), "`overlap` and `chunk_by`");
        assert_refused(|| one().overlap(0, 1).delimiter(1), "`overlap` and `delimiter`");
        let _ = panic::take_hook();
    });
}

#[parallelize(multiple_of(bytes = unit, out = 2), zip = out, jobs = 3)]
fn annotated(bytes: &[u8], out: &mut [u8], unit: usize) {
    for (from, to) in bytes.chunks(unit).zip(out.chunks_mut(2)) {
        to[0] = from[0];
    }
}

/// The line of the attribute of `annotated`.
const ATTRIBUTE: u32 = line!() - 8;

#[test]
#[rustfmt::skip] // each call stands on a line of its own
fn a_call_that_cannot_be_planned_panics_where_it_is_made() {
    in_child("a_call_that_cannot_be_planned_panics_where_it_is_made", || {
        panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
            let place = info.location().map(|place| (place.file().to_owned(), place.line()));
            *PLACE.lock().unwrap() = place;
        }));
        let numbers = || parallel(0..9);
        let pair = || parallel((0..9, 0..8));
        let add = |a: usize, b: usize| a + b;
        let ok = |_| Ok::<(), String>(());
        let calls: [(u32, &dyn Fn()); 18] = [
            (line!(), &|| numbers().multiple_of(0).flatten(drop)),
            (line!(), &|| drop(numbers().chunk_size(0).per_chunk(drop))),
            (line!(), &|| drop(numbers().chunk_size(1).min_len(2).try_per_chunk(ok))),
            (line!(), &|| _ = pair().first(|_| true)),
            (line!(), &|| _ = pair().reduce(|_| 1, add)),
            (line!(), &|| drop(pair().try_reduce(|_| Ok::<_, String>(1), add))),
            (line!(), &|| pair().consume(drop, drop)),
            (line!(), &|| drop(pair().try_consume(|_| 1, |_| Ok::<(), String>(())))),
            (line!(), &|| pair().units((3, 3)).flatten(drop)),
            (line!(), &|| parallel((0..9, 0..3)).units((3, 0)).flatten(drop)),
            // By a look at the elements.
            (line!(), &|| pair().delimiter(3).flatten(drop)),
            (line!(), &|| numbers().chunk_by(|_, _| true).chunk_size(0).flatten(drop)),
            (line!(), &|| parallel("text").multiple_of(0).flatten(drop)),
            (line!(), &|| drop(numbers().chunk_size(0).write_to_file(true).flatten(|_| vec![1]))),
            (line!(), &|| drop(numbers().chunk_size(0).write_to_file(false).per_chunk(|_| 1))),
            (line!(), &|| drop(numbers().chunk_size(0).write_to_file(true).spilled(|_| vec![1]))),
            (ATTRIBUTE, &|| annotated(&[1; 9], &mut [1; 6], 0)),
            (ATTRIBUTE, &|| annotated(&[1; 9], &mut [1; 7], 3)),
        ];
        for (expected, call) in calls {
            let message = message_of(call);
            let (file, line) = PLACE.lock().unwrap().take().expect("the hook has run");
            assert_eq!((file.as_str(), line), (file!(), expected), "{message}");
        }
        let _ = panic::take_hook();
    });
}

/// An input that panics when it is dropped.
struct Fragile(Vec<u8>);

impl Split for Fragile {
    fn element_count(&self) -> usize {
        self.0.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let later = self.0.split_off(at);
        (self, Fragile(later))
    }
}

impl Drop for Fragile {
    fn drop(&mut self) {
        assert!(self.0.is_empty(), "dropped");
    }
}

#[test]
fn an_input_that_cannot_be_dropped_hides_no_refusal() {
    let message = message_of(|| parallel((Fragile(vec![1]), 0..2)).flatten(|_| ()));
    assert!(
        message.ends_with("have different lengths: 1 and 2 elements"),
        "{message}"
    );
}

#[test]
fn the_same_rule_again_replaces_the_first() {
    let lengths = |chunk: std::ops::Range<usize>| chunk.len();
    let call = parallel(0..12).chunk_size(1);
    assert_eq!(
        call.multiple_of(3).multiple_of(6).per_chunk(lengths),
        [6, 6]
    );
    let call = parallel(0..12).chunk_size(1);
    let call = call.chunk_by(|_, _| false).chunk_by(|_, b| *b != 5);
    assert_eq!(call.per_chunk(lengths), [5, 7]);
    let call = parallel(0..12).chunk_size(1).delimiter(2).delimiter(7);
    assert_eq!(call.per_chunk(lengths), [8, 4]);
    let call = parallel(0..12).chunk_size(6).overlap(3, 3).overlap(0, 1);
    assert_eq!(call.per_chunk(lengths), [7, 6]);
    let call = parallel((0..12, 0..12))
        .chunk_size(1)
        .units((3, 3))
        .units((4, 4));
    assert_eq!(call.per_chunk(|(chunk, _)| chunk.len()), [4, 4, 4]);
}
