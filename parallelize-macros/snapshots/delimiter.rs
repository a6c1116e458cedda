// #[parallelize(delimiter = b'\n', reduce = Stations::merge)]
// fn stations(lines: &[u8]) -> Stations {
//     lines.split_inclusive(|&byte| byte == b'\n').map(Reading::parse).collect()
// }

fn stations(lines: &[u8]) -> Stations {
    return ::parallelize::parallel(lines)
        .delimiter(b'\n')
        .reduce(
            |lines| -> Stations {
                lines
                    .split_inclusive(|&byte| byte == b'\n')
                    .map(Reading::parse)
                    .collect()
            },
            |a, b| Stations::merge(a, b),
        );
}
