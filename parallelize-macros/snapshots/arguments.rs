// #[parallelize(jobs = config.threads, min_len = 100)]
// fn scale(numbers: &[f64], factor: f64, config: &Config) -> Vec<f64> {
//     numbers.iter().map(|n| n * factor + config.offset).collect()
// }

fn scale(numbers: &[f64], factor: f64, config: &Config) -> Vec<f64> {
    let jobs = config.threads;
    ::parallelize::parallel(numbers)
        .jobs(jobs)
        .min_len(100)
        .with((factor,))
        .and((config,))
        .flatten(|numbers, (factor, config)| -> Vec<f64> {
            let _ = &config;
            numbers.iter().map(|n| n * factor + config.offset).collect()
        })
}
