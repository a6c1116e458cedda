//! An output that borrows from the input.

use parallelize::parallelize;

#[parallelize(jobs = 2)]
fn trimmed(words: &[String]) -> Vec<&str> {
    words.iter().map(|word| word.trim()).collect()
}

#[test]
fn runs() {
    assert_eq!(trimmed(&[" a".to_owned(), "b ".to_owned()]), ["a", "b"]);
}
