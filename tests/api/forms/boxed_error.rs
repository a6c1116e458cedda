//! An error that can be sent.

use parallelize::parallelize;

use std::error::Error;

#[parallelize(jobs = 2)]
fn parse(words: &[&str]) -> Result<Vec<u64>, Box<dyn Error + Send + Sync>> {
    words.iter().map(|word| Ok(word.parse()?)).collect()
}

#[test]
fn runs() {
    assert_eq!(parse(&["1", "2"]).unwrap(), [1, 2]);
    assert!(parse(&["1", "x"]).is_err());
}
