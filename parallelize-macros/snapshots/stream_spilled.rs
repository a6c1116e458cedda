// #[parallelize(merge = spilled, write_to_file = directory)]
// fn parse(lines: impl Iterator<Item = io::Result<String>>, directory: PathBuf) -> io::Result<Vec<Row>> {
//     lines.map(|line| Row::parse(&line?)).collect()
// }

fn parse(
    lines: impl Iterator<Item = io::Result<String>>,
    directory: PathBuf,
) -> io::Result<::parallelize::Spilled<Row>> {
    let write_to_file = ::parallelize::__private::target(&directory);
    let directory = &::parallelize::__private::given((directory,));
    return ::parallelize::stream(lines)
        .write_to_file(write_to_file)
        .try_spilled(|lines| -> io::Result<Vec<Row>> {
            let directory = directory.get();
            let _ = &directory;
            lines.map(|line| Row::parse(&line?)).collect()
        })
        .unwrap_or_else(|error| {
            ::parallelize::__private::returned!(
                error, io::Result < ::parallelize::Spilled < Row > >
            )
        });
}
