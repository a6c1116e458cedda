// #[parallelize(zip = dst)]
// fn scale_into(src: &[f32], dst: &mut [f32], k: f32) {
//     for (s, d) in src.iter().zip(dst) {
//         *d = s * k;
//     }
// }

fn scale_into(src: &[f32], dst: &mut [f32], k: f32) {
    let k = &::parallelize::__private::given((k,));
    let () = ::parallelize::__private::zip2(src, dst)
        .flatten(|(src, dst)| -> () {
            let k = k.get();
            for (s, d) in src.iter().zip(dst) {
                *d = s * k;
            }
        });
}
