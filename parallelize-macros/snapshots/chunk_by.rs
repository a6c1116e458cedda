// #[parallelize(chunk_by = |a, b| key.of(a) == key.of(b))]
// fn totals(visits: &[Visit], key: Key) -> Vec<Total> {
//     visits.chunk_by(|a, b| key.of(a) == key.of(b)).map(Total::of).collect()
// }

fn totals(visits: &[Visit], argument_1: Key) -> Vec<Total> {
    let key = argument_1;
    let key = &::parallelize::__private::argument_of((&key,));
    return ::parallelize::parallel(visits)
        .chunk_by(|a, b| key.of(a) == key.of(b))
        .flatten(|visits| -> Vec<Total> {
            let key = key.get();
            let _ = &key;
            visits.chunk_by(|a, b| key.of(a) == key.of(b)).map(Total::of).collect()
        });
}
