// #[parallelize(append = out)]
// fn shout(lines: impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> {
//     for line in lines {
//         writeln!(out, "{}", line.to_uppercase())?;
//     }
//     Ok(())
// }

fn shout(lines: impl Iterator<Item = String>, out: &mut impl Write) -> io::Result<()> {
    return ::parallelize::stream(lines)
        .with((::parallelize::__private::write::<dyn Write, _>(out),))
        .try_flatten(|lines, (out,)| -> io::Result<()> {
            for line in lines {
                writeln!(out, "{}", line.to_uppercase())?;
            }
            Ok(())
        });
}
