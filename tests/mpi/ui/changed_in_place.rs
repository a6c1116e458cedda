use parallelize::{parallel, parallelize};
use parallelize_mpi::Mpi;

#[parallelize(jobs = 4, backend = Mpi)]
fn double(numbers: &mut [u64]) {
    for number in numbers {
        *number *= 2;
    }
}

fn main() {
    double(&mut [1]);
    parallel(&mut [1, 2]).backend(Mpi).per_chunk(|numbers| numbers.len());
}
