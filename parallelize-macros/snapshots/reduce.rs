// #[parallelize(reduce = |a, b| a + b)]
// fn sum(numbers: &[u64]) -> u64 {
//     numbers.iter().sum()
// }

fn sum(numbers: &[u64]) -> u64 {
    return ::parallelize::parallel(numbers)
        .reduce(|numbers| -> u64 { numbers.iter().sum() }, |a, b| a + b);
}
