// #[parallelize(jobs = 4, overlap(before = 1, after = 1), zip = out)]
// fn step(rows: &[Row], out: &mut [Row]) {
//     let before = current_chunk().map_or(0, |chunk| chunk.before());
//     for (at, row) in out.iter_mut().enumerate() {
//         *row = Row::next(rows, before + at);
//     }
// }

fn step(rows: &[Row], out: &mut [Row]) {
    {
        #[deprecated(
            note = "`next` sees one chunk, not all of `rows`\nhelp: annotate the function that goes through `rows`, or compute what concerns all of `rows` in the caller\nnote: `#[parallelize(allow(whole))]` silences this warning"
        )]
        #[allow(non_upper_case_globals)]
        const whole: () = ();
        let () = whole;
    }
    ::parallelize::parallel((rows, out))
        .jobs(4)
        .overlap(1, 1)
        .flatten(|(rows, out)| -> () {
            let before = current_chunk().map_or(0, |chunk| chunk.before());
            for (at, row) in out.iter_mut().enumerate() {
                *row = Row::next(rows, before + at);
            }
        })
}
