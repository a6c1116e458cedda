//! Which calls are those of all ranks, and which are local.

#![allow(deprecated)] // the warnings of functions that show what a chunk is

mod support;

use std::process::Command;

use mpi::topology::Color;
use mpi::traits::{Communicator, Root};
use parallelize::{parallel, parallelize};
use parallelize_mpi::{Mpi, rank, run, run_with, size};
use support::{is_rank, launch, of_all_ranks, on_ranks, panic_of, start};

#[parallelize(jobs = 4, backend = Mpi)]
fn ranks_of_chunks(numbers: &[u32]) -> Vec<usize> {
    vec![rank(); numbers.len()]
}

/// Whether the suite itself runs under a launcher.
fn is_launched() -> bool {
    std::env::vars().any(|(name, _)| name.starts_with("OMPI_") || name.starts_with("PMI"))
}

#[test]
fn without_a_launcher_mpi_is_not_touched() {
    if is_launched() {
        return;
    }
    let (ranks, size) = run(|| (ranks_of_chunks(&[1, 2, 3]), size()));
    assert_eq!((ranks, size), (vec![0; 3], 1));
    assert!(!mpi::is_initialized());
}

#[test]
fn in_a_shell_on_a_node_of_slurm_mpi_is_not_touched() {
    const TEST: &str = "in_a_shell_on_a_node_of_slurm_mpi_is_not_touched";
    if is_rank() {
        run(|| assert_eq!(ranks_of_chunks(&[1, 2, 3]), [0; 3]));
        assert!(!mpi::is_initialized());
        return;
    }
    if !is_launched() {
        start(TEST).env("SLURM_STEP_NUM_TASKS", "1").succeeds();
    }
}

#[test]
fn a_launcher_of_another_mpi_is_warned_of() {
    const TEST: &str = "a_launcher_of_another_mpi_is_warned_of";
    if is_rank() {
        return run(|| assert_eq!(ranks_of_chunks(&[1, 2, 3]), [0; 3]));
    }
    // As MPICH's `mpirun` would start it: Open MPI knows nothing of the others.
    let ended = start(TEST)
        .env("MV2_COMM_WORLD_RANK", "0")
        .env("MV2_COMM_WORLD_SIZE", "4")
        .succeeds();
    assert!(
        ended
            .stderr
            .contains("warning: this process was started as one of 4 (MV2_COMM_WORLD_SIZE)"),
        "{ended:#?}"
    );
    // As Slurm's `srun -n 4` would, where it does not speak what Open MPI does.
    let ended = start(TEST).env("SLURM_STEP_NUM_TASKS", "4").succeeds();
    assert!(ended.stderr.contains("one of 4"), "{ended:#?}");
    let ended = launch(TEST, 1).succeeds();
    assert!(!ended.stderr.contains("warning"), "{ended:#?}");
}

#[test]
fn calls_outside_of_a_session_are_local() {
    const TEST: &str = "calls_outside_of_a_session_are_local";
    if !is_rank() {
        launch(TEST, 3).succeeds();
        return;
    }
    assert_eq!(ranks_of_chunks(&[1, 2, 3, 4]), [0; 4]);
    run(|| assert_eq!(of_all_ranks("here").len(), 3));
    assert_eq!(ranks_of_chunks(&[1, 2, 3, 4]), [0; 4]);
    assert_eq!((rank(), size()), (0, 1));
}

#[test]
fn calls_on_other_threads_are_local() {
    on_ranks("calls_on_other_threads_are_local", || {
        let ranks = std::thread::spawn(|| ranks_of_chunks(&[1, 2, 3, 4])).join();
        assert_eq!(ranks.unwrap(), [rank(); 4]);
        assert_eq!(
            ranks_of_chunks(&[1, 2, 3, 4]).last(),
            Some(&((size() - 1).min(3)))
        );
    });
}

#[test]
fn calls_inside_of_chunks_are_local() {
    on_ranks("calls_inside_of_chunks_are_local", || {
        let me = rank();
        let calls = || {
            let inner = parallel(0..3)
                .jobs(3)
                .backend(Mpi)
                .per_chunk(|range| (me, range.start));
            assert_eq!(inner, [(me, 0), (me, 1), (me, 2)]);
            inner.len()
        };
        // In chunks of a call of all ranks, and in those of one that is local: as many on each rank as it likes.
        let lens = parallel(0..5).jobs(5).backend(Mpi).per_chunk(|_| calls());
        assert_eq!(lens, [3; 5]);
        let lens = parallel(0..me + 1).chunk_size(1).per_chunk(|_| calls());
        assert_eq!(lens, vec![3; me + 1]);
    });
}

#[test]
fn run_inside_of_run_only_calls_its_function() {
    on_ranks("run_inside_of_run_only_calls_its_function", || {
        let size = run(|| of_all_ranks("here").len());
        assert_eq!(size, parallelize_mpi::size());
        assert_eq!(of_all_ranks("still here").len(), size);
    });
}

/// What a library does with each of its threads: a chunk is run by any.
#[test]
fn run_on_another_thread_than_that_of_the_session_only_calls_its_function() {
    on_ranks(
        "run_on_another_thread_than_that_of_the_session_only_calls_its_function",
        || {
            let me = rank();
            let call = || run(|| (rank(), ranks_of_chunks(&[1, 2, 3, 4])));
            let threads = std::thread::scope(|scope| scope.spawn(call).join().unwrap());
            assert_eq!(threads, (me, vec![me; 4]));
            let lens = parallel(0..8).jobs(8).backend(Mpi).per_chunk(|_| {
                std::thread::scope(|scope| scope.spawn(call).join().unwrap().1.len())
            });
            assert_eq!(lens, [4; 8]);
            assert_eq!(of_all_ranks("here").len(), size());
        },
    );
}

#[test]
fn a_second_run_panics_and_says_why() {
    const TEST: &str = "a_second_run_panics_and_says_why";
    if !is_rank() {
        launch(TEST, 2).succeeds();
        return;
    }
    run(|| of_all_ranks("here"));
    let text = panic_of(|| run(|| ()));
    assert!(text.contains("`parallelize_mpi::run_with`"), "{text}");
}

#[test]
fn a_program_that_owns_mpi_gives_its_communicator() {
    const TEST: &str = "a_program_that_owns_mpi_gives_its_communicator";
    if !is_rank() {
        for ranks in 1..=4 {
            launch(TEST, ranks).succeeds();
        }
        return;
    }
    let (universe, _) = mpi::initialize_with_threading(mpi::Threading::Funneled).unwrap();
    let world = universe.world();
    let to_usize = |number| usize::try_from(number).unwrap();
    let (me, all) = (to_usize(world.rank()), to_usize(world.size()));
    run_with(&world, || {
        assert_eq!((rank(), size()), (me, all));
        assert_eq!(of_all_ranks("here").len(), all);
        // Two halves that do different things, and then the whole again.
        let half = world
            .split_by_color(Color::with_value(world.rank() % 2))
            .unwrap();
        run_with(&half, || {
            assert_eq!(size(), (all + 1 - me % 2) / 2);
            let kinds = if me % 2 == 0 {
                of_all_ranks("even")
            } else {
                vec!["odd".to_owned(); size()]
            };
            assert_eq!(
                kinds,
                vec![if me % 2 == 0 { "even" } else { "odd" }; size()]
            );
        });
        assert_eq!(size(), all);
        assert_eq!(of_all_ranks("whole").len(), all);
    });
    assert_eq!(size(), 1);
}

#[test]
fn a_communicator_of_two_groups_is_refused() {
    const TEST: &str = "a_communicator_of_two_groups_is_refused";
    let library = mpi::environment::library_version().unwrap();
    if !library.starts_with("Open MPI") {
        return; // MPICH may be built so that it cannot start processes
    }
    if !is_rank() {
        // A process that no launcher knows of, which Open MPI lets start others by any means that there is.
        start(TEST)
            .env("OMPI_ALLOW_RUN_AS_ROOT", "1")
            .env("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1")
            .env("OMPI_MCA_rmaps_base_oversubscribe", "1")
            .succeeds();
        return;
    }
    let (universe, _) = mpi::initialize_with_threading(mpi::Threading::Funneled).unwrap();
    let world = universe.world();
    let two_groups = world.parent().unwrap_or_else(|| {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(std::env::args().skip(1));
        world.process_at_rank(0).spawn(&command, 1).unwrap()
    });
    let text = panic_of(|| run_with(&two_groups, || ()));
    assert!(text.contains("`merge`"), "{text}");
}

#[test]
fn a_program_that_may_have_no_threads_is_told_how_to() {
    const TEST: &str = "a_program_that_may_have_no_threads_is_told_how_to";
    if !is_rank() {
        launch(TEST, 2).succeeds();
        return;
    }
    let universe = mpi::initialize().unwrap();
    let text = panic_of(|| run_with(&universe.world(), || ()));
    assert!(text.contains("Threading::Funneled"), "{text}");
}

#[test]
fn the_value_of_run_is_that_of_its_function() {
    const TEST: &str = "the_value_of_run_is_that_of_its_function";
    if !is_rank() {
        launch(TEST, 2).succeeds();
        return;
    }
    let (mine, all) = run(|| (rank(), of_all_ranks(&rank().to_string())));
    assert_eq!(all, ["0", "1"]);
    assert_eq!(all[mine], mine.to_string());
}

#[test]
fn fewer_automatic_chunks_than_ranks_are_warned_of_once() {
    const TEST: &str = "fewer_automatic_chunks_than_ranks_are_warned_of_once";
    if is_rank() {
        return run(|| {
            for _ in 0..3 {
                let lens = parallel(0..100).backend(Mpi).per_chunk(|range| range.len());
                assert_eq!(lens, [100]);
            }
            parallel(0..2).backend(Mpi).per_chunk(|_| ());
            parallel(0..100).jobs(2).backend(Mpi).per_chunk(|_| ());
        });
    }
    let ended = launch(TEST, 3).env("RAYON_NUM_THREADS", "1").succeeds();
    let warnings = ended
        .stderr
        .matches("has fewer chunks (1) than there are ranks (3)");
    assert_eq!(warnings.count(), 1, "{ended:#?}");
}
