// #[parallelize]
// fn parse(lines: &[&str]) -> io::Result<Summary> {
//     lines.iter().map(|line| line.parse::<Summary>()).sum()
// }

fn parse(lines: &[&str]) -> io::Result<::parallelize::__private::Vec<Summary>> {
    return ::parallelize::parallel(lines)
        .try_per_chunk(|lines| -> io::Result<Summary> {
            lines.iter().map(|line| line.parse::<Summary>()).sum()
        });
}
