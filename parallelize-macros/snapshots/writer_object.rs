// #[parallelize(append(log, out as std::io::Write), merge = per_chunk, backend = engines::Ranks)]
// fn render(rows: &[Row], #[allow(unused)] out: &mut BufWriter<File>, log: &mut (dyn io::Write + Send)) -> io::Result<usize> {
//     writeln!(log, "{} rows", rows.len())?;
//     rows.iter().map(|row| row.render(out)).sum()
// }

fn render(
    rows: &[Row],
    #[allow(unused)]
    out: &mut BufWriter<File>,
    log: &mut (dyn io::Write + Send),
) -> ::parallelize::__private::Vec<io::Result<usize>> {
    return ::parallelize::parallel(rows)
        .backend(engines::Ranks)
        .with((
            ::parallelize::__private::write::<dyn std::io::Write, _>(out),
            ::parallelize::__private::write::<dyn io::Write, _>(log),
        ))
        .try_each(|rows, (argument_1, argument_2)| -> io::Result<usize> {
            #[allow(unused)]
            let out = argument_1;
            let log: &mut (dyn io::Write + Send) = argument_2;
            writeln!(log, "{} rows", rows.len())?;
            rows.iter().map(|row| row.render(out)).sum()
        });
}
