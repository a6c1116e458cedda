//! What must hold after a call, whatever has failed in it: the right failure reaches the caller, and
//! every value was dropped once.

use std::panic;

use super::faults::{Event, Fault, Fired, fired, made, open, unbalanced};
use super::paths::{End, Path, Way};
use super::values::Kind;

/// Runs every path in every way with every fault, and in `ways` with all pairs of them. (For a child: it
/// may abort.)
pub(crate) fn try_all(paths: &[Path], ways: &[Way]) {
    tell_of_aborts();
    for path in paths {
        let faults = Way::ALL.map(|way| run_with_each_fault(path, way));
        assert!(faults.iter().all(|&faults| faults > 0), "{}", path.name);
        let pairs = ways.iter().map(|&way| run_with_all_pairs(path, way));
        let pairs: Vec<usize> = pairs.collect();
        assert!(pairs.iter().sum::<usize>() > 0, "{}", path.name);
        println!("{}: {faults:?} faults, {pairs:?} pairs", path.name);
    }
}

/// Runs every path in every way without a fault: then each chunk has made its outputs once (and once more
/// if they are `read`), and there is a clone of each argument for a chunk and one for a worker.
pub(crate) fn count_all(paths: &[Path], read: bool) {
    let all = paths
        .iter()
        .flat_map(|path| Way::ALL.map(|way| (path, way)));
    for (path, way) in all {
        let case = format!("{}, {way:?}", path.name);
        let (End::Value(outputs), _) = end_of(path, way, &[]) else {
            unreachable!("{case}: nothing fails");
        };
        let outputs = if read { outputs.len() } else { 0 };
        assert_eq!(made(Kind::Output), way.len + outputs, "{case}");
        assert_eq!(made(Kind::Error) + made(Kind::Payload), 0, "{case}");
        let workers = 3; // at most
        let most = 2 * (1 + way.len + workers);
        assert!(made(Kind::Argument) <= most, "{case}");
        let is_one_chunk = way.len < 3;
        assert!(!is_one_chunk || made(Kind::Argument) <= 2, "{case}");
    }
}

/// As `end_of`; returns what has happened.
pub(crate) fn run(path: &Path, way: Way, plan: &[Fault]) -> Vec<Fired> {
    end_of(path, way, plan).1
}

/// Runs a path with these faults and asserts that all holds.
fn end_of(path: &Path, way: Way, plan: &[Fault]) -> (End, Vec<Fired>) {
    open(plan, path.one_value);
    let end = (path.run)(way);
    let fired = fired();
    let case = || format!("{}, {way:?}, {plan:?}: {end:?} after {fired:?}", path.name);
    assert!(is_right(&end, &fired), "{}", case());
    let unbalanced = unbalanced();
    assert!(unbalanced.is_empty(), "{}: {unbalanced:?}", case());
    (end, fired)
}

/// Runs a path with a fault at every event of every kind, one a call; returns how many there were.
fn run_with_each_fault(path: &Path, way: Way) -> usize {
    let faults = |event| {
        let plan = move |number| [Fault { event, number }];
        (0..).take_while(move |&number| !run(path, way, &plan(number)).is_empty())
    };
    Event::ALL
        .into_iter()
        .map(|event| faults(event).count())
        .sum()
}

/// As `run_with_each_fault`, with two of them; only those calls count in which both happened.
fn run_with_all_pairs(path: &Path, way: Way) -> usize {
    let mut pairs = 0;
    for event in Event::ALL {
        for first in (0..).map(|number| Fault { event, number }) {
            if run(path, way, &[first]).is_empty() {
                break;
            }
            for event in Event::ALL {
                let second = |number| Fault { event, number };
                for second in (0..).map(second).filter(|second| *second != first) {
                    let fired = run(path, way, &[first, second]);
                    let is_second = |fired: &Fired| {
                        (fired.event, fired.number) == (second.event, second.number)
                    };
                    if !fired.iter().any(is_second) {
                        break;
                    }
                    pairs += usize::from(fired.len() == 2);
                }
            }
        }
    }
    pairs
}

/// Makes a process that aborts say in which case that was.
pub(crate) fn tell_of_aborts() {
    panic::set_hook(Box::new(|info| {
        eprintln!("{info}\nafter {:?}", fired());
    }));
}

/// Which failure decides: that with the least rank. Those in chunks have the ranks of the chunks.
/// A chunk that is cut off comes after all that have been. Then comes what belongs to no chunk.
fn rank(fired: &Fired) -> usize {
    match (fired.event, fired.chunk) {
        (_, Some(chunk)) => chunk,
        (Event::IsFailure | Event::Next | Event::Merge | Event::Sink | Event::Refuse, None) => {
            fired.of.expect("the chunk of an output, or a position")
        }
        (Event::Cut | Event::Count, None) => usize::MAX - 2,
        (Event::Drop(_) | Event::Report, None) => usize::MAX,
        _ => usize::MAX - 1,
    }
}

fn is_right(end: &End, fired: &[Fired]) -> bool {
    let Some(lowest) = fired.iter().map(rank).min() else {
        return matches!(end, End::Value(numbers) if numbers.is_sorted() && numbers[0] == 0);
    };
    let is_error = |fired: &Fired| matches!(fired.event, Event::Error | Event::Refuse);
    let is_lowest_error = |fired: &Fired| is_error(fired) && rank(fired) == lowest;
    let error = fired.iter().find(|fired| is_lowest_error(fired));
    match (end, error) {
        (End::Value(_), _) | (End::Error(_), None) => false,
        (End::Error(chunk), Some(_)) => {
            *chunk == lowest && !fired.iter().any(|fired| wins_over_error(fired, lowest))
        }
        (End::Panic(panic), Some(_)) => wins_over_error(panic, lowest),
        (End::Panic(panic), None) => rank(panic) == lowest,
    }
}

/// Whether this panic reaches the caller in place of the error of a chunk, as it would had the chunks run
/// one after the other: that of a report or a drop, but for what would not exist then.
fn wins_over_error(fired: &Fired, chunk: usize) -> bool {
    match fired.event {
        Event::Drop(_) if fired.chunk.is_some() => fired.chunk == Some(chunk), // in the same body
        Event::Drop(Kind::Input | Kind::Argument) | Event::Report => true,
        Event::Drop(Kind::Output) => fired.of.is_some_and(|of| of < chunk),
        _ => false,
    }
}
