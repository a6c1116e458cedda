// #[parallelize(reduce = Stats::merge)]
// fn stats(lines: &[String]) -> Result<Stats, ParseError> {
//     Stats::of(lines)
// }

fn stats(lines: &[String]) -> Result<Stats, ParseError> {
    return ::parallelize::parallel(lines)
        .try_reduce::<
            Stats,
            _,
            _,
            _,
        >(|lines| -> Result<Stats, ParseError> { Stats::of(lines) }, Stats::merge);
}
