//! Input that no rank has as a whole, and outputs that stay where they are.

mod support;

use parallelize::{Spilled, current_chunk, parallel, parallelize};
use parallelize_mpi::{Mpi, Options, Sharded, rank, share, size};
use support::{of_all_ranks, on_ranks, panic_of, panic_of_all};

#[parallelize(chunk_size = 10, backend = Mpi, reduce = |a, b| a + b)]
fn total(numbers: Sharded<&[u64]>) -> u64 {
    let chunk = current_chunk().expect("a body runs in a chunk");
    assert_eq!(numbers.first(), Some(&(chunk.range().start as u64)));
    assert_eq!((numbers.len(), numbers.total), (chunk.range().len(), 1005));
    numbers.iter().sum()
}

/// The part of `0..total` that this rank runs.
fn part(total: usize, options: &Options) -> Vec<u64> {
    share(total, options).map(|n| n as u64).collect()
}

#[test]
fn shares_are_the_whole_in_the_order_of_the_ranks() {
    on_ranks("shares_are_the_whole_in_the_order_of_the_ranks", || {
        for len in [0, 1, 2, 3, 5, 10, 1000, usize::MAX] {
            for options in [1, 2, 3, 4, 7, 100]
                .map(|jobs| Options::default().jobs(jobs))
                .into_iter()
                .chain([
                    Options::default().chunk_size(1),
                    Options::default().chunk_size(7),
                    Options::default().jobs(6).min_len(3),
                ])
            {
                let mine = share(len, &options);
                let all = of_all_ranks(&format!("{} {}", mine.start, mine.end));
                let mut end = 0;
                for share in all {
                    let (start, next) = share.split_once(' ').unwrap();
                    assert_eq!(start.parse(), Ok(end));
                    end = next.parse().unwrap();
                }
                assert_eq!(end, len);
            }
        }
    });
}

#[test]
fn every_rank_holds_only_its_part() {
    on_ranks("every_rank_holds_only_its_part", || {
        let part = part(1005, &Options::default().chunk_size(10));
        assert!(size() == 1 || part.len() < 1005);
        assert_eq!(
            total(Sharded {
                total: 1005,
                part: &part
            }),
            1005 * 1004 / 2
        );
        let call = || {
            parallel(Sharded {
                total: 1005,
                part: part.clone(),
            })
            .chunk_size(10)
            .backend(Mpi)
        };
        let all: Vec<u64> = (0..1005).collect();
        assert_eq!(call().flatten(|chunk| chunk.part), all);
        assert_eq!(
            call().per_chunk(|chunk| chunk.part[0]),
            (0..1005).step_by(10).collect::<Vec<u64>>()
        );
    });
}

#[test]
fn a_part_by_jobs_suits_every_merge() {
    on_ranks("a_part_by_jobs_suits_every_merge", || {
        for (total, jobs) in [(1, 2), (20, 3), (1000, 3), (1000, 8), (100_000, 5)] {
            let part = part(total, &Options::default().jobs(jobs));
            let call = || {
                let part = &part[..];
                parallel(Sharded { total, part }).jobs(jobs).backend(Mpi)
            };
            let range = |_| current_chunk().expect("a body runs in a chunk").range();
            let each = call().per_chunk(range);
            let reduced = call().reduce(|chunk| vec![range(chunk)], |a, b| [a, b].concat());
            let joined = call().flatten(|chunk| vec![range(chunk)]);
            let kept = call().keep_local().flatten(|chunk| vec![range(chunk)]);
            assert_eq!(each.len(), jobs.min(total));
            assert_eq!((&reduced, &joined), (&each, &each));
            let mine = share(total, &Options::default().jobs(jobs));
            assert!(kept.into_iter().flatten().eq(mine));
        }
    });
}

#[test]
fn inputs_that_are_cut_together_are_sharded_together() {
    on_ranks("inputs_that_are_cut_together_are_sharded_together", || {
        let total = 50;
        let part = part(total, &Options::default().jobs(7));
        let input = || Sharded {
            total,
            part: &part[..],
        };
        let products = parallel((input(), input()))
            .jobs(7)
            .backend(Mpi)
            .flatten(|(a, b)| {
                a.iter()
                    .zip(b.iter())
                    .map(|(a, b)| a * b)
                    .collect::<Vec<u64>>()
            });
        assert_eq!(products, (0..50).map(|n| n * n).collect::<Vec<u64>>());
        let text = panic_of(|| {
            parallel((input(), 0..part.len()))
                .jobs(7)
                .backend(Mpi)
                .per_chunk(|_| ())
        });
        assert!(
            text.contains("or all be `Sharded` with the same `total`"),
            "{text}"
        );
    });
}

#[test]
fn fewer_chunks_than_ranks_leave_ranks_without_elements() {
    on_ranks(
        "fewer_chunks_than_ranks_leave_ranks_without_elements",
        || {
            for total in [0, 1, 2] {
                let part = part(total, &Options::default().jobs(9));
                let input = Sharded {
                    total,
                    part: &part[..],
                };
                let lens = parallel(input)
                    .jobs(9)
                    .backend(Mpi)
                    .per_chunk(|chunk| chunk.len());
                assert_eq!(lens, vec![1.min(total); total.max(1)]);
            }
        },
    );
}

#[test]
fn a_part_that_is_not_the_share_is_an_error_on_all_ranks() {
    on_ranks(
        "a_part_that_is_not_the_share_is_an_error_on_all_ranks",
        || {
            let mut part = part(100, &Options::default().jobs(8));
            if rank() == size() - 1 {
                part.pop();
            }
            let call = || {
                parallel(Sharded {
                    total: 100,
                    part: &part[..],
                })
                .jobs(8)
                .backend(Mpi)
                .per_chunk(|chunk| chunk.len())
            };
            let text = panic_of_all(call);
            if size() == 1 {
                assert!(
                    text.contains("100 elements is here with 99 of them"),
                    "{text}"
                );
            } else {
                assert!(
                    text.contains(&format!("rank {} holds", size() - 1)),
                    "{text}"
                );
                assert!(
                    text.contains("load what `parallelize_mpi::share` says"),
                    "{text}"
                );
            }
        },
    );
}

#[test]
fn boundaries_that_depend_on_the_machine_are_refused() {
    on_ranks("boundaries_that_depend_on_the_machine_are_refused", || {
        assert!(panic_of(|| share(10, &Options::default())).contains("`jobs` or `chunk_size`"));
        let part = [1; 10];
        let call = || {
            parallel(Sharded {
                total: 10,
                part: &part[..],
            })
            .backend(Mpi)
            .per_chunk(|chunk| chunk.len())
        };
        if size() == 1 {
            assert_eq!(call().iter().sum::<usize>(), 10);
        } else {
            assert!(panic_of_all(call).contains("give it `jobs` or `chunk_size`"));
        }
    });
}

#[test]
fn outputs_can_stay_on_their_rank() {
    on_ranks("outputs_can_stay_on_their_rank", || {
        let numbers: Vec<u64> = (0..1000).collect();
        let options = Options::default().jobs(13);
        let mine = share(1000, &options);
        let call = || parallel(&numbers).jobs(13).backend(Mpi).keep_local();
        let kept: Vec<u64> = call().flatten(<[u64]>::to_vec);
        assert_eq!(kept, numbers[mine.clone()]);
        assert_eq!(
            call().try_flatten(|chunk| Ok::<_, String>(chunk.to_vec())),
            Ok(numbers[mine.clone()].to_vec())
        );
        for bad in [0, 400, 999] {
            let body = |chunk: &[u64]| {
                if chunk.contains(&bad) {
                    Err(format!("{bad} is bad"))
                } else {
                    Ok(chunk.to_vec())
                }
            };
            assert_eq!(call().try_flatten(body), Err(format!("{bad} is bad")));
            let text = panic_of_all(|| {
                call().flatten(|chunk| body(chunk).unwrap_or_else(|error| panic!("{error}")))
            });
            assert_eq!(text, format!("{bad} is bad"));
        }
        let factor = 2;
        assert_eq!(
            call().flatten(|chunk| vec![factor; chunk.len()]),
            vec![2; mine.len()]
        );
    });
}

#[test]
fn every_rank_can_save_its_outputs() {
    on_ranks("every_rank_can_save_its_outputs", || {
        let directory = tempfile::tempdir().unwrap();
        let numbers: Vec<u64> = (0..1000).collect();
        let call = || parallel(&numbers).jobs(13).backend(Mpi).keep_local();
        let spilled = call().spill(directory.path(), |chunk| {
            chunk.iter().map(u64::to_string).collect()
        });
        let file = directory.path().join("part");
        spilled.save(&file).unwrap();
        let part: Vec<String> = Spilled::open(&file).unwrap().into_vec().unwrap();
        let expected: Vec<String> = share(1000, &Options::default().jobs(13))
            .map(|n| n.to_string())
            .collect();
        assert_eq!(part, expected);
        let directory = if rank() == 0 {
            directory.path().join("nowhere")
        } else {
            directory.path().to_owned()
        };
        let text = panic_of_all(|| call().spill(&directory, <[u64]>::to_vec));
        assert!(text.contains("nowhere"), "{text}");
    });
}
