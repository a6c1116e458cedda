// #[parallelize(zip = rgba, multiple_of(rgb = 3, rgba = 4))]
// fn opaque(rgb: &[u8], rgba: &mut [u8]) {
//     for (from, to) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
//         to[..3].copy_from_slice(from);
//         to[3] = 255;
//     }
// }

fn opaque(rgb: &[u8], rgba: &mut [u8]) {
    let () = ::parallelize::__private::zip2(rgb, rgba)
        .units((3, 4))
        .flatten(|(rgb, rgba)| -> () {
            for (from, to) in rgb.chunks_exact(3).zip(rgba.chunks_exact_mut(4)) {
                to[..3].copy_from_slice(from);
                to[3] = 255;
            }
        });
}
