// #[parallelize(jobs = 6, append(out, w), reduce(stats = Stats::add), scratch = buf)]
// fn f(rows: &[Row], out: &mut Vec<u8>, w: &mut impl Write, stats: &mut Stats, buf: &mut [f32]) -> Result<(), E> {
//     for row in rows {
//         stats.count(row.render(buf));
//         out.push(row.kind);
//         writeln!(w, "{row}")?;
//     }
//     Ok(())
// }

compile_error! {
    "each worker would need `buf` at once; add `zip = buf` to cut it together with the first argument"
}
#[allow(unused)]
fn f(
    rows: &[Row],
    out: &mut Vec<u8>,
    w: &mut impl Write,
    stats: &mut Stats,
    buf: &mut [f32],
) -> Result<(), E> {
    for row in rows {
        stats.count(row.render(buf));
        out.push(row.kind);
        writeln!(w, "{row}")?;
    }
    Ok(())
}
