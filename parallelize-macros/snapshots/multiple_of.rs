// #[parallelize(multiple_of = width)]
// fn brightest(pixels: &[u8], width: usize) -> Vec<u8> {
//     pixels.chunks(width).map(|row| *row.iter().max().unwrap()).collect()
// }

fn brightest(pixels: &[u8], width: usize) -> Vec<u8> {
    let multiple_of = width;
    let width = &::parallelize::__private::given((width,));
    return ::parallelize::parallel(pixels)
        .multiple_of(multiple_of)
        .flatten(|pixels| -> Vec<u8> {
            let width = width.get();
            let _ = &width;
            pixels.chunks(width).map(|row| *row.iter().max().unwrap()).collect()
        });
}
