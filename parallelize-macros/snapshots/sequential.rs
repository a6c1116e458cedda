// #[parallelize(sequential = lengths_seq)]
// #[no_mangle]
// pub fn lengths(words: &[String]) -> Vec<usize> {
//     words.iter().map(String::len).collect()
// }

#[no_mangle]
pub fn lengths(words: &[String]) -> Vec<usize> {
    return ::parallelize::parallel(words)
        .flatten(|argument_0| -> Vec<usize> { lengths_seq(argument_0) });
}
pub fn lengths_seq(words: &[String]) -> Vec<usize> {
    words.iter().map(String::len).collect()
}
