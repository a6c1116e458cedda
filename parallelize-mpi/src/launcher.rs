//! The program that started this process: whether MPI is to be initialised, and whether the MPI is the right one.

use std::env;
use std::io::{Write, stderr};

/// Variables that launchers set in the processes of a job: Open MPI, everything that speaks PMI or `PMIx` (MPICH,
/// Intel MPI, Cray), MVAPICH, ALPS, PALS, Flux and IBM's `jsrun`.
const RANK_VARIABLES: [&str; 9] = [
    "OMPI_COMM_WORLD_RANK",
    "PMI_RANK",
    "PMI_FD",
    "PMIX_RANK",
    "MV2_COMM_WORLD_RANK",
    "ALPS_APP_PE",
    "PALS_RANKID",
    "FLUX_TASK_RANK",
    "JSM_NAMESPACE_RANK",
];

/// A variable that Slurm's `srun` sets, even if `srun` speaks no PMI.
const SLURM_SIZE_VARIABLE: &str = "SLURM_STEP_NUM_TASKS";

/// Variables in which launchers say how many processes the job has.
const SIZE_VARIABLES: [&str; 6] = [
    "OMPI_COMM_WORLD_SIZE",
    "PMI_SIZE",
    "MV2_COMM_WORLD_SIZE",
    "FLUX_JOB_SIZE",
    "JSM_NAMESPACE_SIZE",
    SLURM_SIZE_VARIABLE,
];

/// Whether a launcher of MPI jobs has started this process.
pub(crate) fn has_started_this_process() -> bool {
    // A shell on a node of Slurm is one task of `srun`, and so is a program started from that shell. Such a program
    // may have no MPI: some libraries end a process that initialises them.
    let is_of_slurm = env::var_os(SLURM_SIZE_VARIABLE).is_some_and(|size| size != "1");
    is_of_slurm
        || RANK_VARIABLES
            .iter()
            .any(|name| env::var_os(name).is_some())
}

/// Warns of a job whose processes do not know each other. Each of them does all of the work.
pub(crate) fn warn_if_apart(size: usize) {
    if size > 1 {
        return;
    }
    let sizes = SIZE_VARIABLES.iter().filter_map(|name| {
        let value = env::var(name).ok()?.parse::<usize>().ok()?;
        Some((name, value))
    });
    let Some((name, value)) = sizes.into_iter().find(|&(_, value)| value > 1) else {
        return;
    };
    let library = mpi::environment::library_version().unwrap_or_default();
    let library = library.split([',', '\n']).next().unwrap_or_default();
    warn(&format!(
        "this process was started as one of {value} ({name}), but MPI says that it is alone: \
         all of them do the whole work. This program is linked with `{library}`; start it with the \
         `mpirun` of that, or build it with the MPI of the launcher"
    ));
}

/// Warns on standard error. A warning that nobody can read is no failure.
pub(crate) fn warn(text: &str) {
    let _ = stderr().write_all(format!("warning: {text}\n").as_bytes());
}
