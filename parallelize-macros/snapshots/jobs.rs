// #[parallelize(jobs = 6, write_to_file = false)]
// /// Fourth powers.
// #[must_use]
// pub fn fourth_powers(numbers: &[u64]) -> Vec<u64> {
//     numbers.iter().map(|n| n.pow(4)).collect()
// }

/// Fourth powers.
#[must_use]
pub fn fourth_powers(numbers: &[u64]) -> Vec<u64> {
    return ::parallelize::parallel(numbers)
        .jobs(6)
        .flatten(|numbers| -> Vec<u64> { numbers.iter().map(|n| n.pow(4)).collect() });
}
