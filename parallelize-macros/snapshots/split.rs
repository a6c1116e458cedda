// #[parallelize(split = out)]
// fn step(grid: &[Row], out: &mut [Row]) {
//     let start = current_chunk().map_or(0, |chunk| chunk.range().start);
//     for (at, row) in out.iter_mut().enumerate() {
//         *row = Row::next(grid, start + at);
//     }
// }

fn step(grid: &[Row], out: &mut [Row]) {
    let grid = &::parallelize::__private::shared(grid);
    let () = ::parallelize::parallel(out)
        .flatten(|out| -> () {
            let grid = grid.get();
            let start = current_chunk().map_or(0, |chunk| chunk.range().start);
            for (at, row) in out.iter_mut().enumerate() {
                *row = Row::next(grid, start + at);
            }
        });
}
