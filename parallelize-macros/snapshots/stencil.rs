// #[parallelize(jobs = 4, overlap(before = 1, after = 1), zip = out)]
// fn step(rows: &[Row], out: &mut [Row]) {
//     let before = current_chunk().map_or(0, |chunk| chunk.before());
//     for (at, row) in out.iter_mut().enumerate() {
//         let above = &rows[(before + at).saturating_sub(1)];
//         *row = above.mixed_with(&rows[before + at]);
//     }
// }

fn step(rows: &[Row], out: &mut [Row]) {
    let () = ::parallelize::__private::zip2(rows, out)
        .jobs(4)
        .overlap(1, 1)
        .flatten(|(rows, out)| -> () {
            let before = current_chunk().map_or(0, |chunk| chunk.before());
            for (at, row) in out.iter_mut().enumerate() {
                let above = &rows[(before + at).saturating_sub(1)];
                *row = above.mixed_with(&rows[before + at]);
            }
        });
}
