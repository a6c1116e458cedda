//! Whatever fails in a call, every element, output, argument, error and payload is dropped exactly once,
//! and the caller gets the failure that decides.

use std::sync::Barrier;

use crate::support::child::in_child;
use crate::support::faults::{Event, Fault};
use crate::support::paths::{
    APART, ARGUMENT_PATHS, End, INPUT_PATHS, OUTPUT_PATHS, Path, Way, path, try_body,
};
use crate::support::values::{Kind, Token, elements};
use crate::support::verdict::{count_all, run, tell_of_aborts, try_all};

#[test]
fn inputs_of_all_kinds() {
    in_child("inputs_of_all_kinds", || try_all(INPUT_PATHS, &Way::ALL));
}

#[test]
fn outputs_of_all_kinds() {
    in_child("outputs_of_all_kinds", || try_all(OUTPUT_PATHS, &Way::ALL));
}

#[test]
fn arguments_of_all_kinds() {
    in_child("arguments_of_all_kinds", || {
        try_all(ARGUMENT_PATHS, &Way::ALL);
    });
}

#[test]
fn nothing_is_made_or_cloned_more_often_than_it_must() {
    let name = "nothing_is_made_or_cloned_more_often_than_it_must";
    in_child(name, || {
        for paths in [INPUT_PATHS, OUTPUT_PATHS, ARGUMENT_PATHS] {
            count_all(paths, false);
        }
    });
}

/// Chunks that are all in flight when the first of them ends.
const TOGETHER: Path = path("together", APART, |way| {
    let meeting = Barrier::new(way.len);
    let call = || way.call(elements(way.len));
    End::of(|| {
        call().try_per_chunk(|chunk| {
            meeting.wait();
            try_body::<Token>(chunk)
        })
    })
});

#[test]
fn failures_that_do_not_decide_are_dropped_once_even_if_that_fails() {
    let name = "failures_that_do_not_decide_are_dropped_once_even_if_that_fails";
    in_child(name, || {
        tell_of_aborts();
        let fail = |event| (0..3).map(move |number| Fault { event, number });
        let fails = || {
            [Event::Begin, Event::End, Event::Error]
                .into_iter()
                .flat_map(fail)
        };
        let kinds = [Kind::Payload, Kind::Error, Kind::Output].map(Event::Drop);
        let mut most = 0;
        for (first, second) in fails().flat_map(|first| fails().map(move |second| (first, second)))
        {
            for event in kinds {
                for number in 0..4 {
                    let fired = run(
                        &TOGETHER,
                        Way::TOGETHER,
                        &[first, second, Fault { event, number }],
                    );
                    most = most.max(fired.len());
                }
            }
        }
        assert_eq!(most, 3, "failures can lose, and fail to be dropped");
    });
}
