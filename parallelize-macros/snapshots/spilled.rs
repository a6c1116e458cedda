// #[parallelize(merge = spilled)]
// fn pairs(points: &[Point], all: &[Point]) -> Vec<Pair> {
//     points.iter().flat_map(|point| Pair::with_each(point, all)).collect()
// }

fn pairs(
    points: &[Point],
    all: &[Point],
) -> ::core::result::Result<::parallelize::Spilled<Pair>, ::parallelize::SpillError> {
    ::parallelize::parallel(points)
        .with((all,))
        .write_to_file(true)
        .spilled(|points, (all,)| -> Vec<Pair> {
            points.iter().flat_map(|point| Pair::with_each(point, all)).collect()
        })
}
