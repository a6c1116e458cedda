//! Options and inputs at the limits of their types, and calls that are many or nest deeply.

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use parallelize::{parallel, parallelize};
use rayon::ThreadPoolBuilder;
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

#[cfg(target_os = "linux")]
use crate::support::{wait_until, watched::watched};

/// The names of all threads of this process.
#[cfg(target_os = "linux")]
fn threads() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").expect("Linux tells");
    let name = |task: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(task.ok()?.path().join("comm")).ok()
    };
    tasks.filter_map(name).collect()
}

/// At any time there are no more of them than calls have asked for at once: for each call that runs, one less
/// than its jobs or its chunks. Threads that are just about to be idle come on top.
#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_values_of_jobs_make_no_more_threads_than_one_call_needs_and_these_go_away() {
    let name =
        "ten_thousand_values_of_jobs_make_no_more_threads_than_one_call_needs_and_these_go_away";
    watched(
        name,
        |_| (),
        || {
            let of_library = || {
                threads()
                    .iter()
                    .filter(|name| *name == "parallelize\n")
                    .count()
            };
            let most = (1..=10_000)
                .map(|jobs| {
                    let numbers = parallel(0..8).jobs(jobs).flatten(Vec::from_iter);
                    assert!(numbers.into_iter().eq(0..8));
                    let sizes = parallel(0..800).jobs(jobs).chunk_size(100);
                    assert_eq!(sizes.per_chunk(|chunk| chunk.len()), [100; 8]);
                    of_library()
                })
                .max();
            let most = most.expect("there were calls");
            println!("{most} threads of the library at most");
            // Seven are asked for at a time.
            assert!(most < 700, "{most} threads for calls that need seven");
            wait_until("they go away", || of_library() == 0);
        },
    );
}

#[parallelize(jobs = 2)]
fn descend(levels: &[u32]) -> Vec<u32> {
    match levels {
        [0] => vec![0],
        [level] => descend(&[level - 1, 0]),
        _ => unreachable!("there are two chunks"),
    }
}

/// Each level is a call of two chunks in the body of another.
#[test]
fn an_annotated_function_calls_itself_in_its_body_many_levels_deep() {
    let on_large_stack = thread::Builder::new().stack_size(64 << 20);
    let depth = on_large_stack.spawn(|| {
        // Calls of one chunk, which stay on one stack.
        fn descend(level: u32) -> Vec<u32> {
            let caller = thread::current().id();
            parallel(&[level]).jobs(2).flatten(|levels| {
                assert_eq!(thread::current().id(), caller);
                match levels[0] {
                    0 => vec![0],
                    level => descend(level - 1),
                }
            })
        }
        descend(10_000)
    });
    assert_eq!(depth.unwrap().join().unwrap(), [0]);
    assert_eq!(descend(&[200, 0]), [0; 202]);
    assert_eq!(nested(100), 201);
}

/// The length of what comes of calls of two chunks, one inside the other.
fn nested(depth: usize) -> usize {
    if depth == 0 {
        return 1;
    }
    let lengths = parallel(0..2).jobs(2).per_chunk(|chunk| match chunk.start {
        0 => nested(depth - 1),
        _ => 2,
    });
    lengths.into_iter().sum()
}

/// Where the stack is, for each level of calls that nest.
type Places = Mutex<Vec<usize>>;

fn note(places: &Places) {
    let value = 0_u8;
    let place = (&raw const *black_box(&value)).addr();
    places.lock().unwrap().push(place);
}

#[test]
fn a_call_of_one_chunk_takes_no_more_of_the_stack_than_one_of_rayon() {
    fn ours(levels: usize, places: &Places) -> Vec<usize> {
        note(places);
        match levels {
            0 => Vec::new(),
            _ => parallel(&[levels]).flatten(|levels| ours(levels[0] - 1, places)),
        }
    }
    fn rayons(levels: usize, places: &Places) -> Vec<usize> {
        note(places);
        let chunks = [levels];
        match levels {
            0 => Vec::new(),
            _ => chunks
                .par_chunks(1)
                .flat_map_iter(|levels| rayons(levels[0] - 1, places))
                .collect(),
        }
    }
    let pool = ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let [ours, rayons] = [ours, rayons].map(|descend| {
        let places = Places::default();
        pool.install(|| descend(20, &places));
        let places = places.into_inner().unwrap();
        (places[0] - places[20]) / 20
    });
    // Compilers leave little of either, if they optimize.
    let most = if cfg!(debug_assertions) {
        rayons / 3 * 2
    } else {
        rayons * 2
    };
    assert!(ours < most, "{ours} bytes a level, {rayons} with rayon");
}

#[cfg(target_pointer_width = "64")]
const MANY: usize = (1 << 32) + 1;

/// Ways to cut that give few chunks, whatever the length.
const WAYS: [(usize, Option<usize>); 6] = [
    (0, None),
    (1, None),
    (2, None),
    (7, None),
    (0, Some(1 << 30)),
    (3, Some(usize::MAX)),
];

#[cfg(target_pointer_width = "64")]
#[test]
fn more_elements_of_no_size_than_32_bits_count_are_cut_and_joined() {
    for (jobs, size) in WAYS {
        macro_rules! call {
            ($input:expr) => {
                match size {
                    None => parallel($input).jobs(jobs),
                    Some(size) => parallel($input).jobs(jobs).chunk_size(size),
                }
            };
        }
        let mut data = vec![(); MANY];
        let sum = |lengths: Vec<usize>| lengths.into_iter().sum::<usize>();
        assert_eq!(sum(call!(&data).per_chunk(<[()]>::len)), MANY);
        assert_eq!(sum(call!(&mut data).per_chunk(|chunk| chunk.len())), MANY);
        assert_eq!(
            sum(call!(vec![(); MANY]).per_chunk(|chunk| chunk.len())),
            MANY
        );
        let total = call!(&data).reduce(<[()]>::len, |a, b| a + b);
        assert_eq!(total, MANY);
        let joined = call!(&data).flatten(|chunk| vec![(); chunk.len()]);
        assert_eq!(joined.len(), MANY);
        let joined = call!(data).flatten(|chunk| chunk);
        assert_eq!(joined.len(), MANY);
    }
}

#[test]
fn the_longest_ranges_are_cut_by_all_options() {
    for (jobs, size) in WAYS {
        let call = || match size {
            None => parallel(0..usize::MAX).jobs(jobs),
            Some(size) => parallel(0..usize::MAX)
                .jobs(jobs)
                .chunk_size(size.max(usize::MAX / 64)),
        };
        let chunks = call().per_chunk(|chunk| chunk);
        assert_eq!(chunks[0].start, 0);
        assert!(chunks.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(chunks.last().unwrap().end, usize::MAX);
        let elements = AtomicUsize::new(0);
        call().flatten(|chunk| {
            elements.fetch_add(chunk.len(), Ordering::Relaxed);
        });
        assert_eq!(elements.into_inner(), usize::MAX);
        let least = parallel(0..usize::MAX).jobs(jobs).min_len(usize::MAX / 2);
        assert!(
            least
                .per_chunk(|chunk| chunk.len())
                .into_iter()
                .eq(match jobs {
                    1 => vec![usize::MAX],
                    _ if thread_count(jobs) == 1 => vec![usize::MAX],
                    _ => vec![usize::MAX / 2 + 1, usize::MAX / 2],
                })
        );
    }
}

/// How many workers a call of so many jobs has.
fn thread_count(jobs: usize) -> usize {
    match jobs {
        0 => rayon::current_num_threads(),
        jobs => jobs,
    }
}

#[test]
fn as_many_jobs_as_there_are_numbers_are_as_many_as_there_are_elements() {
    let call = || parallel(0..5).jobs(usize::MAX);
    assert_eq!(call().per_chunk(|chunk| chunk.len()), [1; 5]);
    assert_eq!(
        call().chunk_size(2).per_chunk(|chunk| chunk.len()),
        [2, 2, 1]
    );
    assert_eq!(call().min_len(2).per_chunk(|chunk| chunk.len()), [3, 2]);
    let whole = parallel(0..5)
        .min_len(usize::MAX)
        .per_chunk(|chunk| chunk.len());
    assert_eq!(whole, [5]);
}

#[test]
fn a_call_of_more_chunks_than_can_ever_run_ends_with_the_first_error() {
    for jobs in [0, 1, 2, 5] {
        let failing = |chunk: std::ops::Range<usize>| match chunk.start {
            100 => Err("the error"),
            _ => Ok(()),
        };
        let call = || parallel(0..usize::MAX).chunk_size(1).jobs(jobs);
        assert_eq!(call().flatten(failing), Err("the error"));
        assert_eq!(call().try_per_chunk(failing), Err("the error"));
        assert_eq!(call().try_reduce(failing, |(), ()| ()), Err("the error"));
        assert_eq!(
            call().first(|chunk| failing(chunk).err()),
            Some("the error")
        );
    }
}
