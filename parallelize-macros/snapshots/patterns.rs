// #[parallelize(jobs = limit)]
// fn clip(mut values: Vec<f64>, (low, high): (f64, f64), limit: usize) -> Vec<f64> {
//     #![allow(clippy::manual_clamp)]
//     values.iter_mut().for_each(|value| *value = value.max(low).min(high));
//     values
// }

#[allow(clippy::manual_clamp)]
fn clip(values: Vec<f64>, arg1: (f64, f64), limit: usize) -> Vec<f64> {
    let jobs = limit;
    ::parallelize::parallel(values)
        .jobs(jobs)
        .with((arg1,))
        .and((limit,))
        .flatten(|mut values, ((low, high), limit)| -> Vec<f64> {
            let _ = &limit;
            values.iter_mut().for_each(|value| *value = value.max(low).min(high));
            values
        })
}
