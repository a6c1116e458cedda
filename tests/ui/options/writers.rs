//! Writing can fail, so a function with a writer returns a `Result`.

use std::io::{self, Write};

use parallelize::parallelize;

#[parallelize(append = out)]
fn nothing(words: &[&str], out: &mut impl Write) {
    words.iter().for_each(|word| writeln!(out, "{word}").unwrap());
}

#[parallelize(append = out)]
fn number(words: &[&str], out: &mut dyn io::Write) -> usize {
    words.iter().for_each(|word| writeln!(out, "{word}").unwrap());
    words.len()
}

#[parallelize(append(out as std::fmt::Write))]
fn text(words: &[&str], out: &mut String) -> Vec<usize> {
    out.push_str(&words.concat());
    words.iter().map(|word| word.len()).collect()
}

#[parallelize(append = out, merge = first)]
fn search(words: &[&str], out: &mut impl Write) -> Option<usize> {
    words.iter().for_each(|word| writeln!(out, "{word}").unwrap());
    words.iter().position(|word| word.is_empty())
}

#[parallelize(scratch = out, reduce(other = f))]
fn other_roles<W: Write + Send>(words: &[&str], out: &mut W, other: &mut impl Write) -> io::Result<()> {
    words.iter().try_for_each(|word| writeln!(out, "{word}"))?;
    other.flush()
}

fn main() {
    let words = &["a"];
    nothing(words, &mut io::sink());
    let _: Vec<usize> = number(words, &mut io::sink());
    let _: Vec<usize> = text(words, &mut String::new());
    let _: Option<usize> = search(words, &mut io::sink());
    let _: io::Result<()> = other_roles(words, &mut io::sink(), &mut io::sink());
}
