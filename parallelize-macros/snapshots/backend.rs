// #[parallelize(chunk_size = 1000, backend = parallelize_mpi::Mpi, reduce = |a, b| a + b)]
// fn weighted(values: &[f64], weight: f64) -> f64 {
//     values.iter().map(|value| value * weight).sum()
// }

fn weighted(values: &[f64], weight: f64) -> f64 {
    ::parallelize::parallel(values)
        .chunk_size(1000)
        .with((weight,))
        .backend(parallelize_mpi::Mpi)
        .reduce::<
            f64,
            _,
            _,
        >(
            |values, (weight,)| -> f64 {
                values.iter().map(|value| value * weight).sum()
            },
            |a, b| a + b,
        )
}
