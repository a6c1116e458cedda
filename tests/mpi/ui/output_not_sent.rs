use parallelize::parallelize;
use parallelize_mpi::Mpi;

struct Summary {
    count: usize,
}

#[parallelize(jobs = 4, backend = Mpi)]
fn summary(numbers: &[u64]) -> Summary {
    Summary {
        count: numbers.len(),
    }
}

#[parallelize(jobs = 4, backend = Mpi)]
fn parsed(words: &[&str]) -> Result<Vec<u64>, std::num::ParseIntError> {
    words.iter().map(|word| word.parse()).collect()
}

fn main() {
    let _ = summary(&[1])[0].count;
    let _ = parsed(&["1"]);
}
