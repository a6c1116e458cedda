// #[parallelize(zip = dst)]
// fn scale_into(src: &[f32], dst: &mut [f32], k: f32) {
//     for (s, d) in src.iter().zip(dst) {
//         *d = s * k;
//     }
// }

fn scale_into(src: &[f32], dst: &mut [f32], k: f32) {
    ::parallelize::parallel((src, dst))
        .with((k,))
        .flatten(|(src, dst), (k,)| -> () {
            for (s, d) in src.iter().zip(dst) {
                *d = s * k;
            }
        })
}
