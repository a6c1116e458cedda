// #[parallelize(jobs = limit)]
// fn clip(mut values: Vec<f64>, (low, high): (f64, f64), limit: usize) -> Vec<f64> {
//     #![allow(clippy::manual_clamp)]
//     values.iter_mut().for_each(|value| *value = value.max(low).min(high));
//     values
// }

#[allow(clippy::manual_clamp)]
fn clip(values: Vec<f64>, argument_1: (f64, f64), limit: usize) -> Vec<f64> {
    let jobs: ::parallelize::__private::usize = limit;
    let argument_1 = &::parallelize::__private::given((argument_1,));
    let limit = &::parallelize::__private::given((limit,));
    return ::parallelize::parallel(values)
        .jobs(jobs)
        .flatten(|mut values| -> Vec<f64> {
            let (low, high) = argument_1.get();
            let limit = limit.get();
            let _ = &limit;
            values.iter_mut().for_each(|value| *value = value.max(low).min(high));
            values
        });
}
