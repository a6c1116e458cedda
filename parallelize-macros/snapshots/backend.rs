// #[parallelize(chunk_size = 1000, backend = engines::Ranks, reduce = |a, b| a + b)]
// fn weighted(values: &[f64], weight: f64) -> f64 {
//     values.iter().map(|value| value * weight).sum()
// }

fn weighted(values: &[f64], weight: f64) -> f64 {
    let weight = &::parallelize::__private::given((weight,));
    return ::parallelize::parallel(values)
        .chunk_size(1000)
        .backend(engines::Ranks)
        .reduce(
            |values| -> f64 {
                let weight = weight.get();
                values.iter().map(|value| value * weight).sum()
            },
            |a, b| a + b,
        );
}
