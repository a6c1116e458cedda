//! Every kind of signature keeps its meaning; here generics, lifetimes and functions as arguments.

mod arguments;
mod attributes;
mod receivers;

use std::fmt::Display;

use parallelize::parallelize;

/// With `jobs = 3`, one per chunk: `[1, 2, 3]`, `[4, 5]` and `[6, 7]`. With `chunk_size = 3`: `[1, 2, 3]`, `[4, 5, 6]` and `[7]`.
const SEVEN: [u64; 7] = [1, 2, 3, 4, 5, 6, 7];

fn words() -> Vec<String> {
    ["one", "two", "three", "four"].map(str::to_owned).into()
}

#[test]
fn generic_functions_take_any_type() {
    #[parallelize(jobs = 3)]
    fn show<T, U>(items: &[T], suffix: U) -> Vec<String>
    where
        T: Display + Sync,
        U: Display + Clone + Sync,
    {
        items.iter().map(|item| format!("{item}{suffix}")).collect()
    }

    assert_eq!(show(&['a', 'b'], 1), ["a1", "b1"]);
    assert_eq!(
        show::<&str, char>(&["x", "y", "z"], '!'),
        ["x!", "y!", "z!"]
    );
}

#[test]
fn const_generics_reach_body_and_options() {
    #[parallelize(jobs = JOBS)]
    fn chunks<const JOBS: usize, const N: usize>(rows: &[[u64; N]]) -> (usize, usize) {
        (rows.len(), N)
    }

    assert_eq!(chunks::<2, 3>(&[[0; 3]; 5]), [(3, 3), (2, 3)]);
    assert_eq!(chunks::<3, 1>(&[[0; 1]; 5]), [(2, 1), (2, 1), (1, 1)]);
}

#[test]
fn outputs_borrow_from_the_slice_with_elided_lifetimes() {
    #[parallelize(jobs = 3)]
    fn initials(words: &[String]) -> Vec<&str> {
        words.iter().map(|word| &word[..1]).collect()
    }

    #[parallelize(jobs = 3)]
    fn lent(words: &[String]) -> Vec<std::borrow::Cow<'_, str>> {
        words.iter().map(|word| word.as_str().into()).collect()
    }

    let words = words();
    assert_eq!(initials(&words), ["o", "t", "t", "f"]);
    assert_eq!(lent(&words), words);
}

#[test]
fn outputs_borrow_from_the_slice_with_named_lifetimes() {
    #[parallelize(jobs = 2)]
    fn longest<'w>(words: &'w [String]) -> &'w str {
        let longest = words.iter().max_by_key(|word| word.len());
        longest.map_or("", |word| word)
    }

    assert_eq!(longest(&words()), ["two", "three"]);
}

#[test]
fn outputs_borrow_from_another_argument() {
    #[parallelize(jobs = 3)]
    fn pick<'names>(indices: &[usize], names: &'names [String]) -> Vec<&'names str> {
        indices.iter().map(|&index| &*names[index]).collect()
    }

    let names = words();
    let picked = {
        let indices = vec![3, 0, 0, 2, 1];
        pick(&indices, &names)
    };
    assert_eq!(picked, ["four", "one", "one", "three", "two"]);
}

#[test]
fn lifetimes_bound_each_other() {
    #[parallelize(jobs = 2)]
    fn either<'short, 'long: 'short>(
        flags: &[bool],
        yes: &'long str,
        no: &'short str,
    ) -> Vec<&'short str> {
        flags
            .iter()
            .map(|&flag| if flag { yes } else { no })
            .collect()
    }

    let no = String::from("no");
    assert_eq!(
        either(&[true, false, true], "yes", &no),
        ["yes", "no", "yes"]
    );
}

#[test]
fn closures_are_cloned_for_every_chunk() {
    #[parallelize(jobs = 3)]
    fn map_by_impl(numbers: &[u64], f: impl Fn(u64) -> u64 + Clone + Sync) -> Vec<u64> {
        numbers.iter().map(|&n| f(n)).collect()
    }

    #[parallelize(chunk_size = 3)]
    fn map_by_generic<F, R>(numbers: &[u64], mut f: F) -> Vec<R>
    where
        F: FnMut(u64) -> R + Clone + Sync,
        R: Send,
    {
        numbers.iter().map(|&n| f(n)).collect()
    }

    let offset = 10;
    assert_eq!(
        map_by_impl(&SEVEN, move |n| n + offset),
        [11, 12, 13, 14, 15, 16, 17]
    );
    let mut calls = 0;
    let count = move |_| {
        calls += 1;
        calls
    };
    assert_eq!(map_by_generic(&SEVEN, count), [1, 2, 3, 1, 2, 3, 1]);
}

#[test]
fn functions_behind_references_are_shared() {
    #[parallelize(jobs = 3)]
    fn shared(numbers: &[u64], f: &(impl Fn(u64) -> u64 + Sync)) -> Vec<u64> {
        numbers.iter().map(|&n| f(n)).collect()
    }

    #[parallelize(jobs = 3)]
    fn dynamic(numbers: &[u64], f: &(dyn Fn(u64) -> u64 + Sync)) -> Vec<u64> {
        numbers.iter().map(|&n| f(n)).collect()
    }

    #[parallelize(jobs = 3)]
    fn pointer(numbers: &[u64], f: fn(u64) -> u64) -> Vec<u64> {
        numbers.iter().map(|&n| f(n)).collect()
    }

    let doubled = [2, 4, 6, 8, 10, 12, 14];
    assert_eq!(shared(&SEVEN, &|n| n * 2), doubled);
    assert_eq!(dynamic(&SEVEN, &|n| n * 2), doubled);
    assert_eq!(pointer(&SEVEN, |n| n * 2), doubled);
}
