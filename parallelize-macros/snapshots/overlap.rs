// #[parallelize(overlap = window - 1)]
// fn moving_average(prices: &[f64], window: usize) -> Vec<f64> {
//     prices.windows(window).map(|window| mean(window)).collect()
// }

fn moving_average(prices: &[f64], window: usize) -> Vec<f64> {
    let overlap = window - 1;
    let window = &::parallelize::__private::given((window,));
    return ::parallelize::parallel(prices)
        .overlap(0, overlap)
        .flatten(|prices| -> Vec<f64> {
            let window = window.get();
            let _ = &window;
            prices.windows(window).map(|window| mean(window)).collect()
        });
}
