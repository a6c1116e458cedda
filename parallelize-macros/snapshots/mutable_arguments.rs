// #[parallelize(jobs = 6, append(out, w), reduce(stats = Stats::add), scratch = buf)]
// fn f(rows: &[Row], out: &mut Vec<u8>, w: &mut impl Write, stats: &mut Stats, buf: &mut [f32]) -> Result<(), E> {
//     for row in rows {
//         stats.count(row.render(buf));
//         out.push(row.kind);
//         writeln!(w, "{row}")?;
//     }
//     Ok(())
// }

fn f(
    rows: &[Row],
    out: &mut Vec<u8>,
    w: &mut impl Write,
    stats: &mut Stats,
    buf: &mut [f32],
) -> Result<(), E> {
    let buf = &::parallelize::__private::scratch((buf,));
    return ::parallelize::parallel(rows)
        .jobs(6)
        .with((
            ::parallelize::__private::append(out),
            ::parallelize::__private::write::<dyn Write, _>(w),
            ::parallelize::__private::fold(stats, Stats::add),
        ))
        .try_flatten(|rows, (out, w, stats)| -> Result<(), E> {
            let mut copy_of_argument_4 = buf.get();
            let buf = buf.lend(&mut copy_of_argument_4);
            for row in rows {
                stats.count(row.render(buf));
                out.push(row.kind);
                writeln!(w, "{row}")?;
            }
            Ok(())
        });
}
