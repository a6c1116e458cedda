// #[parallelize(sequential = lengths_seq)]
// #[no_mangle]
// pub fn lengths(words: &[String]) -> Vec<usize> {
//     words.iter().map(String::len).collect()
// }

#[no_mangle]
pub fn lengths(words: &[String]) -> Vec<usize> {
    ::parallelize::parallel(words)
        .flatten(|words| -> Vec<usize> { words.iter().map(String::len).collect() })
}
pub fn lengths_seq(words: &[String]) -> Vec<usize> {
    words.iter().map(String::len).collect()
}
