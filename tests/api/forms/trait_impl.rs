//! A method whose type stays the trait's.

use parallelize::parallelize;

trait Measure {
    fn lengths(&self, words: &[&str]) -> Vec<usize>;
    fn total(&self, words: &[&str]) -> usize;
}

struct Scale(usize);

impl Measure for Scale {
    #[parallelize(jobs = 2)]
    fn lengths(&self, words: &[&str]) -> Vec<usize> {
        words.iter().map(|word| word.len() * self.0).collect()
    }

    #[parallelize(jobs = 2, reduce = |a, b| a + b)]
    fn total(&self, words: &[&str]) -> usize {
        words.iter().map(|word| word.len() * self.0).sum()
    }
}

#[test]
fn runs() {
    assert_eq!(Scale(2).lengths(&["a", "bc"]), [2, 4]);
    assert_eq!(Scale(2).total(&["a", "bc"]), 6);
}
