//! Whether and where outputs are written to files.

use parallelize::parallelize;

#[parallelize(write_to_file = 1)]
fn number(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(write_to_file)]
fn no_value(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(write_to_file = true)]
fn nothing(numbers: &mut [u64]) {
    numbers.sort_unstable();
}

#[parallelize(merge = spilled)]
fn nothing_or_error(numbers: &mut [u64]) -> Result<(), String> {
    numbers.sort_unstable();
    Ok(())
}

#[parallelize(write_to_file = "dir", reduce = |a, b| a + b)]
fn folded(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(merge = spilled, write_to_file = false)]
fn contradiction(numbers: &[u64]) -> Vec<u64> {
    numbers.to_vec()
}

#[parallelize(merge = spilled, reduce = |a, b| a + b)]
fn two_merges(numbers: &[u64]) -> u64 {
    numbers.iter().sum()
}

#[parallelize(merge = spilled)]
fn no_list(numbers: &[u64]) -> String {
    numbers.iter().map(u64::to_string).collect()
}

#[parallelize(merge = spilled)]
fn calls_itself(numbers: &[u64]) -> Vec<u64> {
    if numbers.is_empty() {
        return calls_itself(numbers);
    }
    numbers.to_vec()
}

#[parallelize(write_to_file = true)]
fn borrowed(numbers: &[u64]) -> Vec<&'static str> {
    numbers.iter().map(|_| "text").collect()
}

fn main() -> Result<(), parallelize::SpillError> {
    let _: [Vec<u64>; 2] = [number(&[1]), no_value(&[1])];
    nothing(&mut [1]);
    let _ = nothing_or_error(&mut [1]);
    let _: u64 = folded(&[1]);
    let _: usize = contradiction(&[1])?.len();
    let _: Vec<u64> = calls_itself(&[1])?.into_vec()?;
    let _: Vec<&str> = borrowed(&[1]);
    Ok(())
}
