use parallelize::{parallel, parallelize};
use parallelize_mpi::{Mpi, Sharded};

#[parallelize(jobs = 4, chunk_by = |a, b| a == b, backend = Mpi, reduce = |a, b| a + b)]
fn runs(numbers: Sharded<&[u64]>) -> usize {
    numbers.chunk_by(|a, b| a == b).count()
}

#[parallelize(jobs = 4, delimiter = b'\n', backend = Mpi, reduce = |a, b| a + b)]
fn lines(text: Sharded<&[u8]>) -> usize {
    text.split(|byte| *byte == b'\n').count()
}

#[parallelize(jobs = 4, overlap = 1, backend = Mpi)]
fn rises(heights: Sharded<&[i64]>) -> Vec<i64> {
    heights.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn main() {
    let whole = Sharded { total: 2, part: &[1, 2][..] };
    parallel(whole).jobs(2).delimiter(1).backend(Mpi).per_chunk(|chunk| chunk.len());
    parallel((whole, whole)).jobs(2).overlap(0, 1).backend(Mpi).per_chunk(|_| ());
}
