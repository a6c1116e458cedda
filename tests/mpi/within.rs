//! Calls made by what a call of all ranks runs outside of its chunks are local: ranks do not run the same. So are
//! calls in a check.

mod support;

use std::cell::Cell;
use std::ops::Range;

use parallelize::{Split, check, parallel, parallelize};
use parallelize_mpi::{Mpi, RankInput, rank, size};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use support::again::again_on_rank_1;
use support::{is_rank, launch, of_all_ranks, on_ranks};

/// A call, which must be local.
fn call() {
    let me = rank();
    let ranks = parallel(0..4).jobs(4).backend(Mpi).per_chunk(|_| me);
    assert_eq!(ranks, [me; 4]);
}

struct Input(Range<usize>);

impl Split for Input {
    fn element_count(&self) -> usize {
        if rank() == 0 {
            call();
        }
        self.0.len()
    }

    fn cut(self, at: usize) -> (Self, Self) {
        call();
        let (early, late) = self.0.cut(at);
        (Input(early), Input(late))
    }
}

impl RankInput for Input {}

#[test]
fn calls_while_an_input_is_cut_are_local() {
    on_ranks("calls_while_an_input_is_cut_are_local", || {
        let starts = parallel(Input(0..20))
            .jobs(10)
            .backend(Mpi)
            .per_chunk(|input| input.0.start);
        assert_eq!(starts, (0..20).step_by(2).collect::<Vec<_>>());
        assert_eq!(of_all_ranks("here").len(), size());
    });
}

#[test]
fn calls_in_a_check_are_local_and_whole() {
    on_ranks("calls_in_a_check_are_local_and_whole", || {
        if rank() == 0 {
            let sorted = |numbers: &[u8]| -> Vec<u8> {
                parallel(numbers).jobs(2).backend(Mpi).flatten(|numbers| {
                    let mut sorted = numbers.to_vec();
                    sorted.sort_unstable();
                    sorted
                })
            };
            let numbers = [3, 1, 2, 0];
            let found = check(&numbers).flatten(sorted).unwrap_err();
            assert_eq!((&*found.whole, &*found.pieces), ("[1, 3]", "[3, 1]"));
            let merge = |a: Vec<u8>, b: Vec<u8>| sorted(&[a, b].concat());
            check(&numbers).reduce(sorted, merge).unwrap();
        }
        assert_eq!(of_all_ranks("here").len(), size());
    });
}

struct Element;

impl Drop for Element {
    fn drop(&mut self) {
        call();
    }
}

#[test]
fn calls_while_elements_of_others_are_dropped_are_local() {
    on_ranks(
        "calls_while_elements_of_others_are_dropped_are_local",
        || {
            let elements: Vec<Element> = (0..9).map(|_| Element).collect();
            let lens = parallel(elements)
                .jobs(5)
                .backend(Mpi)
                .per_chunk(|chunk| chunk.len());
            assert_eq!(lens, [2, 2, 2, 2, 1]);
        },
    );
}

struct Argument;

impl Clone for Argument {
    fn clone(&self) -> Self {
        call();
        Argument
    }
}

#[parallelize(jobs = 5, backend = Mpi)]
fn starts(range: Range<usize>, _argument: Argument) -> usize {
    range.start
}

#[test]
fn calls_while_arguments_are_cloned_are_local() {
    on_ranks("calls_while_arguments_are_cloned_are_local", || {
        assert_eq!(starts(0..5, Argument), [0, 1, 2, 3, 4]);
        let argument = Argument;
        let captured = parallel(0..5).jobs(5).backend(Mpi).per_chunk(|range| {
            let _argument = argument.clone();
            range.start
        });
        assert_eq!(captured, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn calls_in_a_report_are_local() {
    on_ranks("calls_in_a_report_are_local", || {
        let starts = parallel(0..5)
            .jobs(5)
            .report(|_: &parallelize::Report| {
                if rank() == 0 {
                    call();
                }
            })
            .backend(Mpi)
            .per_chunk(|range| range.start);
        assert_eq!(starts, [0, 1, 2, 3, 4]);
    });
}

#[derive(Clone, Debug, PartialEq)]
struct Sent;

impl Serialize for Sent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if rank() == 0 {
            call();
        }
        serializer.serialize_unit()
    }
}

impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if rank() == 0 {
            call();
        }
        <()>::deserialize(deserializer)?;
        Ok(Sent)
    }
}

#[test]
fn calls_while_something_is_encoded_or_decoded_are_local() {
    on_ranks(
        "calls_while_something_is_encoded_or_decoded_are_local",
        || {
            let sent = parallel(vec![Sent; 4])
                .jobs(4)
                .backend(Mpi)
                .compare_inputs()
                .per_chunk(|chunk| chunk[0].clone());
            assert_eq!(sent, [Sent, Sent, Sent, Sent]);
        },
    );
}

/// What folds outputs is run by all ranks alike, when the call is over.
#[test]
fn calls_while_outputs_are_folded_are_those_of_all_ranks() {
    on_ranks(
        "calls_while_outputs_are_folded_are_those_of_all_ranks",
        || {
            let ranks = parallel(0..4).jobs(4).backend(Mpi).reduce(
                |range| vec![range.start.to_string()],
                |_, _| of_all_ranks(&rank().to_string()),
            );
            let all: Vec<String> = (0..size()).map(|rank| rank.to_string()).collect();
            assert_eq!(ranks, all);
        },
    );
}

#[test]
fn a_call_while_a_thread_ends_is_local() {
    struct CallsWhenDropped(Cell<u8>);
    impl Drop for CallsWhenDropped {
        fn drop(&mut self) {
            let sums = parallel(0..8)
                .jobs(8)
                .backend(Mpi)
                .per_chunk(|range| range.start);
            assert_eq!(sums, [0, 1, 2, 3, 4, 5, 6, 7]);
        }
    }
    thread_local! {
        static LAST: CallsWhenDropped = const { CallsWhenDropped(Cell::new(0)) };
    }
    LAST.with(|last| last.0.set(1)); // what is there first is dropped last, after what a session needs
    on_ranks("a_call_while_a_thread_ends_is_local", || {
        assert_eq!(of_all_ranks("here").len(), size());
    });
}

/// As calls without a backend: a pool that is busy costs helpers, and not progress.
#[test]
fn outputs_come_in_where_the_pool_is_busy() {
    const TEST: &str = "outputs_come_in_where_the_pool_is_busy";
    if !is_rank() {
        launch(TEST, 2).env("RAYON_NUM_THREADS", "1").succeeds();
        return;
    }
    parallelize_mpi::run(|| {
        let (to_do, tasks) = std::sync::mpsc::channel::<()>();
        let (has_begun, begun) = std::sync::mpsc::channel();
        rayon::spawn(move || {
            has_begun.send(()).unwrap();
            tasks.iter().for_each(drop);
        });
        begun.recv().unwrap();
        let numbers: Vec<f64> = (0..1_000_000).map(f64::from).collect();
        let call = parallel(&numbers).jobs(8).backend(Mpi);
        assert!(call.flatten(<[f64]>::to_vec) == numbers);
        drop(to_do);
    });
}

/// Likewise, where there is no pool.
#[test]
fn outputs_come_in_where_the_system_gives_no_threads() {
    const TEST: &str = "outputs_come_in_where_the_system_gives_no_threads";
    if !is_rank() {
        launch(TEST, 2).succeeds();
        return;
    }
    again_on_rank_1(|command| {
        // No address space has room for such stacks.
        command.env("RUST_MIN_STACK", (1_u64 << 60).to_string());
    });
    parallelize_mpi::run(|| {
        let numbers: Vec<f64> = (0..1_000_000).map(f64::from).collect();
        let call = parallel(&numbers).jobs(8).backend(Mpi);
        assert!(call.flatten(<[f64]>::to_vec) == numbers);
    });
}
