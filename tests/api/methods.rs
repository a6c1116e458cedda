//! Methods, associated functions, and functions of traits.

use std::fmt::Debug;

use parallelize::parallelize;

const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

#[derive(Clone, Debug, PartialEq)]
struct Scale {
    factor: u64,
    threads: usize,
    names: Vec<String>,
}

impl Scale {
    const DEFAULT: Self = Self {
        factor: 2,
        threads: 3,
        names: Vec::new(),
    };

    #[parallelize(jobs = self.threads)]
    fn lengths(&self, numbers: &[u64]) -> usize {
        numbers.len()
    }

    #[parallelize(jobs = self.threads + extra)]
    fn apply(&self, numbers: &[u64], extra: usize) -> Vec<u64> {
        numbers.iter().map(|n| n * self.factor).collect()
    }

    #[parallelize(jobs = self.threads)]
    #[allow(clippy::needless_arbitrary_self_type)]
    fn typed(self: &Self, mut numbers: Vec<u64>) -> Vec<u64> {
        for number in &mut numbers {
            *number *= self.factor;
        }
        numbers
    }

    #[parallelize(jobs = self.threads)]
    fn names_of<'a>(&'a self, indices: &[usize]) -> Vec<&'a str> {
        indices.iter().map(|&index| &*self.names[index]).collect()
    }

    #[parallelize(jobs = self.threads)]
    fn elided(&self, indices: &[usize]) -> Vec<&str> {
        indices.iter().map(|&index| &*self.names[index]).collect()
    }

    #[parallelize(jobs = 3)]
    fn all(factors: &[u64]) -> Vec<Self> {
        let scale = |&factor| Self {
            factor,
            ..Self::DEFAULT
        };
        factors.iter().map(scale).collect()
    }

    #[parallelize(jobs = Self::DEFAULT.threads)]
    fn largest(scales: &[Self]) -> Option<&Self> {
        scales.iter().max_by_key(|scale| scale.factor)
    }

    #[parallelize(jobs = scale.threads)]
    fn total(numbers: &[u64], scale: &Self) -> u64 {
        numbers.iter().map(|n| n * scale.factor).sum()
    }

    /// Cuts the slice in two, down to single elements.
    #[parallelize(jobs = 2)]
    fn powers(&self, numbers: &[u64]) -> Vec<u64> {
        match numbers {
            [] => Vec::new(),
            [number] => vec![number.pow(2) * self.factor],
            _ => self.powers(numbers),
        }
    }
}

#[test]
fn methods_share_self() {
    let scale = Scale {
        names: ["a", "b", "c"].map(str::to_owned).into(),
        ..Scale::DEFAULT
    };
    assert_eq!(scale.lengths(&SEVEN), [3, 2, 2]);
    assert_eq!(scale.apply(&SEVEN, 1), [2, 4, 6, 8, 10, 12, 14]);
    assert_eq!(scale.typed(SEVEN.into()), [2, 4, 6, 8, 10, 12, 14]);
}

#[test]
fn options_may_use_self() {
    for threads in 1..=8 {
        let scale = Scale {
            threads,
            ..Scale::DEFAULT
        };
        assert_eq!(scale.lengths(&SEVEN).len(), threads.min(7));
    }
}

#[test]
fn outputs_borrow_from_self() {
    let scale = Scale {
        names: ["a", "b", "c"].map(str::to_owned).into(),
        ..Scale::DEFAULT
    };
    let (named, elided) = {
        let indices = vec![2, 0, 1, 1];
        (scale.names_of(&indices), scale.elided(&indices))
    };
    assert_eq!(named, ["c", "a", "b", "b"]);
    assert_eq!(elided, named);
}

#[test]
fn associated_functions_name_self() {
    let scales = Scale::all(&SEVEN);
    let factors: Vec<u64> = scales.iter().map(|scale| scale.factor).collect();
    assert_eq!(factors, SEVEN);
    let largest: Vec<Option<&Scale>> = Scale::largest(&scales);
    assert_eq!(
        largest,
        [Some(&scales[2]), Some(&scales[4]), Some(&scales[6])]
    );
    assert_eq!(Scale::total(&SEVEN, &scales[2]), [18, 27, 39]);
}

#[test]
fn methods_call_themselves_through_self() {
    assert_eq!(Scale::DEFAULT.powers(&SEVEN), [2, 8, 18, 32, 50, 72, 98]);
}

trait Table {
    type Row: Clone;

    fn rows(&self, indices: &[usize]) -> Vec<Self::Row>;

    fn counts(&self, indices: &[usize]) -> Vec<usize>;

    /// A default that implementations need not write.
    #[parallelize(jobs = 3)]
    fn twice(&self, indices: &[usize]) -> Vec<Self::Row>
    where
        Self: Sync,
        Self::Row: Send,
    {
        indices
            .iter()
            .flat_map(|index| self.rows(&[*index, *index]))
            .collect()
    }

    #[parallelize(jobs = 3, reduce = |a, b| a + b)]
    fn sum(indices: &[usize]) -> usize {
        indices.iter().sum()
    }
}

impl<T: Clone + Send + Sync> Table for Vec<T> {
    type Row = T;

    #[parallelize(jobs = 2)]
    fn rows(&self, indices: &[usize]) -> Vec<T> {
        indices.iter().map(|&index| self[index].clone()).collect()
    }

    /// The trait's type is the one with the attribute.
    #[parallelize(jobs = 2)]
    fn counts(&self, indices: &[usize]) -> usize {
        indices.len() * self.len()
    }
}

struct Wrapper<'a, T: ?Sized, const N: usize>(&'a T);

impl<T: ?Sized + Debug + Sync, const N: usize> Table for Wrapper<'_, T, N> {
    type Row = String;

    #[parallelize(jobs = N)]
    fn rows(&self, indices: &[usize]) -> Vec<Self::Row> {
        indices
            .iter()
            .map(|index| format!("{:?}{index}", self.0))
            .collect()
    }

    #[parallelize(jobs = N)]
    fn counts(&self, indices: &[usize]) -> usize {
        indices.len()
    }
}

#[test]
fn trait_methods_are_implemented_in_parallel() {
    let table = vec!['a', 'b', 'c'];
    assert_eq!(table.rows(&[2, 1, 0]), ['c', 'b', 'a']);
    assert_eq!(table.counts(&[0; 5]), [9, 6]);

    let wrapper: Wrapper<'_, str, 3> = Wrapper("x");
    assert_eq!(
        wrapper.rows(&[1, 2, 3, 4]),
        ["\"x\"1", "\"x\"2", "\"x\"3", "\"x\"4"]
    );
    assert_eq!(wrapper.counts(&[0; 7]), [3, 2, 2]);
}

#[test]
fn default_methods_of_traits_run_in_parallel() {
    assert_eq!(vec![5, 6, 7].twice(&[2, 0]), [7, 7, 5, 5]);
    assert_eq!(<Vec<u8> as Table>::sum(&[1, 2, 3, 4]), 10);
}

#[test]
fn annotated_methods_may_be_called_through_trait_objects() {
    trait Squares {
        fn squares(&self, numbers: &[u64]) -> Vec<u64>;
    }

    impl Squares for u64 {
        #[parallelize(jobs = 2)]
        fn squares(&self, numbers: &[u64]) -> Vec<u64> {
            numbers.iter().map(|n| n * n * self).collect()
        }
    }
    let table: &dyn Squares = &3;
    assert_eq!(table.squares(&[1, 2, 3]), [3, 12, 27]);
}
