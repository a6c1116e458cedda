//! Streams in every form.

#![deny(deprecated)]

use std::io::{self, Write};

use parallelize::parallelize;

/// By value.
#[parallelize(jobs = limit, append = out, scratch = upper)]
fn by_value(
    words: impl Iterator<Item = String>,
    out: &mut impl Write,
    upper: &mut String,
    limit: usize,
) -> io::Result<()> {
    for word in words {
        upper.clear();
        upper.extend(word.chars().flat_map(char::to_uppercase));
        writeln!(out, "{upper}")?;
    }
    Ok(())
}

/// By a `mut` name, with an attribute.
#[parallelize(reduce = |a, b| a + b)]
fn by_mut(
    #[allow(unused_mut, reason = "as the body has it")] mut words: impl Iterator<Item = String>,
) -> usize {
    words.map(|word| word.len()).sum()
}

/// By a type parameter.
///
/// # Errors
///
/// A word that is no number.
#[parallelize(report = false, chunk_size = 100)]
pub fn by_parameter<'a, I>(words: I) -> Result<Vec<u64>, std::num::ParseIntError>
where
    I: IntoIterator<Item = &'a str>,
{
    words.into_iter().map(str::parse).collect()
}

/// By reference.
#[must_use]
#[parallelize(merge = first)]
pub fn by_reference(words: &mut impl Iterator<Item = String>, wanted: &str) -> Option<String> {
    words.find(|word| word.contains(wanted))
}

/// By reference to an object.
#[must_use]
#[parallelize(sequential = by_object_seq)]
pub fn by_object(words: &mut dyn Iterator<Item = String>) -> Vec<usize> {
    words.map(|word| word.len()).collect()
}

/// By reference to an object that lives as long as another argument.
#[must_use]
#[parallelize(split = words)]
pub fn by_long_object<'a>(
    wanted: &'a str,
    words: &'a mut (dyn Iterator<Item = &'a str> + Send + 'a),
) -> Vec<&'a str> {
    words.filter(|word| *word != wanted).collect()
}

/// In a box.
#[must_use]
#[parallelize]
pub fn by_box(words: Box<dyn Iterator<Item = String> + Send>) -> Vec<usize> {
    words.map(|word| word.len()).collect()
}

#[test]
fn the_functions_do_what_they_say() {
    let words = || ["to", "be"].map(String::from).into_iter();
    let (mut out, mut upper) = (Vec::new(), String::new());
    by_value(words(), &mut out, &mut upper, 2).expect("a `Vec` takes all");
    assert_eq!(out, b"TO\nBE\n");
    assert_eq!(by_mut(words()), 4);
    assert_eq!(by_parameter(["1", "2"]), Ok(vec![1, 2]));
    assert_eq!(by_reference(&mut words(), "b").as_deref(), Some("be"));
    assert_eq!(by_object(&mut words()), by_object_seq(&mut words()));
    let mut both = ["to", "be"].iter().copied();
    assert_eq!(by_long_object("to", &mut both), ["be"]);
    assert_eq!(by_box(Box::new(words())), [2, 2]);
}
