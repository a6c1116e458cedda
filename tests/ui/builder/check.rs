//! What the checker cannot run again, compare, or compare in the way that it was told.

use parallelize::check;

struct Count(usize);

impl std::fmt::Debug for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

fn count(numbers: &[u8]) -> Count {
    Count(numbers.len())
}

fn add(a: Count, b: Count) -> Count {
    Count(a.0 + b.0)
}

fn main() {
    let _ = check(String::from("text")).flatten(|_| ());
    let _ = check(&[1, 2]).reduce(count, add);
    let _ = check(&[1, 2]).close(1e-9).reduce(count, add);
    let _ = check(&[1, 2]).close(1e-9).flatten(|numbers| vec![count(numbers)]);
    let same = |a: &Vec<f64>, b: &Vec<f64>| a.len() == b.len();
    let _ = check(&[1, 2]).same_by(same).flatten(<[u8]>::to_vec);
}
