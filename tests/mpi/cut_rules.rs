//! Where a cut may be: `multiple_of`, `chunk_by`, `delimiter`, `overlap` and `Split::may_cut` on several ranks.

mod support;

use std::collections::VecDeque;
use std::fmt::Debug;
use std::ops::Range;

use parallelize::backend::Threads;
use parallelize::{Neighbours, Parallel, Split, current_chunk, parallel, parallelize};
use parallelize_mpi::{Mpi, Options, RankInput, Sharded, rank, share, size};
use serde::Serialize;
use serde::de::DeserializeOwned;
use support::{of_all_ranks, on_ranks, on_several_ranks, panic_of_all};

/// How finely a call is cut: sets a call up, or the options of a call. The last way is automatic.
macro_rules! cut {
    ($set_up:expr, $way:expr) => {
        match $way {
            0 => $set_up.jobs(1),
            1 => $set_up.jobs(3),
            2 => $set_up.jobs(7).min_len(4),
            3 => $set_up.jobs(40),
            4 => $set_up.chunk_size(1),
            5 => $set_up.chunk_size(5),
            _ => $set_up,
        }
    };
}

/// What the running chunk is, with its neighbours.
fn here() -> (usize, Option<usize>, Range<usize>, usize, usize) {
    let chunk = current_chunk().expect("a body runs in a chunk");
    let (index, count) = (chunk.index(), chunk.count());
    (index, count, chunk.range(), chunk.before(), chunk.after())
}

/// Asserts that all ranks together make of a call what one machine makes, however finely the input is cut.
fn assert_same<'r, C, R>(call: impl Fn() -> Parallel<'r, C>, see: impl Fn(C) -> R + Sync)
where
    C: RankInput,
    R: Send + PartialEq + Debug + Serialize + DeserializeOwned,
{
    for way in 0..=6 {
        let alone = cut!(call(), way).backend(Threads);
        let expected = alone.per_chunk(|chunk| (here(), see(chunk)));
        let shared = cut!(call(), way).backend(Mpi);
        assert_eq!(shared.per_chunk(|chunk| (here(), see(chunk))), expected);
        let alone = cut!(call(), way).backend(Threads);
        let expected = alone.flatten(|chunk| vec![(here(), see(chunk))]);
        let shared = cut!(call(), way).backend(Mpi);
        assert_eq!(shared.flatten(|chunk| vec![(here(), see(chunk))]), expected);
    }
}

#[test]
fn an_input_of_every_rank_is_cut_as_on_one_machine() {
    on_ranks("an_input_of_every_rank_is_cut_as_on_one_machine", || {
        let numbers: Vec<u64> = (0..29).map(|n| n * n % 11).collect();
        let text = "so many words,\nin a text; äöü\n\n€€€";
        for len in [0, 1, 2, numbers.len()] {
            let numbers = &numbers[..len];
            let call = || parallel(numbers);
            let same = |a: &u64, b: &u64| a / 4 == b / 4;
            assert_same(|| call().multiple_of(3), <[u64]>::to_vec);
            assert_same(|| call().chunk_by(same), <[u64]>::to_vec);
            assert_same(|| call().delimiter(5), <[u64]>::to_vec);
            assert_same(|| call().overlap(2, 3), <[u64]>::to_vec);
            assert_same(|| call().multiple_of(2).overlap(1, 1), <[u64]>::to_vec);
            assert_same(|| parallel(numbers.to_vec()).chunk_by(same), |n| n);
            let deque = || VecDeque::from(numbers.to_vec());
            assert_same(|| parallel(deque()).delimiter(5), |n| n);
            let boxed = || numbers.to_vec().into_boxed_slice();
            assert_same(|| parallel(boxed()).multiple_of(3), |n| n);
            assert_same(|| parallel(0..len).overlap(1, 0), |n| n);
            assert_same(|| parallel(1..=len).chunk_by(|a, b| a / 3 == b / 3), |n| n);
            let pair = || parallel((numbers, numbers.to_vec()));
            assert_same(|| pair().overlap(1, 2), |(a, b)| (a.to_vec(), b));
            assert_same(|| pair().delimiter(5), |(a, b)| (a.to_vec(), b));
            let units = || parallel((numbers, vec![7; len * 2])).units((1, 2));
            assert_same(units, |(a, b)| (a.to_vec(), b));
        }
        assert_same(|| parallel(text), str::to_owned);
        assert_same(|| parallel(text).delimiter('\n'), str::to_owned);
        let same = |a: &char, b: &char| a.is_alphabetic() == b.is_alphabetic();
        assert_same(|| parallel(text).chunk_by(same), str::to_owned);
        assert_same(|| parallel(text).multiple_of(3), str::to_owned);
    });
}

#[parallelize(jobs = 6, backend = Mpi, delimiter = '\n')]
fn line_lengths(text: &str) -> Vec<usize> {
    text.lines().map(str::len).collect()
}

#[parallelize(jobs = 6, backend = Mpi, chunk_by = |a, b| a / ten == b / ten, reduce = |a, b| a + b)]
fn groups(sorted: &[u64], ten: u64) -> usize {
    sorted.chunk_by(|a, b| a / ten == b / ten).count()
}

#[parallelize(jobs = 6, backend = Mpi, overlap = 1)]
fn rises(heights: &[i64]) -> Vec<i64> {
    heights.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

#[parallelize(chunk_size = 1, backend = Mpi, multiple_of = width)]
fn row_sums(pixels: Vec<u64>, width: usize) -> Vec<u64> {
    pixels.chunks(width).map(|row| row.iter().sum()).collect()
}

#[parallelize(jobs = 6, backend = Mpi, zip = weights, multiple_of(rgb = 3, weights = 1))]
fn greys(rgb: &[u64], weights: &[u64]) -> Vec<u64> {
    let pixels = rgb.chunks_exact(3).zip(weights);
    pixels
        .map(|(rgb, weight)| rgb.iter().sum::<u64>() * weight)
        .collect()
}

#[parallelize(jobs = 6, backend = Mpi, delimiter = '\n', merge = first)]
fn line_with(text: &str, word: &str) -> Option<String> {
    let mut lines = text.lines();
    lines.find(|line| line.contains(word)).map(str::to_owned)
}

#[test]
fn annotated_functions_take_the_rules() {
    on_ranks("annotated_functions_take_the_rules", || {
        let text = "Größe\nMaß\n\nStraße\nohne Ende";
        assert_eq!(line_lengths(text), [7, 4, 0, 7, 9]);
        assert_eq!(line_with(text, "aß").as_deref(), Some("Maß"));
        assert_eq!(groups(&[1, 2, 3, 11, 12, 31, 32, 33, 34, 57], 10), 4);
        assert_eq!(rises(&[1, 2, 4, 8, 16, 32, 64]), [1, 2, 4, 8, 16, 32]);
        assert_eq!(row_sums((1..=8).collect(), 3), [6, 15, 15]);
        let rgb: Vec<u64> = (0..21).collect();
        assert_eq!(greys(&rgb, &[1; 7]), [3, 12, 21, 30, 39, 48, 57]);
    });
}

#[test]
fn a_panic_of_a_predicate_is_that_of_all_ranks() {
    on_ranks("a_panic_of_a_predicate_is_that_of_all_ranks", || {
        // On one rank alone, too: the others learn of it.
        for bad in 0..size() {
            let numbers = [0; 100];
            let text = panic_of_all(|| {
                let call = parallel(&numbers).jobs(4).chunk_by(|_, _| {
                    assert!(rank() != bad, "no answer on rank {bad}");
                    false
                });
                call.backend(Mpi).per_chunk(<[i32]>::len)
            });
            assert_eq!(text, format!("no answer on rank {bad}"));
        }
        assert_eq!(groups(&[1, 2, 11], 10), 2); // the session goes on
    });
}

#[test]
fn ranks_that_give_different_rules_disagree() {
    on_several_ranks("ranks_that_give_different_rules_disagree", || {
        let unit = 2 + rank() % 2;
        let call = || parallel(0..9).jobs(2).multiple_of(unit).backend(Mpi);
        let text = panic_of_all(|| call().per_chunk(|chunk| chunk.len()));
        for part in ["jobs = 2, multiple_of = 2", "jobs = 2, multiple_of = 3"] {
            assert!(text.contains(part), "{text}");
        }
    });
}

#[parallelize(jobs = 5, backend = Mpi, multiple_of = 3)]
fn sums_of_three(numbers: Sharded<&[u64]>) -> Vec<u64> {
    numbers.chunks(3).map(|unit| unit.iter().sum()).collect()
}

/// The part of `0..total` that this rank runs.
fn part(total: usize, options: &Options) -> Vec<u64> {
    share(total, options).map(|n| n as u64).collect()
}

#[test]
fn the_part_of_a_rank_is_whole_units_and_the_last_one_has_the_rest() {
    let name = "the_part_of_a_rank_is_whole_units_and_the_last_one_has_the_rest";
    on_ranks(name, || {
        for total in [0, 1, 2, 3, 5, 12, 40, 41, 42] {
            let whole: Vec<u64> = (0..total as u64).collect();
            for way in 0..6 {
                for unit in [1, 2, 3, 7, 50] {
                    let options = cut!(Options::default(), way).multiple_of(unit);
                    let share = share(total, &options);
                    assert!(share.is_empty() || share.start.is_multiple_of(unit));
                    assert!(share.end.is_multiple_of(unit) || share.end == total);
                    let part = part(total, &options);
                    let input = Sharded {
                        total,
                        part: &part[..],
                    };
                    let call = cut!(parallel(input), way).multiple_of(unit).backend(Mpi);
                    let chunks = call.per_chunk(|chunk| (here(), chunk.to_vec()));
                    let alone = cut!(parallel(&whole), way).multiple_of(unit);
                    assert_eq!(chunks, alone.per_chunk(|chunk| (here(), chunk.to_vec())));
                }
            }
            let part = part(total, &Options::default().jobs(5).multiple_of(3));
            let expected: Vec<u64> = whole.chunks(3).map(|unit| unit.iter().sum()).collect();
            assert_eq!(sums_of_three(Sharded { total, part: &part }), expected);
        }
    });
}

#[test]
fn a_part_that_ends_inside_a_unit_is_an_error_on_all_ranks() {
    on_several_ranks(
        "a_part_that_ends_inside_a_unit_is_an_error_on_all_ranks",
        || {
            // Shared out without the unit: 20 elements in five chunks of 4.
            let part = part(20, &Options::default().jobs(5));
            let text = panic_of_all(|| {
                sums_of_three(Sharded {
                    total: 20,
                    part: &part,
                })
            });
            assert!(
                text.contains("of the `Sharded` input of `cut_rules::sums_of_three`"),
                "{text}"
            );
            assert!(
                text.contains("load what `parallelize_mpi::share` says"),
                "{text}"
            );
        },
    );
}

#[test]
fn sharded_inputs_are_cut_unit_for_unit() {
    on_ranks("sharded_inputs_are_cut_unit_for_unit", || {
        for pixels in [0, 1, 2, 10, 33] {
            let options = Options::default().jobs(5).multiple_of(3);
            let mine = share(pixels * 3, &options);
            let rgb: Vec<u64> = mine.clone().map(|n| n as u64).collect();
            let alpha: Vec<u64> = (mine.start / 3..mine.end / 3).map(|n| n as u64).collect();
            let call = |total| {
                let rgb = Sharded {
                    total: pixels * 3,
                    part: &rgb[..],
                };
                let alpha = Sharded {
                    total,
                    part: &alpha[..],
                };
                parallel((rgb, alpha)).jobs(5).units((3, 1)).backend(Mpi)
            };
            let opaque = call(pixels).flatten(|(rgb, alpha)| {
                let pixels = rgb.chunks_exact(3).zip(alpha.iter());
                let rgba = |(rgb, alpha): (&[u64], &u64)| [rgb[0], rgb[1], rgb[2], *alpha];
                pixels.flat_map(rgba).collect::<Vec<u64>>()
            });
            let numbers = 0..pixels as u64;
            let expected = numbers.flat_map(|n| [3 * n, 3 * n + 1, 3 * n + 2, n]);
            assert!(opaque.into_iter().eq(expected), "{pixels}");
            let text = panic_of_all(|| call(pixels + 1).per_chunk(|_| ()));
            let expected = "`Sharded` with the same number of whole units; these are";
            assert!(text.contains(expected), "{text}");
        }
    });
}

/// Numbers that are never cut before an odd one. One rank may have a part of them alone.
struct Evens {
    part: Vec<u64>,
    total: Option<usize>,
}

impl Split for Evens {
    fn element_count(&self) -> usize {
        self.part.len()
    }

    fn cut(mut self, at: usize) -> (Self, Self) {
        let part = self.part.split_off(at);
        let total = self.total;
        (self, Evens { part, total })
    }

    fn may_cut(&self, at: usize) -> bool {
        self.part[at].is_multiple_of(2)
    }
}

impl Neighbours for Evens {
    type Element = u64;

    fn neighbours<R>(&self, at: usize, look: impl FnOnce(&u64, &u64) -> R) -> R {
        look(&self.part[at - 1], &self.part[at])
    }
}

impl RankInput for Evens {
    fn total(&self) -> Option<usize> {
        self.total
    }
}

#[test]
fn a_sharded_input_is_never_cut_where_its_type_forbids_it() {
    on_ranks(
        "a_sharded_input_is_never_cut_where_its_type_forbids_it",
        || {
            let input = |options: &Options| {
                let part = Evens {
                    part: part(40, options),
                    total: None,
                };
                Sharded { total: 40, part }
            };
            let options = Options::default().chunk_size(5).multiple_of(2);
            let call = parallel(input(&options))
                .chunk_size(5)
                .multiple_of(2)
                .backend(Mpi);
            let starts = call.per_chunk(|chunk| chunk.part.part[0]);
            assert_eq!(starts, [0, 6, 10, 16, 20, 26, 30, 36]);
            // A cut at 5 would have to move, and only this rank could know.
            let options = Options::default().chunk_size(5);
            let call = || {
                let call = parallel(input(&options)).chunk_size(5).backend(Mpi);
                call.per_chunk(|chunk| chunk.part.part[0])
            };
            if size() == 1 {
                assert_eq!(call(), [0, 6, 10, 16, 20, 26, 30, 36]);
            } else {
                let text = panic_of_all(call);
                assert!(text.contains("may not be cut at element 5"), "{text}");
            }
        },
    );
}

#[test]
fn rules_that_look_at_elements_are_refused_for_parts() {
    on_several_ranks("rules_that_look_at_elements_are_refused_for_parts", || {
        let input = || Evens {
            part: part(40, &Options::default().jobs(4)),
            total: Some(40),
        };
        let calls: [fn(Parallel<'_, Evens>) -> Parallel<'_, Evens>; 2] = [
            |call| call.delimiter(3),
            |call| call.chunk_by(|a, b| a == b),
        ];
        for rule in calls {
            let call = || rule(parallel(input()).jobs(4)).backend(Mpi);
            let text = panic_of_all(|| call().per_chunk(|_| ()));
            let expected = "has a `Sharded` input, which `chunk_by`, `delimiter` and `overlap` cannot cut: use `multiple_of`";
            assert!(text.contains(expected), "{text}");
        }
    });
}

#[test]
fn a_unit_of_0_is_refused_on_all_ranks_in_the_name_of_the_function() {
    let name = "a_unit_of_0_is_refused_on_all_ranks_in_the_name_of_the_function";
    on_ranks(name, || {
        let part = part(40, &Options::default().jobs(4));
        let input = || Sharded {
            total: 40,
            part: &part[..],
        };
        let text = panic_of_all(|| {
            let call = parallel(input()).jobs(4).multiple_of(0).backend(Mpi);
            call.per_chunk(|chunk| chunk.len())
        });
        assert!(text.starts_with("`multiple_of` of `cut_rules::"), "{text}");
        let text = panic_of_all(|| {
            let call = parallel((input(), input()))
                .jobs(4)
                .units((0, 1))
                .backend(Mpi);
            call.per_chunk(|_| ())
        });
        let start = "the unit of the first input that `cut_rules::a_unit_of_0_";
        assert!(text.starts_with(start), "{text}");
        assert_eq!(of_all_ranks("ready").len(), size());
    });
}
