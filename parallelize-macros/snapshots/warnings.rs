// #[parallelize(jobs = 2)]
// fn differences(numbers: &[u64]) -> Vec<u64> {
//     numbers.windows(2).map(|pair| pair[0].abs_diff(pair[1])).collect()
// }

fn differences(numbers: &[u64]) -> Vec<u64> {
    {
        #[deprecated(
            note = "`windows` may need an element that lies in another chunk\nhelp: write `#[parallelize(overlap = 1)]`\nnote: `#[parallelize(allow(neighbours))]` silences this warning"
        )]
        const fn neighbours() {}
        let _: fn() = neighbours;
    }
    return ::parallelize::parallel(numbers)
        .jobs(2)
        .flatten(|numbers| -> Vec<u64> {
            numbers.windows(2).map(|pair| pair[0].abs_diff(pair[1])).collect()
        });
}
