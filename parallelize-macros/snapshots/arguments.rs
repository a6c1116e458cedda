// #[parallelize(jobs = config.threads, min_len = 100)]
// fn scale(numbers: &[f64], factor: f64, config: &Config) -> Vec<f64> {
//     numbers.iter().map(|n| n * factor + config.offset).collect()
// }

fn scale(numbers: &[f64], factor: f64, config: &Config) -> Vec<f64> {
    let jobs: ::parallelize::__private::usize = config.threads;
    let factor = &::parallelize::__private::given((factor,));
    let config = &::parallelize::__private::shared(config);
    return ::parallelize::parallel(numbers)
        .jobs(jobs)
        .min_len(100)
        .flatten(|numbers| -> Vec<f64> {
            let factor = factor.get();
            let config = config.get();
            let _ = &config;
            numbers.iter().map(|n| n * factor + config.offset).collect()
        });
}
