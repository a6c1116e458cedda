// #[parallelize(chunk_size = 1000)]
// fn longest(words: &[String]) -> Option<usize> {
//     words.iter().map(String::len).max()
// }

fn longest(words: &[String]) -> ::parallelize::__private::Vec<Option<usize>> {
    return ::parallelize::parallel(words)
        .chunk_size(1000)
        .per_chunk(|words| -> Option<usize> { words.iter().map(String::len).max() });
}
