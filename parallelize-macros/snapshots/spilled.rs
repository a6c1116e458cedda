// #[parallelize(merge = spilled)]
// fn pairs(points: &[Point], all: &[Point]) -> Vec<Pair> {
//     points.iter().flat_map(|point| Pair::with_each(point, all)).collect()
// }

fn pairs(
    points: &[Point],
    all: &[Point],
) -> ::core::result::Result<::parallelize::Spilled<Pair>, ::parallelize::SpillError> {
    let all = &::parallelize::__private::shared(all);
    return ::parallelize::parallel(points)
        .write_to_file(true)
        .spilled(|points| -> Vec<Pair> {
            let all = all.get();
            points.iter().flat_map(|point| Pair::with_each(point, all)).collect()
        });
}
