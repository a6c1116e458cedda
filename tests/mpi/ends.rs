//! A job ends when one of its ranks does, whatever state that is in.

mod support;

use std::process::Stdio;

use parallelize::parallel;
use parallelize_mpi::{Mpi, rank};
use serde::{Deserialize, Serialize, Serializer};
use support::again::{again_on_rank, again_on_rank_1};
use support::{is_rank, launch, of_all_ranks, start};

#[derive(Deserialize)]
struct NotWritten;

impl Serialize for NotWritten {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("not written"))
    }
}

/// All ranks end with it, and none of them has panicked by itself.
#[test]
fn a_job_does_not_end_without_the_reason() {
    const TEST: &str = "a_job_does_not_end_without_the_reason";
    if is_rank() {
        return parallelize_mpi::run(|| {
            parallel(0..8)
                .jobs(8)
                .backend(Mpi)
                .per_chunk(|_| NotWritten);
        });
    }
    let ended = launch(TEST, 2).end();
    assert!(!ended.has_succeeded);
    assert!(
        ended
            .stderr
            .contains("cannot be sent to other ranks: not written"),
        "{ended:#?}"
    );
}

#[test]
fn a_rank_that_cannot_say_why_ends_the_job() {
    const TEST: &str = "a_rank_that_cannot_say_why_ends_the_job";
    if !is_rank() {
        assert!(!launch(TEST, 2).end().has_succeeded);
        return;
    }
    again_on_rank_1(|command| {
        let (_, writer) = std::io::pipe().expect("there are pipes");
        command.stderr(Stdio::from(writer));
    });
    // As without a test around it: a hook that fails to print does not end the process.
    std::panic::set_hook(Box::new(|_| ()));
    parallelize_mpi::run(|| {
        assert_ne!(rank(), 1, "outside of a call");
        of_all_ranks("here");
    });
}

#[test]
fn a_rank_whose_output_is_locked_ends_the_job() {
    const TEST: &str = "a_rank_whose_output_is_locked_ends_the_job";
    if !is_rank() {
        let ended = launch(TEST, 2).end();
        assert!(!ended.has_succeeded);
        assert!(
            ended.stderr.contains("rank 1 of 2 ends the job"),
            "{ended:#?}"
        );
        return;
    }
    parallelize_mpi::run(|| {
        if rank() == 1 {
            let (locked, is_locked) = std::sync::mpsc::channel();
            // A logger, which waits for something to print.
            std::thread::spawn(move || {
                let _output = std::io::stdout().lock();
                locked.send(()).unwrap();
                loop {
                    std::thread::park();
                }
            });
            is_locked.recv().unwrap();
            panic!("outside of a call");
        }
        of_all_ranks("here");
    });
}

#[test]
fn a_rank_that_exits_without_an_error_ends_the_job() {
    const TEST: &str = "a_rank_that_exits_without_an_error_ends_the_job";
    if is_rank() {
        return parallelize_mpi::run(|| {
            if rank() == 1 {
                std::process::exit(0);
            }
            of_all_ranks("here");
        });
    }
    let ended = launch(TEST, 2).end();
    let library = mpi::environment::library_version().unwrap();
    // The launcher of MPICH ends the others too, with the status of this one.
    let is_told = !library.starts_with("MPICH");
    assert!(!(is_told && ended.has_succeeded), "{ended:#?}");
}

/// What is only a warning fails no call: not here, and not in the calls after it.
#[test]
fn a_warning_that_nobody_reads_is_no_failure() {
    const TEST: &str = "a_warning_that_nobody_reads_is_no_failure";
    if !is_rank() {
        launch(TEST, 2).env("RAYON_NUM_THREADS", "1").succeeds();
        // What another launcher would have to be warned of.
        start(TEST)
            .env("OMPI_COMM_WORLD_RANK", "0")
            .env("MV2_COMM_WORLD_SIZE", "4")
            .env("RAYON_NUM_THREADS", "1")
            .succeeds();
        return;
    }
    again_on_rank(0, |command| {
        let (_, writer) = std::io::pipe().expect("there are pipes");
        command.stderr(Stdio::from(writer));
    });
    parallelize_mpi::run(|| {
        for _ in 0..2 {
            let lens = parallel(0..100).backend(Mpi).per_chunk(|range| range.len());
            assert_eq!(lens, [100]);
        }
    });
}
