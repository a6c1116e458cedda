// #[parallelize(reduce = Stats::merge)]
// fn stats(lines: &[String]) -> Result<Stats, ParseError> {
//     Stats::of(lines)
// }

fn stats(lines: &[String]) -> Result<Stats, ParseError> {
    return ::parallelize::parallel(lines)
        .try_reduce(
            |lines| -> Result<Stats, ParseError> { Stats::of(lines) },
            |a, b| Stats::merge(a, b),
        );
}
