// #[parallelize]
// fn parse(lines: &[&str]) -> io::Result<Summary> {
//     Summary::parse(lines)
// }

fn parse(lines: &[&str]) -> io::Result<::std::vec::Vec<Summary>> {
    ::parallelize::parallel(lines)
        .try_map(|lines| -> io::Result<Summary> { Summary::parse(lines) })
}
