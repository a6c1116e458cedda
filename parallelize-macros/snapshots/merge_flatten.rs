// #[parallelize(merge = flatten)]
// fn index(words: &[String]) -> HashMap<String, usize> {
//     words.iter().map(|word| (word.clone(), word.len())).collect()
// }

fn index(words: &[String]) -> HashMap<String, usize> {
    return ::parallelize::parallel(words)
        .flatten(|words| -> HashMap<String, usize> {
            words.iter().map(|word| (word.clone(), word.len())).collect()
        });
}
