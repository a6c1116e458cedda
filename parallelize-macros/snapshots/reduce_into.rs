// #[parallelize(reduce(stats = |a, b| a.merge(b, mode)), reduce = usize::max)]
// fn count(lines: &[&str], stats: &mut Stats, mode: Mode) -> usize {
//     stats.lines += lines.len();
//     lines.iter().map(|line| line.len()).max().unwrap_or(0)
// }

fn count(lines: &[&str], stats: &mut Stats, mode: Mode) -> usize {
    let mode = &::parallelize::__private::argument((mode,));
    return ::parallelize::parallel(lines)
        .with((::parallelize::__private::fold(stats, |a, b| a.merge(b, mode)),))
        .reduce::<
            usize,
            _,
            _,
        >(
            |lines, (stats,)| -> usize {
                let mode = mode.get();
                let _ = &mode;
                stats.lines += lines.len();
                lines.iter().map(|line| line.len()).max().unwrap_or(0)
            },
            usize::max,
        );
}
