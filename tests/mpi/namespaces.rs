//! Jobs on two hosts, joined by a cable: namespaces of this machine, see `two_hosts.sh`.

mod support;
#[path = "support/two_hosts.rs"]
mod two_hosts;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Command, Output};

use parallelize::{current_chunk, parallel, parallelize};
use parallelize_mpi::{Mpi, rank, size};

/// A job of this test, in which it is run by four ranks.
fn job(test: &str) -> Command {
    let mut command = two_hosts::four_ranks();
    command.arg(std::env::current_exe().expect("a test is a program"));
    command.args(["--exact", test, "--nocapture", "--test-threads", "1"]);
    command.env(support::TEST, test);
    command
}

fn succeeds(output: &Output) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {text}", output.status);
}

/// The host of this process, and its network.
fn host() -> (String, String) {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").expect("a host has a name");
    let network = fs::read_link("/proc/self/ns/net").expect("a process has a network");
    (name, network.to_string_lossy().into_owned())
}

#[test]
fn ranks_are_on_two_hosts_and_return_what_one_process_returns() {
    let test = "ranks_are_on_two_hosts_and_return_what_one_process_returns";
    if support::is_rank() {
        return parallelize_mpi::run(|| {
            are_on_two_hosts();
            return_what_one_process_returns();
            fail_alike();
        });
    }
    if let Some(output) = two_hosts::output(job(test)) {
        succeeds(&output);
    }
}

#[test]
fn what_is_too_long_for_a_message_goes_in_pieces() {
    let test = "what_is_too_long_for_a_message_goes_in_pieces";
    if support::is_rank() {
        return parallelize_mpi::run(|| {
            return_what_one_process_returns();
            fail_alike();
        });
    }
    let mut job = job(test);
    job.env("PARALLELIZE_MPI_MESSAGE", "1000");
    if let Some(output) = two_hosts::output(job) {
        succeeds(&output);
    }
}

#[test]
fn a_rank_that_is_killed_ends_the_job_on_both_hosts() {
    let test = "a_rank_that_is_killed_ends_the_job_on_both_hosts";
    if support::is_rank() {
        return parallelize_mpi::run(|| {
            let dies = rank() == 3; // on the host where `mpirun` is not
            parallel(0..8_u32).jobs(8).backend(Mpi).per_chunk(|_| {
                if dies {
                    std::process::abort();
                }
            });
        });
    }
    if let Some(output) = two_hosts::output(job(test)) {
        let code = output.status.code();
        assert!(
            code.is_some_and(|code| code != 0 && code != 124),
            "{code:?}"
        );
    }
}

fn are_on_two_hosts() {
    assert_eq!(size(), 4);
    let me = (rank(), host());
    let ranks = parallel(0..4_usize)
        .chunk_size(1)
        .backend(Mpi)
        .per_chunk(|_| me.clone());
    let hosts: Vec<_> = ranks.iter().map(|(_, host)| host).collect();
    assert_eq!([0, 1, 2, 3].map(|rank| ranks[rank].0), [0, 1, 2, 3]);
    assert_eq!((hosts[0], hosts[1]), (hosts[2], hosts[3]));
    let names: BTreeSet<_> = hosts.iter().map(|(name, _)| name).collect();
    let networks: BTreeSet<_> = hosts.iter().map(|(_, network)| network).collect();
    assert_eq!((names.len(), networks.len()), (2, 2), "{hosts:?}");
}

fn numbers() -> Vec<f64> {
    (1..=20_000).map(|n| f64::from(n).recip()).collect()
}

fn bits(numbers: &[f64]) -> Vec<u64> {
    numbers.iter().map(|number| number.to_bits()).collect()
}

#[parallelize(jobs = 7, backend = Mpi, sequential = roots_of_one)]
fn roots(numbers: &[f64]) -> Vec<f64> {
    numbers.iter().map(|number| number.sqrt()).collect()
}

fn return_what_one_process_returns() {
    let numbers = numbers();
    assert_eq!(bits(&roots(&numbers)), bits(&roots_of_one(&numbers)));

    let sum = |chunk: &[f64]| chunk.iter().sum::<f64>();
    let add = |a: f64, b: f64| a + b;
    let by_all = parallel(&numbers)
        .chunk_size(100)
        .backend(Mpi)
        .reduce(sum, add);
    let by_one = parallel(&numbers).chunk_size(100).reduce(sum, add);
    assert_eq!(by_all.to_bits(), by_one.to_bits());
    assert_ne!(
        by_all.to_bits(),
        sum(&numbers).to_bits(),
        "the order of additions shows"
    );

    let texts = |chunk: &[f64]| chunk.iter().map(f64::to_string).collect::<String>();
    let by_all = parallel(&numbers).jobs(9).backend(Mpi).per_chunk(texts);
    assert_eq!(by_all, parallel(&numbers).jobs(9).per_chunk(texts));
}

/// With the error or panic of chunk 5 of 8, which is run by rank 2, and not that of chunk 7.
fn fail_alike() {
    let index = || current_chunk().expect("this is a chunk").index();
    let call = || parallel(0..8_u32).jobs(8).backend(Mpi);

    let error = call().try_per_chunk(|_| match index() {
        failing @ (5 | 7) => Err(format!("chunk {failing}")),
        _ => Ok(()),
    });
    assert_eq!(error, Err("chunk 5".to_owned()));

    let panic = catch_unwind(AssertUnwindSafe(|| {
        call().per_chunk(|_| assert!(!matches!(index(), 5 | 7), "chunk {}", index()))
    }));
    let payload = panic.expect_err("a chunk panics");
    assert_eq!(
        payload.downcast_ref::<String>().map(String::as_str),
        Some("chunk 5")
    );

    assert_eq!(
        call().per_chunk(|chunk| chunk.start),
        [0, 1, 2, 3, 4, 5, 6, 7],
        "the session goes on"
    );
}
