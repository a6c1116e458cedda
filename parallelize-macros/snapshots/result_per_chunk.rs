// #[parallelize]
// fn parse(lines: &[&str]) -> io::Result<Summary> {
//     Summary::parse(lines)
// }

fn parse(lines: &[&str]) -> io::Result<::parallelize::__private::Vec<Summary>> {
    ::parallelize::parallel(lines)
        .try_per_chunk(|lines| -> io::Result<Summary> { Summary::parse(lines) })
}
