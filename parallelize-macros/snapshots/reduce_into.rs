// #[parallelize(reduce(stats = |a, b| a.merge(b, mode)), reduce = usize::max)]
// fn count(lines: &[&str], stats: &mut Stats, mode: Mode) -> usize {
//     stats.lines += lines.len();
//     lines.iter().map(|line| line.len()).max().unwrap_or(0)
// }

fn count(lines: &[&str], stats: &mut Stats, argument_2: Mode) -> usize {
    let mode = argument_2;
    let mode = &::parallelize::__private::argument_of((&mode,));
    return ::parallelize::parallel(lines)
        .with((::parallelize::__private::fold(stats, |a, b| a.merge(b, mode)),))
        .reduce(
            |lines, (stats,)| -> usize {
                let mode = mode.get();
                let _ = &mode;
                stats.lines += lines.len();
                lines.iter().map(|line| line.len()).max().unwrap_or(0)
            },
            |a, b| usize::max(a, b),
        );
}
