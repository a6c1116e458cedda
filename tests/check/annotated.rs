//! `parallelize::check` of functions that make calls: annotated ones, builders, backends. Each call runs whole.

use std::cell::RefCell;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use parallelize::backend::{Cuts, Grain, Options, Portion, Threads};
use parallelize::{Chunk, check, current_chunk, parallel, parallelize};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[parallelize(jobs = 3)]
fn sorted(numbers: &[u8]) -> Vec<u8> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted
}

#[parallelize(chunk_size = 1, backend = Threads)]
fn sorted_by_backend(numbers: &[u8]) -> Vec<u8> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted
}

/// Each chunk is too short for a pair.
#[parallelize(chunk_size = 1)]
fn rises(heights: &[i32]) -> Vec<i32> {
    heights.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// The merge, which keeps the last value, is wrong. The body alone, on the whole, is right.
#[parallelize(jobs = 2, reduce = |_, last| last)]
fn sum(numbers: &[u32]) -> u32 {
    numbers.iter().sum()
}

#[parallelize(jobs = 2)]
fn zeros(numbers: &[u8]) -> Vec<usize> {
    let start = current_chunk().map_or(0, |chunk| chunk.range().start);
    (0..numbers.len())
        .filter(|&at| numbers[at] == 0)
        .map(|at| start + at)
        .collect()
}

#[parallelize(jobs = 2)]
fn count(numbers: &[u8]) -> usize {
    numbers.len()
}

#[parallelize(jobs = 2, zip = doubled)]
fn double(numbers: &[u8], doubled: &mut [u8], factor: u8) {
    for (number, doubled) in numbers.iter().zip(doubled) {
        *doubled = number.wrapping_mul(factor);
    }
}

#[test]
fn the_body_of_an_annotated_function_is_checked_and_not_the_merge() {
    // Cut in the reference run as well, these functions would give the same twice.
    for input in [vec![2, 1], (0..20).rev().collect()] {
        let found = check(&input).flatten(sorted).unwrap_err();
        assert_eq!(found.range.len(), 2);
        assert!(check(&input).flatten(sorted_by_backend).is_err());
    }
    let found = check(&[1, 2, 4, 8]).flatten(rises).unwrap_err();
    assert_eq!((&*found.whole, &*found.pieces), ("[1]", "[]"));

    check(&[1, 2, 3]).reduce(sum, |a, b| a + b).unwrap();
    check(&[1, 2, 3]).reduce(sum, |_, last| last).unwrap_err();
    check(&[0, 1, 0, 0]).flatten(zeros).unwrap();
    check((&[1, 2, 3], &mut [0; 3]))
        .flatten(|(numbers, doubled)| double(numbers, doubled, 3))
        .unwrap();
}

#[test]
fn the_merge_of_a_check_runs_its_calls_whole_as_well() {
    let by_sorting = |a: Vec<u8>, b: Vec<u8>| {
        let chunk = current_chunk().unwrap();
        assert_eq!((chunk.index(), chunk.count()), (0, Some(1)));
        assert_eq!(count(&[1, 2, 3]), [3]);
        sorted(&[a, b].concat())
    };
    check(&[3, 1, 2, 0]).reduce(sorted, by_sorting).unwrap();
}

/// One output per chunk is a list of one output here.
#[test]
fn what_each_chunk_returns_is_one_output() {
    check(&[1, 2, 3, 4])
        .flatten(|numbers: &[u8]| assert_eq!(count(numbers), [numbers.len()]))
        .unwrap();
    let sum_of_counts = |numbers: &[u8]| count(numbers).into_iter().sum::<usize>();
    check(&[1, 2, 3, 4])
        .reduce(sum_of_counts, |a, b| a + b)
        .unwrap();
}

/// What the bodies of a call saw: on which thread, on how many elements, in which chunk.
type Seen = Mutex<Vec<(ThreadId, usize, Option<Chunk>)>>;

/// Runs `call` in a check of ten elements. Each run is to call the body once, on this thread, with the piece's
/// own chunk.
fn assert_whole(call: impl Fn(&[u8], &Seen)) {
    let input = [0; 10];
    check(&input)
        .flatten(|piece: &[u8]| {
            let seen = Mutex::new(Vec::new());
            call(piece, &seen);
            let seen = seen.into_inner().unwrap();
            let expected = (thread::current().id(), piece.len(), current_chunk());
            assert_eq!(seen, [expected]);
        })
        .unwrap();
}

fn note(piece: &[u8], seen: &Seen) {
    let entry = (thread::current().id(), piece.len(), current_chunk());
    seen.lock().unwrap().push(entry);
}

#[test]
fn every_way_to_run_a_call_runs_it_whole() {
    assert_whole(|piece, seen| parallel(piece).flatten(|piece| note(piece, seen)));
    assert_whole(|piece, seen| parallel(piece).jobs(4).flatten(|piece| note(piece, seen)));
    assert_whole(|piece, seen| {
        let outputs = parallel(piece).jobs(2).per_chunk(|piece| note(piece, seen));
        assert_eq!(outputs.len(), 1);
    });
    assert_whole(|piece, seen| {
        let outputs = parallel(piece).chunk_size(1).try_per_chunk(|piece| {
            note(piece, seen);
            Ok::<_, ()>(())
        });
        assert_eq!(outputs, Ok(vec![()]));
    });
    assert_whole(|piece, seen| {
        let combine = |(), ()| panic!("one output is combined with none");
        parallel(piece)
            .jobs(2)
            .reduce(|piece| note(piece, seen), combine);
        assert!(!seen.lock().unwrap().is_empty());
    });
    assert_whole(|piece, seen| {
        let mut outputs = 0;
        parallel(piece)
            .chunk_size(3)
            .consume(|piece| note(piece, seen), |()| outputs += 1);
        assert_eq!(outputs, 1);
    });
    assert_whole(|piece, seen| {
        let body = |piece: &[u8]| {
            note(piece, seen);
            piece.to_vec()
        };
        let spilled = parallel(piece).write_to_file(true).spilled(body).unwrap();
        assert_eq!(spilled.into_vec().unwrap(), piece);
        assert_eq!(std::mem::take(&mut *seen.lock().unwrap()).len(), 1);
        let joined = parallel(piece).jobs(2).write_to_file(true).flatten(body);
        assert_eq!(joined.unwrap(), piece);
    });
}

/// As a backend does that shares chunks out.
#[test]
fn a_backend_gets_one_chunk() {
    assert_whole(|piece, seen| {
        let body = |piece: &[u8]| {
            note(piece, seen);
            Ok::<_, ()>(())
        };
        let portion = Portion::of(parallel(piece), &body);
        let options = Options::default().chunk_size(2);
        let cuts = Cuts::new(&options, piece.len(), Grain::Fine, 4);
        assert_eq!(cuts.count(), 1);
        assert_eq!(portion.run(&cuts, 0..1, &body), [Ok(())]);
    });
}

#[test]
fn a_call_inside_a_call_has_a_chunk_of_its_own() {
    let input = [0; 4];
    let pieces = RefCell::new(0);
    check(&input)
        .flatten(|piece: &[u8]| {
            let of_the_check = current_chunk();
            parallel(piece).jobs(2).flatten(|piece: &[u8]| {
                assert_eq!(current_chunk(), of_the_check);
                parallel(0..6).jobs(3).flatten(|six| {
                    let chunk = current_chunk().unwrap();
                    assert_eq!((six, chunk.range()), (0..6, 0..6));
                    assert_eq!((chunk.index(), chunk.count()), (0, Some(1)));
                    assert_eq!(chunk.total(), Some(6));
                    assert_eq!(count(&[1, 2, 3]), [3]);
                });
                assert_eq!(current_chunk(), of_the_check);
                assert_eq!(of_the_check.as_ref().unwrap().range().len(), piece.len());
            });
            assert_eq!(current_chunk(), of_the_check);
            *pieces.borrow_mut() += 1;
        })
        .unwrap();
    assert!(pieces.into_inner() > 10);
}

/// The check ends with the check: also when the function panics.
#[test]
fn calls_after_a_check_are_cut_again() {
    check(&[1]).flatten(|_| ()).unwrap();
    assert_eq!(count(&[1, 2, 3]), [2, 1]);
    let give_up = |_: &[u8]| std::panic::resume_unwind(Box::new("no"));
    let whole = || check(&[1]).flatten::<(), _>(give_up);
    std::panic::catch_unwind(whole).unwrap_err();
    assert_eq!(count(&[1, 2, 3]), [2, 1]);
    let give_up_alone = |numbers: &[u8]| {
        if numbers.len() == 1 {
            give_up(numbers);
        }
    };
    check(&[1, 2]).flatten(give_up_alone).unwrap_err();
    assert_eq!(count(&[1, 2, 3]), [2, 1]);
    assert_eq!(current_chunk(), None);
}

#[test]
fn a_check_in_a_check_and_in_a_body_leaves_the_outer_one_as_it_was() {
    let checked = |numbers: &[u8]| {
        let outer = current_chunk();
        check(numbers).flatten(<[u8]>::to_vec).unwrap();
        assert_eq!((count(numbers).len(), current_chunk()), (1, outer));
        numbers.to_vec()
    };
    check(&[1, 2, 3]).flatten(checked).unwrap();
    let sums = parallel(&[1, 2, 3, 4]).jobs(2).per_chunk(|numbers| {
        let chunk = current_chunk();
        check(numbers).flatten(sorted).unwrap();
        assert_eq!(current_chunk(), chunk);
        (count(numbers), count(&[1, 2, 3]))
    });
    assert_eq!(sums, vec![(vec![1, 1], vec![2, 1]); 2]);
}

#[test]
fn a_call_on_another_thread_is_cut_as_usual() {
    let counted = |numbers: &[u8]| {
        let counts = thread::scope(|scope| scope.spawn(|| count(&[1, 2, 3])).join());
        assert_eq!(counts.unwrap(), [2, 1]);
        numbers.to_vec()
    };
    check(&[1, 2]).flatten(counted).unwrap();
}

/// Cannot be written to a file.
struct Refused;

impl Serialize for Refused {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("no"))
    }
}

impl<'de> Deserialize<'de> for Refused {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("no"))
    }
}

#[test]
fn an_output_that_cannot_be_written_is_that_of_a_piece() {
    let piece_is_named = |numbers: &[u8]| {
        let refuse = |_: &[u8]| vec![Refused];
        let written = parallel(numbers).write_to_file(true).flatten(refuse);
        let message = written.map(drop).unwrap_err().to_string();
        let chunk = current_chunk().unwrap();
        let named = format!("chunk {} of {}", chunk.index() + 1, chunk.count().unwrap());
        assert!(message.contains(&named), "{message}");
    };
    check(&[1, 2]).flatten(piece_is_named).unwrap();
}

#[test]
fn a_wrong_option_panics_in_a_check_as_well() {
    let zero = || check(&[1]).flatten(|numbers| parallel(numbers).chunk_size(0).flatten(|_| ()));
    let payload = std::panic::catch_unwind(zero).unwrap_err();
    let message = payload.downcast::<String>().unwrap();
    assert!(message.contains("`chunk_size` of"), "{message}");
    let both = || {
        check(&[1]).flatten(|numbers| {
            let call = parallel(numbers).chunk_size(1).min_len(1);
            call.flatten(|_| ());
        })
    };
    std::panic::catch_unwind(both).unwrap_err();
}
