// #[parallelize(chunk_by = |a, b| key.of(a) == key.of(b))]
// fn totals(visits: &[Visit], key: Key) -> Vec<Total> {
//     visits.chunk_by(|a, b| key.of(a) == key.of(b)).map(Total::of).collect()
// }

#[allow(clippy::needless_pass_by_value)]
fn totals(visits: &[Visit], key: Key) -> Vec<Total> {
    let key = &::parallelize::__private::argument_of((&key,));
    ::parallelize::parallel(visits)
        .chunk_by(|a, b| key.of(a) == key.of(b))
        .flatten(|visits| -> Vec<Total> {
            let key = key.get();
            let _ = &key;
            visits.chunk_by(|a, b| key.of(a) == key.of(b)).map(Total::of).collect()
        })
}
